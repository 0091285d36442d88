#include <suregrasp/robot/clearance.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <vector>

#include "robot_scene.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

pinhole_camera const camera = suregrasp_tests::boxes::camera;
camera_plane const table{{0, 0, 1}, 0.7};
gripper const hand = gripper_of(known_gripper::robotiq_2f85);

using scene = suregrasp_tests::boxes;

/// A grasp along x of what stands in the middle of the image, `height` above the table.
gripper_pose middle(double height, double theta = 0, double jaw_pixels = 16) {
  return grasp_pose(camera, {319.5, 239.5, theta, 50, jaw_pixels}, 0.7 - height, hand.tool);
}

grasp_clearance clearance_of(scene const& seen_scene, gripper_pose const& pose, clearance_options const& options = {},
                             gripper const& with = hand, std::optional<camera_plane> const& on = table) {
  return clearance_checker(camera, with, options, on)(seen_scene.depth.view(), std::vector{pose}).at(0);
}

}  // namespace

TEST_CASE("clearance: the smallest opening is a little more than the thing") {
  for (double const width : {0.01, 0.02, 0.04}) {
    auto const found = clearance_of(scene().box(0, 0, width, 0.06, 0.05), middle(0.05));
    CAPTURE(width);
    CHECK(found.verdict == clearance_verdict::clear);
    REQUIRE(found.opening);
    CHECK(*found.opening > width);
    CHECK(*found.opening < width + 0.016);                // two margins of 2 mm and cells of 4 mm at either side
    CHECK(found.millimetres == Approx(30).margin(1e-3));  // nothing beside it but the table
    CHECK(found.insertion == Approx(0.015));
    CHECK(found.travel == Approx(0.015 - 0.0135).margin(1e-4));  // the tips advance by the rest
  }
}

TEST_CASE("clearance: nothing to hold") {
  CHECK(clearance_of(scene(), middle(0)).verdict == clearance_verdict::nothing_between);
  CHECK(clearance_of(scene().box(0, 0, 0.03, 0.06, 0.004), middle(0.004)).verdict ==
        clearance_verdict::nothing_between);
  CHECK_FALSE(clearance_of(scene(), middle(0)).opening);
}

TEST_CASE("clearance: a thing wider than the stroke is blocked") {
  auto const found = clearance_of(scene().box(0, 0, 0.09, 0.06, 0.05), middle(0.05));
  CHECK(found.verdict == clearance_verdict::blocked);
  CHECK_FALSE(found.opening);
  CHECK(found.millimetres < -5);
  CHECK(clearance_of(scene().box(0, 0, 0.06, 0.09, 0.05), middle(0.05)).verdict == clearance_verdict::clear);
}

TEST_CASE("clearance: a neighbour leaves room at some openings alone") {
  // 20 mm wide, and another one that begins 22 mm beside it: fingers of 8 mm fit between, not beyond.
  auto const found = clearance_of(scene().box(0, 0, 0.02, 0.06, 0.05).box(0.062, 0, 0.06, 0.06, 0.05), middle(0.05));
  CHECK(found.verdict == clearance_verdict::clear);
  CHECK(*found.opening < 0.04);
  // Ten millimetres leave no room.
  auto linear = hand;
  linear.arc = {};
  auto const near =
      clearance_of(scene().box(0, 0, 0.02, 0.06, 0.05).box(0.05, 0, 0.06, 0.06, 0.05), middle(0.05), {}, linear);
  CHECK(near.verdict == clearance_verdict::blocked);
  CHECK(near.millimetres == Approx(-15).margin(0.1));  // as deep as the tips go
  // Across it, in the direction of its length, it is free again.
  auto const turned = scene().box(0, 0, 0.06, 0.02, 0.05).box(0.09, 0, 0.04, 0.06, 0.05);
  CHECK(clearance_of(turned, middle(0.05, 1.5708)).verdict == clearance_verdict::clear);
}

TEST_CASE("clearance: the palm stays above what is higher") {
  // A tower before the palm, farther aside than the fingers are.
  auto const tower = scene().box(0, 0, 0.02, 0.06, 0.05).box(0, 0.04, 0.04, 0.02, 0.13);
  CHECK(clearance_of(tower, middle(0.05, 0, 8)).verdict == clearance_verdict::blocked);
  auto small = hand;
  small.palm.depth = 0.03;
  CHECK(clearance_of(tower, middle(0.05, 0, 8), {}, small).verdict == clearance_verdict::clear);
}

TEST_CASE("clearance: the tips stay above the table") {
  auto const low = scene().box(0, 0, 0.02, 0.06, 0.012);
  auto const found = clearance_of(low, middle(0.012));
  CHECK(found.verdict == clearance_verdict::clear);
  CHECK(found.insertion == Approx(0.007));  // less by the margin
  // Unless it is known, the table is in the way like anything else.
  CHECK(clearance_of(low, middle(0.012), {}, hand, {}).verdict == clearance_verdict::blocked);
  CHECK(clearance_of(low, middle(0.012), {.insertion = 0.006}, hand, {}).verdict == clearance_verdict::clear);
  CHECK(clearance_of(low, middle(0.012), {}, hand, camera_plane{{0, 0, -1}, -0.7}) == found);
}

