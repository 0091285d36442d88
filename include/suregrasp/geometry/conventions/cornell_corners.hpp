#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP

#include <array>
#include <cmath>
#include <concepts>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// The way around in which corners follow each other, as seen on the screen.
enum class corner_order { clockwise, counter_clockwise };

/// The order of four corners; a figure without area counts as clockwise.
template <std::floating_point T>
[[nodiscard]] corner_order order_of(std::array<point<T>, 4> const& p) {
  T const twice_area = (p[2].x - p[0].x) * (p[3].y - p[1].y) - (p[3].x - p[1].x) * (p[2].y - p[0].y);
  return twice_area < 0 ? corner_order::counter_clockwise : corner_order::clockwise;
}

/// The grasp of a rectangle in the Cornell files, whose corners come in either order.
///
/// p0 to p1 is the opening axis, p1-p2 and p3-p0 are the plates, whichever is longer. The centre is the mean of the
/// corners, `opening` the length of p0-p1, `jaw` the length of p1-p2. Throws geometry_error `geometry.not_finite`.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_cornell_corners(std::array<point<T>, 4> const& p) {
  T const dx = p[1].x - p[0].x, dy = p[1].y - p[0].y;
  grasp<T> const g{(p[0].x + p[1].x + p[2].x + p[3].x) / 4, (p[0].y + p[1].y + p[2].y + p[3].y) / 4,
                   axial_wrap(std::atan2(-dy, dx)), std::hypot(dx, dy), std::hypot(p[2].x - p[1].x, p[2].y - p[1].y)};
  if (is_finite(g)) return g;
  std::string text;
  for (auto const& corner : p) text += " (" + std::to_string(corner.x) + ", " + std::to_string(corner.y) + ")";
  throw geometry_error("geometry.not_finite", "expected four finite corners, got" + text);
}

/// The corners of a grasp as the Cornell files list them, in the order asked for: p0 to p1 has the direction theta.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> to_cornell_corners(grasp<T> const& g,
                                                         corner_order order = corner_order::clockwise) {
  auto const p = corners(g);
  if (order == corner_order::clockwise) return p;
  return {p[3], p[2], p[1], p[0]};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP
