#ifndef SUREGRASP_METRICS_RASTERISED_IOU_HPP
#define SUREGRASP_METRICS_RASTERISED_IOU_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// Four corners, one after the other around it.
using quadrilateral = std::array<point<double>, 4>;

/// `corners` rounded to whole pixels, halves to the even one, as Python's `round` does.
[[nodiscard]] inline quadrilateral rounded_corners(quadrilateral corners) {
  for (auto& p : corners) p = {std::nearbyint(p.x), std::nearbyint(p.y)};
  return corners;
}

/// Whether a pixel centre lies in a polygon or on its border: the rule of `skimage.draw.polygon` since it counts
/// borders. Crossings to the right and to the left are counted apart; on an edge the two counts differ in parity.
[[nodiscard]] inline bool covers(quadrilateral const& corners, double x, double y) {
  constexpr double rounding = 1e-12;
  bool right = false, left = false;
  auto from = corners.back();
  for (auto const& to : corners) {
    double const x0 = from.x - x, y0 = from.y - y, x1 = to.x - x, y1 = to.y - y;
    if (std::abs(x1) < rounding && std::abs(y1) < rounding) return true;
    double const at = (x1 * y0 - x0 * y1) / (y0 - y1);
    if ((y0 > 0) != (y1 > 0)) right ^= at > 0;
    if ((y0 < 0) != (y1 < 0)) left ^= at < 0;
    from = to;
  }
  return right || right != left;
}

/// Pixels that two quadrilaterals cover: both of them, and any of them.
struct pixel_counts {
  std::size_t common = 0;
  std::size_t covered = 0;

  /// 0 where nothing is covered.
  [[nodiscard]] double iou() const {
    return covered == 0 ? 0 : static_cast<double>(common) / static_cast<double>(covered);
  }
};

namespace detail {

/// The rows and columns in which a quadrilateral may cover pixels; those below 0 do not exist.
struct pixel_window {
  double left, right, top, bottom;

  explicit pixel_window(quadrilateral const& corners) {
    auto least = corners[0], most = corners[0];
    for (auto const& p : corners) {
      least = {std::min(least.x, p.x), std::min(least.y, p.y)};
      most = {std::max(most.x, p.x), std::max(most.y, p.y)};
    }
    left = std::max(0.0, std::floor(least.x)), right = std::ceil(most.x);
    top = std::max(0.0, std::floor(least.y)), bottom = std::ceil(most.y);
  }

  [[nodiscard]] bool holds(double x, double y) const { return x >= left && x <= right && y >= top && y <= bottom; }
};

/// What brings two quadrilaterals into `longest_side` pixels: 1 for those of pictures, else a power of two below; 0 for
/// those beyond all numbers, and where there is none.
[[nodiscard]] inline double scale_to_count(pixel_window const& a, pixel_window const& b) {
  constexpr double longest_side = 4096;
  double const wide = std::max(a.right, b.right) - std::min(a.left, b.left);
  double const high = std::max(a.bottom, b.bottom) - std::min(a.top, b.top);
  if (!std::isfinite(wide + high)) return 0;
  double const side = std::max(wide, high);
  return side > longest_side ? std::exp2(-std::ceil(std::log2(side / longest_side))) : 1;
}

[[nodiscard]] inline quadrilateral scaled(quadrilateral corners, double factor) {
  for (auto& p : corners) p = {p.x * factor, p.y * factor};
  return corners;
}

}  // namespace detail

/// Counts pixels of an image without end to the right and below; rows and columns below 0 do not exist.
[[nodiscard]] inline pixel_counts count_pixels(quadrilateral const& a, quadrilateral const& b) {
  detail::pixel_window const in_a(a), in_b(b);
  pixel_counts counts;
  for (double y = std::min(in_a.top, in_b.top); y <= std::max(in_a.bottom, in_b.bottom); ++y)
    for (double x = std::min(in_a.left, in_b.left); x <= std::max(in_a.right, in_b.right); ++x) {
      bool const a_here = in_a.holds(x, y) && covers(a, x, y), b_here = in_b.holds(x, y) && covers(b, x, y);
      counts.common += a_here && b_here ? 1 : 0;
      counts.covered += a_here || b_here ? 1 : 0;
    }
  return counts;
}

/// The overlap as GG-CNN and GR-ConvNet count it: the label's corners are rounded to pixels, the prediction's are not,
/// and both are painted. About one decision in 170 near the threshold differs from the exact overlap's.
///
/// Their files keep four corners, which may be a little off a rectangle; from a grasp they are those of the rectangle.
/// Where the two together are larger than 4096 pixels, pixels are counted that are so much larger: 17 million at most.
[[nodiscard]] inline double rasterised_iou(grasp<double> const& predicted, quadrilateral const& label) {
  auto const painted = corners(predicted), rounded = rounded_corners(label);
  detail::pixel_window const a(painted), b(rounded);
  if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) return 0;
  double const scale = detail::scale_to_count(a, b);
  if (scale == 0) return 0;
  return count_pixels(detail::scaled(painted, scale), detail::scaled(rounded, scale)).iou();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RASTERISED_IOU_HPP
