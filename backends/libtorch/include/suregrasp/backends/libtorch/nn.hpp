#ifndef SUREGRASP_BACKENDS_LIBTORCH_NN_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NN_HPP

// The network modules of LibTorch: slow to compile, so included by the network headers only.
#include <suregrasp/backends/libtorch/torch.hpp>
//
#include <torch/nn.h>
#include <torch/optim.h>

namespace suregrasp::inline v2::libtorch {

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
