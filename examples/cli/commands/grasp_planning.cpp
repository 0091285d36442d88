#include "grasp_planning.hpp"

#include <algorithm>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/files.hpp>
#include <suregrasp/robot/quaternion.hpp>

#include "cli/console/printf_text.hpp"

namespace suregrasp::cli {

namespace {

/// A length in millimetres, a dash where there is none.
std::string millimetres(std::optional<double> const& metres) {
  return metres ? printf_text("%8.1f", 1000 * *metres) : printf_text("%8s", "-");
}

}  // namespace

std::optional<grasp_planner> planner_of(std::string const& gripper, std::filesystem::path const& camera) {
  if (gripper.empty() && camera.empty()) return std::nullopt;
  if (gripper.empty() || camera.empty())
    throw option_error("option.gripper",
                       "--gripper and --camera FILE belong together: a gripper's way to a grasp needs the camera that "
                       "saw it");
  return grasp_planner(read_camera(camera), gripper_named(gripper));
}

host_view<float const> depth_view(cv::Mat const& depth) {
  return {{depth.rows, depth.cols}, {depth.ptr<float>(), depth.total()}};
}

std::vector<grasp<double>> first_grasps(detections const& found, std::size_t top) {
  std::vector<grasp<double>> grasps;
  for (std::size_t i = 0; i < std::min(top, found.ranked.size()); ++i) grasps.push_back(found.ranked[i].grasp);
  return grasps;
}

std::string plans_table(std::span<grasp_plan const> plans) {
  auto lines = printf_text("%4s %8s %8s %8s  %7s %7s %7s %7s %8s %8s %9s  %s\n", "rank", "x mm", "y mm", "z mm", "qx",
                           "qy", "qz", "qw", "opening", "preshape", "clearance", "verdict");
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto const& plan = plans[i];
    auto const verdict = std::string(name_of(plan.verdict));
    if (!plan.goals) {
      lines += printf_text("%4zu %8s %8s %8s  %7s %7s %7s %7s %8s %8s %9s  %s\n", i + 1, "-", "-", "-", "-", "-", "-",
                           "-", "-", "-", "-", verdict.c_str());
      continue;
    }
    auto const& goal = (*plan.goals)[0];
    auto const& at = goal.translation;
    auto const q = quaternion_of(goal.orientation);
    bool const held = plan.verdict != plan_verdict::nothing_between;
    auto const free = held ? printf_text("%9.1f", plan.clearance->millimetres) : printf_text("%9s", "-");
    lines += printf_text("%4zu %8.1f %8.1f %8.1f  %7.4f %7.4f %7.4f %7.4f ", i + 1, 1000 * at.x, 1000 * at.y,
                         1000 * at.z, q.x, q.y, q.z, q.w) +
             millimetres(plan.pose->opening) + " " + millimetres(plan.clearance->opening) + " " + free + "  " +
             verdict + "\n";
  }
  return lines;
}

std::string clear_success_text(clear_success const& counted, grasp_planner const& planner) {
  std::string lines = "  with " + planner.hand().name + ", past what the depth images show, at IoU > 0.25\n";
  auto const line = [&](char const* what, proportion const& share) {
    lines += printf_text("  %-44s", what) + (share.trials == 0 ? std::string("-") : share.text()) + "\n";
  };
  line("first-ranked grasp correct", counted.correct);
  line("first-ranked grasp clear", counted.clear);
  line("first-ranked grasp correct and clear", counted.correct_and_clear);
  line("first grasp of those that are clear correct", counted.first_clear);
  line("labelled grasps clear", counted.labels);
  if (counted.without_depth > 0)
    lines += "  images without a depth image, not counted: " + std::to_string(counted.without_depth) + "\n";
  return lines;
}

}  // namespace suregrasp::cli
