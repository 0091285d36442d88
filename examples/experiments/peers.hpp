#ifndef SUREGRASP_EXPERIMENTS_PEERS_HPP
#define SUREGRASP_EXPERIMENTS_PEERS_HPP

#include <filesystem>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

struct peers_experiment {
  std::vector<std::filesystem::path> data{};  ///< labelled photographs with depth
  std::filesystem::path weights{};            ///< folder of the published weights, as safetensors
  std::filesystem::path results{};            ///< folder for peers.json and peers.md
};

/// GG-CNN, GG-CNN2 and GR-ConvNet with their published weights, through our decoder, peaks and metrics.
void run_peers(peers_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_PEERS_HPP
