#ifndef SUREGRASP_EXAMPLES_BRIGHT_THINGS_HPP
#define SUREGRASP_EXAMPLES_BRIGHT_THINGS_HPP

// A network of one's own, on xtensor: it has learnt nothing, and finds what is bright on a dark table.
#include <cmath>
#include <span>
#include <suregrasp/backends/xtensor/backend.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <vector>

namespace bright {

using namespace suregrasp;

using backend = xtensor::backend<float>;
using tensor = tensor_t<backend>;
using levels_type = std::vector<level<tensor>>;

/// Weights [r * r, 5] that make of the brightness of a window its second moments: twice the angle across its longest
/// axis as cosine and sine, nothing about opening and jaw, and the total of all moments.
inline tensor moments(backend const& be, std::int64_t r) {
  host_array<float> weights({r * r, 5});
  for (std::int64_t i = 0; i < r * r; ++i) {
    auto const x = static_cast<float>(i % r - r / 2), y = static_cast<float>(i / r - r / 2);
    auto const row = std::span(weights.values).subspan(static_cast<std::size_t>(5 * i), 5);
    row[0] = y * y - x * x;
    row[1] = 2 * x * y;
    row[4] = x * x + y * y;
  }
  return be.from_host(weights.view());
}

// [network]
struct bright_things {
  backend be;

  pose_encoding encoding() const { return {.opening = {std::log(14.0), 0.3}, .jaw = {std::log(8.0), 0.3}}; }
  fusion_options fusion() const { return {}; }
  std::int64_t input_size() const { return 96; }

  levels_type features(image_batch<tensor> const& images) const {  // one level, [N, 96, 96, 1]: brightness itself
    return {{be.reshape(be.sum(images.rgb, 1), {be.shape(images.rgb)[0], 96, 96, 1}), 1}};
  }
  tensor heat(levels_type const& levels) const {  // its sigmoid
    auto const odds = be.exp(be.reshape(levels[0].features, {be.shape(levels[0].features)[0], 96, 96}));
    return be.div(odds, be.add(odds, constant(be, 1)));
  }
  std::vector<tensor> poses(levels_type const& levels, std::span<location const> at) const {
    std::vector<tensor> heads;  // windows of three sizes vote, on round things with vectors that are nearly zero
    for (std::int64_t const r : {11, 21, 31}) {
      auto const window = be.reshape(crop(be, levels[0], at, r), {std::ssize(at), r * r});
      auto const sums = be.matmul(be.where(window, window, constant(be, 0)), moments(be, r));
      heads.push_back(be.div(slice(be, sums, 1, 0, 4), be.add(column(be, sums, 4), constant(be, 1))));
    }
    return heads;
  }
};
// [network]

}  // namespace bright

#endif  // SUREGRASP_EXAMPLES_BRIGHT_THINGS_HPP
