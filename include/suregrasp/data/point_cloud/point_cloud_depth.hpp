#ifndef SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_DEPTH_HPP
#define SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_DEPTH_HPP

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/point_cloud/point_cloud.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// The metres of one unit of a cloud's coordinates, from its sorted distances: Cornell's are millimetres, those of PCL
/// and ROS metres. No distance above a workplace is a sensible one in both. Throws `data_error` `data.depth.unit`.
[[nodiscard]] inline double unit_of_cloud(std::vector<double> const& distances, std::string const& path) {
  if (distances.empty()) return 0.001;
  double const median = distances[distances.size() / 2];
  if (median <= 20) return 1;
  if (median >= 50) return 0.001;
  throw data_error("data.depth.unit",
                   path +
                       ": expected points in metres (most within 20) or millimetres (most beyond 50), got a median " +
                       "distance of " + significant_text(median) + "; say the unit with --depth-unit");
}

}  // namespace detail

/// The depth image (CV_32FC1, metres) of a point cloud; 0 where no point was measured.
///
/// Cornell's clouds are in the frame of the robot's base, in which no coordinate is the depth. As in the depth images
/// that circulate for this data set (GG-CNN's preprocessing), depth is the distance from that frame's origin,
/// norm(x, y, z). Of several points in a pixel the nearest counts. `fill_depth_holes` fills the other pixels. Without
/// `metres_per_unit` the median distance tells millimetres (50 or more) from metres (20 or less).
///
/// `path` is for messages. Throws `data_error`: `data.pcd.index` for a pixel outside of the image, `data.depth.unit`
/// where the unit can't be told or gives distances that no workplace has.
[[nodiscard]] inline cv::Mat depth_of_cloud(std::span<cloud_point const> points, cv::Size size, std::string const& path,
                                            std::optional<double> metres_per_unit = std::nullopt) {
  auto const distance = [&](cloud_point const& p) { return std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z); };
  auto distances = detail::usual_values(points.size(), [&](std::size_t i) { return distance(points[i]); });
  double const unit = metres_per_unit ? *metres_per_unit : detail::unit_of_cloud(distances, path);
  for (auto& each : distances) each *= unit;
  detail::require_plausible(distances, path, "one unit of the cloud is " + significant_text(unit) + " m");
  cv::Mat_<float> depth(size, 0.0F);
  for (auto const& p : points) {
    if (p.pixel < 0 || p.pixel >= static_cast<std::int64_t>(size.area()))
      throw data_error("data.pcd.index", path + ": expected pixels below " + std::to_string(size.area()) + ", as " +
                                             std::to_string(size.width) + "x" + std::to_string(size.height) +
                                             " has, got " + std::to_string(p.pixel));
    auto const metres = static_cast<float>(unit == 0.001 ? distance(p) / 1000 : distance(p) * unit);
    float& nearest = depth(static_cast<int>(p.pixel) / size.width, static_cast<int>(p.pixel) % size.width);
    if (nearest == 0 || metres < nearest) nearest = metres;
  }
  return depth;
}

/// The depth image of a file that holds a point cloud, in its own size; `otherwise` where the file doesn't say one.
/// Throws as `parse_point_cloud` and `depth_of_cloud`.
[[nodiscard]] inline cv::Mat read_cloud_depth(std::filesystem::path const& file, cv::Size otherwise,
                                              std::optional<double> metres_per_unit = std::nullopt) {
  auto const cloud = parse_point_cloud(read_file(file, file_limits::points), file.string());
  bool const own = cloud.width > 0 && cloud.height > 0;
  cv::Size const size = own ? cv::Size(static_cast<int>(cloud.width), static_cast<int>(cloud.height)) : otherwise;
  return depth_of_cloud(cloud.points, size, file.string(), metres_per_unit);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_DEPTH_HPP
