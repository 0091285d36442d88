#ifndef SUREGRASP_BACKENDS_LIBTORCH_CONVOLUTION_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_CONVOLUTION_HPP

#include <cstdint>
#include <mutex>
#include <suregrasp/backends/libtorch/joint_statistics.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <vector>
//
#include <ATen/core/dispatch/Dispatcher.h>

namespace suregrasp::inline v2::libtorch {

/// A convolution that can be prepared for answering (`prepare`): its weights laid out once for images of one size, in
/// the order in which oneDNN computes, and the ReLU behind it within, where one is. Images of another size are laid out
/// for anew, which costs what every call costs without.
struct conv2d_impl : torch::nn::Conv2dImpl {
  bool before_relu = false;  ///< a ReLU follows, or a normalisation and a ReLU

  explicit conv2d_impl(torch::nn::Conv2dOptions const& how) : Conv2dImpl(how) {}

  torch::Tensor forward(torch::Tensor const& x) {
    if (!is_prepared_) return Conv2dImpl::forward(x);
    static auto const run = operation("mkldnn_prepacked::conv2d_run");
    torch::jit::Stack stack{x, laid_out_for(x.sizes().vec())};
    run.callBoxed(&stack);
    return stack.front().toTensor();
  }

  /// From now on the weights stay as they are and are laid out, if that helps: on the CPU, by a LibTorch with oneDNN. A
  /// convolution in groups, in bfloat16, would then be many times slower.
  void prepare() { is_prepared_ = weight.is_cpu() && at::globalContext().hasMKLDNN() && options.groups() == 1; }

  /// Whether `forward` applies the ReLU too.
  [[nodiscard]] bool gives_activated() const { return before_relu && is_prepared_; }

 private:
  static c10::OperatorHandle operation(char const* name) {
    return c10::Dispatcher::singleton().findSchemaOrThrow(name, "");
  }

  c10::IValue laid_out_for(std::vector<std::int64_t> const& input) {
    std::lock_guard const one_at_a_time(laying_out_);
    if (laid_out_input_ == input) return laid_out_;
    auto const pair = [](auto const& both) { return std::vector<std::int64_t>(both->begin(), both->end()); };
    torch::jit::Stack stack{weight,
                            bias.defined() ? c10::IValue(bias) : c10::IValue(),
                            pair(options.stride()),
                            pair(get<torch::ExpandingArray<2>>(options.padding())),
                            pair(options.dilation()),
                            options.groups(),
                            input,
                            before_relu ? "relu" : "none"};
    operation("mkldnn_prepacked::conv2d_prepack").callBoxed(&stack);
    laid_out_ = stack.front();
    laid_out_input_ = input;
    return laid_out_;
  }

  bool is_prepared_ = false;
  std::mutex laying_out_;
  std::vector<std::int64_t> laid_out_input_;
  c10::IValue laid_out_;
};
TORCH_MODULE_IMPL(conv2d, conv2d_impl);

/// A convolution without bias, as it stands before a batch normalisation.
[[nodiscard]] inline conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1,
                                        std::int64_t groups = 1) {
  return conv2d(
      torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).groups(groups).bias(false));
}

/// One that has a ReLU behind it, or a normalisation and a ReLU.
[[nodiscard]] inline conv2d with_relu(conv2d convolution) {
  convolution->before_relu = true;
  return convolution;
}

/// Whether a normalisation was folded into the convolution before it (`fold_normalisations`), and is left out since.
[[nodiscard]] inline bool is_folded(torch::nn::BatchNorm2dImpl const& normalisation) {
  return !normalisation.weight.defined();
}

/// A convolution and the normalisation behind it.
[[nodiscard]] inline torch::Tensor normalised(conv2d& conv, torch::nn::BatchNorm2d& normalisation,
                                              torch::Tensor const& x) {
  auto y = conv->forward(x);
  return is_folded(*normalisation) ? y : joint_or_own(*normalisation, y);
}

/// The ReLU of what a convolution `with_relu` gave.
[[nodiscard]] inline torch::Tensor activated(conv2d const& conv, torch::Tensor const& y) {
  return conv->gives_activated() ? y : torch::relu(y);
}

/// The modules of a sequence one after the other, but for what was folded into the convolution before.
[[nodiscard]] inline torch::Tensor in_turn(torch::nn::SequentialImpl& modules, torch::Tensor x) {
  bool is_activated = false;
  for (auto& each : modules) {
    if (auto* const normalisation = each.ptr()->as<torch::nn::BatchNorm2d>()) {
      if (!is_folded(*normalisation)) x = joint_or_own(*normalisation, x);
      is_activated = false;
      continue;
    }
    if (is_activated && each.ptr()->as<torch::nn::ReLU>() != nullptr) continue;
    x = each.forward(x);
    auto const* const conv = each.ptr()->as<conv2d>();
    is_activated = conv != nullptr && conv->gives_activated();
  }
  return x;
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_CONVOLUTION_HPP
