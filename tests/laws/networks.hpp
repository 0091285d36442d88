#ifndef SUREGRASP_TESTS_LAWS_NETWORKS_HPP
#define SUREGRASP_TESTS_LAWS_NETWORKS_HPP

#include <cstdint>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <vector>

namespace suregrasp_tests {

using namespace suregrasp;

/// Reads heat and poses off the brightness of an image of 8 by 8 pixels, at full and at half resolution.
template <class B>
struct brightness_network {
  using tensor = tensor_t<B>;
  using levels_type = std::vector<level<tensor>>;

  static constexpr std::int64_t side = 8;

  B be;

  [[nodiscard]] pose_encoding encoding() const { return {}; }
  [[nodiscard]] fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return side; }

  [[nodiscard]] levels_type features(image_batch<tensor> const& images) const {
    auto const count = be.shape(images.rgb)[0];
    auto const grey = be.reshape(suregrasp::scale(be, be.sum(images.rgb, 1), 1.0 / 3), extents{count, side, side, 1});
    std::vector<std::int64_t> const even{0, 2, 4, 6};
    return {{grey, 1}, {be.take(be.take(grey, even, 1), even, 2), 2}};
  }
  [[nodiscard]] tensor heat(levels_type const& levels) const {
    auto const one = suregrasp::constant(be, 1);
    auto const grey = be.reshape(levels.front().features, {be.shape(levels.front().features)[0], side, side});
    return be.div(one, be.add(one, be.exp(suregrasp::scale(be, grey, -1))));
  }
  [[nodiscard]] std::vector<tensor> poses(levels_type const& levels, std::span<location const> at) const {
    std::vector<tensor> heads;
    for (auto const& each : levels) {
      auto const value = be.reshape(suregrasp::crop(be, each, at, 1), {std::ssize(at), 1});
      std::vector<tensor> const columns(4, value);
      heads.push_back(be.concat(std::span<tensor const>(columns), 1));
    }
    return heads;
  }
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_NETWORKS_HPP
