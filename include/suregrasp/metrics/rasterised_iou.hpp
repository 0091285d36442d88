#ifndef SUREGRASP_METRICS_RASTERISED_IOU_HPP
#define SUREGRASP_METRICS_RASTERISED_IOU_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <suregrasp/geometry/cornell_corners.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v1 {

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

/// Counts pixels of an image without end to the right and below; rows and columns below 0 do not exist.
[[nodiscard]] inline pixel_counts count_pixels(quadrilateral const& a, quadrilateral const& b) {
  double right = 0, bottom = 0, left = a[0].x, top = a[0].y;
  for (auto const* shape : {&a, &b})
    for (auto const& p : *shape) {
      left = std::min(left, p.x), right = std::max(right, p.x);
      top = std::min(top, p.y), bottom = std::max(bottom, p.y);
    }
  pixel_counts counts;
  for (double y = std::max(0.0, std::floor(top)); y <= std::ceil(bottom); ++y)
    for (double x = std::max(0.0, std::floor(left)); x <= std::ceil(right); ++x) {
      bool const in_a = covers(a, x, y), in_b = covers(b, x, y);
      counts.common += in_a && in_b ? 1 : 0;
      counts.covered += in_a || in_b ? 1 : 0;
    }
  return counts;
}

/// The overlap as GG-CNN and GR-ConvNet count it: the label's corners are rounded to pixels, the prediction's are not,
/// and both are painted. About one decision in 170 near the threshold differs from the exact overlap's.
///
/// Their files keep four corners, which may be a little off a rectangle; from a grasp they are those of the rectangle.
[[nodiscard]] inline double rasterised_iou(grasp<double> const& predicted, quadrilateral const& label) {
  return count_pixels(corners(predicted), rounded_corners(label)).iou();
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_METRICS_RASTERISED_IOU_HPP
