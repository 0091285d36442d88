#ifndef SUREGRASP_EXPERIMENTS_TRACKING_HPP
#define SUREGRASP_EXPERIMENTS_TRACKING_HPP

#include <cstddef>
#include <filesystem>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

struct tracking_experiment {
  std::filesystem::path model{};    ///< empty: the one that comes with the tool
  std::size_t sequences = 10;       ///< generated scenes, each of things that move
  std::size_t frames = 50;          ///< of each
  std::filesystem::path results{};  ///< folder for tracking.json and tracking.md
};

/// How steadily a grasp is followed over moving scenes: by `grasp_tracker`, as the nearest of the three best peaks to
/// the one before, and as the first of each frame.
void run_tracking(tracking_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_TRACKING_HPP
