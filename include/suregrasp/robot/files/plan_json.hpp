#ifndef SUREGRASP_ROBOT_FILES_PLAN_JSON_HPP
#define SUREGRASP_ROBOT_FILES_PLAN_JSON_HPP

#include <nlohmann/json.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/robot/grasp_planner.hpp>
#include <suregrasp/robot/quaternion.hpp>
#include <suregrasp/robot/transform.hpp>

namespace suregrasp::inline v2 {

/// A pose as JSON: `position` in metres and `orientation`, a quaternion whose parts have their names.
template <class From, class To>
[[nodiscard]] nlohmann::ordered_json pose_json(transform<From, To> const& pose) {
  return {{"position", {pose.translation.x, pose.translation.y, pose.translation.z}},
          {"orientation", to_json(quaternion_of(pose.orientation))}};
}

/// A plan as JSON: `verdict`, and as far as it got `depth` in metres, `opening`, `clearance`, `preshape` and
/// `insertion` in millimetres, and `poses`, both wrists in the camera's frame with the gripper about to close.
[[nodiscard]] inline nlohmann::ordered_json to_json(grasp_plan const& plan) {
  nlohmann::ordered_json json{{"verdict", name_of(plan.verdict)}};
  if (plan.surface) json["depth"] = plan.surface->depth;
  if (plan.pose) json["opening_mm"] = 1000 * plan.pose->opening;
  if (!plan.clearance) return json;
  json["clearance_mm"] = suregrasp::detail::json_value(plan.clearance->millimetres);
  json["preshape_mm"] = nullptr;
  if (plan.clearance->opening) json["preshape_mm"] = 1000 * *plan.clearance->opening;
  json["insertion_mm"] = 1000 * plan.clearance->insertion;
  json["poses"] = {pose_json((*plan.goals)[0]), pose_json((*plan.goals)[1])};
  return json;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FILES_PLAN_JSON_HPP
