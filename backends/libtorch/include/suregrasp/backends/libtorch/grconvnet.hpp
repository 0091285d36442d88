#ifndef SUREGRASP_BACKENDS_LIBTORCH_GRCONVNET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_GRCONVNET_HPP

#include <array>
#include <cstdint>
#include <string>
#include <suregrasp/backends/libtorch/grasp_map_network.hpp>

namespace suregrasp::inline v2::libtorch {

/// Two 3x3 convolutions with normalisation and the input added.
struct grconvnet_block_impl : torch::nn::Module {
  torch::nn::Conv2d conv1, conv2;
  torch::nn::BatchNorm2d bn1, bn2;

  explicit grconvnet_block_impl(std::int64_t channels)
      : conv1(register_module("conv1", same(channels))),
        conv2(register_module("conv2", same(channels))),
        bn1(register_module("bn1", torch::nn::BatchNorm2d(channels))),
        bn2(register_module("bn2", torch::nn::BatchNorm2d(channels))) {}

  torch::Tensor forward(torch::Tensor const& x) { return x + bn2(conv2(torch::relu(bn1(conv1(x))))); }

 private:
  static torch::nn::Conv2d same(std::int64_t channels) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, channels, 3).padding(1));
  }
};
TORCH_MODULE_IMPL(grconvnet_block, grconvnet_block_impl);

/// GR-ConvNet, third form (Kumra, Joshi, Sahin 2020): `[N, 4, 224, 224]`, depth and then red, green, blue. `channels`
/// of its first layer: 32 as published, 16 for the slim weights (479,156 parameters).
struct grconvnet_impl : grasp_map_network_impl {
  torch::nn::Conv2d conv1, conv2, conv3;
  torch::nn::BatchNorm2d bn1, bn2, bn3, bn4, bn5;
  std::array<grconvnet_block, 5> residual{nullptr, nullptr, nullptr, nullptr, nullptr};
  torch::nn::ConvTranspose2d conv4, conv5, conv6;

  explicit grconvnet_impl(std::int64_t channels = 32)
      : grasp_map_network_impl(channels, 2),
        conv1(register_module("conv1", torch::nn::Conv2d(torch::nn::Conv2dOptions(4, channels, 9).padding(4)))),
        conv2(register_module("conv2", down(channels))),
        conv3(register_module("conv3", down(2 * channels))),
        bn1(register_module("bn1", torch::nn::BatchNorm2d(channels))),
        bn2(register_module("bn2", torch::nn::BatchNorm2d(2 * channels))),
        bn3(register_module("bn3", torch::nn::BatchNorm2d(4 * channels))),
        bn4(register_module("bn4", torch::nn::BatchNorm2d(2 * channels))),
        bn5(register_module("bn5", torch::nn::BatchNorm2d(channels))),
        conv4(register_module("conv4", up(4 * channels, 1))),
        conv5(register_module("conv5", up(2 * channels, 2))),
        conv6(register_module(
            "conv6", torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(channels, channels, 9).padding(4)))) {
    for (std::size_t i = 0; i < residual.size(); ++i)
      residual[i] = register_module("res" + std::to_string(i + 1), grconvnet_block(4 * channels));
  }

 private:
  torch::Tensor features_of(torch::Tensor const& image) override {
    auto x = torch::relu(bn1(conv1(image)));
    x = torch::relu(bn2(conv2(x)));
    x = torch::relu(bn3(conv3(x)));
    for (auto& block : residual) x = block(x);
    x = torch::relu(bn4(conv4(x)));
    x = torch::relu(bn5(conv5(x)));
    return conv6(x);
  }

  static torch::nn::Conv2d down(std::int64_t in) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, 2 * in, 4).stride(2).padding(1));
  }
  static torch::nn::ConvTranspose2d up(std::int64_t in, std::int64_t padding) {
    return torch::nn::ConvTranspose2d(
        torch::nn::ConvTranspose2dOptions(in, in / 2, 4).stride(2).padding(padding).output_padding(1));
  }
};
TORCH_MODULE_IMPL(grconvnet, grconvnet_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_GRCONVNET_HPP
