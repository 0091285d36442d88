#ifndef SUREGRASP_ROBOT_NODE_GRASP_ANSWER_HPP
#define SUREGRASP_ROBOT_NODE_GRASP_ANSWER_HPP

#include <opencv2/core.hpp>
#include <span>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/robot/frame_check.hpp>
#include <suregrasp/robot/grasp_planner.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/messages.hpp>
#include <vector>

namespace robot_node {

/// What a node sees: the pixels of one moment and the camera that took them.
struct seen_frame {
  suregrasp::host_array<std::uint8_t> rgb;
  suregrasp::host_array<float> depth;
  suregrasp::pinhole_camera camera;

  /// Shares the pixels.
  [[nodiscard]] suregrasp::sample picture() const {
    int const rows = static_cast<int>(rgb.shape[0]), columns = static_cast<int>(rgb.shape[1]);
    auto* const colours = const_cast<std::uint8_t*>(rgb.values.data());  // OpenCV has no image of constant pixels
    auto* const distances = const_cast<float*>(depth.values.data());
    return {"frame", cv::Mat(rows, columns, CV_8UC3, colours), cv::Mat(rows, columns, CV_32FC1, distances), {}};
  }

  [[nodiscard]] suregrasp::frame_check check() const {
    return suregrasp::check_frame(rgb.view(), depth.view(), {.width = camera.width, .height = camera.height});
  }
};

/// From the messages of a frame. Throws as `colours_from`, `depth_from`, `camera_from`.
template <class Image, class Camera>
[[nodiscard]] seen_frame seen_in(Image const& colour, Image const& depth, Camera const& camera) {
  return {suregrasp::colours_from(colour), suregrasp::depth_from(depth), suregrasp::camera_from(camera)};
}

/// The poses, in the camera's frame, in which the gripper closes on the grasps it gets to, best first.
[[nodiscard]] inline std::vector<suregrasp::transform<suregrasp::frames::tool, suregrasp::frames::camera>> clear_goals(
    seen_frame const& frame, suregrasp::gripper const& hand, std::span<suregrasp::detection const> ranked) {
  std::vector<suregrasp::grasp<double>> grasps;
  for (auto const& each : ranked) grasps.push_back(each.grasp);
  std::vector<suregrasp::transform<suregrasp::frames::tool, suregrasp::frames::camera>> goals;
  for (auto const& plan : suregrasp::grasp_planner(frame.camera, hand)(frame.depth.view(), grasps))
    if (plan.verdict == suregrasp::plan_verdict::clear) goals.push_back((*plan.goals)[0]);
  return goals;
}

/// Fills a `geometry_msgs::PoseArray`, or anything with the same members, but for its header.
template <class PoseArray, class From, class To>
void fill_poses(PoseArray& message, std::span<suregrasp::transform<From, To> const> poses) {
  message.poses.resize(poses.size());
  for (std::size_t i = 0; i < poses.size(); ++i) suregrasp::fill_pose(message.poses[i], poses[i]);
}

}  // namespace robot_node

#endif  // SUREGRASP_ROBOT_NODE_GRASP_ANSWER_HPP
