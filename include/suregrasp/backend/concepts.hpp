#ifndef SUREGRASP_BACKEND_CONCEPTS_HPP
#define SUREGRASP_BACKEND_CONCEPTS_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <vector>

namespace suregrasp::inline v1 {

/// The tensor a backend computes with.
template <class B>
using tensor_t = typename B::tensor_type;

/// The floating-point type a backend exchanges with the host.
template <class B>
using scalar_t = typename B::scalar_type;

/// Host data in, host data out, and the shape of a tensor.
///
/// Laws: `to_host(from_host(v)) == v`; `shape(from_host(v)) == v.shape`.
template <class B>
concept has_transfer = requires(B const& be, tensor_t<B> const& t, host_view<scalar_t<B> const> const& view) {
  { be.from_host(view) } -> std::same_as<tensor_t<B>>;
  { be.to_host(t) } -> std::same_as<host_array<scalar_t<B>>>;
  { be.shape(t) } -> std::same_as<extents>;
};

/// Moving values without changing them.
///
/// `reshape` keeps row-major order; `take(t, indices, axis)` picks slices along an axis; `concat(tensors, axis)` joins.
template <class B>
concept has_layout = requires(B const& be, tensor_t<B> const& t, extents const& shape, std::size_t axis,
                              std::span<std::int64_t const> indices, std::span<tensor_t<B> const> tensors) {
  { be.reshape(t, shape) } -> std::same_as<tensor_t<B>>;
  { be.take(t, indices, axis) } -> std::same_as<tensor_t<B>>;
  { be.concat(tensors, axis) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise arithmetic with NumPy's broadcasting.
template <class B>
concept has_arithmetic = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.add(a, b) } -> std::same_as<tensor_t<B>>;
  { be.sub(a, b) } -> std::same_as<tensor_t<B>>;
  { be.mul(a, b) } -> std::same_as<tensor_t<B>>;
  { be.div(a, b) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise exponential, natural logarithm, and choice.
///
/// `where(condition, a, b)` is `a` where `condition > 0` and `b` elsewhere (also where the condition is NaN); it
/// selects, it never multiplies, so a NaN on the side not chosen stays there. The three broadcast.
template <class B>
concept has_elementary = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b, tensor_t<B> const& c) {
  { be.exp(a) } -> std::same_as<tensor_t<B>>;
  { be.log(a) } -> std::same_as<tensor_t<B>>;
  { be.where(c, a, b) } -> std::same_as<tensor_t<B>>;
};

/// Reductions along one axis, which stays with extent 1. A NaN in a slice makes its sum and its maximum NaN.
template <class B>
concept has_reductions = requires(B const& be, tensor_t<B> const& t, std::size_t axis) {
  { be.sum(t, axis) } -> std::same_as<tensor_t<B>>;
  { be.max(t, axis) } -> std::same_as<tensor_t<B>>;
};

/// A small copyable object through which the algorithms compute; what it must offer, and nothing else they may use.
///
/// Tensors are values: no operation changes its arguments. Every operation returns exactly `tensor_type`, which keeps
/// lazy expressions, and the dangling they bring, out. Models: `libtorch::backend`, `xtensor::backend<T>`.
template <class B>
concept tensor_backend =
    std::copyable<B> && std::copyable<tensor_t<B>> && std::floating_point<scalar_t<B>> && has_transfer<B> &&
    has_layout<B> && has_arithmetic<B> && has_elementary<B> && has_reductions<B>;

/// A backend that also multiplies matrices: `matmul([M, K], [K, N])` is `[M, N]`.
template <class B>
concept linalg_backend = tensor_backend<B> && requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.matmul(a, b) } -> std::same_as<tensor_t<B>>;
};

/// A backend that also differentiates.
///
/// `variable(t)` is a leaf with the value of `t` whose uses are recorded; `stop_gradient(t)` has the value of `t` and
/// no history; `gradient(loss, leaves)` is the derivative of the one-element tensor `loss` by each leaf, in order, zero
/// for a leaf that `loss` does not depend on.
template <class B>
concept differentiable_backend =
    tensor_backend<B> && requires(B const& be, tensor_t<B> const& t, std::span<tensor_t<B> const> leaves) {
      { be.variable(t) } -> std::same_as<tensor_t<B>>;
      { be.stop_gradient(t) } -> std::same_as<tensor_t<B>>;
      { be.gradient(t, leaves) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_BACKEND_CONCEPTS_HPP
