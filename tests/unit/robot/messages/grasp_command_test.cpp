#include <suregrasp/robot/messages/grasp_command.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/metrics.hpp>  // no name of it is one of robot/
#include <suregrasp/robot/known_grippers.hpp>
#include <utility>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("grasp command: the parent link stands off by the mount, and before by the standoff") {
  auto const down = rotation::about({1, 0, 0}, degrees_value<double>(180));
  auto const hand = gripper_of(known_gripper::franka_hand);
  grasp_command const command{.goal = {down, {0.4, 0.1, 0.2}}, .mount = {{}, {0, 0, 0.05}}, .standoff = 0.08};
  CHECK(norm(command.link().translation - vector3{0.4, 0.1, 0.25}) < 1e-12);
  CHECK(norm(command.link_before(hand.tool).translation - vector3{0.4, 0.1, 0.33}) < 1e-12);
  CHECK(gripper_joint{"finger", 0.0, 0.04}.at(0.02, hand) == Approx(0.01));
}

TEST_CASE("grasp command: a probability is one, M_uc is refused where it shows") {
  CHECK(success_probability(0.8).value() == 0.8);
  for (double const wrong : {1.9, -0.1, double(NAN)})
    CHECK(error_of([&] { (void)success_probability(wrong); }).id == "option.probability");
}

TEST_CASE("grasp command: one that leads nowhere is refused, and a joint that stands nowhere") {
  grasp_command command;
  CHECK_NOTHROW(require_valid(command));
  for (double* const length :
       {&command.goal.translation.y, &command.mount.translation.z, &command.preshape, &command.held, &command.standoff})
    for (double const wrong : {double(NAN), double(INFINITY), -1e7}) {
      double const before = std::exchange(*length, wrong);
      CHECK(error_of([&] { require_valid(command); }).id == "geometry.grasp_command");
      *length = before;
    }
  gripper none;
  CHECK(error_of([&] { (void)gripper_joint{"finger", 0.0, 0.04}.at(0.02, none); }).id == "option.gripper_joint");
}
