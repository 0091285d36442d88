#include <suregrasp/robot/clear_success.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <vector>

#include "robot_scene.hpp"

using namespace suregrasp;
using suregrasp_tests::boxes;

namespace {

grasp_planner const planner(boxes::camera, gripper_of(known_gripper::robotiq_2f85));
auto const scene = boxes().box(0, 0, 0.03, 0.06, 0.05).box(-0.15, 0, 0.12, 0.06, 0.05);
grasp<double> const free_one{319.5, 239.5, 0, 50, 16}, wide_one{198, 239.5, 0, 90, 16}, nowhere{500, 400, 0, 50, 16};

clear_success of(std::vector<grasp<double>> const& ranked, std::vector<grasp<double>> const& labels) {
  clear_success counted;
  counted.add(planner, scene.depth.view(), ranked, labels);
  return counted;
}

}  // namespace

TEST_CASE("correct and clear: only what is both counts as both") {
  std::vector const labels{free_one, wide_one};
  auto const both = of({free_one, wide_one}, labels);
  CHECK(both.correct == proportion{1, 1});
  CHECK(both.clear == proportion{1, 1});
  CHECK(both.correct_and_clear == proportion{1, 1});
  CHECK(both.labels == proportion{1, 2});
  auto const hit = of({wide_one, free_one}, labels);  // right by its label, but no way for the gripper
  CHECK(hit.correct == proportion{1, 1});
  CHECK(hit.clear == proportion{0, 1});
  CHECK(hit.correct_and_clear == proportion{0, 1});
  CHECK(hit.first_clear == proportion{1, 1});  // the second one is clear, and right
  auto const wrong = of({free_one}, {wide_one});
  CHECK(wrong.correct == proportion{0, 1});
  CHECK(wrong.clear == proportion{1, 1});
  CHECK(wrong.correct_and_clear == proportion{0, 1});
  CHECK(wrong.first_clear == proportion{0, 1});
}

TEST_CASE("correct and clear: images add up, those without a grasp count as neither") {
  clear_success counted;
  counted.add(planner, scene.depth.view(), std::vector{free_one}, std::vector{free_one});
  counted.add(planner, scene.depth.view(), {}, std::vector{free_one});
  counted.add(planner, scene.depth.view(), std::vector{nowhere}, std::vector{nowhere});
  CHECK(counted.correct == proportion{2, 3});
  CHECK(counted.clear == proportion{1, 3});
  CHECK(counted.correct_and_clear == proportion{1, 3});
  CHECK(counted.first_clear == proportion{1, 3});
  CHECK(counted.labels == proportion{2, 3});
}
