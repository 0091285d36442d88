#ifndef SUREGRASP_ROBOT_NODE_PREPARED_NETWORK_HPP
#define SUREGRASP_ROBOT_NODE_PREPARED_NETWORK_HPP

#include <filesystem>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#include <suregrasp/detect/detect.hpp>

namespace robot_node {

/// The network in a model file, made ready to be asked again and again.
[[nodiscard]] inline suregrasp::libtorch::inference prepared_network(std::filesystem::path const& model) {
  auto net = suregrasp::libtorch::load_detector(model);
  suregrasp::libtorch::prepare(net);
  return suregrasp::libtorch::inference(std::move(net));
}

/// As `suregrasp detect` seeks.
inline constexpr suregrasp::detect_options search{.shortlist = 0.8};

}  // namespace robot_node

#endif  // SUREGRASP_ROBOT_NODE_PREPARED_NETWORK_HPP
