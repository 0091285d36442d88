#ifndef SUREGRASP_IMAGES_IMPL_OPENCV_VIEW_HPP
#define SUREGRASP_IMAGES_IMPL_OPENCV_VIEW_HPP

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/affine_map.hpp>

/// Our maps as OpenCV takes them.
namespace suregrasp::inline v2::detail {

[[nodiscard]] inline cv::Matx23d matrix_of(affine_map<double> const& map) {
  return {map.a, map.b, map.tx, map.c, map.d, map.ty};
}

/// A map `[H, W]` as an image of one float channel that shares its values, which must outlive it.
[[nodiscard]] inline cv::Mat image_of(host_array<float>& map) {
  return {static_cast<int>(map.shape[0]), static_cast<int>(map.shape[1]), CV_32FC1, map.values.data()};
}

/// Likewise, to be read alone: OpenCV has no image of constant pixels.
[[nodiscard]] inline cv::Mat image_of(host_view<float const> const& map) {
  return {static_cast<int>(map.shape[0]), static_cast<int>(map.shape[1]), CV_32FC1,
          const_cast<float*>(map.values.data())};
}

/// An image moved by a map, interpolated linearly; 0 where nothing of it lies.
[[nodiscard]] inline cv::Mat moved(cv::Mat const& image, affine_map<double> const& map, cv::Size size) {
  cv::Mat result;
  cv::warpAffine(image, result, matrix_of(map), size);
  return result;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_OPENCV_VIEW_HPP
