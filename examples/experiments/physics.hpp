#ifndef SUREGRASP_EXPERIMENTS_PHYSICS_HPP
#define SUREGRASP_EXPERIMENTS_PHYSICS_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/console/run_options.hpp"
#include "simulation.hpp"

namespace suregrasp::experiments {

struct physics_experiment {
  std::vector<std::filesystem::path> scenes{};    ///< of things that no detector has seen
  std::vector<std::filesystem::path> outcomes{};  ///< scenes whose outcomes calibrate probabilities
  std::vector<std::string> models{};              ///< `NAME=FILE` beside the one that comes with the tool
  std::filesystem::path weights{};                ///< of published networks; empty: without them
  simulator physics{};
  std::size_t top = 5;              ///< grasps of each scene that are carried out to judge certainties
  std::filesystem::path work{};     ///< folder of grasps and outcomes, also as logs; what is there is not made again
  std::filesystem::path results{};  ///< folder for physics.json, physics.md and the charts
};

/// Whether grasps lift what they grasp, carried out in a physics simulation: by several ways to choose the first,
/// beside other networks and lines across the silhouette; what M_uc, heat and clearance foresee of it.
void run_physics(physics_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_PHYSICS_HPP
