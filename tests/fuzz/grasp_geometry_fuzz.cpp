#include <limits>
#include <numbers>
#include <span>
#include <suregrasp/geometry.hpp>

#include "fuzz.hpp"
#include "number_bits.hpp"

// Angles, overlap, suppression and maps of grasps whose fields are any bits, in double and in float.
namespace {

using namespace suregrasp;
using namespace suregrasp_tests;

template <class T>
void try_angles(T a, T b) {
  constexpr T half_turn = std::numbers::pi_v<T>;
  T const wrapped = axial_wrap(a), distance = axial_distance(a, b);
  require(std::isfinite(a) ? wrapped >= -half_turn / 2 && wrapped < half_turn / 2 : std::isnan(wrapped));
  require(std::isfinite(a - b) ? distance >= 0 && distance <= half_turn / 2 : std::isnan(distance));
  direction<T> const way{radians_value<T>(a)}, other{radians_value<T>(b)};
  T const angle = way.angle().value, between = suregrasp::distance(way, other).value;
  require(std::isfinite(a) ? angle >= -half_turn && angle < half_turn : std::isnan(angle));
  require(std::isfinite(a) && std::isfinite(b) ? between >= 0 && between <= half_turn : std::isnan(between));
}

template <class T>
void try_axial_mean(std::vector<T> const& angles, std::vector<T> const& weights) {
  axial_statistics<T> mean;
  if (refused([&] { mean = axial_mean(angles, weights); })) return;
  constexpr T quarter = std::numbers::pi_v<T> / 2, some = 1 + 64 * std::numeric_limits<T>::epsilon();
  require(mean.direction >= -quarter && quarter > mean.direction);
  T most = 0, least = std::numeric_limits<T>::max();
  for (T const each : weights) {
    require(each >= 0 && std::isfinite(each));
    most = std::max(most, each), least = std::min(least, each);
  }
  if (!(most < 1e30F && least > 1e-30F)) return;  // beyond, products of weights leave the type
  require(mean.resultant >= 0 && mean.resultant <= some);
  require(mean.variance >= 0 && mean.variance <= quarter * quarter * some);
}

/// Of two grasps whose fields are finite.
template <class T>
void require_overlap(grasp<T> const& a, grasp<T> const& b) {
  T const found = iou(a, b), area = overlap_area(a, b);
  require(found >= 0 && found <= 1 && found == iou(b, a));
  require(area >= 0 && area == overlap_area(b, a));
  bool const has_area = a.opening > 0 && a.jaw > 0 && a.opening * a.jaw > 0;
  require(iou(a, a) == (has_area ? 1 : 0));
  grasp<T> const turned{a.x, a.y, a.theta + std::numbers::pi_v<T>, a.opening, a.jaw};
  require(std::abs(a.theta) > 2 || iou(a, turned) == (has_area ? 1 : 0));
}

template <class T>
void try_overlap(grasp<T> const& a, grasp<T> const& b) {
  auto const valid = [](grasp<T> const& g) { return is_finite(g) && g.opening >= 0 && g.jaw >= 0; };
  require(refused([&] { (void)checked_iou(a, b); }) == !(valid(a) && valid(b)));
  if (is_finite(a) && is_finite(b)) require_overlap(a, b);
}

/// Many at a time, with every instruction set, have the bits of one pair.
template <class T>
void try_batches(std::vector<grasp<T>> const& grasps) {
  std::vector<T> rows;
  for (auto const& g : grasps) rows.insert(rows.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  std::span<T const> const a(rows), b = a.subspan(std::min<std::size_t>(a.size(), 5));
  for (auto const& loops : simd::supported_iou_loops<T>()) {
    iou_finder<T> finder(loops);
    auto const pairs = finder.pairs(a, b);
    require(pairs.size() == b.size() / 5);
    for (std::size_t i = 0; i < pairs.size(); ++i) require(same(pairs[i], iou(grasps[i], grasps[i + 1])));
    auto const matrix = finder.matrix(a, a);
    require(matrix.size() == grasps.size() * grasps.size());
    for (std::size_t i = 0; i < matrix.size(); ++i)
      require(same(matrix[i], iou(grasps[i / grasps.size()], grasps[i % grasps.size()])));
  }
}

/// Against what the words say: the best that is left, unless a kept one covers it along nearly the same axis.
template <class T>
void try_suppression(std::vector<grasp<T>> const& grasps, std::vector<T> const& scores) {
  rotated_suppression_options const options{.limit = 1 + grasps.size() / 2};
  std::vector<std::size_t> found;
  bool const ranked = std::ranges::none_of(scores, [](T score) { return std::isnan(score); });
  require(refused([&] { found = rotated_suppression(grasps, scores, options); }) == !ranked);
  if (!ranked) return;
  std::vector<std::size_t> left(grasps.size()), kept;
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
  std::ranges::stable_sort(left, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  for (auto const i : left) {
    if (kept.size() == options.limit) break;
    if (std::ranges::none_of(kept, [&](std::size_t k) {
          return angle_at_most(axial_distance(grasps[i].theta, grasps[k].theta), options.angle) &&
                 iou(grasps[i], grasps[k]) > static_cast<T>(options.iou);
        }))
      kept.push_back(i);
  }
  require(found == kept);
}

template <class T>
void try_map(affine_map<T> const& map, grasp<T> const& g) {
  affine_map<T> back;
  if (refused([&] { back = map.inverse(); })) return;
  require(map.is_finite() && back.is_finite());
  T const size = std::max({std::abs(map.a), std::abs(map.b), std::abs(map.c), std::abs(map.d)});
  T const condition = size * size / std::abs(map.determinant()), most = 1000;
  T const shift = std::max(std::abs(map.tx), std::abs(map.ty));
  if (!(condition < 100 && size < most && size * most > 1 && shift < most && within(g, most))) return;
  T const rounding = 100 * std::numeric_limits<T>::epsilon() * condition * condition;
  auto const again = back(map(g));
  require(std::abs(again.x - g.x) <= rounding * most * most * 10 &&
          std::abs(again.y - g.y) <= rounding * most * most * 10);
  require(std::abs(again.opening - g.opening) <= rounding * most && std::abs(again.jaw - g.jaw) <= rounding * most);
}

template <class T>
void try_all(std::string_view bytes) {
  number_bits bits(bytes);
  auto const count = 1 + bits.next<unsigned char>() % 9U;
  auto const grasps = bits.grasps<T>(count);
  auto const scores = bits.list<T>(count);
  std::vector<T> angles;
  for (std::size_t i = 0; i < count; ++i) {
    auto const &a = grasps[i], &b = grasps[(i + 1) % count];
    try_angles(a.theta, b.theta);
    try_overlap(a, b);
    angles.push_back(a.theta);
    try_map(affine_map<T>{b.x, b.y, b.theta, b.opening, b.jaw, scores[i]}, a);
  }
  try_axial_mean(angles, scores);
  try_batches(grasps);
  try_suppression(grasps, scores);
}

}  // namespace

void suregrasp_tests::read(std::string_view bytes) {
  try_all<double>(bytes);
  try_all<float>(bytes);
}
