#ifndef SUREGRASP_BACKENDS_LIBTORCH_RESNET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_RESNET_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <suregrasp/backends/libtorch/backbone.hpp>
#include <suregrasp/detect/backbone_architecture.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// The two kinds of residual block, with torchvision's names: conv1, bn1, ..., downsample.0, downsample.1. The stride
/// of a bottleneck sits in its 3x3 convolution.
struct residual_block_impl : torch::nn::Module {
  std::vector<conv2d> convolutions;
  std::vector<torch::nn::BatchNorm2d> normalisations;
  torch::nn::Sequential downsample{nullptr};

  residual_block_impl(bool bottleneck, std::int64_t in, std::int64_t width, std::int64_t stride) {
    std::int64_t const out = width * (bottleneck ? 4 : 1);
    if (bottleneck) {
      add(with_relu(convolution(in, width, 1)));
      add(with_relu(convolution(width, width, 3, stride)));
      add(convolution(width, out, 1));
    } else {
      add(with_relu(convolution(in, width, 3, stride)));
      add(convolution(width, width, 3));
    }
    if (stride != 1 || in != out)
      downsample = register_module("downsample",
                                   torch::nn::Sequential(convolution(in, out, 1, stride), torch::nn::BatchNorm2d(out)));
  }

  torch::Tensor forward(torch::Tensor const& x) {
    auto y = x;
    for (std::size_t i = 0; i < convolutions.size(); ++i) {
      y = normalised(convolutions[i], normalisations[i], y);
      if (i + 1 < convolutions.size()) y = activated(convolutions[i], y);
    }
    return torch::relu(y + (downsample.is_empty() ? x : in_turn(*downsample, x)));
  }

 private:
  void add(conv2d conv) {
    auto const number = std::to_string(convolutions.size() + 1);
    auto const channels = conv->options.out_channels();
    convolutions.emplace_back(register_module("conv" + number, conv));
    normalisations.emplace_back(register_module("bn" + number, torch::nn::BatchNorm2d(channels)));
  }
};
TORCH_MODULE_IMPL(residual_block, residual_block_impl);

/// A residual network without its classifier; the feature maps are those of its four blocks.
///
/// Parameter names and shapes are torchvision's for `width` 64; other widths make slimmer or wider networks of the same
/// form.
struct resnet_impl : backbone_impl {
  conv2d conv1;
  torch::nn::BatchNorm2d bn1;
  std::array<torch::nn::Sequential, 4> layers{nullptr, nullptr, nullptr, nullptr};

  resnet_impl(resnet_architecture const& architecture, std::int64_t width)
      : conv1(register_module("conv1", with_relu(convolution(3, width, 7, 2)))),
        bn1(register_module("bn1", torch::nn::BatchNorm2d(width))) {
    std::int64_t in = width;
    for (std::size_t k = 0; k < 4; ++k) {
      std::int64_t const inner = width << k;
      torch::nn::Sequential blocks;
      for (int i = 0; i < architecture.blocks[k]; ++i) {
        blocks->push_back(residual_block(architecture.bottleneck, in, inner, i == 0 && k > 0 ? 2 : 1));
        in = inner * architecture.expansion();
      }
      layers[k] = register_module("layer" + std::to_string(k + 1), blocks);
      widths_[k] = in;
    }
    initialise(*this);
  }

  std::array<torch::Tensor, 4> forward(torch::Tensor const& image) override {
    auto x = torch::max_pool2d(activated(conv1, normalised(conv1, bn1, image)), 3, 2, 1);
    std::array<torch::Tensor, 4> maps;
    for (std::size_t k = 0; k < 4; ++k) maps[k] = x = layers[k]->forward(x);
    return maps;
  }

  [[nodiscard]] std::array<std::int64_t, 4> channels() const override { return widths_; }

  [[nodiscard]] std::vector<torch::Tensor> first_parameters(std::size_t stages) const override {
    std::vector<torch::Tensor> first;
    if (stages > 0) first = detail::joined(conv1->parameters(), bn1->parameters());
    for (std::size_t k = 0; k < std::min<std::size_t>(stages, 4); ++k)
      first = detail::joined(first, layers[k]->parameters());
    return first;
  }

  [[nodiscard]] conv2d stem() override { return conv1; }
  [[nodiscard]] torch::nn::BatchNorm2d stem_normalisation() override { return bn1; }

 private:
  std::array<std::int64_t, 4> widths_{};
};
TORCH_MODULE_IMPL(resnet, resnet_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_RESNET_HPP
