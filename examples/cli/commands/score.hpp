#ifndef SUREGRASP_CLI_COMMANDS_SCORE_HPP
#define SUREGRASP_CLI_COMMANDS_SCORE_HPP

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct score_options {
  std::filesystem::path predictions{};
  std::filesystem::path data{};     ///< folder of labels
  std::filesystem::path compare{};  ///< other predictions of the same photographs; empty: none
  std::filesystem::path json{};     ///< empty: no file
  std::string dialect = "jaccard";
  std::string rank = "auto";     ///< auto, uncertainty, score or file
  std::size_t top_k = 5;         ///< grasps of the middle column
  std::vector<double> camera{};  ///< fx, fy, depth in metres; empty: errors in pixels only
  risk_control_options control{};
};

/// The forms of predictions, for people.
[[nodiscard]] std::string prediction_formats();

/// Scores anyone's predictions against the labels in a folder, prints the figures and writes the JSON asked for.
void score_and_print(score_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SCORE_HPP
