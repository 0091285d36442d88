#ifndef SUREGRASP_CLI_EVALUATE_HPP
#define SUREGRASP_CLI_EVALUATE_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/detect/evaluation.hpp>
#include <vector>

#include "run_options.hpp"

namespace suregrasp::cli {

struct evaluate_options {
  std::filesystem::path model{};
  std::filesystem::path data{};
  std::filesystem::path json{};  ///< empty: no file
  std::string part = "all";      ///< all, or held-out: what the model's training did not see
  std::string rank = "uncertainty";
};

/// The detector at `model` on the labelled photographs of a folder.
[[nodiscard]] evaluation evaluate(evaluate_options const& options, run_options const& run);

/// Evaluates, prints the table on standard output and writes the JSON file where one is asked for.
void evaluate_and_print(evaluate_options const& options, run_options const& run);

/// `uncertainty` or `heat`; throws `option_error` on another name.
[[nodiscard]] ranking ranking_named(std::string const& name);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_EVALUATE_HPP