TEST_CASE("clearance: the arc drives the tips deeper while they close") {
  // A sill under the finger's outer half, as high as the tips are deep before they close.
  auto linear = hand;
  linear.arc = {};
  auto const sill =
      scene().box(0, 0, 0.03, 0.06, 0.05).box(0.05, 0, 0.05, 0.06, 0.028).box(-0.05, 0, 0.05, 0.06, 0.028);
  auto const by_arc = clearance_of(sill, middle(0.05));
  auto const by_line = clearance_of(sill, middle(0.05), {}, linear);
  CHECK(by_line.millimetres == Approx(7).margin(0.5));  // the tips end 35 mm above the table
  CHECK(by_arc.millimetres >= by_line.millimetres);     // on the arc they are there before they are as deep
  CHECK(by_arc.millimetres <= by_line.millimetres + 13.6);
  // A fixed tool point does not see it: the tips of the open gripper are above what they drive into.
  auto const low = scene().box(0, 0, 0.02, 0.06, 0.012);
  CHECK(clearance_of(low, middle(0.012), {.insertion = 0.016}, hand, {}).verdict == clearance_verdict::blocked);
}

TEST_CASE("clearance: unknown pixels are what is said of them") {
  auto with_hole = scene().box(0, 0, 0.02, 0.06, 0.05);
  for (int v = 225; v < 255; ++v)
    for (int u = 333; u < 420; ++u) with_hole.at(u, v) = std::numeric_limits<float>::quiet_NaN();
  CHECK(clearance_of(with_hole, middle(0.05)).verdict == clearance_verdict::clear);
  CHECK(clearance_of(with_hole, middle(0.05), {.unknown = unknown_pixels::obstacle}).verdict ==
        clearance_verdict::blocked);
}

TEST_CASE("clearance: larger fingers, palms and margins never have more of it") {
  random_stream draw(11);
  struct change {
    char const* name;
    std::function<void(gripper&, clearance_options&, double)> apply;
  };
  std::vector<change> const changes{
      {"pad jaw", [](gripper& g, clearance_options&, double by) { g.pad.jaw += by; }},
      {"pad thickness", [](gripper& g, clearance_options&, double by) { g.pad.thickness += by; }},
      {"palm width", [](gripper& g, clearance_options&, double by) { g.palm.width += by; }},
      {"palm depth", [](gripper& g, clearance_options&, double by) { g.palm.depth += by; }},
      {"palm before", [](gripper& g, clearance_options&, double by) { g.palm.behind -= by; }},
      {"side margin", [](gripper&, clearance_options& o, double by) { o.side_margin += by; }},
  };
  int clear = 0, lost = 0;
  for (int i = 0; i < 12; ++i) {
    scene s;
    for (int k = 0; k < 14; ++k)
      s.box(draw.uniform(-0.25, 0.25), draw.uniform(-0.2, 0.2), draw.uniform(0.01, 0.06), draw.uniform(0.01, 0.08),
            draw.uniform(0.01, 0.12));
    for (auto& value : s.depth.values) value += static_cast<float>(0.001 * draw.normal());
    std::vector<gripper_pose> poses;
    while (poses.size() < 60) {
      grasp<double> const g{draw.uniform(80, 560), draw.uniform(80, 400), draw.uniform(-1.5, 1.5), 40,
                            draw.uniform(8, 30)};
      double const depth = s.at(static_cast<int>(g.x), static_cast<int>(g.y));
      if (depth < 0.69) poses.push_back(grasp_pose(camera, g, depth, hand.tool));
    }
    auto const before = clearance_checker(camera, hand, {}, table)(s.depth.view(), poses);
    for (auto const& each : changes) {
      auto larger = hand;
      clearance_options options;
      each.apply(larger, options, draw.uniform(0.001, 0.02));
      auto const after = clearance_checker(camera, larger, options, table)(s.depth.view(), poses);
      CAPTURE(i, each.name);
      for (std::size_t k = 0; k < poses.size(); ++k) {
        REQUIRE(after[k].millimetres <= before[k].millimetres + 1e-4);
        REQUIRE((before[k].opening || !after[k].opening));
        if (after[k].opening) REQUIRE(*after[k].opening >= *before[k].opening - 1e-9);
        clear += before[k].opening.has_value(), lost += before[k].opening && !after[k].opening;
      }
    }
  }
  CHECK(clear > 100);  // the law says something
  CHECK(lost > 20);
}

TEST_CASE("clearance: what it can't take") {
  host_array<float> const other({720, 1280}, 0.7F);
  clearance_checker const check(camera, hand);
  CHECK(error_of([&] { (void)check(other.view(), {}); }).id == "shape.camera");
  CHECK(error_of([] { clearance_checker(pinhole_camera{}, hand); }).id == "option.camera");
  CHECK(error_of([] { clearance_checker(camera, gripper{}); }).id == "option.gripper");
  CHECK(error_of([] { clearance_checker(camera, hand, {.noise_margin = -1}); }).id == "option.field");
}

TEST_CASE("clearance: the empty image of a camera that measured nothing") {
  host_array<float> const empty({480, 640}, 0.0F);
  auto const found = clearance_checker(camera, hand)(empty.view(), std::vector{middle(0.05)});
  CHECK(found.at(0).verdict == clearance_verdict::nothing_between);
}
