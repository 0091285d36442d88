#include <suregrasp/robot/messages/grasp_message.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/robot/known_grippers.hpp>

#include "robot_messages.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

TEST_CASE("grasp message: the pose of the parent link, directions in its frame, postures by opening") {
  auto const hand = gripper_of(known_gripper::franka_hand);
  auto const down = rotation::about({1, 0, 0}, degrees_value<double>(180));
  // The hand stands at 45 degrees on link8, as Franka's does.
  grasp_command const command{.goal = {down, {0.4, 0.1, 0.2}},
                              .mount = {rotation::about({0, 0, 1}, degrees_value<double>(-45)), {0, 0, 0.02}},
                              .preshape = 0.06,
                              .held = 0.02,
                              .standoff = 0.1,
                              .success = success_probability(0.9)};
  grasp_look_alike message;
  fill_grasp(message, command, hand, {"panda_finger_joint1", 0, 0.04}, "panda_link0", "panda_link8");
  CHECK(message.grasp_quality == 0.9);
  CHECK(message.grasp_pose.header.frame_id == "panda_link0");
  auto const link = transform_from<frames::flange, frames::base>(message.grasp_pose.pose);
  auto const tips = (link * command.mount)({hand.tool.reach * hand.tool.approach});
  CHECK(norm(tips - vector3{0.4, 0.1, 0.2 - hand.tool.reach}) < 1e-9);
  CHECK(turn_between(link.orientation, down).value == Approx(radians(45.0)));
  CHECK(message.pre_grasp_posture.joint_names == std::vector<std::string>{"panda_finger_joint1"});
  CHECK(message.pre_grasp_posture.points.at(0).positions.at(0) == Approx(0.03));
  CHECK(message.grasp_posture.points.at(0).positions.at(0) == Approx(0.01));
  CHECK(message.pre_grasp_approach.direction.header.frame_id == "panda_link8");
  CHECK(message.pre_grasp_approach.direction.vector.z == Approx(1));
  CHECK(message.post_grasp_retreat.direction.vector.z == Approx(-1));
  CHECK(message.pre_grasp_approach.desired_distance == 0.1F);
  CHECK(message.pre_grasp_approach.min_distance == 0.05F);
}

TEST_CASE("grasp message: a command that leads nowhere is refused") {
  grasp_look_alike message;
  grasp_command const nowhere{.standoff = NAN};
  CHECK(error_of([&] {
          fill_grasp(message, nowhere, gripper_of(known_gripper::onrobot_rg2), {"j", 0, 1}, "b", "l");
        }).id == "geometry.grasp_command");
}
