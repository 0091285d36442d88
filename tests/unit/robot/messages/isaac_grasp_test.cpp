#include <suregrasp/robot/messages/isaac_grasp.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;

TEST_CASE("isaac_grasp: the whole file, to the letter") {
  auto const hand = gripper_of(known_gripper::franka_hand);
  std::vector<grasp_command> const commands{
      {.goal = {rotation::about({1, 0, 0}, degrees_value<double>(180)), {0.4, 0, 0.25}},
       .mount = {},
       .preshape = 0.06,
       .success = success_probability(0.75)}};
  CHECK(isaac_grasp_yaml(commands, hand, {"finger_joint", 0, 0.04}, "cup \"5\"", "panda_hand") ==
        R"(format: isaac_grasp
format_version: 1.0

object_frame: "cup \"5\""
gripper_frame: "panda_hand"

grasps:
  "grasp_0":
    confidence: 0.75
    position: [0.4, 0, 0.25]
    orientation: {w: 0, xyz: [1, 0, 0]}
    cspace_position: {"finger_joint": 0}
    pregrasp_cspace_position: {"finger_joint": 0.03}
)");
}

TEST_CASE("isaac_grasp: no grasps are a file as well, names of lines are refused") {
  auto const hand = gripper_of(known_gripper::franka_hand);
  CHECK(isaac_grasp_yaml({}, hand, {"j", 0, 1}, "o", "g").ends_with("grasps: {}\n"));
  CHECK(suregrasp_tests::error_of([&] {
          (void)isaac_grasp_yaml({}, hand, {"j", 0, 1}, "a\nb: c", "g");
        }).id == "option.text");
  CHECK(suregrasp_tests::error_of([&] {
          (void)isaac_grasp_yaml({}, hand, {"j", 0, 1}, "\xff", "g");
        }).id == "option.text");
  std::vector<grasp_command> const nowhere{{.held = INFINITY}};
  CHECK(suregrasp_tests::error_of([&] {
          (void)isaac_grasp_yaml(nowhere, hand, {"j", 0, 1}, "o", "g");
        }).id == "geometry.grasp_command");
}

TEST_CASE("isaac_grasp: numbers to a nanometre, without an exponent") {
  std::vector<grasp_command> const commands{{.goal = {{}, {12.123456789, 1e-8, 123456}}}};
  CHECK_THAT(isaac_grasp_yaml(commands, gripper_of(known_gripper::onrobot_rg2), {"j", 0, 1}, "o", "g"),
             Catch::Contains("position: [12.123456789, 0.00000001, 123456]"));
}
