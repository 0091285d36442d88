#ifndef SUREGRASP_EXPERIMENTS_ADAPTATION_HPP
#define SUREGRASP_EXPERIMENTS_ADAPTATION_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

/// The questions there are.
[[nodiscard]] std::vector<std::string> adaptation_study_names();

struct adaptation_experiment {
  std::filesystem::path model{};  ///< of the source domain
  std::filesystem::path data{};   ///< photographs of the target domain
  std::vector<std::filesystem::path> distractors{};
  std::filesystem::path work = "experiments";  ///< results of every run; what is there already is not made again
  std::filesystem::path results{};             ///< folder for the tables and charts
  std::string name = "adaptation";             ///< of those files
  std::size_t seeds = 5;
  std::int64_t steps = 1500;
  std::size_t views = 6;
  std::vector<std::string> studies = adaptation_study_names();
};

/// Adapts a detector to another domain in many ways, each with the same splits, labels and views a seed, and compares
/// evaluation losses pair by pair; writes tables, curves and success rates.
void run_adaptation(adaptation_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_ADAPTATION_HPP
