// iou_gauntlet [PAIRS]: worst errors of the IoU over PAIRS random pairs of each regime (a million), as a table; fails
// where one exceeds what `iou` promises. The reference is polygon clipping in 31 digits, which a thousandth of the
// pairs compares with 50.
#include <algorithm>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <thread>
#include <vector>

#include "../unit/geometry/double_double.hpp"
#include "../unit/geometry/polygon_overlap.hpp"
#include "regimes.hpp"

using namespace suregrasp;

namespace {

/// The largest error of one kind, and where.
struct worst {
  double error = 0;
  random_grasps::pair at;

  void see(double value, random_grasps::pair const& pair) {
    if (value <= error || std::isnan(error)) return;  // NaN is the worst of all
    error = value;
    at = pair;
  }
};

struct diagnostics {
  worst in_double, in_float;
  double reference = 0;         ///< largest difference of 31 digits and 50
  std::size_t broken_laws = 0;  ///< values beyond [0, 1], of other bits batched or with the arguments swapped
};

template <class T>
std::vector<T> rows(std::vector<grasp<T>> const& grasps) {
  std::vector<T> result;
  for (auto const& g : grasps) result.insert(result.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  return result;
}

template <class T>
std::size_t broken_laws(std::vector<grasp<T>> const& a, std::vector<grasp<T>> const& b) {
  auto const batched = host_iou_pairs<T>(rows(a), rows(b));
  std::size_t broken = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    T const value = iou(a[i], b[i]);
    broken += !(value >= 0 && value <= 1) || value != iou(b[i], a[i]) || value != batched[i];
  }
  return broken;
}

template <class T>
double error(grasp<T> const& a, grasp<T> const& b, double_double const& exact) {
  return std::abs(static_cast<double>(exact - double_double(static_cast<double>(iou(a, b)))));
}

diagnostics run(random_grasps::kind const& kind, random_stream random, std::size_t pairs) {
  using fifty_digits = boost::multiprecision::cpp_dec_float_50;
  diagnostics found;
  std::vector<grasp<double>> a, b;
  std::vector<grasp<float>> float_a, float_b;
  for (std::size_t i = 0; i < pairs; ++i) {
    auto const pair = kind.draw(random);
    a.push_back(random_grasps::rounded<double>(pair.a));
    b.push_back(random_grasps::rounded<double>(pair.b));
    float_a.push_back(random_grasps::rounded<float>(pair.a));
    float_b.push_back(random_grasps::rounded<float>(pair.b));
    random_grasps::pair const as_float{grasp<double>(float_a.back()), grasp<double>(float_b.back())};

    auto const exact = polygon_overlap::iou<double_double>(pair.a, pair.b);
    found.in_double.see(error(pair.a, pair.b, exact), pair);
    found.in_float.see(
        error(float_a.back(), float_b.back(), polygon_overlap::iou<double_double>(as_float.a, as_float.b)), as_float);
    if (i % 1000 == 0) {
      auto const difference =
          polygon_overlap::iou<fifty_digits>(pair.a, pair.b) - fifty_digits(double(exact)) - fifty_digits(exact.low());
      found.reference = std::max(found.reference, std::abs(static_cast<double>(difference)));
    }
    if (a.size() < 4096 && i + 1 < pairs) continue;
    found.broken_laws += broken_laws(a, b) + broken_laws(float_a, float_b);
    a.clear(), b.clear(), float_a.clear(), float_b.clear();
  }
  return found;
}

/// The pairs of one regime, in parts of as many threads as there are; the same pairs for any number of them.
diagnostics run(random_grasps::kind const& kind, std::size_t pairs) {
  constexpr std::size_t parts = 64;
  std::vector<diagnostics> of_parts(parts);
  auto const threads = std::size_t{std::max(1U, std::thread::hardware_concurrency())};
  detail::in_parts(parts, std::min(parts, threads), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      of_parts[i] = run(kind, random_stream(2020).fork(kind.name, i), pairs * (i + 1) / parts - pairs * i / parts);
  });
  diagnostics all;
  for (auto const& part : of_parts) {
    all.in_double.see(part.in_double.error, part.in_double.at);
    all.in_float.see(part.in_float.error, part.in_float.at);
    all.reference = std::max(all.reference, part.reference);
    all.broken_laws += part.broken_laws;
  }
  return all;
}

void print(char const* type, worst const& one) {
  std::printf("  worst in %s:", type);
  for (auto const& g : {one.at.a, one.at.b})
    std::printf("  {%.17g, %.17g, %.17g, %.17g, %.17g}", g.x, g.y, g.theta, g.opening, g.jaw);
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t const pairs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000000;
  if (pairs == 0) return std::fprintf(stderr, "usage: iou_gauntlet [PAIRS]\n"), 2;
  bool good = true;
  std::vector<diagnostics> all;
  std::printf(
      "| regime | pairs | worst error, double | worst error, float | error of the reference | broken laws |\n"
      "|---|---|---|---|---|---|\n");
  for (auto const& kind : gauntlet_regimes::kinds) {
    all.push_back(run(kind, pairs));
    auto const& found = all.back();
    std::printf("| %s | %zu | %.2g | %.2g | %.1g | %zu |\n", kind.name, pairs, found.in_double.error,
                found.in_float.error, found.reference, found.broken_laws);
    std::fflush(stdout);
    good &= found.in_double.error <= 1e-12 && found.in_float.error <= 2e-5 && found.reference <= 1e-20 &&
            found.broken_laws == 0;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::printf("%s (x, y, theta, opening, jaw)\n", gauntlet_regimes::kinds[i].name);
    print("double", all[i].in_double);
    print("float", all[i].in_float);
  }
  std::printf(good ? "within 1e-12 (double) and 2e-5 (float)\n" : "FAILED: expected 1e-12 (double) and 2e-5 (float)\n");
  return good ? 0 : 1;
}
