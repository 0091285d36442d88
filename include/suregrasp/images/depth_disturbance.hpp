#ifndef SUREGRASP_IMAGES_DEPTH_DISTURBANCE_HPP
#define SUREGRASP_IMAGES_DEPTH_DISTURBANCE_HPP

#include <opencv2/core.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/colour_jitter.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/fast_normals.hpp>

namespace suregrasp::inline v2 {

/// A depth image (CV_32FC1, metres) with the noise and the holes of a view. The holes are filled from the nearest pixel
/// outside of them, as `fill_depth_holes` does for a camera's. A hole as large as the image is skipped.
[[nodiscard]] inline cv::Mat disturbed_depth(cv::Mat const& depth, colour_jitter const& p) {
  cv::Mat result = depth.clone();
  if (p.depth_noise > 0) {
    auto draw = random_stream(p.noise_seed).fork("depth");
    auto const scale = static_cast<float>(p.depth_noise);
    for (int y = 0; y < result.rows; ++y)
      for (int x = 0; x < result.cols; ++x) result.at<float>(y, x) += scale * fast_normals(draw.bits())[0];
  }
  for (auto const& share : p.depth_holes) {
    auto const box = detail::cutout_pixels(share, result.size());
    if (box.area() == 0 || box.size() == result.size()) continue;
    float const rx = static_cast<float>(box.width) / 2, ry = static_cast<float>(box.height) / 2;
    for (int y = 0; y < box.height; ++y)
      for (int x = 0; x < box.width; ++x) {
        float const u = (static_cast<float>(x) + 0.5F - rx) / rx, v = (static_cast<float>(y) + 0.5F - ry) / ry;
        if (u * u + v * v <= 1) result.at<float>(box.y + y, box.x + x) = 0;
      }
  }
  return p.depth_holes.empty() ? result : fill_depth_holes(result);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_DEPTH_DISTURBANCE_HPP
