#ifndef SUREGRASP_EXPERIMENTS_NEGATIVES_HPP
#define SUREGRASP_EXPERIMENTS_NEGATIVES_HPP

#include <filesystem>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

struct negatives_experiment {
  std::vector<std::filesystem::path> data{};  ///< photographs with rectangles that are labelled as no grasps
  std::filesystem::path model{};              ///< empty: the one that comes with the tool
  std::filesystem::path results{};            ///< folder for negatives.json and negatives.md
};

/// Whether rectangles that somebody called wrong are colder, less certain, or less like the pose found at their centre
/// than those called right.
void run_negatives(negatives_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_NEGATIVES_HPP
