#ifndef SUREGRASP_CLI_COMMANDS_GRASP_PLANNING_HPP
#define SUREGRASP_CLI_COMMANDS_GRASP_PLANNING_HPP

#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/robot/clear_success.hpp>
#include <suregrasp/robot/grasp_planner.hpp>
#include <vector>

namespace suregrasp::cli {

/// The planner for a gripper, by name or file, and the camera in a JSON file; nothing without either. Throws
/// `option_error` `option.gripper` for one without the other.
[[nodiscard]] std::optional<grasp_planner> planner_of(std::string const& gripper, std::filesystem::path const& camera);

/// A depth image as planners take it; it shares the pixels, which must lie row by row without gaps, as those of files
/// do.
[[nodiscard]] host_view<float const> depth_view(cv::Mat const& depth);

/// The first `top` of ranked grasps.
[[nodiscard]] std::vector<grasp<double>> first_grasps(detections const& found, std::size_t top);

/// Plans, best grasp first, as a table for people.
[[nodiscard]] std::string plans_table(std::span<grasp_plan const> plans);

/// A second metric beside the rectangle metric, as lines under its table.
[[nodiscard]] std::string clear_success_text(clear_success const& counted, grasp_planner const& planner);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_GRASP_PLANNING_HPP
