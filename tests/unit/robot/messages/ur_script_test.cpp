#include <suregrasp/robot/messages/ur_script.hpp>

#include <catch2/catch.hpp>
#include <numbers>
#include <suregrasp/robot/known_grippers.hpp>

#include "thrown.hpp"

using namespace suregrasp;

TEST_CASE("URScript: the whole program, to the letter") {
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  grasp_command const command{.goal = {rotation::about({1, 0, 0}, degrees_value<double>(180)), {0.4, -0.1, 0.2}},
                              .mount = {{}, {0, 0, 0.01}},
                              .preshape = 0.034};
  CHECK(ur_script(command, hand.tool) == R"(def suregrasp_pick():
  set_tcp(p[0, 0, 0, 0, 0, 0])
  rq_move_and_wait_mm(34.0)
  movel(p[0.400000, -0.100000, 0.310000, 3.141593, 0.000000, 0.000000], a=0.500, v=0.100)
  movel(p[0.400000, -0.100000, 0.210000, 3.141593, 0.000000, 0.000000], a=0.500, v=0.100)
  rq_close_and_wait()
  movel(p[0.400000, -0.100000, 0.310000, 3.141593, 0.000000, 0.000000], a=0.500, v=0.100)
end
)");
  CHECK(suregrasp_tests::error_of([&] { (void)ur_script(command, hand.tool, {.speed = 0}); }).id == "option.field");
  grasp_command const nowhere{.goal = {{}, {NAN, 0, 0}}};
  CHECK(suregrasp_tests::error_of([&] { (void)ur_script(nowhere, hand.tool); }).id == "geometry.grasp_command");
}

TEST_CASE("URScript: a rotation vector is the axis times the angle, also at its ends") {
  for (double const angle : {0.0, 1e-9, 0.5, 2.0, 3.0, std::numbers::pi}) {
    vector3 const axis = unit({1, -2, 0.5});
    auto const found = rotation_vector(rotation::about(axis, radians_value<double>(angle)));
    CHECK(norm(found - angle * axis) < 1e-7);
  }
  auto const beyond = rotation_vector(rotation::about({0, 0, 1}, radians_value<double>(4)));
  CHECK(norm(beyond - vector3{0, 0, 4 - 2 * std::numbers::pi}) < 1e-9);  // the shorter way
}
