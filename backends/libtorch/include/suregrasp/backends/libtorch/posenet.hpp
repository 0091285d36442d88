#ifndef SUREGRASP_BACKENDS_LIBTORCH_POSENET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_POSENET_HPP

#include <cstdint>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// PoseNet: one regression head a pyramid level, each from the window C_r of its own level (Eq. 7).
struct posenet_impl : torch::nn::Module {
  torch::nn::ModuleList heads;
  /// Compute the layers as convolutions of images of one pixel: the same sums, without the matrix library, whose
  /// threads spin while they wait for those of the convolutions.
  bool as_convolution = false;

  /// `dropout`: share of a head's hidden units that is left out while the module is in training mode.
  posenet_impl(std::size_t levels, std::int64_t channels, std::int64_t crop_size, std::int64_t hidden,
               std::int64_t outputs, double dropout = 0)
      : dropout_(dropout) {
    register_module("heads", heads);
    for (std::size_t k = 0; k < levels; ++k)
      heads->push_back(torch::nn::Sequential(torch::nn::Linear(channels * crop_size * crop_size, hidden),
                                             torch::nn::ReLU(), torch::nn::Linear(hidden, outputs)));
  }

  /// `crops`: a window `[M, r, r, C]` per level. Returns the encoded pose `[M, P]` per level.
  std::vector<torch::Tensor> forward(std::vector<torch::Tensor> const& crops) {
    if (crops.size() != heads->size())
      throw shape_error("shape.levels", "PoseNet has " + std::to_string(heads->size()) + " heads, got crops of " +
                                            std::to_string(crops.size()) + " levels");
    std::vector<torch::Tensor> poses;
    for (std::size_t k = 0; k < crops.size(); ++k)
      poses.push_back(pose(*heads[k]->as<torch::nn::Sequential>(), crops[k].flatten(1)));
    return poses;
  }

 private:
  torch::Tensor pose(torch::nn::SequentialImpl& head, torch::Tensor const& window) const {
    auto hidden = torch::relu(layer(*head[0]->as<torch::nn::Linear>(), window));
    if (dropout_ != 0) hidden = torch::dropout(hidden, dropout_, is_training());
    return layer(*head[2]->as<torch::nn::Linear>(), hidden);
  }

  torch::Tensor layer(torch::nn::LinearImpl& linear, torch::Tensor const& rows) const {
    if (!as_convolution) return linear.forward(rows);
    auto const weight = linear.weight.unsqueeze(-1).unsqueeze(-1);
    return torch::conv2d(rows.unsqueeze(-1).unsqueeze(-1), weight, linear.bias).flatten(1);
  }

  double dropout_;
};
TORCH_MODULE_IMPL(posenet, posenet_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_POSENET_HPP
