#ifndef SUREGRASP_BACKENDS_LIBTORCH_FEATURE_PYRAMID_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_FEATURE_PYRAMID_HPP

#include <array>
#include <suregrasp/backends/libtorch/convolution.hpp>

namespace suregrasp::inline v2::libtorch {

/// Top-down pathway over four feature maps (Lin et al. 2017): every map is brought to `channels` by a 1x1 convolution,
/// the coarser level is enlarged and added, and a 3x3 convolution smooths the sum. Output strides as the input's.
/// Without `top_down` nothing is added: every level knows its own stage alone.
struct feature_pyramid_impl : torch::nn::Module {
  torch::nn::ModuleList lateral, smooth;

  feature_pyramid_impl(std::array<std::int64_t, 4> const& in, std::int64_t channels, bool top_down = true)
      : top_down_(top_down) {
    register_module("lateral", lateral);
    register_module("smooth", smooth);
    for (auto const width : in) {
      lateral->push_back(conv2d(torch::nn::Conv2dOptions(width, channels, 1)));
      smooth->push_back(with_relu(conv2d(torch::nn::Conv2dOptions(channels, channels, 3).padding(1))));
    }
    initialise(*this);
  }

  std::array<torch::Tensor, 4> forward(std::array<torch::Tensor, 4> maps) {
    for (std::size_t k = 4; k-- > 0;) {
      maps[k] = lateral[k]->as<conv2d>()->forward(maps[k]);
      if (top_down_ && k < 3) maps[k] = maps[k] + torch::upsample_nearest2d(maps[k + 1], maps[k].sizes().slice(2));
    }
    for (std::size_t k = 0; k < 4; ++k) {
      conv2d last(smooth->ptr<conv2d_impl>(k));
      maps[k] = activated(last, last->forward(maps[k]));
    }
    return maps;
  }

 private:
  bool top_down_;
};
TORCH_MODULE_IMPL(feature_pyramid, feature_pyramid_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_FEATURE_PYRAMID_HPP
