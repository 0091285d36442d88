// SureGrasp 2.0.0, libtorch in one header, generated from the many: change it there.
//
// MIT License
//
// Copyright (c) 2026 SureGrasp contributors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#include "suregrasp.hpp"



// suregrasp/backends/libtorch/torch.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP
// The tensors of LibTorch 1.13 and later, without its networks. ivalue.h comes first because clang refuses 1.13 in
// C++20 otherwise.
#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

namespace suregrasp::inline v2::libtorch {

/// The shape of a tensor. Throws `shape_error` `shape.capacity` on more axes than `extents` hold.
[[nodiscard]] inline extents shape_of(torch::Tensor const& t) { return {t.sizes().begin(), t.sizes().end()}; }

/// A shape as LibTorch takes it; refers to `shape`.
[[nodiscard]] inline at::IntArrayRef sizes_of(extents const& shape) { return {shape.data(), shape.size()}; }

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP

// suregrasp/backends/libtorch/autocast.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_AUTOCAST_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_AUTOCAST_HPP
//
#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace suregrasp::inline v2::libtorch {

/// While it lives, networks on `device` compute their convolutions and matrix products in bfloat16, if `wanted`;
/// parameters stay in float. On a processor with bfloat16 instructions that halves the time of a step.
class autocast {
 public:
  autocast(torch::Device device, bool wanted) : device_(device.type()), before_(enabled()) {
    if (!wanted) return;
    set_type();
    set(true);
  }
  autocast(autocast const&) = delete;
  autocast& operator=(autocast const&) = delete;
  ~autocast() {
    set(before_);
    if (!before_) at::autocast::clear_cache();  // casts of parameters, stale after the next step
  }

 private:
#if TORCH_VERSION_MAJOR >= 2 && TORCH_VERSION_MINOR >= 4
  [[nodiscard]] bool enabled() const { return at::autocast::is_autocast_enabled(device_); }
  void set(bool on) const { at::autocast::set_autocast_enabled(device_, on); }
  void set_type() const { at::autocast::set_autocast_dtype(device_, at::kBFloat16); }
#else
  [[nodiscard]] bool enabled() const {
    return device_ == torch::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
  }
  void set(bool on) const {
    device_ == torch::kCPU ? at::autocast::set_cpu_enabled(on) : at::autocast::set_enabled(on);
  }
  void set_type() const {
    device_ == torch::kCPU ? at::autocast::set_autocast_cpu_dtype(at::kBFloat16)
                           : at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
  }
#endif

  torch::DeviceType device_;
  bool before_;
};

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_AUTOCAST_HPP

// suregrasp/core/impl/lerp_values.hpp
#ifndef SUREGRASP_CORE_IMPL_LERP_VALUES_HPP
#define SUREGRASP_CORE_IMPL_LERP_VALUES_HPP
#include <cstddef>

namespace suregrasp::inline v2::detail {

/// `t += weight * (to - t)` for `count` values, exact at both ends.
template <class T>
void lerp_values(T* values, T const* to, std::size_t count, double weight) {
  auto const forth = static_cast<T>(weight), back = static_cast<T>(1 - weight);
  if (weight < 0.5)
    for (std::size_t i = 0; i < count; ++i) values[i] += forth * (to[i] - values[i]);
  else
    for (std::size_t i = 0; i < count; ++i) values[i] = to[i] - back * (to[i] - values[i]);
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_CORE_IMPL_LERP_VALUES_HPP

// suregrasp/backends/libtorch/backend.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_BACKEND_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_BACKEND_HPP
//
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// LibTorch as a backend: tensors of one element type on one device, with autograd.
///
/// `Scalar` is what the host sees; `dtype` what the tensors hold, usually the same, but bfloat16 works with float too.
template <std::floating_point Scalar>
struct basic_backend {
  using tensor_type = torch::Tensor;
  using scalar_type = Scalar;

  torch::Device device = torch::kCPU;
  torch::ScalarType dtype = torch::CppTypeToScalarType<Scalar>::value;

  /// Copies.
  [[nodiscard]] torch::Tensor from_host(host_view<Scalar const> const& view) const {
    auto const options = torch::TensorOptions().dtype(torch::CppTypeToScalarType<Scalar>::value);
    if (device.is_cpu() && dtype == torch::CppTypeToScalarType<Scalar>::value) {  // without an operation's overhead
      auto const result = at::empty(sizes_of(view.shape), options);
      std::copy(view.values.begin(), view.values.end(), static_cast<Scalar*>(result.data_ptr()));
      return result;
    }
    auto const borrowed = torch::from_blob(const_cast<Scalar*>(view.values.data()), sizes_of(view.shape), options);
    return borrowed.to(device, dtype, /*non_blocking=*/false, /*copy=*/true);
  }

  /// Copies, from whatever device and layout.
  [[nodiscard]] host_array<Scalar> to_host(torch::Tensor const& t) const {
    auto constexpr type = torch::CppTypeToScalarType<Scalar>::value;
    bool const as_it_is = t.is_cpu() && t.scalar_type() == type && t.is_contiguous();
    auto const host = as_it_is ? t : t.detach().to(torch::kCPU, type).contiguous();
    auto const* const values = static_cast<Scalar const*>(host.data_ptr());
    return {shape(t), std::vector<Scalar>(values, values + host.numel())};
  }

  [[nodiscard]] extents shape(torch::Tensor const& t) const { return shape_of(t); }
  [[nodiscard]] torch::Tensor reshape(torch::Tensor const& t, extents const& to) const {
    return t.reshape(sizes_of(to));
  }

  [[nodiscard]] torch::Tensor constant(double value, extents const& shape) const {
    return torch::full(sizes_of(shape), static_cast<Scalar>(value), torch::TensorOptions().dtype(dtype).device(device));
  }

  /// The result shares the memory of `t`.
  [[nodiscard]] torch::Tensor slice(torch::Tensor const& t, std::size_t axis, std::int64_t first,
                                    std::int64_t count) const {
    return t.narrow(static_cast<std::int64_t>(axis), first, count);
  }

  [[nodiscard]] torch::Tensor take(torch::Tensor const& t, std::span<std::int64_t const> indices,
                                   std::size_t axis) const {
    auto const borrowed = torch::from_blob(const_cast<std::int64_t*>(indices.data()),
                                           {static_cast<std::int64_t>(indices.size())}, torch::kLong);
    auto const index = borrowed.to(device, torch::kLong, /*non_blocking=*/false, /*copy=*/true);
    // Rows of a matrix are what an embedding looks up, and its backward is far faster than that of index_select.
    if (t.dim() == 2 && axis == 0) return torch::embedding(t, index);
    return t.index_select(static_cast<std::int64_t>(axis), index);
  }

  [[nodiscard]] torch::Tensor concat(std::span<torch::Tensor const> tensors, std::size_t axis) const {
    return torch::cat(at::TensorList(tensors.data(), tensors.size()), static_cast<std::int64_t>(axis));
  }

  [[nodiscard]] torch::Tensor add(torch::Tensor const& a, torch::Tensor const& b) const { return a + b; }
  [[nodiscard]] torch::Tensor sub(torch::Tensor const& a, torch::Tensor const& b) const { return a - b; }
  [[nodiscard]] torch::Tensor mul(torch::Tensor const& a, torch::Tensor const& b) const { return a * b; }
  [[nodiscard]] torch::Tensor div(torch::Tensor const& a, torch::Tensor const& b) const { return a / b; }
  [[nodiscard]] torch::Tensor exp(torch::Tensor const& t) const { return t.exp(); }
  [[nodiscard]] torch::Tensor log(torch::Tensor const& t) const { return t.log(); }
  [[nodiscard]] torch::Tensor sin(torch::Tensor const& t) const { return t.sin(); }
  [[nodiscard]] torch::Tensor cos(torch::Tensor const& t) const { return t.cos(); }

  [[nodiscard]] torch::Tensor round(torch::Tensor const& t) const { return t.detach().round(); }

  [[nodiscard]] torch::Tensor where(torch::Tensor const& condition, torch::Tensor const& a,
                                    torch::Tensor const& b) const {
    return torch::where(condition > 0, a, b);
  }

  [[nodiscard]] torch::Tensor sum(torch::Tensor const& t, std::size_t axis) const {
    return t.sum(static_cast<std::int64_t>(axis), /*keepdim=*/true);
  }
  [[nodiscard]] torch::Tensor max(torch::Tensor const& t, std::size_t axis) const {
    return t.amax(static_cast<std::int64_t>(axis), /*keepdim=*/true);
  }

  [[nodiscard]] torch::Tensor matmul(torch::Tensor const& a, torch::Tensor const& b) const { return a.matmul(b); }

  /// `[M, N]` to `[N, M]`; the result shares the memory of `t`.
  [[nodiscard]] torch::Tensor transpose(torch::Tensor const& t) const { return t.t(); }

  [[nodiscard]] torch::Tensor variable(torch::Tensor const& t) const { return t.detach().clone().requires_grad_(true); }
  [[nodiscard]] torch::Tensor stop_gradient(torch::Tensor const& t) const { return t.detach(); }

  [[nodiscard]] std::vector<torch::Tensor> gradient(torch::Tensor const& loss,
                                                    std::span<torch::Tensor const> leaves) const {
    std::vector<torch::Tensor> const inputs(leaves.begin(), leaves.end());
    if (!loss.requires_grad()) {
      std::vector<torch::Tensor> zeros;
      for (auto const& leaf : leaves) zeros.push_back(torch::zeros_like(leaf));
      return zeros;
    }
    auto gradients =
        torch::autograd::grad({loss.reshape({})}, inputs, {}, /*retain_graph=*/true, /*create_graph=*/false,
                              /*allow_unused=*/true);
    for (std::size_t i = 0; i < gradients.size(); ++i)
      if (!gradients[i].defined()) gradients[i] = torch::zeros_like(inputs[i]);
    return gradients;
  }

  /// Whether a host kernel may stand in for tensor operations: the values are in the host's memory, with no history.
  [[nodiscard]] bool on_host(torch::Tensor const& t) const { return t.is_cpu() && !t.requires_grad(); }

  /// From the first to the last byte that `t` reaches, on its device.
  [[nodiscard]] std::span<std::byte const> memory_of(torch::Tensor const& t) const {
    if (t.numel() == 0) return {};
    std::int64_t last = 0;
    for (std::int64_t axis = 0; axis < t.dim(); ++axis) last += (t.size(axis) - 1) * t.stride(axis);
    return {static_cast<std::byte const*>(t.data_ptr()), static_cast<std::size_t>(last + 1) * t.element_size()};
  }

  /// Of the element type of `t`, which may be another than `dtype`; of integers that of `Scalar`.
  [[nodiscard]] double epsilon_of(torch::Tensor const& t) const {
    if (t.scalar_type() == torch::kHalf) return 0x1p-10;
    if (t.scalar_type() == torch::kBFloat16) return 0x1p-7;
    if (t.scalar_type() == torch::kFloat) return 0x1p-23;
    if (t.scalar_type() == torch::kDouble) return 0x1p-52;
    return t.is_floating_point() ? 0.25 : static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  }

  /// A copy in memory of its own, without history, of whatever element type.
  [[nodiscard]] torch::Tensor clone(torch::Tensor const& t) const { return t.detach().clone(); }

  /// What `f()` returns, with nothing recorded on the way.
  template <class F>
  [[nodiscard]] auto without_gradients(F const& f) const {
    torch::NoGradGuard const no_gradient;
    return f();
  }

  /// Moves `t` towards `to`, which may be on another device, in place: `t += weight * (to - t)`.
  void lerp_(torch::Tensor& t, torch::Tensor const& to, double weight) const {
    lerp_all_(std::span(&t, 1), std::span(&to, 1), weight);
  }

  /// The same for many tensors, to the same bits, in one pass over those in the host's memory.
  void lerp_all_(std::span<torch::Tensor> tensors, std::span<torch::Tensor const> to, double weight) const {
    torch::NoGradGuard const no_gradient;
    std::vector<torch::Tensor> ends;
    std::vector<lerp_stretch> stretches;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      auto& t = tensors[i];
      ends.push_back(to[i].to(t.device(), t.scalar_type()));
      if (!is_native(t) || !is_native(ends.back()) || t.sizes() != ends.back().sizes())
        t.lerp_(ends.back(), weight);
      else if (t.numel() > 0)
        stretches.push_back({t.template data_ptr<Scalar>(), ends.back().template data_ptr<Scalar>(), t.numel()});
    }
    lerp_values(stretches, weight);
  }

 private:
  struct lerp_stretch {
    Scalar* values;
    Scalar const* to;
    std::int64_t count;
  };

  /// Whether the values lie one after the other in the host's memory.
  [[nodiscard]] static bool is_native(torch::Tensor const& t) {
    return t.is_cpu() && t.is_contiguous() && t.scalar_type() == torch::CppTypeToScalarType<Scalar>::value;
  }

  /// Threads share the values of all stretches as if they were one. Exact at both ends.
  static void lerp_values(std::vector<lerp_stretch> const& stretches, double weight) {
    std::size_t total = 0;
    for (auto const& each : stretches) total += static_cast<std::size_t>(each.count);
    // at::parallel_for takes one thread in a program that is compiled without OpenMP.
    auto const parts = suregrasp::detail::thread_parts(total >> 18, at::get_num_threads());
    suregrasp::detail::in_parts(total, parts, [&](std::size_t, std::size_t begin, std::size_t end) {
      std::size_t first = 0;
      for (auto const& [values, to, size] : stretches) {
        auto const count = static_cast<std::size_t>(size);
        auto const from = std::max(begin, first) - first, until = std::min(std::max(end, first) - first, count);
        if (from < until) suregrasp::detail::lerp_values(values + from, to + from, until - from, weight);
        first += count;
      }
    });
  }
};

/// float32 on the CPU unless told otherwise.
using backend = basic_backend<float>;

static_assert(differentiable_backend<basic_backend<float>> && linalg_backend<basic_backend<float>>);
static_assert(differentiable_backend<basic_backend<double>> && linalg_backend<basic_backend<double>>);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_BACKEND_HPP

// suregrasp/backends/libtorch/nn.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_NN_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NN_HPP
// The network modules of LibTorch: slow to compile, so included by the network headers only.
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

// suregrasp/backends/libtorch/joint_statistics.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// While one lives, batch normalisation in training mode takes mean and variance over the batches of all processes of a
/// group, in whatever this thread computes forward; the backward pass must be over before it goes. Every process must
/// compute the same layers in the same order. Nothing changes in a group of one.
class joint_statistics {
 public:
  using sum_type = std::function<void(torch::Tensor&)>;

