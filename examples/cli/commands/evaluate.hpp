#ifndef SUREGRASP_CLI_COMMANDS_EVALUATE_HPP
#define SUREGRASP_CLI_COMMANDS_EVALUATE_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/evaluate/evaluation.hpp>
#include <vector>

#include "cli/console/run_options.hpp"
#include "detector_runtime.hpp"

namespace suregrasp::cli {

struct evaluate_options {
  std::filesystem::path model{};
  vote_options votes{};
  std::filesystem::path data{};
  std::filesystem::path json{};         ///< of the figures; empty: no file
  std::filesystem::path predictions{};  ///< of every grasp found, as `score` reads them; empty: no file
  std::string part = "all";             ///< all, or held-out: what the model's training did not see
  std::filesystem::path split{};        ///< saved split whose held-out photographs to take; empty: none
  std::string rank = "uncertainty";
  double threshold = 0.3;  ///< least heat of a location to grasp
  bool oracle = false;     ///< no model: what a perfect one would reach
  int size = 288;          ///< side of the oracle's input, where no model says it
  angle_code angle = angle_code::double_angle;
  double disk_radius = 0.02;  ///< of the oracle's heatmap targets, in sides of the input
};

/// The detector at `model` on the labelled photographs of a folder.
[[nodiscard]] evaluation evaluate(evaluate_options const& options, run_options const& run);

/// Evaluates, prints the table on standard output and writes the JSON file where one is asked for; with `oracle` what
/// a perfect model would reach.
void evaluate_and_print(evaluate_options const& options, run_options const& run);

/// `uncertainty` or `heat`; throws `option_error` on another name.
[[nodiscard]] ranking ranking_named(std::string const& name);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_EVALUATE_HPP
