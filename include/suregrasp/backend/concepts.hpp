#ifndef SUREGRASP_BACKEND_CONCEPTS_HPP
#define SUREGRASP_BACKEND_CONCEPTS_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The tensor a backend computes with.
template <class B>
using tensor_t = typename B::tensor_type;

/// The floating-point type a backend exchanges with the host.
template <class B>
using scalar_t = typename B::scalar_type;

/// Host data in, host data out, and the shape of a tensor.
///
/// Minimal complete definition: `from_host(view)`, `to_host(t)`, `shape(t)`. Both ways copy: a tensor does not change
/// with the host's values, nor they with it. Row-major on the host.
/// Laws: `round_trip`, `round_trip_of_special_values`, `from_host_copies`.
template <class B>
concept has_transfer = requires(B const& be, tensor_t<B> const& t, host_view<scalar_t<B> const> const& view) {
  { be.from_host(view) } -> std::same_as<tensor_t<B>>;
  { be.to_host(t) } -> std::same_as<host_array<scalar_t<B>>>;
  { be.shape(t) } -> std::same_as<extents>;
};

/// Moving values without changing them.
///
/// Minimal complete definition: `reshape(t, shape)` keeps row-major order, `take(t, indices, axis)` picks slices along
/// an axis, `concat(tensors, axis)` joins.
/// Laws: `reshape_keeps_order`, `take_picks_slices`, `concat_joins`.
template <class B>
concept has_layout = requires(B const& be, tensor_t<B> const& t, extents const& shape, std::size_t axis,
                              std::span<std::int64_t const> indices, std::span<tensor_t<B> const> tensors) {
  { be.reshape(t, shape) } -> std::same_as<tensor_t<B>>;
  { be.take(t, indices, axis) } -> std::same_as<tensor_t<B>>;
  { be.concat(tensors, axis) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise arithmetic with NumPy's broadcasting and IEEE 754's infinities and NaN.
///
/// Minimal complete definition: `add(a, b)`, `sub(a, b)`, `mul(a, b)`, `div(a, b)`.
/// Laws: `add_broadcasts`, `add_of_special_values`, `sub_broadcasts`, `sub_of_special_values`, `mul_broadcasts`,
/// `mul_of_special_values`, `div_broadcasts`, `div_of_special_values`.
template <class B>
concept has_arithmetic = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.add(a, b) } -> std::same_as<tensor_t<B>>;
  { be.sub(a, b) } -> std::same_as<tensor_t<B>>;
  { be.mul(a, b) } -> std::same_as<tensor_t<B>>;
  { be.div(a, b) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise exponential, natural logarithm, and choice.
///
/// Minimal complete definition: `exp(t)`, `log(t)`, and `where(condition, a, b)`, which is `a` where `condition > 0`
/// and `b` elsewhere (also where the condition is NaN); it selects, it never multiplies, so a NaN on the side not
/// chosen stays there. The three broadcast.
/// Laws: `exp_values`, `log_values`, `where_selects`, `where_keeps_the_other_side_out`, `where_broadcasts`.
template <class B>
concept has_elementary = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b, tensor_t<B> const& c) {
  { be.exp(a) } -> std::same_as<tensor_t<B>>;
  { be.log(a) } -> std::same_as<tensor_t<B>>;
  { be.where(c, a, b) } -> std::same_as<tensor_t<B>>;
};

/// Reductions along one axis, which stays with extent 1.
///
/// Minimal complete definition: `sum(t, axis)`, `max(t, axis)`. A NaN in a slice makes its sum and its maximum NaN.
/// Laws: `sum_keeps_its_axis`, `max_keeps_its_axis`, `max_of_special_values`.
template <class B>
concept has_reductions = requires(B const& be, tensor_t<B> const& t, std::size_t axis) {
  { be.sum(t, axis) } -> std::same_as<tensor_t<B>>;
  { be.max(t, axis) } -> std::same_as<tensor_t<B>>;
};

/// A small copyable object through which the algorithms compute; what it must offer, and nothing else they may use.
///
/// Minimal complete definition: `tensor_type`, any copyable type; `scalar_type`, the floating-point type exchanged with
/// the host; the operations of the five concepts above. Every operation returns exactly `tensor_type`, which keeps lazy
/// expressions, and the dangling they bring, out. A backend that derives from `reference_backend` writes two of them.
/// Laws: those of the five, and that tensors are values: `operations_leave_their_arguments`,
/// `results_outlive_their_arguments`, `copies_are_values`. What it may have besides is in `extensions.hpp`.
/// Models: `libtorch::basic_backend<T>`, `xtensor::backend<T>`, `taped<B>`, `testing::archetype<T>`.
/// Example:
/// ```cpp
/// template <tensor_backend B>
/// tensor_t<B> softplus(B const& be, tensor_t<B> const& x) {
///   return be.log(be.add(be.exp(x), constant(be, 1)));
/// }
/// ```
template <class B>
concept tensor_backend =
    std::copyable<B> && std::copyable<tensor_t<B>> && std::floating_point<scalar_t<B>> && has_transfer<B> &&
    has_layout<B> && has_arithmetic<B> && has_elementary<B> && has_reductions<B>;

/// A backend that also multiplies matrices.
///
/// Minimal complete definition: `matmul(a, b)`, `[M, K]` and `[K, N]` to `[M, N]`.
/// Laws: `matmul_multiplies`, `matmul_with_itself`.
/// Models: `libtorch::basic_backend<T>`, `xtensor::backend<T>`, `taped<B>` of a model.
/// Example:
/// ```cpp
/// template <linalg_backend B>
/// tensor_t<B> gram_matrix(B const& be, tensor_t<B> const& rows) {
///   return be.matmul(rows, transpose(be, rows));
/// }
/// ```
template <class B>
concept linalg_backend = tensor_backend<B> && requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.matmul(a, b) } -> std::same_as<tensor_t<B>>;
};

