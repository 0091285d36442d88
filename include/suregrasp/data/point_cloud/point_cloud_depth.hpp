#ifndef SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_DEPTH_HPP
#define SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_DEPTH_HPP

#include <cmath>
#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/point_cloud/point_cloud.hpp>

namespace suregrasp::inline v2 {

/// The depth image (CV_32FC1, metres) of a point cloud in millimetres; 0 where no point was measured.
///
/// Cornell's clouds are in the frame of the robot's base, in which no coordinate is the depth. As in the depth images
/// that circulate for this data set (GG-CNN's preprocessing), depth is the distance from that frame's origin,
/// norm(x, y, z) / 1000. Of several points in a pixel the nearest counts. `fill_depth_holes` fills the other pixels.
/// `path` is for messages. Throws `data_error` `data.pcd.index` for a pixel outside of the image.
[[nodiscard]] inline cv::Mat depth_of_cloud(std::span<cloud_point const> points, cv::Size size,
                                            std::string const& path) {
  cv::Mat_<float> depth(size, 0.0F);
  for (auto const& p : points) {
    if (p.pixel < 0 || p.pixel >= static_cast<std::int64_t>(size.area()))
      throw data_error("data.pcd.index", path + ": expected pixels below " + std::to_string(size.area()) + ", as " +
                                             std::to_string(size.width) + "x" + std::to_string(size.height) +
                                             " has, got " + std::to_string(p.pixel));
    auto const metres = static_cast<float>(std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z) / 1000);
    float& nearest = depth(static_cast<int>(p.pixel) / size.width, static_cast<int>(p.pixel) % size.width);
    if (nearest == 0 || metres < nearest) nearest = metres;
  }
  return depth;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_DEPTH_HPP
