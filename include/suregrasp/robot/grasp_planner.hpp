#ifndef SUREGRASP_ROBOT_GRASP_PLANNER_HPP
#define SUREGRASP_ROBOT_GRASP_PLANNER_HPP

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/robot/clearance.hpp>
#include <suregrasp/robot/grasp_pose.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/surface_depth.hpp>
#include <suregrasp/robot/table_plane.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What becomes of a grasp on its way to a gripper.
enum class plan_verdict {
  clear,            ///< the gripper gets there
  blocked,          ///< something is in its way at every opening it has
  nothing_between,  ///< nothing stands between the fingers to hold, or it is too flat
  no_depth,         ///< too few pixels between the fingers have a distance
  no_pose           ///< the lens model or the table's normal leaves no pose
};

/// The names of the verdicts.
[[nodiscard]] constexpr auto names_of(plan_verdict) {
  using enum plan_verdict;
  return std::array{named_value{clear, "clear"}, named_value{blocked, "blocked"},
                    named_value{nothing_between, "nothing_between"}, named_value{no_depth, "no_depth"},
                    named_value{no_pose, "no_pose"}};
}

/// How a gripper is to take one grasp of a picture.
struct grasp_plan {
  plan_verdict verdict = plan_verdict::no_depth;
  std::optional<surface_depth> surface{};  ///< between the fingers
  std::optional<gripper_pose> pose{};      ///< with the tool's grasp point on that surface
  std::optional<grasp_clearance> clearance{};
  /// Where the gripper closes: `pose` moved along its approach by `clearance->travel`.
  std::optional<wrist_pair<frames::camera>> goals{};
};

/// How grasps are planned.
struct planner_options {
  surface_depth_options surface{};
  clearance_options clearance{};
  std::optional<camera_plane> table{};  ///< what things lie on, where that is known
  bool seeks_table = true;              ///< otherwise seek it in each depth image (`table_plane_in`)
  table_options seeking{};
};

/// Grasps of a picture, and a depth image, to what a gripper does: pose, pre-shape, clearance.
///
/// With a table the gripper approaches along its normal, without one along the view ray.
class grasp_planner {
 public:
  /// Throws as `require_valid` of camera and gripper.
  grasp_planner(pinhole_camera camera, gripper hand, planner_options options = {})
      : camera_(std::move(camera)), hand_(std::move(hand)), options_(options) {
    require_valid(camera_);
    require_valid(hand_);
  }

  [[nodiscard]] pinhole_camera const& camera() const { return camera_; }
  [[nodiscard]] gripper const& hand() const { return hand_; }

  /// A plan for each grasp, in pixels of `depth`, `[H, W]`, metres. Throws `shape_error` `shape.camera` for an image of
  /// another size than the camera's; `geometry_error` `geometry.grasp.finite`; `option_error` `option.field`.
  [[nodiscard]] std::vector<grasp_plan> operator()(host_view<float const> const& depth,
                                                   std::span<grasp<double> const> grasps) const {
    require_image_of(camera_, depth);
    auto const table =
        options_.table || !options_.seeks_table ? options_.table : table_plane_in(camera_, depth, options_.seeking);
    std::optional<vector3> const normal = table ? std::optional(table->normal) : std::nullopt;
    std::vector<grasp_plan> plans;
    std::vector<gripper_pose> poses;
    for (auto const& g : grasps) {
      plans.push_back(started(depth, g, normal));
      if (plans.back().pose) poses.push_back(*plans.back().pose);
    }
    auto const clearances = clearance_checker(camera_, hand_, options_.clearance, table)(depth, poses);
    auto next = clearances.begin();
    for (auto& plan : plans)
      if (plan.pose) finish(plan, *next++);
    return plans;
  }

 private:
  [[nodiscard]] grasp_plan started(host_view<float const> const& depth, grasp<double> const& g,
                                   std::optional<vector3> const& normal) const {
    grasp_plan plan;
    plan.surface = surface_depth_at(depth, g, options_.surface);
    if (!plan.surface) return plan;
    try {
      plan.pose = grasp_pose(camera_, g, plan.surface->depth, hand_.tool, normal);
    } catch (geometry_error const&) {
      plan.verdict = plan_verdict::no_pose;
    }
    return plan;
  }

  void finish(grasp_plan& plan, grasp_clearance const& clearance) const {
    constexpr std::array verdicts{plan_verdict::clear, plan_verdict::blocked, plan_verdict::nothing_between};
    plan.verdict = verdicts[static_cast<std::size_t>(clearance.verdict)];
    plan.clearance = clearance;
    plan.goals = plan.pose->wrists;
    for (auto& goal : *plan.goals)
      goal.translation = goal.translation + clearance.travel * (goal.orientation * hand_.tool.approach);
  }

  pinhole_camera camera_;
  gripper hand_;
  planner_options options_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_GRASP_PLANNER_HPP
