#ifndef SUREGRASP_TESTS_UNIT_DETECT_PAINTED_NETWORK_HPP
#define SUREGRASP_TESTS_UNIT_DETECT_PAINTED_NETWORK_HPP

#include <cstdint>
#include <functional>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <utility>
#include <vector>

#include "host_backend.hpp"

namespace suregrasp_tests {

/// A network whose heat and poses are given: two heads that see the pose painted at a location, one with the opening a
/// little larger, the other a little smaller.
struct painted_network {
  suregrasp::pose_encoding code{};
  suregrasp::fusion_options fusing{};
  std::int64_t side = 16;
  suregrasp::host_array<float> heat_map{};  ///< `[S, S]`
  std::function<suregrasp::grasp<double>(suregrasp::location const&)> pose;
  std::function<double(suregrasp::location const&)> doubt;  ///< deviation of the logarithm of the opening

  [[nodiscard]] suregrasp::pose_encoding encoding() const { return code; }
  [[nodiscard]] suregrasp::fusion_options fusion() const { return fusing; }
  [[nodiscard]] std::int64_t input_size() const { return side; }

  /// The red of the images, `[N, S, S, 1]`, which nothing uses.
  [[nodiscard]] std::vector<suregrasp::level<host_tensor>> features(
      suregrasp::image_batch<host_tensor> const& images) const {
    auto const shape = host.shape(images.rgb);
    return {{host.reshape(suregrasp::slice(host, images.rgb, 1, 0), {shape[0], shape[2], shape[3], 1}), 1}};
  }
  [[nodiscard]] host_tensor heat(std::vector<suregrasp::level<host_tensor>> const& levels) const {
    auto const images = host.shape(levels.front().features)[0];
    std::vector<double> values;
    for (std::int64_t i = 0; i < images; ++i)
      values.insert(values.end(), heat_map.values.begin(), heat_map.values.end());
    return tensor({images, heat_map.shape[0], heat_map.shape[1]}, values);
  }
  [[nodiscard]] std::vector<host_tensor> poses(std::vector<suregrasp::level<host_tensor>> const&,
                                               std::span<suregrasp::location const> at) const {
    std::vector<host_tensor> heads;
    for (double const sign : {-1.0, 1.0}) {
      std::vector<double> rows;
      for (auto const& location : at) {
        auto row = code.encode(pose(location));
        row[row.size() - 2] += sign * doubt(location);
        rows.insert(rows.end(), row.begin(), row.end());
      }
      heads.push_back(tensor({static_cast<std::int64_t>(at.size()), code.columns()}, rows));
    }
    return heads;
  }
};

static_assert(suregrasp::grasp_network<painted_network, host_backend>);

/// An input for such a network, which ignores it.
[[nodiscard]] inline suregrasp::network_input grey_input(suregrasp::affine_map<double> const& to_input = {}) {
  return {.rgb = suregrasp::host_array<float>({3, 16, 16}, 0.5F), .depth = {}, .to_input = to_input, .grasps = {}};
}

/// Three peaks on 16 x 16 pixels, the hottest of them the least certain: (3, 4), (12, 2) and (8, 13).
[[nodiscard]] inline painted_network three_peaks() {
  painted_network network;
  network.heat_map = suregrasp::host_array<float>({16, 16}, 0.1F);
  network.heat_map.values[4 * 16 + 3] = 0.9F;
  network.heat_map.values[2 * 16 + 12] = 0.6F;
  network.heat_map.values[13 * 16 + 8] = 0.4F;
  network.pose = [](suregrasp::location const& at) {
    return suregrasp::grasp<double>{at.x, at.y, 0.05 * at.x, 4 + at.y / 8, 2 + at.x / 16};
  };
  network.doubt = [](suregrasp::location const& at) { return at.x == 3 ? 0.5 : at.x == 12 ? 0.1 : 0.3; };
  return network;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_DETECT_PAINTED_NETWORK_HPP
