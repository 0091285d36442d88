#ifndef SUREGRASP_EXPERIMENTS_NINE_LABELS_HPP
#define SUREGRASP_EXPERIMENTS_NINE_LABELS_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

/// The ways of adapting that there are to compare.
[[nodiscard]] std::vector<std::string> nine_labels_arms();

struct nine_labels_experiment {
  std::filesystem::path model{};                ///< of the source domain
  std::filesystem::path data{};                 ///< photographs of the target domain
  std::vector<std::filesystem::path> splits{};  ///< one a seed, as `suregrasp split` writes them
  std::filesystem::path work = "experiments";   ///< results of every run; what is there already is not made again
  std::filesystem::path results{};              ///< folder for the table
  std::string name = "nine-labels";             ///< of its files
  std::size_t labels = 9;
  std::int64_t steps = 400;
  std::vector<std::string> arms = nine_labels_arms();
};

/// Adapts whole detectors in many ways, each on the same splits and labels, and compares success on the photographs
/// held out pair by pair.
void run_nine_labels(nine_labels_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_NINE_LABELS_HPP
