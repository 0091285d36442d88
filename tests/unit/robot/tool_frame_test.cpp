#include <suregrasp/robot/tool_frame.hpp>

#include <catch2/catch.hpp>
#include <cmath>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("tool frame: every convention has two unit axes at right angles") {
  for (auto const& each : names_of(tool_convention{})) {
    CAPTURE(each.name);
    CHECK(error_of([&] { require_valid(tool_frame_of(each.value)); }).id.empty());
    CHECK(value_named<tool_convention>(each.name) == each.value);
  }
  CHECK(tool_frame_of(tool_convention::graspnet) == tool_frame{{1, 0, 0}, {0, 1, 0}, 0});
  CHECK(tool_frame_of(tool_convention::franka_hand, 0.1034) == tool_frame{{0, 0, 1}, {0, 1, 0}, 0.1034});
  CHECK(tool_frame_of(tool_convention::robotiq_2f85).closing == vector3{0, 1, 0});
  CHECK(tool_frame_of(tool_convention::robotiq_2f140).closing == vector3{1, 0, 0});
}

TEST_CASE("tool frame: axes of one's own are checked") {
  auto const id = [](tool_frame const& tool) { return error_of([&] { require_valid(tool); }).id; };
  double const s = std::sqrt(0.5);
  CHECK(id({{0, 0, 1}, {s, s, 0}}).empty());
  CHECK(id({{0, 0, 1}, {0, s, s}}) == "geometry.tool.axes");
  CHECK(id({{0, 0, 2}, {0, 1, 0}}) == "geometry.tool.axes");
  CHECK(id({{0, 0, 1}, {0, 0, 0}}) == "geometry.tool.axes");
  CHECK(id({{0, 0, 1}, {0, 1, NAN}}) == "geometry.tool.axes");
  CHECK(id({{0, 0, 1}, {0, 1, 0}, INFINITY}) == "geometry.tool.axes");
}
