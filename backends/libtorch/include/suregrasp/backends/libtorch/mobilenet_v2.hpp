#ifndef SUREGRASP_BACKENDS_LIBTORCH_MOBILENET_V2_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_MOBILENET_V2_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <suregrasp/backends/libtorch/backbone.hpp>
#include <suregrasp/detect/backbone_architecture.hpp>

namespace suregrasp::inline v2::libtorch {

/// Convolution in `groups`, batch normalisation, ReLU6, under torchvision's names 0 and 1.
struct relu6_block_impl : torch::nn::Module {
  conv2d conv;
  torch::nn::BatchNorm2d normalisation;

  relu6_block_impl(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1,
                   std::int64_t groups = 1)
      : conv(register_module("0", convolution(in, out, kernel, stride, groups))),
        normalisation(register_module("1", torch::nn::BatchNorm2d(out))) {}

  // clamp, not relu6: LibTorch 1.13 cannot differentiate relu6 in bfloat16 on a CPU
  torch::Tensor forward(torch::Tensor const& x) { return normalised(conv, normalisation, x).clamp(0, 6); }
};
TORCH_MODULE_IMPL(relu6_block, relu6_block_impl);

/// An inverted residual block: widened `expansion` times by a 1x1 convolution, filtered channel by channel, narrowed
/// again without a nonlinearity; with the input added where its shape is the output's.
struct inverted_residual_impl : torch::nn::Module {
  torch::nn::Sequential conv;
  bool shortcut;

  explicit inverted_residual_impl(mobilenet_v2_architecture::block const& form) : shortcut(form.has_shortcut()) {
    auto const [in, out, stride, expansion] = form;
    std::int64_t const inner = in * expansion;
    if (expansion != 1) conv->push_back(relu6_block(in, inner, 1));
    conv->push_back(relu6_block(inner, inner, 3, stride, inner));
    conv->push_back(convolution(inner, out, 1));
    conv->push_back(torch::nn::BatchNorm2d(out));
    register_module("conv", conv);
  }

  torch::Tensor forward(torch::Tensor const& x) {
    auto const y = in_turn(*conv, x);
    return shortcut ? x + y : y;
  }
};
TORCH_MODULE_IMPL(inverted_residual, inverted_residual_impl);

/// MobileNetV2 (Sandler et al. 2018) up to its last inverted residual block: the backbone for a CPU.
///
/// Parameter names and shapes are torchvision's (`features.0.0.weight`, ...) for `width` 64, the published network;
/// other widths are its width multiplier in 64ths. Feature maps are the last of their stride: those of blocks 3, 6, 13
/// and 17, with 24, 32, 96 and 320 channels.
struct mobilenet_v2_impl : backbone_impl {
  torch::nn::ModuleList features;

  explicit mobilenet_v2_impl(std::int64_t width) {
    auto const architecture = mobilenet_v2_architecture::of(width);
    register_module("features", features);
    features->push_back(relu6_block(3, architecture.stem, 3, 2));
    for (auto const& block : architecture.blocks) features->push_back(inverted_residual(block));
    for (std::size_t k = 0; k < 4; ++k) widths_[k] = architecture.blocks[last_of_stride[k] - 1].out;
    initialise(*this);
  }

  std::array<torch::Tensor, 4> forward(torch::Tensor const& image) override {
    auto x = features[0]->as<relu6_block>()->forward(image);
    std::array<torch::Tensor, 4> maps;
    for (std::size_t i = 1, k = 0; i < features->size(); ++i) {
      x = features[i]->as<inverted_residual>()->forward(x);
      if (i == last_of_stride[k]) maps[k++] = x;
    }
    return maps;
  }

  [[nodiscard]] std::array<std::int64_t, 4> channels() const override { return widths_; }

  [[nodiscard]] std::vector<torch::Tensor> first_parameters(std::size_t stages) const override {
    std::vector<torch::Tensor> first;
    std::size_t const blocks = stages == 0 ? 0 : last_of_stride[std::min<std::size_t>(stages, 4) - 1] + 1;
    for (std::size_t i = 0; i < blocks; ++i) first = detail::joined(first, features->ptr(i)->parameters());
    return first;
  }

  [[nodiscard]] conv2d stem() override { return features[0]->as<relu6_block>()->conv; }
  [[nodiscard]] torch::nn::BatchNorm2d stem_normalisation() override {
    return features[0]->as<relu6_block>()->normalisation;
  }

 private:
  static constexpr auto last_of_stride = mobilenet_v2_architecture::last_of_stride;

  std::array<std::int64_t, 4> widths_{};
};
TORCH_MODULE_IMPL(mobilenet_v2, mobilenet_v2_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_MOBILENET_V2_HPP
