#ifndef SUREGRASP_EXPERIMENTS_FALSE_ALARMS_HPP
#define SUREGRASP_EXPERIMENTS_FALSE_ALARMS_HPP

#include <cstddef>
#include <filesystem>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

struct false_alarms_experiment {
  std::filesystem::path model{};                 ///< empty: the one that comes with the tool
  std::vector<std::filesystem::path> objects{};  ///< data sets of labelled photographs
  std::size_t scenes = 60;                       ///< generated scenes with nothing to grasp
  std::vector<std::filesystem::path> empty{};    ///< further folders of pictures with nothing to grasp
  std::vector<std::filesystem::path> others{};   ///< folders of pictures of other things than the detector knows
  std::filesystem::path results{};               ///< folder to write the table and the chart to
};

/// How hot pictures with and without anything to grasp become, as `suregrasp detect` sees them: for each threshold the
/// share of photographs with objects that it misses, and of empty pictures with a false alarm. And whether heat and
/// M_uc tell pictures of other things from photographs with objects.
void run_false_alarms(false_alarms_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_FALSE_ALARMS_HPP