/// A backend that also differentiates.
///
/// Minimal complete definition: `variable(t)` is a leaf with the value of `t` whose uses are recorded;
/// `stop_gradient(t)` has the value of `t` and no history; `gradient(loss, leaves)` is the derivative of the
/// one-element tensor `loss` by each leaf, in order, zero for a leaf that `loss` does not depend on.
/// Laws: `variable_and_stop_gradient_keep_values`, `gradient_adds_up_over_uses`, `gradient_of_one_element_of_any_rank`,
/// `gradient_by_an_unused_leaf_is_zero`, `stop_gradient_stops`, `a_variable_has_no_past`, `history_is_not_on_host`,
/// `gradient_of_add`,
/// `gradient_of_sub`, `gradient_of_mul`, `gradient_of_div`, `gradient_of_where`, `gradient_of_exp`, `gradient_of_log`,
/// `gradient_of_reshape`, `gradient_of_take`, `gradient_of_concat`, `gradient_of_sum`, `gradient_of_max`,
/// `gradient_of_matmul`, `gradient_of_tied_max`, `gradient_past_a_nan_not_chosen`.
/// Models: `libtorch::basic_backend<T>`, `taped<B>` of any backend.
/// Example:
/// ```cpp
/// template <differentiable_backend B>
/// tensor_t<B> slope_of_softplus(B const& be, tensor_t<B> const& x) {
///   std::vector<tensor_t<B>> const leaf{be.variable(x)};
///   auto const y = be.log(be.add(be.exp(leaf[0]), constant(be, 1)));
///   return be.gradient(sum_all(be, y), std::span<tensor_t<B> const>(leaf))[0];
/// }
/// ```
template <class B>
concept differentiable_backend =
    tensor_backend<B> && requires(B const& be, tensor_t<B> const& t, std::span<tensor_t<B> const> leaves) {
      { be.variable(t) } -> std::same_as<tensor_t<B>>;
      { be.stop_gradient(t) } -> std::same_as<tensor_t<B>>;
      { be.gradient(t, leaves) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_CONCEPTS_HPP
