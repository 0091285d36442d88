#ifndef SUREGRASP_TESTS_SHIPPED_MODEL_HPP
#define SUREGRASP_TESTS_SHIPPED_MODEL_HPP

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <vector>

#include "golden_text.hpp"

/// The model that comes with the tool, whichever library computes it.
namespace suregrasp_tests {

[[nodiscard]] inline std::filesystem::path shipped_model() {
  return golden_file("../../examples/models/scenes.safetensors");
}

/// All grasps that a network finds in a generated photograph, by colour alone and with depth: a row of location, pose,
/// M_uc and heat for each.
template <class Backend, class Network>
[[nodiscard]] std::map<std::string, std::vector<double>> shipped_grasps(Backend const& be, Network const& network) {
  auto scene = suregrasp::generate_scene(suregrasp::random_stream(3), 0, {});
  std::map<std::string, std::vector<double>> rows;
  for (std::string const kind : {"depth", "colour"}) {
    auto const input = suregrasp::preprocess(scene, suregrasp::input_of(network.input_size()));
    std::size_t number = 0;
    for (auto const& [g, uncertainty, heat, variance] : suregrasp::detect(be, network, input).ranked)
      rows[kind + std::to_string(number++)] = {g.x, g.y, g.theta, g.opening, g.jaw, uncertainty, heat};
    scene.depth.release();
  }
  return rows;
}

/// The largest difference between two such tables, relative to the number and absolute below 1; infinite where the
/// grasps are others.
[[nodiscard]] inline double largest_difference(std::map<std::string, std::vector<double>> const& a,
                                               std::map<std::string, std::vector<double>> const& b) {
  double worst = a.size() == b.size() ? 0 : INFINITY;
  for (auto const& [name, row] : a) {
    auto const other = b.find(name);
    if (other == b.end() || other->second.size() != row.size()) return INFINITY;
    for (std::size_t i = 0; i < row.size(); ++i)
      worst = std::fmax(worst, std::abs(row[i] - other->second[i]) / std::fmax(1, std::abs(row[i])));
  }
  return worst;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_SHIPPED_MODEL_HPP
