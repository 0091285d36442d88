#ifndef SUREGRASP_IMAGES_ROTATED_RECT_HPP
#define SUREGRASP_IMAGES_ROTATED_RECT_HPP

#include <opencv2/core/types.hpp>
#include <suregrasp/geometry/conventions/opencv_rectangle.hpp>

namespace suregrasp::inline v2 {

/// OpenCV's rotated rectangle as a plain struct; `from_opencv` and `to_opencv` convert that to and from a grasp.
[[nodiscard]] inline opencv_rectangle<double> rectangle_of(cv::RotatedRect const& r) {
  return {r.center.x, r.center.y, r.size.width, r.size.height, degrees_value<double>(r.angle)};
}

/// The inverse of `rectangle_of`, in single precision, as OpenCV stores it.
[[nodiscard]] inline cv::RotatedRect rotated_rect_of(opencv_rectangle<double> const& r) {
  auto const single = [](double value) { return static_cast<float>(value); };
  return {{single(r.cx), single(r.cy)}, {single(r.width), single(r.height)}, single(r.angle.value)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_ROTATED_RECT_HPP
