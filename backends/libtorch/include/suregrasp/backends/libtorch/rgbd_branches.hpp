#ifndef SUREGRASP_BACKENDS_LIBTORCH_RGBD_BRANCHES_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_RGBD_BRANCHES_HPP

#include <array>
#include <string>
#include <suregrasp/backends/libtorch/named_backbone.hpp>
#include <suregrasp/detect/grasp_network.hpp>

namespace suregrasp::inline v2::libtorch {

/// Two backbones of one form, for colour and for depth, fused after every block:
/// x_k^r = f_k^r(x_{k-1}^r), x_k^d = f_k^d(x_{k-1}^d) (Eq. 4), x_k^f = x_k^r + x_k^d (Eq. 5).
///
/// A batch without depth, or a network without a depth branch, uses x_k^r alone and computes nothing for depth.
struct rgbd_branches_impl : torch::nn::Module {
  backbone rgb;
  backbone depth{nullptr};

  /// `name` and `width` as `named_backbone` has them.
  rgbd_branches_impl(std::string const& name, std::int64_t width, bool with_depth)
      : rgb(register_module("rgb", named_backbone(name, width))) {
    if (with_depth) depth = register_module("depth", named_backbone(name, width));
  }

  std::array<torch::Tensor, 4> forward(image_batch<torch::Tensor> const& images) {
    auto maps = rgb->forward(images.rgb);
    if (images.depth && !depth.is_empty()) {
      auto const depth_maps = depth->forward(*images.depth);
      for (std::size_t k = 0; k < 4; ++k) maps[k] = maps[k] + depth_maps[k];
    }
    return maps;
  }
};
TORCH_MODULE_IMPL(rgbd_branches, rgbd_branches_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_RGBD_BRANCHES_HPP
