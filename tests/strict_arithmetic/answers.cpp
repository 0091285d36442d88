// Answers that arithmetic other than IEEE 754's gets wrong. With FUSED, products may fuse with sums, and the bits of
// many pairs at once need not be those of one.
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/impl/host_iou.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <type_traits>
#include <vector>

namespace {

int wrong = 0;

void expect(bool holds, std::string const& otherwise) {
  if (holds) return;
  ++wrong;
  std::printf("%s\n", otherwise.c_str());
}

/// Two rectangles whose overlap is known, turned and moved together so that nothing is round.
template <class T>
struct known_pair {
  suregrasp::grasp<T> a, b;
  double iou;
};

template <class T>
std::vector<known_pair<T>> known_pairs() {
  double const quarter = 1.5707963267948966;
  known_pair<double> const simple[] = {{{0, 0, 0, 60, 20}, {0, 0, quarter, 20, 60}, 1},
                                       {{0, 0, 0, 10, 10}, {0, 0, quarter / 2, 10, 10}, std::sqrt(0.5)},
                                       {{0, 0, 0, 30, 12}, {10, 0, 0, 30, 12}, 0.5},
                                       {{0, 0, 0, 40, 20}, {0, 0, quarter, 10, 20}, 0.25},
                                       {{0, 0, 0, 40, 10}, {0, 0, quarter, 40, 10}, 1.0 / 7},
                                       {{0, 0, 0, 8, 8}, {0, 9, 0, 8, 8}, 0}};
  std::vector<known_pair<T>> pairs;
  for (int turn = -40; turn <= 40; ++turn)
    for (auto const& [a, b, iou] : simple) {
      double const angle = 0.31 * turn, x = 100.3 + turn, y = 80.7 - 2 * turn;
      auto const moved = [&](suregrasp::grasp<double> const& g) {
        double const c = std::cos(angle), s = std::sin(angle);
        return static_cast<suregrasp::grasp<T>>(
            suregrasp::grasp<double>{x + c * g.x + s * g.y, y - s * g.x + c * g.y, g.theta + angle, g.opening, g.jaw});
      };
      pairs.push_back({moved(a), moved(b), iou});
    }
  return pairs;
}

template <class T>
void expect_known_overlaps() {
  double const tolerance = std::is_same_v<T, float> ? 1e-4 : 1e-12;
  auto const pairs = known_pairs<T>();
  std::vector<T> a, b;
  for (auto const& pair : pairs) {
    for (T const v : {pair.a.x, pair.a.y, pair.a.theta, pair.a.opening, pair.a.jaw}) a.push_back(v);
    for (T const v : {pair.b.x, pair.b.y, pair.b.theta, pair.b.opening, pair.b.jaw}) b.push_back(v);
  }
  auto const many = suregrasp::host_iou_pairs<T>(a, b);
  auto const matrix = suregrasp::host_iou_matrix<T>(a, b);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    auto const one = suregrasp::iou(pairs[i].a, pairs[i].b);
    auto const text = std::to_string(static_cast<double>(one)) + ", expected " + std::to_string(pairs[i].iou);
    expect(std::abs(static_cast<double>(one) - pairs[i].iou) <= tolerance, "iou of a pair is " + text);
#ifdef FUSED
    auto const same = [&](T other) { return std::abs(static_cast<double>(other - one)) <= tolerance; };
#else
    auto const same = [&](T other) { return other == one; };
#endif
    expect(same(many[i]) && same(matrix[i * pairs.size() + i]), "many pairs at once have other bits than " + text);
  }
}

void expect_refused(char const* what, std::function<void()> const& call) {
  try {
    call();
  } catch (suregrasp::error const&) {
    return;
  }
  expect(false, std::string(what) + " was not refused");
}

void expect_not_a_number_is_noticed(float nan, double infinity) {
  suregrasp::grasp<double> const sound{1, 2, 0.3, 40, 20};
  auto broken = sound;
  broken.theta = static_cast<double>(nan);
  expect_refused("a grasp at the angle NaN", [&] { (void)suregrasp::checked_iou(broken, sound); });
  broken.theta = 0, broken.x = infinity;
  expect_refused("a grasp at infinity", [&] { (void)suregrasp::checked_iou(sound, broken); });
  expect_refused("a score of NaN", [&] {
    (void)suregrasp::rotated_suppression<double>({sound, sound}, {0.5, static_cast<double>(nan)});
  });
  expect_refused("an error of NaN", [&] {
    std::vector<double> const uncertainties{0.1, 0.2}, errors{1, static_cast<double>(nan)};
    (void)suregrasp::risk_coverage(uncertainties, errors);
  });
  std::vector<float> const heat{nan, nan, 0.5F, nan};
  auto const peaks = suregrasp::find_peaks(suregrasp::host_view<float const>({2, 2}, heat), {.threshold = 0.25});
  expect(peaks.size() == 1 && peaks.front().x == 0 && peaks.front().y == 1, "NaN hides a peak, or is one");
}

}  // namespace

int main(int count, char**) {
  expect_known_overlaps<float>();
  expect_known_overlaps<double>();
  // Of the arguments, so that a compiler does not know them.
  float const nan = count > 0 ? std::numeric_limits<float>::quiet_NaN() : 0;
  expect_not_a_number_is_noticed(nan, count > 0 ? std::numeric_limits<double>::infinity() : 0);
  return wrong == 0 ? 0 : 1;
}
