#ifndef SUREGRASP_TESTS_UNIT_DETECT_LYING_NETWORK_HPP
#define SUREGRASP_TESTS_UNIT_DETECT_LYING_NETWORK_HPP

#include <functional>
#include <span>
#include <suregrasp/detect/grasp_network.hpp>
#include <utility>
#include <vector>

#include "unit/detect/painted_network.hpp"

namespace suregrasp_tests {

/// The network of three locations, whose answers somebody bends on the way.
struct lying_network : painted_network {
  using levels_type = std::vector<suregrasp::level<host_tensor>>;
  using heads_type = std::vector<host_tensor>;

  std::function<levels_type(levels_type)> bend_levels = [](levels_type levels) { return levels; };
  std::function<host_tensor(host_tensor)> bend_heat = [](host_tensor heat) { return heat; };
  std::function<heads_type(heads_type)> bend_poses = [](heads_type heads) { return heads; };

  lying_network() : painted_network(three_peaks()) {}

  [[nodiscard]] levels_type features(suregrasp::image_batch<host_tensor> const& images) const {
    return bend_levels(painted_network::features(images));
  }
  [[nodiscard]] host_tensor heat(levels_type const& levels) const { return bend_heat(painted_network::heat(levels)); }
  [[nodiscard]] heads_type poses(levels_type const& levels, std::span<suregrasp::location const> at) const {
    return bend_poses(painted_network::poses(levels, at));
  }
};

static_assert(suregrasp::grasp_network<lying_network, host_backend>);

/// The tensor in another shape.
[[nodiscard]] inline auto in_shape(suregrasp::extents const& shape) {
  return [shape](host_tensor const& t) { return host.reshape(t, shape); };
}

/// The tensor with one of its values replaced.
[[nodiscard]] inline host_tensor with_value(host_tensor const& t, std::size_t index, double value) {
  auto array = host.to_host(t);
  array.values.at(index) = value;
  return host.from_host(array.view());
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_DETECT_LYING_NETWORK_HPP
