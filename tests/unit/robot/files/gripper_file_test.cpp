#include <suregrasp/robot/files/gripper_file.hpp>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("gripper file: every known gripper goes there and back") {
  temporary_folder const folder;
  auto const file = folder.path() / "hand.json";
  for (auto const& each : names_of(known_gripper{})) {
    auto hand = gripper_of(each.value);
    hand.tip_advance = {{0, 0.01}, {0.05, 0}};
    std::ofstream(file) << to_json(hand);
    CHECK(read_gripper(file) == hand);
    CHECK(gripper_named(file.string()) == hand);
    CHECK(gripper_named(std::string(each.short_name)) == gripper_of(each.value));
  }
}

TEST_CASE("gripper file: what a linear gripper has not may be left out") {
  temporary_folder const folder;
  auto const file = folder.path() / "hand.json";
  std::ofstream(file) << R"({"name": "mine", "stroke": 0.06, "pad": {"jaw": 0.01, "length": 0.03, "thickness": 0.005},
    "tool": {"approach": {"x": 0, "y": 0, "z": 1}, "closing": {"x": 0, "y": 1, "z": 0}, "reach": 0.12}})";
  auto const hand = read_gripper(file);
  CHECK(hand.name == "mine");
  CHECK(tip_advance(hand, 0.03) == 0);
}

TEST_CASE("gripper file: what is none is refused by name") {
  temporary_folder const folder;
  auto const file = folder.path() / "hand.json";
  auto const id = [&](std::string const& text) {
    std::ofstream(file) << text;
    return error_of([&] { (void)read_gripper(file); }).id;
  };
  CHECK(id("{") == "data.gripper");
  CHECK(id("{}") == "json.field");
  auto inches = to_json(gripper_of(known_gripper::wsg50));
  inches["stroke"] = 110;
  CHECK(id(inches.dump()) == "json.field");
  auto skewed = to_json(gripper_of(known_gripper::wsg50));
  skewed["tool"]["closing"]["z"] = 0.5;
  CHECK(id(skewed.dump()) == "geometry.tool.axes");
  CHECK(error_of([] { (void)gripper_named("3f"); }).message ==
        "expected a gripper, robotiq_2f85, robotiq_2f140, franka_hand, onrobot_rg2, onrobot_rg6 or wsg50, or a JSON "
        "file that describes one, got \"3f\"");
}
