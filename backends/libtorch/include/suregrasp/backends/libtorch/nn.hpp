#ifndef SUREGRASP_BACKENDS_LIBTORCH_NN_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NN_HPP

// The network modules of LibTorch: slow to compile, so included by the network headers only.
#include <suregrasp/backends/libtorch/torch.hpp>
//
#include <torch/nn.h>
#include <torch/optim.h>

namespace suregrasp::inline v2::libtorch {

/// A convolution without bias, as it stands before a batch normalisation.
[[nodiscard]] inline torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                                                   std::int64_t stride = 1) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
}

/// Whether a normalisation was folded into the convolution before it (`fold_normalisations`), and is left out since.
[[nodiscard]] inline bool is_folded(torch::nn::BatchNorm2dImpl const& normalisation) {
  return !normalisation.weight.defined();
}

/// A convolution and the normalisation behind it.
[[nodiscard]] inline torch::Tensor normalised(torch::nn::Conv2d& conv, torch::nn::BatchNorm2d& normalisation,
                                              torch::Tensor const& x) {
  auto y = conv(x);
  return is_folded(*normalisation) ? y : normalisation(y);
}

/// The modules of a sequence one after the other, but for normalisations that were folded away.
[[nodiscard]] inline torch::Tensor in_turn(torch::nn::SequentialImpl& modules, torch::Tensor x) {
  for (auto& each : modules) {
    auto const* const normalisation = each.ptr()->as<torch::nn::BatchNorm2d>();
    if (normalisation == nullptr || !is_folded(*normalisation)) x = each.forward(x);
  }
  return x;
}

/// The initialisation of torchvision's ResNets: He's normal for convolutions (fan out), identity for normalisations.
inline void initialise(torch::nn::Module& module) {
  torch::NoGradGuard const no_gradient;
  for (auto const& child : module.modules(/*include_self=*/false))
    if (auto* const conv = child->as<torch::nn::Conv2d>()) {
      torch::nn::init::kaiming_normal_(conv->weight, 0.0, torch::kFanOut, torch::kReLU);
      if (conv->bias.defined()) torch::nn::init::zeros_(conv->bias);
    }
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_NN_HPP