  template <process_group Group>
  explicit joint_statistics(Group const& group) : before_(current()) {
    if (group.size() == 1) return;
    sum_ = [group](torch::Tensor& values) {
      std::vector<torch::Tensor> one{values};
      if (values.scalar_type() == torch::kDouble)
        suregrasp::sum_tensors_over(group, basic_backend<double>{.device = values.device()}, one);
      else
        suregrasp::sum_tensors_over(group, basic_backend<float>{.device = values.device()}, one);
      values = one.front();
    };
    current() = &sum_;
  }
  joint_statistics(joint_statistics const&) = delete;
  joint_statistics& operator=(joint_statistics const&) = delete;
  ~joint_statistics() { current() = before_; }

  /// What sums over the processes; null where there is but one.
  [[nodiscard]] static sum_type const*& current() {
    thread_local sum_type const* in_force = nullptr;
    return in_force;
  }

 private:
  sum_type const* before_;
  sum_type sum_;
};

namespace detail {

/// The sum of a tensor over the processes, through which gradients flow: that of the sum of all losses by one process's
/// tensor is the sum of the gradients of each loss by the sum.
struct sum_over_processes : torch::autograd::Function<sum_over_processes> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, torch::Tensor const& own,
                               joint_statistics::sum_type const* sum) {
    context->saved_data["sum"] = reinterpret_cast<std::int64_t>(sum);
    auto total = own.detach().clone();
    (*sum)(total);
    return total;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    auto const* const sum = reinterpret_cast<joint_statistics::sum_type const*>(context->saved_data["sum"].toInt());
    auto total = gradients.front().contiguous().clone();
    (*sum)(total);
    return {total, torch::Tensor()};
  }
};

/// Batch normalisation of `[N, C, H, W]` by the statistics of all processes, whose N may differ. The sums are in double
/// and about the running mean, which is the same everywhere: so differences of large numbers stay exact.
inline torch::Tensor normalised_jointly(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x,
                                        joint_statistics::sum_type const* sum) {
  auto const per_channel = [](torch::Tensor const& t) { return t.view({1, -1, 1, 1}); };
  auto const values = x.scalar_type() == torch::kDouble ? x : x.to(torch::kFloat);
  auto const centred = values - per_channel(norm.running_mean.to(values.scalar_type()));
  std::vector<std::int64_t> const axes{0, 2, 3};
  auto const channels = x.size(1);
  auto const summed = [&](torch::Tensor const& t) { return t.sum(axes, /*keepdim=*/false, torch::kDouble); };
  auto const count = torch::full({1}, static_cast<double>(x.numel() / channels),
                                 values.options().dtype(torch::kDouble).requires_grad(false));
  auto const own = torch::cat({summed(centred), summed(centred * centred), count});
  auto const all = sum_over_processes::apply(own, sum);
  auto const total = all.narrow(0, 2 * channels, 1);
  auto const mean = all.narrow(0, 0, channels) / total;
  auto const variance = all.narrow(0, channels, channels) / total - mean * mean;
  {
    torch::NoGradGuard const no_gradient;
    auto const n = total.item<double>();
    double const momentum = norm.options.momentum().value_or(1.0 / (1 + norm.num_batches_tracked.item<double>()));
    norm.num_batches_tracked += 1;
    norm.running_mean.add_(mean.detach().to(norm.running_mean.scalar_type()), momentum);
    norm.running_var.mul_(1 - momentum)
        .add_((variance * (n / (n - 1))).detach().to(norm.running_var.scalar_type()), momentum);
  }
  auto const scale = torch::rsqrt(variance + norm.options.eps()).to(values.scalar_type()) * norm.weight;
  auto const result =
      (centred - per_channel(mean.to(values.scalar_type()))) * per_channel(scale) + per_channel(norm.bias);
  return result.to(x.scalar_type());
}

}  // namespace detail

