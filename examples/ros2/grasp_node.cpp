// A node of ROS 2 that finds grasps, the twin of ../ros1/grasp_node.cpp. Not built here: Debian has no rclcpp. What it
// shares with the other, ../robot_node/, is built and tested on messages of ROS 2 by scripts/ros2.sh.
#include <geometry_msgs/msg/pose_array.hpp>
#include <rclcpp/rclcpp.hpp>
#include <sensor_msgs/msg/camera_info.hpp>
#include <sensor_msgs/msg/image.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/robot/files/gripper_file.hpp>
#include <suregrasp/robot/live_loop.hpp>

#include "../robot_node/frame_matcher.hpp"
#include "../robot_node/grasp_answer.hpp"
#include "../robot_node/prepared_network.hpp"

using sensor_msgs::msg::CameraInfo, sensor_msgs::msg::Image, geometry_msgs::msg::PoseArray;
using matcher = robot_node::frame_matcher<Image::ConstSharedPtr, CameraInfo::ConstSharedPtr>;
using goals = std::vector<suregrasp::transform<suregrasp::frames::tool, suregrasp::frames::camera>>;
int main(int count, char** arguments) {
  rclcpp::init(count, arguments);
  auto const node = std::make_shared<rclcpp::Node>("suregrasp");
  auto const hand = suregrasp::gripper_named(node->declare_parameter("gripper", "robotiq_2f85"));
  suregrasp::libtorch::backend const be;
  auto const network = robot_node::prepared_network(node->declare_parameter("model", "scenes.safetensors"));
  auto const told = node->create_publisher<PoseArray>("grasps", 1);
  matcher frames;
  suregrasp::newest_slot<matcher::frame> newest;
  auto const put = [&](auto frame) {
    if (frame) newest.put(std::move(*frame));
  };
  auto const qos = rclcpp::SensorDataQoS().keep_last(1);  // best effort: reliable ones slow the camera down
  auto const hears = std::tuple(
      node->create_subscription<Image>("color", qos, [&](Image::ConstSharedPtr m) { put(frames.colour(m)); }),
      node->create_subscription<Image>("depth", qos, [&](Image::ConstSharedPtr m) { put(frames.depth(m)); }),
      node->create_subscription<CameraInfo>("camera_info", qos,
                                            [&](CameraInfo::ConstSharedPtr m) { put(frames.camera(m)); }));
  std::jthread const ears([&] { rclcpp::spin(node); });
  robot_node::seen_frame now;
  PoseArray answer;
  auto const source = [&](std::stop_token const& stop) -> std::optional<matcher::frame> {
    std::optional<matcher::frame> frame;
    while (!frame && !stop.stop_requested()) frame = newest.take(std::chrono::milliseconds(50));
    return frame;
  };
  auto const check = [&](matcher::frame const& frame) {
    answer.header = frame.colour->header;
    now = robot_node::seen_in(*frame.colour, *frame.depth, *frame.camera);
    return now.check();
  };
  auto const detect = [&](matcher::frame const&, auto&) -> goals {
    return robot_node::clear_goals(
        now, hand, suregrasp::detect_whole_image(be, network, now.picture(), robot_node::search).ranked);
  };
  auto const sink = [&](auto const& each) {
    robot_node::fill_poses(answer, std::span(each.result ? *each.result : goals()));
    told->publish(answer);
    return rclcpp::ok();
  };
  suregrasp::run_live_loop(source, check, detect, sink, {.stop = [] { return !rclcpp::ok(); }});
}
