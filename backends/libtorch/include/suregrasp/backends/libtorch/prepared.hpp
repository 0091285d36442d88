#ifndef SUREGRASP_BACKENDS_LIBTORCH_PREPARED_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_PREPARED_HPP

#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

namespace detail {

/// Folds a normalisation in evaluation mode into the convolution before it: conv then norm is one convolution with
/// weights w * g / s and bias b + (b_c - m) * g / s, where s is the root of the variance.
inline void fold(torch::nn::Conv2dImpl& conv, torch::nn::BatchNorm2dImpl& norm) {
  auto const gain = norm.weight / torch::sqrt(norm.running_var + norm.options.eps());
  auto const shift = norm.bias - norm.running_mean * gain;
  conv.weight.set_data(conv.weight * gain.view({-1, 1, 1, 1}));
  conv.bias = conv.bias.defined() ? conv.bias * gain + shift : shift;
  norm.weight = torch::Tensor();
}

}  // namespace detail

/// Folds every normalisation of a module that follows a convolution into it. The module answers as before in evaluation
/// mode, faster; it can be neither trained nor stored any more.
inline void fold_normalisations(torch::nn::Module& module) {
  torch::NoGradGuard const no_gradient;
  torch::nn::Conv2dImpl* before = nullptr;
  for (auto const& child : module.children()) {
    auto* const norm = child->as<torch::nn::BatchNorm2d>();
    if (norm != nullptr && before != nullptr && !is_folded(*norm)) detail::fold(*before, *norm);
    before = child->as<torch::nn::Conv2d>();
    fold_normalisations(*child);
  }
}

/// Whether a device multiplies in bfloat16: a GPU, or this processor where it has the instructions.
[[nodiscard]] inline bool has_bfloat16(torch::Device device = torch::kCPU) {
  if (device.is_cuda()) return true;
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

/// Makes a detector one that only answers, as fast as it can: normalisations folded into convolutions, weights in the
/// order in which convolutions are fastest, ReLUs within them, and in bfloat16 where wanted, which moves answers in
/// their third digit. It can be neither trained nor stored any more. Move it to its device first.
///
/// What helps besides is the program's to decide: `at::set_num_threads`, for Debian's LibTorch begins with one thread,
/// and as many for OpenBLAS (`openblas_set_num_threads`), whose own threads spin; OMP_WAIT_POLICY=passive in its
/// environment, beside other work; and memory that is kept (glibc: `mallopt` with large M_MMAP_THRESHOLD,
/// M_TRIM_THRESHOLD and M_TOP_PAD).
inline void prepare(detector& net, bool bfloat16 = has_bfloat16()) {
  torch::NoGradGuard const no_gradient;
  auto const type = bfloat16 ? torch::kBFloat16 : torch::kFloat;
  net->eval();
  fold_normalisations(*net);
  for (auto const& module : net->modules(/*include_self=*/false))
    if (auto* const conv = module->as<conv2d>()) {
      conv->weight.set_data(conv->weight.to(type).contiguous(at::MemoryFormat::ChannelsLast));
      if (conv->bias.defined()) conv->bias = conv->bias.to(type);
      conv->prepare();
    } else if (auto* const linear = module->as<torch::nn::Linear>()) {
      linear->weight.set_data(linear->weight.to(type));
      linear->bias.set_data(linear->bias.to(type));
    }
  net->pose_net->as_convolution = true;
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_PREPARED_HPP