/// A normalisation of a batch by its own statistics, or by those of all processes while a `joint_statistics` lives.
[[nodiscard]] inline torch::Tensor joint_or_own(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x) {
  auto const* const sum = joint_statistics::current();
  return sum != nullptr && norm.is_training() ? detail::normalised_jointly(norm, x, sum) : norm.forward(x);
}

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP

// suregrasp/backends/libtorch/convolution.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_CONVOLUTION_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_CONVOLUTION_HPP
#include <cstdint>
#include <mutex>
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

// suregrasp/backends/libtorch/backbone.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_HPP
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace suregrasp::inline v2::libtorch {

namespace detail {

inline std::vector<torch::Tensor> joined(std::vector<torch::Tensor> a, std::vector<torch::Tensor> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace detail

/// What every backbone is to the detector: a network that turns an image `[N, 3, H, W]` into four feature maps, of
/// strides 4, 8, 16 and 32.
struct backbone_impl : torch::nn::Module {
  /// The four feature maps `[N, channels()[k], H / 4 / 2^k, W / 4 / 2^k]`, finest first.
  virtual std::array<torch::Tensor, 4> forward(torch::Tensor const& image) = 0;

  /// Channels of the four feature maps.
  [[nodiscard]] virtual std::array<std::int64_t, 4> channels() const = 0;

  /// Parameters of everything up to the first `stages` of the four feature maps, the stem included; none for 0.
  [[nodiscard]] virtual std::vector<torch::Tensor> first_parameters(std::size_t stages) const = 0;

  /// The convolution that sees the image, and the normalisation behind it.
  [[nodiscard]] virtual conv2d stem() = 0;
  [[nodiscard]] virtual torch::nn::BatchNorm2d stem_normalisation() = 0;
};
TORCH_MODULE_IMPL(backbone, backbone_impl);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_HPP

// suregrasp/backends/libtorch/rendezvous.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_RENDEZVOUS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_RENDEZVOUS_HPP
#include <netdb.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <string>
//
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

/// Where the processes of a group find each other, by LibTorch's store.
namespace suregrasp::inline v2::libtorch::detail {

/// What LibTorch said, without the places in its sources.
[[nodiscard]] inline std::string first_line(std::exception const& problem) {
  auto const* const own = dynamic_cast<c10::Error const*>(&problem);
  std::string const text = own != nullptr ? own->what_without_backtrace() : problem.what();
  return text.substr(0, text.find('\n'));
}

[[nodiscard]] inline bool is_timeout(std::string const& text) {
  for (auto const* word : {"imed out", "imeout", "imeOut"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

/// While one lives, writing to a process that is gone is an error for this thread, and for threads that it starts, and
/// no `SIGPIPE`, which would end the program: LibTorch's store writes without a thought of it, since Python ignores the
/// signal.
class broken_pipes_told {
 public:
  broken_pipes_told() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    pending_before_ = pending();
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  broken_pipes_told(broken_pipes_told const&) = delete;
  broken_pipes_told& operator=(broken_pipes_told const&) = delete;
  ~broken_pipes_told() {
    timespec const at_once{};
    if (!pending_before_ && pending()) ::sigtimedwait(&pipe_, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  [[nodiscard]] static bool pending() {
    sigset_t waiting;
    return ::sigpending(&waiting) == 0 && ::sigismember(&waiting, SIGPIPE) == 1;
  }

  sigset_t pipe_{}, before_{};
  bool pending_before_ = false;
};

/// What `f()` returns; what LibTorch throws on the way becomes `distributed_error`: `distributed.timeout` where a
/// process does not answer in time, `distributed.peer` where one is gone. `doing` says what was going on.
template <class F>
auto as_distributed(group_options const& group, std::string const& doing, F const& f) {
  broken_pipes_told const guard;
  try {
    return f();
  } catch (suregrasp::error const&) {
    throw;
  } catch (std::exception const& problem) {
    auto const text = first_line(problem);
    auto const where =
        "rank " + std::to_string(group.rank) + " of " + std::to_string(group.size) + ", while it " + doing;
    if (is_timeout(text))
      throw distributed_error("distributed.timeout", where + ": expected an answer of every other process within " +
                                                         std::to_string(group.patience.count() / 1000) +
                                                         " s, one did not come (" + text + ")");
    throw distributed_error("distributed.peer", where + ": another process is gone (" + text + ")");
  }
}

/// What `f()` returns, which is a part of meeting the others. Throws `distributed_error`: `distributed.port` where the
/// port is in use, `distributed.meeting` where rank 0 is not reached, or not all have come, in time.
template <class F>
auto while_meeting(group_options const& group, F const& f) {
  broken_pipes_told const guard;
  try {
    return f();
  } catch (suregrasp::error const&) {
    throw;
  } catch (std::exception const& problem) {
    auto const text = first_line(problem);
    for (auto const* word : {"ddress already in use", "EADDRINUSE"})
      if (text.find(word) != std::string::npos)
        throw distributed_error("distributed.port", "port " + std::to_string(group.port) +
                                                        " is in use on this machine: expected one that rank 0 may "
                                                        "listen at; set MASTER_PORT to another, the same for all");
    throw distributed_error("distributed.meeting",
                            "rank " + std::to_string(group.rank) + " of " + std::to_string(group.size) +
                                ": expected all processes at " + group.address + ":" + std::to_string(group.port) +
                                " within " + std::to_string(group.meeting.count() / 1000) + " s (" + text + ")");
  }
}

/// The store that rank 0 keeps and all others reach. Throws as `while_meeting`.
[[nodiscard]] inline c10::intrusive_ptr<c10d::Store> open_store(group_options const& group) {
  c10d::TCPStoreOptions options;
  options.port = group.port;
  options.isServer = group.rank == 0;
  options.numWorkers = group.size;
  options.timeout = group.meeting;
  return while_meeting(group, [&]() -> c10::intrusive_ptr<c10d::Store> {
    auto store = c10::make_intrusive<c10d::TCPStore>(group.address, options);
    store->setTimeout(group.meeting);
    return store;
  });
}

/// The address of this machine from which it reaches the machine of rank 0. Nothing is sent. A machine's own name would
/// not do: on Debian it is 127.0.1.1.
[[nodiscard]] inline std::string own_address(group_options const& group) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  if (::getaddrinfo(group.address.c_str(), std::to_string(group.port).c_str(), &hints, &found) != 0)
    throw distributed_error("distributed.address", "expected the name or address of a machine as MASTER_ADDR, got '" +
                                                       group.address + "', which leads nowhere");
  std::string own;
  for (auto const* each = found; each != nullptr && own.empty(); each = each->ai_next) {
    int const descriptor = ::socket(each->ai_family, each->ai_socktype, each->ai_protocol);
    if (descriptor < 0) continue;
    sockaddr_storage here{};
    socklen_t length = sizeof here;
    std::array<char, NI_MAXHOST> text{};
    auto* const address = reinterpret_cast<sockaddr*>(&here);
    if (::connect(descriptor, each->ai_addr, each->ai_addrlen) == 0 &&
        ::getsockname(descriptor, address, &length) == 0 &&
        ::getnameinfo(address, length, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      own = text.data();
    ::close(descriptor);
  }
  ::freeaddrinfo(found);
  return own.empty() ? group.address : own;
}

}  // namespace suregrasp::inline v2::libtorch::detail
#endif  // SUREGRASP_BACKENDS_LIBTORCH_RENDEZVOUS_HPP

// suregrasp/backends/libtorch/c10d_group.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_C10D_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_C10D_GROUP_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
//
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/Work.hpp>

namespace suregrasp::inline v2::libtorch {

/// What a group has sent, and how long it has waited.
struct group_traffic {
  double bytes = 0;    ///< handed over by this process, to be sent about twice as all-reduce does
  double seconds = 0;  ///< spent in calls of the group
};

namespace detail {

/// A process group by one of the engines of LibTorch's c10d. `Engine::open(options, store)` makes its group, of type
/// `Engine::type`; `Engine::device(options)` is where it wants tensors. They are summed in float or double; those of
/// another type, or another device, go that way.
template <class Engine>
class c10d_group {
 public:
  explicit c10d_group(group_options options) : state_(std::make_shared<state>()) {
    state_->options = std::move(options);
    if (size() == 1) return;
    auto const& o = state_->options;
    state_->store = open_store(o);
    state_->device = Engine::device(o);
    state_->group = while_meeting(
        o, [&] { return Engine::open(o, c10::make_intrusive<c10d::PrefixStore>("suregrasp", state_->store)); });
  }

  [[nodiscard]] std::size_t rank() const { return state_->options.rank; }
  [[nodiscard]] std::size_t size() const { return state_->options.size; }

  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    if (size() == 1) return {std::string(bytes)};
    std::vector<torch::Tensor> const lengths = all_of(torch::tensor({static_cast<std::int64_t>(bytes.size())}));
    std::int64_t longest = 0;
    for (torch::Tensor const& each : lengths) longest = std::max(longest, each.item<std::int64_t>());
    std::vector<std::string> all(size());
    if (longest == 0) return all;
    auto const theirs = all_of(padded(bytes, longest));
    for (std::size_t i = 0; i < size(); ++i)
      all[i].assign(static_cast<char const*>(theirs[i].data_ptr()),
                    static_cast<std::size_t>(lengths[i].item<std::int64_t>()));
    return all;
  }

  [[nodiscard]] std::string broadcast(std::string_view bytes) const {
    if (size() == 1) return std::string(bytes);
    torch::Tensor const told = first(torch::tensor({static_cast<std::int64_t>(bytes.size())}));
    auto const length = told.item<std::int64_t>();
    if (length == 0) return {};
    auto const text = first(rank() == 0 ? padded(bytes, length) : torch::empty({length}, torch::kByte));
    return {static_cast<char const*>(text.data_ptr()), static_cast<std::size_t>(length)};
  }

  void barrier() const {
    if (size() > 1) timed("waited for all", 0, [&] { state_->group->barrier()->wait(); });
  }

  void sum(std::span<double> values) const {
    if (size() == 1 || values.empty()) return;
    auto const host = torch::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, torch::kDouble);
    auto const shared = host.to(state_->device);  // itself on the host
    timed("summed", static_cast<double>(values.size_bytes()), [&] { begin_sum(shared)->wait(); });
    if (!shared.is_same(host)) host.copy_(shared);
  }

  /// In stretches of about 16 MB, of which one is put together while others are under way.
  void sum_tensors(std::vector<torch::Tensor>& tensors) const {
    if (size() == 1) return;
    torch::NoGradGuard const no_gradient;
    for (auto const type : {torch::kFloat, torch::kDouble}) {
      std::vector<stretch> under_way;
      double bytes = 0;
      timed("summed gradients", 0, [&] {
        for (std::size_t i = 0; i < tensors.size();) {
          stretch next{.tensors = {}, .flat = {}, .work = {}};
          std::vector<torch::Tensor> parts;
          for (std::int64_t count = 0; i < tensors.size() && count < most_values; ++i) {
            if (summed_as(tensors[i]) != type || tensors[i].numel() == 0) continue;
            next.tensors.push_back(i);
            parts.push_back(tensors[i].detach().reshape({-1}).to(state_->device, type));
            count += parts.back().numel();
          }
          if (parts.empty()) continue;
          next.flat = torch::cat(parts);
          bytes += static_cast<double>(next.flat.nbytes());
          next.work = begin_sum(next.flat);
          under_way.push_back(std::move(next));
        }
        for (auto const& each : under_way) put_back(each, tensors);
      });
      state_->traffic.bytes += bytes;
    }
  }

  [[nodiscard]] group_traffic traffic() const { return state_->traffic; }

 private:
  static constexpr std::int64_t most_values = 1 << 22;

  struct state {
    state() = default;
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() {
      broken_pipes_told const guard;  // the others may have gone
      group.reset();
      store.reset();
    }

    group_options options;
    c10::intrusive_ptr<c10d::Store> store;
    c10::intrusive_ptr<typename Engine::type> group;
    torch::Device device = torch::kCPU;
    group_traffic traffic;
  };

  /// Tensors that are summed as one.
  struct stretch {
    std::vector<std::size_t> tensors;  ///< their numbers
    torch::Tensor flat;
    c10::intrusive_ptr<c10d::Work> work;
  };

  [[nodiscard]] static torch::ScalarType summed_as(torch::Tensor const& t) {
    return t.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat;
  }

  [[nodiscard]] c10::intrusive_ptr<c10d::Work> begin_sum(torch::Tensor const& values) const {
    std::vector<torch::Tensor> one{values};
    return state_->group->allreduce(one);
  }

  static void put_back(stretch const& done, std::vector<torch::Tensor>& tensors) {
    done.work->wait();
    std::int64_t at = 0;
    for (auto const i : done.tensors) {
      auto& each = tensors[i];
      auto const sum = done.flat.narrow(0, at, each.numel()).view(each.sizes());
      each = sum.to(each.options()).clone();
      at += each.numel();
    }
  }

  [[nodiscard]] static torch::Tensor padded(std::string_view bytes, std::int64_t length) {
    auto const all = torch::zeros({length}, torch::kByte);
    if (!bytes.empty()) std::memcpy(all.data_ptr(), bytes.data(), bytes.size());
    return all;
  }

  /// One tensor of every process, of one shape, on the host.
  [[nodiscard]] std::vector<torch::Tensor> all_of(torch::Tensor const& own) const {
    std::vector<torch::Tensor> one{own.to(state_->device)};
    std::vector<std::vector<torch::Tensor>> all(1);
    for (std::size_t i = 0; i < size(); ++i) all[0].push_back(torch::empty_like(one.front()));
    timed("gathered", static_cast<double>(own.nbytes()), [&] { state_->group->allgather(all, one)->wait(); });
    for (auto& each : all[0]) each = each.cpu();
    return all[0];
  }

  /// The tensor of rank 0, on the host.
  [[nodiscard]] torch::Tensor first(torch::Tensor const& own) const {
    std::vector<torch::Tensor> one{own.to(state_->device)};
    timed("took over from rank 0", static_cast<double>(own.nbytes()), [&] { state_->group->broadcast(one)->wait(); });
    return one.front().cpu();
  }

  template <class F>
  void timed(char const* doing, double bytes, F const& f) const {
    using clock = std::chrono::steady_clock;
    auto const start = clock::now();
    as_distributed(state_->options, doing, f);
    state_->traffic.seconds += std::chrono::duration<double>(clock::now() - start).count();
    state_->traffic.bytes += bytes;
  }

  std::shared_ptr<state> state_;
};

}  // namespace detail

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_C10D_GROUP_HPP

// suregrasp/backends/libtorch/feature_pyramid.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_FEATURE_PYRAMID_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_FEATURE_PYRAMID_HPP
#include <array>

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

// suregrasp/backends/libtorch/locnet.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_LOCNET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_LOCNET_HPP
#include <array>

namespace suregrasp::inline v2::libtorch {

/// Convolution, batch normalisation, ReLU.
[[nodiscard]] inline torch::nn::Sequential convolution_block(std::int64_t in, std::int64_t out,
                                                             std::int64_t stride = 1) {
  return torch::nn::Sequential(with_relu(convolution(in, out, 3, stride)), torch::nn::BatchNorm2d(out),
                               torch::nn::ReLU());
}

/// LocNet: an encoder-decoder over the finest pyramid level that draws where to grasp.
///
/// Encodes from stride 4 to 16, decodes with skip connections to stride 2, and enlarges the result to the input's size.
/// Output: logits `[N, 1, H, W]` of the heatmap.
struct locnet_impl : torch::nn::Module {
  torch::nn::Sequential enter, down8, down16, up8, up4, up2;
  conv2d draw;

  explicit locnet_impl(std::int64_t channels)
      : enter(register_module("enter", convolution_block(channels, channels))),
        down8(register_module("down8", convolution_block(channels, channels, 2))),
        down16(register_module("down16", convolution_block(channels, channels, 2))),
        up8(register_module("up8", convolution_block(channels, channels))),
        up4(register_module("up4", convolution_block(channels, channels))),
        up2(register_module("up2", convolution_block(channels, channels / 2))),
        draw(register_module("draw", conv2d(torch::nn::Conv2dOptions(channels / 2, 1, 1)))) {
    initialise(*this);
    torch::NoGradGuard const no_gradient;
    draw->weight.mul_(0.1);
    draw->bias.fill_(-4);  // about 2 % of a picture is a location to grasp at: start from that
  }

  /// `finest`: `[N, C, H/4, W/4]`.
  torch::Tensor forward(torch::Tensor const& finest) {
    auto const s4 = in_turn(*enter, finest);
    auto const s8 = in_turn(*down8, s4);
    auto const s16 = in_turn(*down16, s8);
    auto x = in_turn(*up8, enlarge(s16, s8.size(2), s8.size(3)) + s8);
    x = in_turn(*up4, enlarge(x, s4.size(2), s4.size(3)) + s4);
    x = draw(in_turn(*up2, enlarge(x, 2 * s4.size(2), 2 * s4.size(3))));
    return enlarge(x, 4 * s4.size(2), 4 * s4.size(3));
  }

 private:
  static torch::Tensor enlarge(torch::Tensor const& x, std::int64_t height, std::int64_t width) {
    std::array<std::int64_t, 2> const size{height, width};
    return torch::upsample_bilinear2d(x, size, /*align_corners=*/false);
  }
};
TORCH_MODULE_IMPL(locnet, locnet_impl);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_LOCNET_HPP

// suregrasp/backends/libtorch/posenet.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_POSENET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_POSENET_HPP
#include <cstdint>
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

// suregrasp/detect/backbone_architecture.hpp
#ifndef SUREGRASP_DETECT_BACKBONE_ARCHITECTURE_HPP
#define SUREGRASP_DETECT_BACKBONE_ARCHITECTURE_HPP
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What the backbones of a detector are made of, for every library that builds them. A `width` of 64 is the published
/// network, others make slimmer or wider ones of the same form.
namespace suregrasp::inline v2 {

/// One of the residual networks of He et al. 2016.
struct resnet_architecture {
  bool bottleneck = false;
  std::array<int, 4> blocks{2, 2, 2, 2};

  /// `resnet18`, `resnet34` or `resnet50`; nothing on another name.
  [[nodiscard]] static std::optional<resnet_architecture> named(std::string_view name) {
    if (name == "resnet18") return resnet_architecture{false, {2, 2, 2, 2}};
    if (name == "resnet34") return resnet_architecture{false, {3, 4, 6, 3}};
    if (name == "resnet50") return resnet_architecture{true, {3, 4, 6, 3}};
    return std::nullopt;
  }

  [[nodiscard]] std::int64_t expansion() const { return bottleneck ? 4 : 1; }
};

/// MobileNetV2 (Sandler et al. 2018) up to its last inverted residual block.
struct mobilenet_v2_architecture {
  /// An inverted residual block: widened `expansion` times, filtered channel by channel, narrowed again.
  struct block {
    std::int64_t in, out, stride, expansion;
    [[nodiscard]] bool has_shortcut() const { return stride == 1 && in == out; }
  };

  std::int64_t stem = 32;       ///< channels of the convolution before the first block
  std::vector<block> blocks{};  ///< `features.1` and on, in torchvision's names

  /// The numbers of the last layers of strides 4, 8, 16 and 32, the stem being number 0: the feature maps.
  static constexpr std::array<std::size_t, 4> last_of_stride{3, 6, 13, 17};

  [[nodiscard]] static mobilenet_v2_architecture of(std::int64_t width) {
    struct stage {
      std::int64_t expansion, channels, count, stride;
    };
    mobilenet_v2_architecture made{.stem = scaled(32, width)};
    auto in = made.stem;
    for (auto const& [expansion, channels, count, stride] : {stage{1, 16, 1, 1},
                                                             {6, 24, 2, 2},
                                                             {6, 32, 3, 2},
                                                             {6, 64, 4, 2},
                                                             {6, 96, 3, 1},
                                                             {6, 160, 3, 2},
                                                             {6, 320, 1, 1}})
      for (std::int64_t i = 0; i < count; ++i) {
        made.blocks.push_back({in, scaled(channels, width), i == 0 ? stride : 1, expansion});
        in = made.blocks.back().out;
      }
    return made;
  }

 private:
  /// `channels` times `width` / 64, rounded to a multiple of 8 and never more than a tenth below (torchvision's rule).
  static std::int64_t scaled(std::int64_t channels, std::int64_t width) {
    std::int64_t constexpr whole = 64, step = 8;
    std::int64_t const exact = channels * width;
    std::int64_t const rounded = std::max(step, (exact + step / 2 * whole) / (step * whole) * step);
    return 10 * whole * rounded < 9 * exact ? rounded + step : rounded;
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DETECT_BACKBONE_ARCHITECTURE_HPP

// suregrasp/backends/libtorch/mobilenet_v2.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_MOBILENET_V2_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_MOBILENET_V2_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

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

// suregrasp/backends/libtorch/resnet.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_RESNET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_RESNET_HPP
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
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

// suregrasp/backends/libtorch/named_backbone.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_NAMED_BACKBONE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NAMED_BACKBONE_HPP
#include <cstdint>
#include <memory>
#include <string>

namespace suregrasp::inline v2::libtorch {

/// The backbone `name`: `resnet18`, `resnet34`, `resnet50` or `mobilenet_v2`; `width` 64 is the published network.
/// Throws `option_error` on another name.
[[nodiscard]] inline backbone named_backbone(std::string const& name, std::int64_t width) {
  std::shared_ptr<backbone_impl> made;
  if (name == "mobilenet_v2") made = std::make_shared<mobilenet_v2_impl>(width);
  if (auto const form = resnet_architecture::named(name)) made = std::make_shared<resnet_impl>(*form, width);
  if (made) return backbone(made);
  throw option_error("network.backbone",
                     "unknown backbone '" + name + "': expected resnet18, resnet34, resnet50 or mobilenet_v2");
}

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_NAMED_BACKBONE_HPP

// suregrasp/detect/grasp_network.hpp
#ifndef SUREGRASP_DETECT_GRASP_NETWORK_HPP
#define SUREGRASP_DETECT_GRASP_NETWORK_HPP
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace suregrasp::inline v2 {

/// Images as a network takes them.
template <class Tensor>
struct image_batch {
  Tensor rgb;                   ///< `[N, 3, H, W]`, normalised colour
  std::optional<Tensor> depth;  ///< `[N, 3, H, W]`: depth and its two Sobel derivatives; nothing where there is none
};

/// A network that detection and evaluation can run: features of images, a heatmap from the features, and encoded poses
/// at given locations.
///
/// Minimal complete definition: `encoding()`, what the numbers of a pose mean; `fusion()`, how the poses of its heads
/// are fused; `input_size()`, the side S of its square input in pixels; `features(images)`, at least one level
/// `[N, H, W, C]`; `heat(levels)`, `[N, S, S]` in [0, 1]: how likely each pixel is the centre of a grasp;
/// `poses(levels, at)`, one tensor `[M, P]` per head for M locations, P = `encoding().columns()`. Answers of other
/// shapes, and numbers that are not finite, are refused where they come in.
/// Optional: `takes(height, width)`, whether images of another size than S by S are fine as well, see `takes_sizes`.
/// Laws: `levels_cover_the_input`, `heat_has_the_size_of_the_input`, `heat_is_a_probability`,
/// `heads_answer_at_each_location`, `same_images_same_answers`, `a_location_stands_alone`, `an_image_stands_alone`,
/// `asking_changes_nothing`; `testing::check_network` holds a network to them.
/// Models: `libtorch::inference`, `openvino::inference`, `network_adaptor` and what derives from it, `ensemble`.
template <class N, class B>
concept grasp_network =
    tensor_backend<B> && requires(N const& network, image_batch<tensor_t<B>> const& images,
                                  std::vector<level<tensor_t<B>>> const& levels, std::span<location const> at) {
      { network.encoding() } -> std::convertible_to<pose_encoding>;
      { network.fusion() } -> std::convertible_to<fusion_options>;
      { network.input_size() } -> std::convertible_to<std::int64_t>;
      { network.features(images) } -> std::same_as<std::vector<level<tensor_t<B>>>>;
      { network.heat(levels) } -> std::same_as<tensor_t<B>>;
      { network.poses(levels, at) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

/// A network that also takes images of other sizes than its own, at the same scale: whether `[N, 3, H, W]` are fine is
/// what `takes(height, width)` says; the heatmap of such images is `[N, H, W]`, and the first level has H / stride by
/// W / stride pixels. It shares the work that windows of its own size would do twice where they overlap.
template <class N>
concept takes_sizes = requires(N const& network, std::int64_t side) {
  { network.takes(side, side) } -> std::convertible_to<bool>;
};

/// Whether a network takes images of this size: its own, or any other that it says it takes.
template <class Network>
[[nodiscard]] bool takes_size(Network const& network, std::int64_t height, std::int64_t width) {
  if (height == network.input_size() && width == network.input_size()) return true;
  if constexpr (takes_sizes<Network>) return network.takes(height, width);
  return false;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DETECT_GRASP_NETWORK_HPP

// suregrasp/backends/libtorch/rgbd_branches.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_RGBD_BRANCHES_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_RGBD_BRANCHES_HPP
#include <array>
#include <string>

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

// suregrasp/detect/detector_options.hpp
#ifndef SUREGRASP_DETECT_DETECTOR_OPTIONS_HPP
#define SUREGRASP_DETECT_DETECTOR_OPTIONS_HPP
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

namespace suregrasp::inline v2 {

/// Everything that decides what a detector is; recorded in every model file. Two models with equal options differ in
/// their weights only.
struct detector_options {
  std::string backbone = "resnet18";   ///< resnet18, resnet34, resnet50 or mobilenet_v2
  std::int64_t width = 64;             ///< of the backbone: 64 is the published network, 32 one with half its channels
  bool depth_branch = true;            ///< a second branch for depth (Eq. 4, 5); without it depth is ignored
  std::int64_t input_size = 288;       ///< side of the square input, pixels; a multiple of 32
  std::int64_t pyramid_channels = 64;  ///< C of every pyramid level
  std::int64_t crop_size = 5;          ///< r of C_r: side of the window each head sees, level pixels (Eq. 6)
  bool top_down = true;                ///< coarser levels are added to finer ones; else each stage stands alone
  std::int64_t hidden = 128;           ///< width of the heads' hidden layer
  double dropout = 0;                  ///< share of the hidden layer that training leaves out, for votes by dropout
  pose_encoding encoding{};            ///< what the heads regress; sizes in pixels of the input
  fusion_options fusion{};             ///< how they are fused (Eq. 8, 9)
  friend bool operator==(detector_options const&, detector_options const&) = default;

  /// Strides of the pyramid levels, finest first.
  static constexpr std::array<int, 4> strides{4, 8, 16, 32};

  static constexpr auto fields(auto list) {
    using o = detector_options;
    return list(
        field{"backbone", &o::backbone, "Network of both branches"}.one_of(
            "resnet18, resnet34, resnet50, mobilenet_v2"),
        field{"width", &o::width, "Width of the backbone: 64 is the published network, 32 has half its channels"}
            .between(1, 1024),
        field{"depth_branch", &o::depth_branch}.typed_as("!--no-depth", "Leave out the depth branch"),
        field{"input_size", &o::input_size, "Side of the network's input in pixels, a multiple of 32"}
            .between(32, 2048)
            .multiple_of(32)
            .typed_as("--size"),
        field{"pyramid_channels", &o::pyramid_channels, "Channels of the feature pyramid"}.between(2, 4096).typed_as(
            "--channels"),
        field{"crop_size", &o::crop_size, "Side of the window a head sees, in pixels of its pyramid level"}
            .between(1, 63)
            .typed_as("--crop"),
        field{"top_down", &o::top_down}.typed_as("!--plain-stages", "Pyramid levels that do not see the coarser ones"),
        field{"hidden", &o::hidden, "Width of the heads' hidden layer"}.between(1, 65536),
        field{"dropout", &o::dropout, "Share of that layer that training leaves out"}.between(0, 0.9),
        field{"encoding", &o::encoding}, field{"fusion", &o::fusion});
  }
};

/// Throws `option_error` (`network.input_size`, `network.size`, `network.dropout`, `fusion.scale`, `fusion.literal`)
/// for options that make no detector.
inline void check_detector(detector_options const& options) {
  if (options.input_size < 32 || options.input_size % 32 != 0)
    throw option_error("network.input_size",
                       "input size must be a positive multiple of 32, got " + std::to_string(options.input_size));
  for (auto const value : {options.width, options.pyramid_channels, options.crop_size, options.hidden})
    if (value < 1) throw option_error("network.size", "width, channels, crop size and hidden size must be positive");
  if (!(options.dropout >= 0 && options.dropout < 1))
    throw option_error("network.dropout", "expected a share from 0 to below 1, got " + std::to_string(options.dropout));
  auto const& [theta, opening, jaw] = options.fusion.scale;
  for (double const unit : {theta, opening, jaw})
    if (!(unit > 0 && std::isfinite(unit)))
      throw option_error("fusion.scale", "expected units of uncertainty above 0, got " + std::to_string(unit));
  if (options.fusion.literal && options.encoding.angle != angle_code::raw)
    throw option_error("fusion.literal", "the literal form of Eq. 8 and 9 needs heads that regress the raw angle");
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DETECT_DETECTOR_OPTIONS_HPP

// suregrasp/backends/libtorch/detector.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_HPP
#include <array>
#include <span>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// The feature pyramid of a batch, finest level first.
using pyramid_levels = std::vector<level<torch::Tensor>>;

/// The grasp detector of Zhu et al. 2020: two branches fused into a feature pyramid, LocNet that draws where
/// to grasp, and PoseNet, whose heads say how.
struct detector_impl : torch::nn::Module {
  detector_options options;
  rgbd_branches branches{nullptr};
  feature_pyramid top_down{nullptr};
  locnet location_net{nullptr};
  posenet pose_net{nullptr};

  explicit detector_impl(detector_options options_in) : options(std::move(options_in)) {
    check_detector(options);
    branches = register_module("branches", rgbd_branches(options.backbone, options.width, options.depth_branch));
    top_down = register_module("pyramid",
                               feature_pyramid(branches->rgb->channels(), options.pyramid_channels, options.top_down));
    location_net = register_module("locnet", locnet(options.pyramid_channels));
    pose_net = register_module("posenet", posenet(strides.size(), options.pyramid_channels, options.crop_size,
                                                  options.hidden, options.encoding.columns(), options.dropout));
  }

  /// The pyramid x_k^p of a batch of images.
  pyramid_levels features(image_batch<torch::Tensor> const& images) {
    auto const maps = top_down(branches(as_computed(images)));
    pyramid_levels levels;
    for (std::size_t k = 0; k < maps.size(); ++k)
      levels.push_back({maps[k].permute({0, 2, 3, 1}).to(torch::kFloat), strides[k]});
    return levels;
  }

  /// Logits `[N, 1, S, S]` of the heatmap.
  torch::Tensor heat_logits(pyramid_levels const& levels) {
    return location_net(levels.front().features.to(type()).permute({0, 3, 1, 2})).to(torch::kFloat);
  }

  /// The heatmap `[N, S, S]` of a batch: how likely each pixel is the centre of a grasp.
  torch::Tensor heat(pyramid_levels const& levels) { return heat_logits(levels).squeeze(1).sigmoid(); }

  /// The window of every level around each location, `[M, r, r, C]` each (Eq. 6).
  std::vector<torch::Tensor> crops(pyramid_levels const& levels, std::span<location const> at) const {
    backend const be{.device = levels.front().features.device(), .dtype = levels.front().features.scalar_type()};
    std::vector<torch::Tensor> windows;
    for (auto const& each : levels) windows.push_back(crop(be, each, at, options.crop_size));
    return windows;
  }

  /// The encoded pose `[M, P]` that each head regresses at each location (Eq. 7).
  std::vector<torch::Tensor> poses(pyramid_levels const& levels, std::span<location const> at) {
    auto windows = crops(levels, at);
    for (auto& window : windows) window = window.to(type());
    auto heads = pose_net(windows);
    for (auto& head : heads) head = head.to(torch::kFloat);
    return heads;
  }

  /// Whether it was prepared to answer alone (`prepare`).
  [[nodiscard]] bool is_prepared() const { return pose_net->as_convolution; }

  static constexpr std::array<int, 4> strides = detector_options::strides;

 private:
  /// What the weights are stored and computed in: float, or bfloat16 once prepared for it.
  [[nodiscard]] torch::ScalarType type() const { return location_net->draw->weight.scalar_type(); }

  /// Images in the memory order in which convolutions are fastest; the pyramid comes out in it, ready for crops.
  [[nodiscard]] image_batch<torch::Tensor> as_computed(image_batch<torch::Tensor> images) const {
    auto const ordered = [&](torch::Tensor const& t) {
      return t.to(type()).contiguous(at::MemoryFormat::ChannelsLast);
    };
    images.rgb = ordered(images.rgb);
    if (images.depth) images.depth = ordered(*images.depth);
    return images;
  }
};
TORCH_MODULE_IMPL(detector, detector_impl);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_HPP

// suregrasp/backends/libtorch/gloo_group.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_GLOO_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_GLOO_GROUP_HPP
// Empty where the build has found no Gloo: `libtorch::store_group` needs none.
#ifdef USE_C10D_GLOO

#include <memory>
#include <string>
#include <utility>
//
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

namespace suregrasp::inline v2::libtorch {

namespace detail {

struct gloo_engine {
  using type = c10d::ProcessGroupGloo;

  [[nodiscard]] static torch::Device device(group_options const&) { return torch::kCPU; }

  [[nodiscard]] static c10::intrusive_ptr<type> open(group_options const& o,
                                                     c10::intrusive_ptr<c10d::Store> const& store) {
    auto how = type::Options::create(o.patience);
    how->devices.push_back(transport(o));
    how->threads = 2;
    return c10::make_intrusive<type>(store, static_cast<int>(o.rank), static_cast<int>(o.size), how);
  }

  [[nodiscard]] static std::shared_ptr<gloo::transport::Device> transport(group_options const& o) {
    if (o.interface.empty()) return type::createDeviceForHostname(o.host.empty() ? own_address(o) : o.host);
    try {
      return type::createDeviceForInterface(o.interface);
    } catch (std::exception const& problem) {
      throw distributed_error("distributed.interface", "expected an interface of this machine with an address, got '" +
                                                           o.interface + "' (" + first_line(problem) + ")");
    }
  }
};

}  // namespace detail

/// A process group by Gloo, over TCP: processes with CPUs, on one machine or on many.
///
/// It is joined by the interface that the options name, else by the host name, else by the address from which this
/// machine reaches rank 0. Where a process ends, the others notice at once, by `distributed.peer`; where one does not
/// answer, by `distributed.timeout` after `patience`.
class gloo_group : public detail::c10d_group<detail::gloo_engine> {
 public:
  /// Waits for all processes. Throws `distributed_error`: `distributed.port`, `distributed.meeting`,
  /// `distributed.address`, `distributed.interface`.
  explicit gloo_group(group_options options) : c10d_group(std::move(options)) {}
};

static_assert(process_group<gloo_group> && has_sum<gloo_group> && has_broadcast<gloo_group>);
static_assert(has_barrier<gloo_group> && has_sum_tensors<gloo_group, torch::Tensor>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // USE_C10D_GLOO
#endif  // SUREGRASP_BACKENDS_LIBTORCH_GLOO_GROUP_HPP

// suregrasp/backends/libtorch/inference.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A detector as something to ask: statistics frozen, no gradients recorded.
///
/// Shares its weights with the detector it is made of, which it puts into evaluation mode.
class inference {
 public:
  /// `dropout_passes` above 0: the heads answer so many times, each time with other hidden units left out, and all
  /// answers are votes (Monte Carlo dropout, Gal and Ghahramani 2016). Throws `option_error` `network.dropout` for a
  /// detector that was trained without.
  explicit inference(detector net, int dropout_passes = 0) : net_(std::move(net)), dropout_passes_(dropout_passes) {
    net_->eval();
    if (dropout_passes_ > 0 && net_->options.dropout == 0)
      throw option_error("network.dropout", "the detector was trained without dropout: its heads cannot vote by it");
    if (dropout_passes_ > 0) net_->pose_net->train();
  }

  [[nodiscard]] detector_options const& options() const { return net_->options; }
  [[nodiscard]] pose_encoding encoding() const { return net_->options.encoding; }
  [[nodiscard]] fusion_options fusion() const { return net_->options.fusion; }
  [[nodiscard]] std::int64_t input_size() const { return net_->options.input_size; }

  /// Whether images of this size are fine: any whose sides are multiples of 32 pixels, the coarsest stride.
  [[nodiscard]] bool takes(std::int64_t height, std::int64_t width) const {
    return height >= 32 && width >= 32 && height % 32 == 0 && width % 32 == 0;
  }

  [[nodiscard]] pyramid_levels features(image_batch<torch::Tensor> const& images) const {
    torch::NoGradGuard const no_gradient;
    return detector(net_)->features(images);
  }
  [[nodiscard]] torch::Tensor heat(pyramid_levels const& levels) const {
    torch::NoGradGuard const no_gradient;
    return detector(net_)->heat(levels);
  }
  [[nodiscard]] std::vector<torch::Tensor> poses(pyramid_levels const& levels, std::span<location const> at) const {
    torch::NoGradGuard const no_gradient;
    auto votes = detector(net_)->poses(levels, at);
    for (int pass = 1; pass < dropout_passes_; ++pass)
      for (auto& head : detector(net_)->poses(levels, at)) votes.push_back(std::move(head));
    return votes;
  }

 private:
  detector net_;
  int dropout_passes_;
};

static_assert(grasp_network<inference, backend>);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP

// suregrasp/backends/libtorch/module_state.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_MODULE_STATE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_MODULE_STATE_HPP
#include <map>
#include <string>

namespace suregrasp::inline v2::libtorch {

/// All parameters and buffers of a module, by their dotted names; the tensors are handles, not copies.
[[nodiscard]] inline model_state<torch::Tensor> state_of(torch::nn::Module const& module) {
  model_state<torch::Tensor> state;
  for (auto const& item : module.named_parameters())
    state.push_back({item.key(), item.value().detach(), tensor_role::parameter});
  for (auto const& item : module.named_buffers())
    state.push_back(
        {item.key(), item.value(), item.value().is_floating_point() ? tensor_role::buffer : tensor_role::counter});
  return state;
}

namespace detail {

/// Names of the tensors there are, for a message: at most five.
[[nodiscard]] inline std::string names_there(std::map<std::string, torch::Tensor> const& tensors) {
  std::string text;
  std::size_t count = 0;
  for (auto const& [name, value] : tensors)
    if (++count <= 5) text += (text.empty() ? "'" : ", '") + name + "'";
  return std::to_string(tensors.size()) + " tensors" + (text.empty() ? "" : ", such as " + text);
}

}  // namespace detail

/// Copies the values of `from` into the tensors of `module`. Every tensor of the module must be there, in the module's
/// shape; `from` may hold more. Throws `model_error` naming the tensor and `origin`, before anything is changed.
inline void load_state(torch::nn::Module& module, std::map<std::string, torch::Tensor> const& from,
                       std::string const& origin) {
  torch::NoGradGuard const no_gradient;
  auto const state = state_of(module);
  for (auto const& [name, value, role] : state) {
    auto const found = from.find(name);
    if (found == from.end())
      if (role == tensor_role::counter)
        continue;
      else
        throw model_error("model.missing_tensor", origin + ": no tensor '" + name + "' of shape " +
                                                      to_string(shape_of(value)) + " that LibTorch holds; there are " +
                                                      detail::names_there(from));
    else if (found->second.sizes() != value.sizes())
      throw model_error("model.tensor_shape", origin + ": tensor '" + name + "' has shape " +
                                                  to_string(shape_of(found->second)) + ", expected " +
                                                  to_string(shape_of(value)));
  }
  for (auto const& [name, value, role] : state)
    if (auto const found = from.find(name); found != from.end() && found->second.data_ptr() != value.data_ptr())
      torch::Tensor(value).copy_(found->second);
}

/// The same from the state of another module of this kind.
inline void load_state(torch::nn::Module& module, model_state<torch::Tensor> const& from, std::string const& origin) {
  std::map<std::string, torch::Tensor> tensors;
  for (auto const& item : from) tensors.emplace(item.name, item.value);
  load_state(module, tensors, origin);
}

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_MODULE_STATE_HPP

// suregrasp/backends/libtorch/nccl_group.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_NCCL_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NCCL_GROUP_HPP
// Empty where LibTorch has no CUDA, or the build has found no NCCL.
#ifdef USE_C10D_NCCL

#include <cstdint>
#include <string>
#include <utility>
//
#include <torch/cuda.h>

#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

namespace suregrasp::inline v2::libtorch {

namespace detail {

struct nccl_engine {
  using type = c10d::ProcessGroupNCCL;

  [[nodiscard]] static torch::Device device(group_options const& o) {
    auto const count = torch::cuda::device_count();
    if (count == 0)
      throw distributed_error("distributed.device", "expected a GPU for the group by NCCL, this machine has none");
    std::uint64_t number = o.rank;
    for (std::string const name : {"LOCAL_RANK", "SLURM_LOCALID"})
      if (auto const local = environment_variable(name)) {
        number = suregrasp::detail::environment_number(name, *local, 0, 1023);
        break;
      }
    return {torch::kCUDA, static_cast<torch::DeviceIndex>(number % count)};
  }

  [[nodiscard]] static c10::intrusive_ptr<type> open(group_options const& o,
                                                     c10::intrusive_ptr<c10d::Store> const& store) {
    auto how = type::Options::create();
    how->timeout = o.patience;
    return c10::make_intrusive<type>(store, static_cast<int>(o.rank), static_cast<int>(o.size), how);
  }
};

}  // namespace detail

/// A process group by NCCL, for processes with a GPU each: that of their number on their machine, as `LOCAL_RANK` or
/// `SLURM_LOCALID` says, else their rank. Gradients on it are summed there and never visit the host.
///
/// What the others do where a process is gone or silent is NCCL's own: LibTorch's watchdog ends them after `patience`.
/// With `TORCH_NCCL_BLOCKING_WAIT=1` in the environment (`NCCL_BLOCKING_WAIT` before LibTorch 2.2) calls wait, and
/// throw as those of `gloo_group`.
class nccl_group : public detail::c10d_group<detail::nccl_engine> {
 public:
  /// Waits for all processes. Throws `distributed_error`: `distributed.port`, `distributed.meeting`,
  /// `distributed.device`.
  explicit nccl_group(group_options options) : c10d_group(std::move(options)) {}
};

static_assert(process_group<nccl_group> && has_sum<nccl_group> && has_broadcast<nccl_group>);
static_assert(has_barrier<nccl_group> && has_sum_tensors<nccl_group, torch::Tensor>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // USE_C10D_NCCL
#endif  // SUREGRASP_BACKENDS_LIBTORCH_NCCL_GROUP_HPP

// suregrasp/backends/libtorch/optimizer.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_OPTIMIZER_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_OPTIMIZER_HPP
#include <cstddef>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
//
#include <torch/serialize.h>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// Pace of `adam` over LibTorch's parameters.
struct adam_options {
  double learning_rate = 1e-4;
  double weight_decay = 1e-4;
  double clip_norm = 5;  ///< gradients longer than this are shortened to it
};

/// Parameters that learn at one pace.
struct parameter_group {
  std::vector<torch::Tensor> parameters;
  double pace = 1;  ///< their learning rate, in learning rates of the optimiser
};

/// AdamW over given parameters; models `joint_optimizer`.
class adam {
 public:
  explicit adam(std::vector<torch::Tensor> parameters, adam_options const& options = {})
      : adam(std::vector<parameter_group>{{std::move(parameters), 1}}, options) {}

  explicit adam(std::vector<parameter_group> const& groups, adam_options const& options = {})
      : clip_norm_(options.clip_norm) {
    std::vector<torch::optim::OptimizerParamGroup> own;
    for (auto const& [parameters, pace] : groups) {
      parameters_.insert(parameters_.end(), parameters.begin(), parameters.end());
      paces_.push_back(pace);
      own.emplace_back(
          parameters, std::make_unique<torch::optim::AdamWOptions>(
                          torch::optim::AdamWOptions(options.learning_rate * pace).weight_decay(options.weight_decay)));
    }
    adam_ = std::make_unique<torch::optim::AdamW>(std::move(own));
  }

  void set_learning_rate(double rate) {
    auto pace = paces_.begin();
    for (auto& group : adam_->param_groups())
      static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate * *pace++);
  }

  /// One step down the gradient of `loss`.
  void step(torch::Tensor const& loss) {
    forget_gradients();
    loss.backward();
    torch::nn::utils::clip_grad_norm_(parameters_, clip_norm_);
    adam_->step();
  }

  /// The same with gradients that `join(gradients)` has replaced by their sums over several processes. A parameter that
  /// the loss of one of them reaches is one that it reaches.
  template <class Join>
  void step(torch::Tensor const& loss, Join const& join) {
    forget_gradients();
    loss.backward();
    join_gradients(join);
    torch::nn::utils::clip_grad_norm_(parameters_, clip_norm_);
    adam_->step();
  }

  /// As `model_optimizer` has it; the model's parameters are those given at the start.
  template <class Scalar, class Model>
  void step(basic_backend<Scalar> const&, Model&, torch::Tensor const& loss) {
    step(loss);
  }

  /// As `joint_optimizer` has it.
  template <class Scalar, class Model, class Join>
  void step(basic_backend<Scalar> const&, Model&, torch::Tensor const& loss, Join const& join) {
    step(loss, join);
  }

  /// Moments and counts as bytes, for a checkpoint, and which parameters have had a gradient: these go on moving by
  /// their moments in steps that do not reach them, such as a depth branch in a batch without depth.
  [[nodiscard]] std::string state() const {
    std::ostringstream stream;
    torch::serialize::OutputArchive archive;
    adam_->save(archive);
    std::vector<std::int64_t> reached;
    for (auto const& each : parameters_) reached.push_back(each.grad().defined() ? 1 : 0);
    archive.write(reached_key, torch::tensor(reached));
    archive.save_to(stream);
    return stream.str();
  }

  void load_state(std::string const& bytes) {
    std::istringstream stream(bytes);
    torch::serialize::InputArchive archive;
    archive.load_from(stream);
    adam_->load(archive);
    torch::Tensor reached;
    archive.read(reached_key, reached);
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      if (reached[static_cast<std::int64_t>(i)].item<std::int64_t>() != 0 && !parameters_[i].grad().defined())
        parameters_[i].mutable_grad() = torch::zeros_like(parameters_[i]);
  }

 private:
  static constexpr char const* reached_key = "suregrasp.reached";

  /// In every version of LibTorch: some set gradients to 0 and others take them away, which is another optimiser.
  void forget_gradients() {
    for (auto& each : parameters_)
      if (each.grad().defined()) each.mutable_grad().detach_().zero_();
  }

  /// Sums the gradients of all parameters, and behind them who has one.
  template <class Join>
  void join_gradients(Join const& join) {
    torch::NoGradGuard const no_gradient;
    std::vector<torch::Tensor> gradients;
    std::vector<double> reached;
    for (auto const& each : parameters_) {
      gradients.push_back(each.grad().defined() ? each.grad() : torch::zeros_like(each));
      reached.push_back(each.grad().defined() ? 1 : 0);
    }
    gradients.push_back(torch::tensor(reached, parameters_.front().options().requires_grad(false)));
    join(gradients);
    auto const anywhere = gradients.back().to(torch::kCPU, torch::kDouble);
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      if (anywhere[static_cast<std::int64_t>(i)].template item<double>() > 0)
        parameters_[i].mutable_grad() = gradients[i];
  }

  std::vector<torch::Tensor> parameters_;
  std::vector<double> paces_;
  double clip_norm_;
  std::unique_ptr<torch::optim::AdamW> adam_;
};

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_OPTIMIZER_HPP

// suregrasp/backends/libtorch/pose_student.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_POSE_STUDENT_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_POSE_STUDENT_HPP
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// PoseNet as a model that can be trained: crops of the pyramid in, the encoded pose of every head out.
class pose_student {
 public:
  using input_type = std::vector<torch::Tensor>;
  using output_type = std::vector<torch::Tensor>;

  /// A copy of the PoseNet of `net`.
  explicit pose_student(detector const& net) : pose_student(net->options, state_of(*net->pose_net)) {}

  output_type forward(input_type const& windows) { return heads_(windows); }

  [[nodiscard]] model_state<torch::Tensor> state() const { return state_of(*heads_); }

  void load(model_state<torch::Tensor> const& state) { load_state(*heads_, state, "state of PoseNet"); }

  [[nodiscard]] pose_student clone() const { return {options_, state()}; }

  [[nodiscard]] std::vector<torch::Tensor> parameters() const { return heads_->parameters(); }

 private:
  pose_student(detector_options const& options, model_state<torch::Tensor> const& state)
      : options_(options),
        heads_(detector_impl::strides.size(), options.pyramid_channels, options.crop_size, options.hidden,
               options.encoding.columns(), options.dropout) {
    heads_->eval();  // a teacher's answers and what they are held against must not depend on chance
    if (!state.empty()) heads_->to(state.front().value.device());
    load(state);
  }

  detector_options options_;
  posenet heads_;
};

static_assert(trainable_model<pose_student, backend>);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_POSE_STUDENT_HPP

// suregrasp/backends/libtorch/prepared.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_PREPARED_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_PREPARED_HPP
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

// suregrasp/backends/libtorch/store_group.hpp
#ifndef SUREGRASP_BACKENDS_LIBTORCH_STORE_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_STORE_GROUP_HPP
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A process group by LibTorch's store alone, which any build of it has: all that is said goes through rank 0. For
/// small models, and where a LibTorch or a machine has no Gloo. Of the time-outs `patience` holds for every call; a
/// process that is gone is noticed by it, and rank 0 at once.
class store_group {
 public:
  /// Waits for all processes. Throws `distributed_error`: `distributed.port`, `distributed.meeting`.
  explicit store_group(group_options options) : state_(std::make_shared<state>()) {
    state_->options = std::move(options);
    if (size() == 1) return;
    state_->store = detail::open_store(state_->options);
    detail::while_meeting(state_->options, [&] { return exchanged({}); });
    state_->store->setTimeout(state_->options.patience);
  }

  [[nodiscard]] std::size_t rank() const { return state_->options.rank; }
  [[nodiscard]] std::size_t size() const { return state_->options.size; }

  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    if (size() == 1) return {std::string(bytes)};
    return detail::as_distributed(state_->options, "gathered", [&] { return exchanged(bytes); });
  }

 private:
  struct state {
    state() = default;
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() {
      detail::broken_pipes_told const guard;  // the others may have gone
      if (store) leave();
      store.reset();
    }

    /// Rank 0 goes last, for the store goes with it. One that is gone is not waited for longer than `patience`.
    void leave() noexcept try {
      if (options.rank != 0) return store->set(key("left", options.rank), std::vector<std::uint8_t>{1});
      for (std::size_t other = 1; other < options.size; ++other) (void)store->get(key("left", other));
    } catch (std::exception const&) {
    }

    group_options options;
    c10::intrusive_ptr<c10d::Store> store;
    std::uint64_t calls = 0;
  };

  /// Rank 0 puts together what all have passed.
  [[nodiscard]] std::vector<std::string> exchanged(std::string_view bytes) const {
    auto& store = *state_->store;
    auto const call = std::to_string(state_->calls++);
    std::vector<std::string> all;
    if (rank() != 0) {
      store.set(key(call, rank()), bytes_of(bytes));
      return suregrasp::detail::unpacked_texts(text_of(store.get(key(call, 0))));
    }
    all.emplace_back(bytes);
    for (std::size_t other = 1; other < size(); ++other) {
      all.push_back(text_of(store.get(key(call, other))));
      store.deleteKey(key(call, other));
    }
    if (state_->calls > 1) store.deleteKey(key(std::to_string(state_->calls - 2), 0));  // all are past it
    store.set(key(call, 0), bytes_of(suregrasp::detail::packed_texts(all)));
    return all;
  }

  [[nodiscard]] static std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
  [[nodiscard]] static std::string text_of(std::vector<std::uint8_t> const& bytes) {
    return {bytes.begin(), bytes.end()};
  }

  [[nodiscard]] static std::string key(std::string const& call, std::size_t rank) {
    return "suregrasp/" + call + "/" + std::to_string(rank);
  }

  std::shared_ptr<state> state_;
};

static_assert(process_group<store_group>);

}  // namespace suregrasp::inline v2::libtorch
#endif  // SUREGRASP_BACKENDS_LIBTORCH_STORE_GROUP_HPP
