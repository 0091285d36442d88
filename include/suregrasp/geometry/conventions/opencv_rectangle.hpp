#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP

#include <concepts>
#include <numbers>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// The fields of a `cv::RotatedRect`: `width` lies along `angle`, degrees, clockwise positive on the screen, any range.
template <std::floating_point T>
struct opencv_rectangle {
  T cx = 0;
  T cy = 0;
  T width = 0;
  T height = 0;
  degrees_value<T> angle;
  friend bool operator==(opencv_rectangle const&, opencv_rectangle const&) = default;
};

/// The side of a rectangle that is the opening of the grasp.
enum class opening_side { width, height };

/// The ranges into which `cv::minAreaRect` brings its angle, exchanging width and height at every quarter turn.
enum class opencv_angles {
  before_4_5_1,  ///< [-90, 0)
  since_4_5_1    ///< (0, 90]
};

/// A rectangle as `cv::minAreaRect` gives it, and what it alone no longer says.
template <std::floating_point T>
struct normalised_rectangle {
  opencv_rectangle<T> rectangle;
  opening_side opening = opening_side::width;
};

/// A rectangle whose `angle` is that of the opening axis and whose `width` is the opening, of any version and range.
///
/// Results of `cv::minAreaRect` are not such: there which side comes first depends on the angle alone. Say then which
/// side is the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_opencv(opencv_rectangle<T> const& r, opening_side opening = opening_side::width) {
  T const along_width = -radians_value<T>(r.angle).value;
  if (opening == opening_side::width) return {r.cx, r.cy, axial_wrap(along_width), r.width, r.height};
  return {r.cx, r.cy, axial_wrap(along_width + std::numbers::pi_v<T> / 2), r.height, r.width};
}

/// `angle` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] opencv_rectangle<T> to_opencv(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(-axial_wrap(g.theta))};
}

/// As `cv::minAreaRect` of the version asked for would give it.
template <std::floating_point T>
[[nodiscard]] normalised_rectangle<T> to_opencv(grasp<T> const& g, opencv_angles version) {
  auto r = to_opencv(g);
  auto side = opening_side::width;
  bool const above_0 = version == opencv_angles::since_4_5_1;
  while (above_0 ? r.angle.value <= 0 : r.angle.value >= 0) {
    r.angle.value += above_0 ? 90 : -90;
    std::swap(r.width, r.height);
    side = side == opening_side::width ? opening_side::height : opening_side::width;
  }
  return {r, side};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP
