#ifndef SUREGRASP_EXPERIMENTS_PEER_NETWORKS_HPP
#define SUREGRASP_EXPERIMENTS_PEER_NETWORKS_HPP

#include <filesystem>
#include <memory>
#include <string>
#include <suregrasp/backends/libtorch/grasp_map_network.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/detect/dense/dense_input.hpp>
#include <suregrasp/detect/detect.hpp>
#include <vector>

namespace suregrasp::experiments {

/// A network that others published.
struct peer {
  std::string name;
  std::string file;
  int size;
  dense_channels channels;
  std::shared_ptr<libtorch::grasp_map_network_impl> network;

  /// What it finds in a photograph, best first, in the window that the published evaluations show it.
  [[nodiscard]] detections detect(sample const& photograph) const;
};

/// GG-CNN, GG-CNN2 and GR-ConvNet with the weights in a folder.
[[nodiscard]] std::vector<peer> peers_from(std::filesystem::path const& weights);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_PEER_NETWORKS_HPP
