#include <suregrasp/robot/gripper.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/robot/known_grippers.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("gripper: the tips of a 2F-85 advance as its links turn") {
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  CHECK(tip_advance(hand, hand.stroke) == 0);
  // Millimetres, from the published kinematics.
  double const known[][2] = {{70, 5.5},  {60, 8.1},  {50, 10.2}, {40, 11.7},
                             {30, 12.7}, {20, 13.3}, {10, 13.5}, {0, 13.2}};
  for (auto const& [opening, advance] : known)
    CHECK(1000 * tip_advance(hand, opening / 1000) == Approx(advance).margin(0.051));
}

TEST_CASE("gripper: a tool point follows the tips") {
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  CHECK(tool_at(hand, 0.04).reach == Approx(hand.tool.reach + 0.0117).margin(1e-4));
  CHECK(tool_at(hand, 0.04).closing == hand.tool.closing);
  auto const linear = gripper_of(known_gripper::franka_hand);
  CHECK(tool_at(linear, 0.01) == linear.tool);
}

TEST_CASE("gripper: a table is linear in between and goes before the arc") {
  auto hand = gripper_of(known_gripper::robotiq_2f85);
  hand.tip_advance = {{0.01, 0.02}, {0.05, 0.01}, {0.08, 0}};
  CHECK(tip_advance(hand, 0) == 0.02);
  CHECK(tip_advance(hand, 0.01) == 0.02);
  CHECK(tip_advance(hand, 0.03) == Approx(0.015));
  CHECK(tip_advance(hand, 0.065) == Approx(0.005));
  CHECK(tip_advance(hand, 0.0854) == 0);
}

TEST_CASE("gripper: an opening beyond its stroke is refused") {
  auto const hand = gripper_of(known_gripper::franka_hand);
  auto const id = [&](double opening) { return error_of([&] { (void)tip_advance(hand, opening); }).id; };
  CHECK(id(0.08).empty());
  CHECK(id(0.0801) == "geometry.gripper.opening");
  CHECK(id(-0.001) == "geometry.gripper.opening");
  CHECK(id(NAN) == "geometry.gripper.opening");
  CHECK(error_of([&] { (void)tool_at(hand, 0.1); }).message ==
        "the gripper \"franka_hand\": expected an opening from 0 to 0.08 m, got 0.1");
}

TEST_CASE("gripper: one that can't be is refused") {
  auto const id = [](auto const& change) {
    auto hand = gripper_of(known_gripper::robotiq_2f85);
    change(hand);
    return error_of([&] { require_valid(hand); }).id;
  };
  CHECK(id([](gripper&) {}).empty());
  CHECK(id([](gripper& hand) { hand.stroke = 0; }) == "option.gripper");
  CHECK(id([](gripper& hand) { hand.stroke = 85.4; }) == "option.field");  // millimetres
  CHECK(id([](gripper& hand) { hand.pad.jaw = 0; }) == "option.gripper");
  CHECK(id([](gripper& hand) { hand.arc.radius = 0.03; }) == "option.gripper");
  CHECK(id([](gripper& hand) { hand.tip_advance = {{0.05, 0}, {0.02, 0.01}}; }) == "option.gripper");
  CHECK(id([](gripper& hand) { hand.tip_advance = {{0.05, 0}, {0.05, 0.01}}; }) == "option.gripper");
  CHECK(id([](gripper& hand) { hand.tool.closing = hand.tool.approach; }) == "geometry.tool.axes");
}
