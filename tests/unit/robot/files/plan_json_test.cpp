#include <suregrasp/robot/files/plan_json.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <vector>

#include "robot_scene.hpp"

using namespace suregrasp;
using suregrasp_tests::boxes;

TEST_CASE("plan JSON: millimetres by name, both poses, and null where nothing clears") {
  grasp_planner const planner(boxes::camera, gripper_of(known_gripper::robotiq_2f85));
  auto scene = boxes().box(0, 0, 0.03, 0.06, 0.05).box(-0.15, 0, 0.12, 0.06, 0.05);
  scene.at(0, 0) = 0;
  auto const plans =
      planner(scene.depth.view(),
              std::vector<grasp<double>>{{319.5, 239.5, 0, 50, 16}, {198, 239.5, 0, 60, 16}, {-50, -50, 0, 20, 16}});
  auto const clear = to_json(plans[0]);
  CHECK(clear.at("verdict") == "clear");
  CHECK(clear.at("preshape_mm").get<double>() == Approx(1000 * *plans[0].clearance->opening));
  CHECK(clear.at("clearance_mm").get<double>() > 2);
  CHECK(clear.at("opening_mm").get<double>() == Approx(1000 * 50 * 0.65 / 525).epsilon(0.001));
  REQUIRE(clear.at("poses").size() == 2);
  auto const& goal = (*plans[0].goals)[0];
  CHECK(clear.at("poses")[0].at("position")[2] == goal.translation.z);
  CHECK(clear.at("poses")[0].at("orientation").at("w") == quaternion_of(goal.orientation).w);
  auto const blocked = to_json(plans[1]);
  CHECK(blocked.at("verdict") == "blocked");
  CHECK(blocked.at("preshape_mm").is_null());
  auto const unseen = to_json(plans[2]);
  CHECK(unseen == nlohmann::ordered_json{{"verdict", "no_depth"}});
}
