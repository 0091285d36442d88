#include <suregrasp/robot/known_grippers.hpp>

#include <catch2/catch.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("known grippers: all can be, by either name") {
  CHECK(names_of(known_gripper{}).size() == 6);
  for (auto const& each : names_of(known_gripper{})) {
    CAPTURE(each.name);
    auto const hand = gripper_of(each.value);
    CHECK(hand.name == each.name);
    CHECK(error_of([&] { require_valid(hand); }).message.empty());
    CHECK(value_named<known_gripper>(each.short_name) == each.value);
    CHECK(hand.tool.reach > hand.palm.behind);
  }
}

TEST_CASE("known grippers: strokes, pads and advances") {
  auto const stroke = [](known_gripper which) { return 1000 * gripper_of(which).stroke; };
  CHECK(stroke(known_gripper::robotiq_2f85) == Approx(85.4));
  CHECK(stroke(known_gripper::robotiq_2f140) == Approx(140));
  CHECK(stroke(known_gripper::franka_hand) == Approx(80));
  CHECK(stroke(known_gripper::onrobot_rg2) == Approx(110));
  CHECK(stroke(known_gripper::onrobot_rg6) == Approx(160));
  CHECK(stroke(known_gripper::wsg50) == Approx(110));
  CHECK(gripper_of(known_gripper::onrobot_rg2).pad == finger_pad{0.0202, 0.0298, 0.01145});

  auto const large = gripper_of(known_gripper::robotiq_2f140);
  CHECK(1000 * tip_advance(large, 0.093) == Approx(15.7).margin(0.6));
  CHECK(1000 * tip_advance(large, 0) == Approx(24).margin(0.5));
  // One maker, two frames a quarter turn apart.
  CHECK(dot(large.tool.closing, gripper_of(known_gripper::robotiq_2f85).tool.closing) == 0);
  CHECK(tip_advance(gripper_of(known_gripper::onrobot_rg2), 0.05) > 0.025);
  CHECK(tip_advance(gripper_of(known_gripper::wsg50), 0.01) == 0);
}
