#ifndef SUREGRASP_BACKENDS_LIBTORCH_BACKEND_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_BACKEND_HPP

#include <suregrasp/backends/libtorch/torch.hpp>
//
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/impl/in_parts.hpp>
#include <suregrasp/core/impl/lerp_values.hpp>
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
