// What the nodes share, on messages of ROS 2 as Debian's rosidl generates them; scripts/ros2.sh builds and runs it.
#include <catch2/catch.hpp>
#include <cstring>
#include <geometry_msgs/msg/pose_array.hpp>
#include <memory>
#include <sensor_msgs/msg/camera_info.hpp>
#include <sensor_msgs/msg/image.hpp>
#include <suregrasp/robot/known_grippers.hpp>

#include "../../examples/robot_node/frame_matcher.hpp"
#include "../../examples/robot_node/grasp_answer.hpp"
#include "../robot_scene.hpp"

using namespace suregrasp;
using suregrasp_tests::boxes;
using ros_image = sensor_msgs::msg::Image;
using ros_camera = sensor_msgs::msg::CameraInfo;

namespace {

std::shared_ptr<ros_image> image_at(std::int32_t second, char const* encoding, std::uint32_t pixel_bytes) {
  auto message = std::make_shared<ros_image>();
  message->header.stamp.sec = second;
  message->header.frame_id = "camera_optical_frame";
  message->height = 480, message->width = 640, message->encoding = encoding, message->step = 640 * pixel_bytes;
  message->data.assign(std::size_t(message->step) * 480, 100);
  return message;
}

std::shared_ptr<ros_camera> camera_at(std::int32_t second) {
  auto message = std::make_shared<ros_camera>();
  message->header.stamp.sec = second;
  message->height = 480, message->width = 640, message->distortion_model = "plumb_bob";
  message->d.assign(5, 0.0);
  message->k = {525, 0, 319.5, 0, 525, 239.5, 0, 0, 1};
  return message;
}

/// A box on a table, in millimetres.
std::shared_ptr<ros_image> depth_at(std::int32_t second) {
  auto message = image_at(second, "16UC1", 2);
  auto const scene = boxes().box(0, 0, 0.03, 0.06, 0.05);
  for (std::size_t i = 0; i < scene.depth.values.size(); ++i) {
    auto const millimetres = static_cast<std::uint16_t>(std::lround(1000 * scene.depth.values[i]));
    std::memcpy(message->data.data() + 2 * i, &millimetres, 2);
  }
  return message;
}

}  // namespace

TEST_CASE("ROS 2: messages of one stamp make a frame, in any order, the newest alone") {
  robot_node::frame_matcher<std::shared_ptr<ros_image const>, std::shared_ptr<ros_camera const>> frames;
  CHECK_FALSE(frames.colour(image_at(1, "rgb8", 3)));
  CHECK_FALSE(frames.camera(camera_at(2)));
  CHECK_FALSE(frames.depth(image_at(1, "16UC1", 2)));  // the first camera is gone
  CHECK_FALSE(frames.colour(image_at(2, "rgb8", 3)));
  auto const whole = frames.depth(image_at(2, "16UC1", 2));
  REQUIRE(whole);
  CHECK(whole->colour->header.stamp.sec == 2);
  CHECK_FALSE(frames.depth(image_at(2, "16UC1", 2)));  // each frame once
}

TEST_CASE("ROS 2: a frame's messages to poses in a message") {
  auto const frame = robot_node::seen_in(*image_at(1, "bgr8", 3), *depth_at(1), *camera_at(1));
  CHECK(frame.check().verdict == frame_verdict::answered);
  CHECK(frame.picture().rgb.rows == 480);
  CHECK(frame.depth.values[0] == Approx(0.7F));
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  std::vector<detection> const ranked{{{500, 400, 0, 50, 16}, 0.1, 0.9, {}}, {{319.5, 239.5, 0, 50, 16}, 0.2, 0.8, {}}};
  auto const goals = robot_node::clear_goals(frame, hand, ranked);
  REQUIRE(goals.size() == 1);  // at the first there is nothing to hold
  geometry_msgs::msg::PoseArray message;
  robot_node::fill_poses(message, std::span(goals));
  REQUIRE(message.poses.size() == 1);
  auto const told = transform_from<frames::tool, frames::camera>(message.poses[0]);
  CHECK(norm(told.translation - goals[0].translation) < 1e-12);
  CHECK(std::abs(told.translation.x) < 0.001);
}
