#include <suregrasp/robot/grasp_planner.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <vector>

#include "robot_scene.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

gripper const hand = gripper_of(known_gripper::robotiq_2f85);
grasp_planner const planner(boxes::camera, hand);

grasp_plan plan_of(boxes const& scene, grasp<double> const& g, grasp_planner const& with = planner) {
  return with(scene.depth.view(), std::vector{g}).at(0);
}

}  // namespace

TEST_CASE("planner: a thing that stands free is clear, and both goals hold it above the table") {
  auto const plan = plan_of(boxes().box(0, 0, 0.03, 0.06, 0.05), {319.5, 239.5, 0, 50, 16});
  CHECK(plan.verdict == plan_verdict::clear);
  REQUIRE(plan.goals);
  REQUIRE(plan.clearance);
  for (auto const& goal : *plan.goals) {
    auto const shut = tool_at(hand, *plan.clearance->opening);
    auto const tips = goal({shut.reach * shut.approach});
    CHECK(tips.z < 0.7);   // above the table
    CHECK(tips.z > 0.65);  // below the top of the thing
    CHECK(std::abs(tips.x) < 1e-3);
    CHECK(dot(goal.orientation * hand.tool.approach, vector3{0, 0, 1}) == Approx(1));
  }
  CHECK(turn_between((*plan.goals)[0].orientation, (*plan.goals)[1].orientation).value ==
        Approx(3.14159265).epsilon(1e-6));
}

TEST_CASE("planner: every grasp has its plan, in its order") {
  auto scene = boxes().box(0, 0, 0.03, 0.06, 0.05).box(-0.15, 0, 0.12, 0.06, 0.05);
  for (int y = 0; y < 60; ++y)
    for (int x = 500; x < 640; ++x) scene.at(x, y) = 0;
  std::vector<grasp<double>> const grasps{
      {560, 30, 0, 50, 16}, {319.5, 239.5, 0, 50, 16}, {198, 239.5, 0, 60, 16}, {500, 400, 0, 50, 16}};
  auto const plans = planner(scene.depth.view(), grasps);
  REQUIRE(plans.size() == 4);
  CHECK(plans[0].verdict == plan_verdict::no_depth);
  CHECK_FALSE(plans[0].pose);
  CHECK(plans[1].verdict == plan_verdict::clear);
  CHECK(plans[2].verdict == plan_verdict::blocked);  // wider than the gripper opens
  CHECK(plans[3].verdict == plan_verdict::nothing_between);
  CHECK(planner(scene.depth.view(), {}).empty());
}

TEST_CASE("planner: the approach is the normal of the table it finds, else the view ray") {
  auto const scene = boxes().box(0.1, 0.05, 0.03, 0.06, 0.05);
  grasp<double> const g{319.5 + 525 * 0.1 / 0.65, 239.5 + 525 * 0.05 / 0.65, 0, 50, 16};
  auto const axis = [&](grasp_planner const& with) {
    return (*plan_of(scene, g, with).goals)[0].orientation * hand.tool.approach;
  };
  CHECK(norm(axis(planner) - vector3{0, 0, 1}) < 1e-3);
  CHECK(norm(axis(grasp_planner(boxes::camera, hand, {.seeks_table = false})) - unit(vector3{0.1, 0.05, 0.65})) < 1e-3);
  auto const given = grasp_planner(boxes::camera, hand, {.table = camera_plane{unit({0, 0.1, 1}), 0.7}});
  CHECK(norm(axis(given) - unit(vector3{0, 0.1, 1})) < 1e-9);
}

TEST_CASE("planner: no pose where the table's normal leaves none, and errors of the caller") {
  auto const scene = boxes().box(0, 0, 0.03, 0.06, 0.05);
  grasp_planner const sideways(boxes::camera, hand, {.table = camera_plane{{1, 0, 0}, 0.7}});
  CHECK(plan_of(scene, {319.5, 239.5, 0, 50, 16}, sideways).verdict == plan_verdict::no_pose);
  host_array<float> const small({240, 320}, 0.7F);
  CHECK(error_of([&] { (void)planner(small.view(), {}); }).id == "shape.camera");
  CHECK(error_of([&] { (void)grasp_planner({}, hand); }).id == "option.camera");
  CHECK(error_of([&] { (void)plan_of(scene, {NAN, 0, 0, 50, 16}); }).id == "geometry.grasp.finite");
}

TEST_CASE("planner: straight fingers close below the surface by the insertion") {
  auto const straight = gripper_of(known_gripper::franka_hand);
  grasp_planner const with(boxes::camera, straight);
  auto const plan = plan_of(boxes().box(0, 0, 0.03, 0.06, 0.05), {319.5, 239.5, 0, 50, 16}, with);
  REQUIRE(plan.verdict == plan_verdict::clear);
  CHECK(plan.clearance->insertion == Approx(0.015));
  auto const tips = (*plan.goals)[0]({straight.tool.reach * straight.tool.approach});
  CHECK(tips.z == Approx(0.65 + 0.015).margin(1e-4));
}
