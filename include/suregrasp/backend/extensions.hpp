#ifndef SUREGRASP_BACKEND_EXTENSIONS_HPP
#define SUREGRASP_BACKEND_EXTENSIONS_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/impl/member_types.hpp>
#include <suregrasp/core/error.hpp>
#include <type_traits>
#include <vector>

/// The optional members of a backend: for each a concept, the law that holds it to its meaning, and the function that
/// algorithms call, which does without the member where there is none. Without any of them a backend is right; with
/// them it is faster, or does not leave its device.
///
/// A member of such a name and another type is refused where it would be used, never passed over.
namespace suregrasp::inline v2 {

// ---- made on the device --------------------------------------------------------------------------------------------

/// `constant(value, shape)`: a tensor of `shape` that is `value` throughout, rounded to `scalar_type`, made where the
/// tensors are. Law: `constant_is_as_from_host`.
template <class B>
concept has_constant = requires(B const& be, double value, extents const& shape) {
  { be.constant(value, shape) } -> std::same_as<tensor_t<B>>;
};

/// A tensor that is `value` throughout; of shape `[]` it broadcasts against anything. Else from the host.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> constant(B const& be, double value, extents const& shape = {}) {
  detail::check_constant<B, has_constant<B>>();
  if constexpr (has_constant<B>) {
    return be.constant(value, shape);
  } else {
    auto const rounded = static_cast<scalar_t<B>>(value);
    if (shape.empty()) return be.from_host(host_view<scalar_t<B> const>({}, std::span(&rounded, 1)));
    return be.from_host(host_array<scalar_t<B>>(shape, rounded).view());
  }
}

/// `slice(t, axis, first, count)`: the `count` slices along `axis` that begin with `first`, without a list of indices;
/// it may share the memory of `t`. Laws: `slice_takes_neighbours`, `gradient_of_slice`.
template <class B>
concept has_slice = requires(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first) {
  { be.slice(t, axis, first, first) } -> std::same_as<tensor_t<B>>;
};

/// Slices `first .. first + count - 1` along `axis`. Else by `take`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> slice(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first,
                                std::int64_t count = 1) {
  detail::check_slice<B, has_slice<B>>();
  if constexpr (has_slice<B>) {
    return be.slice(t, axis, first, count);
  } else {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
    std::iota(indices.begin(), indices.end(), first);
    return be.take(t, indices, axis);
  }
}

/// `transpose(t)`: `[M, N]` to `[N, M]`; it may share the memory of `t`. Laws: `transpose_exchanges_axes`,
/// `gradient_of_transpose`.
template <class B>
concept has_transpose = requires(B const& be, tensor_t<B> const& t) {
  { be.transpose(t) } -> std::same_as<tensor_t<B>>;
};

/// `[M, N]` to `[N, M]`. Else by `take`. Throws `shape_error` `shape.transpose` on what is no matrix.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> transpose(B const& be, tensor_t<B> const& t) {
  detail::check_transpose<B, has_transpose<B>>();
  auto const shape = be.shape(t);
  if (shape.size() != 2)
    throw shape_error("shape.transpose", "expected a matrix [M, N], got shape " + suregrasp::to_string(shape));
  if constexpr (has_transpose<B>) {
    return be.transpose(t);
  } else {
    std::vector<std::int64_t> order;
    order.reserve(element_count(shape));
    for (std::int64_t column = 0; column < shape[1]; ++column)
      for (std::int64_t row = 0; row < shape[0]; ++row) order.push_back(row * shape[1] + column);
    auto const flat = be.reshape(t, {static_cast<std::int64_t>(order.size())});
    return be.reshape(be.take(flat, order, 0), {shape[1], shape[0]});
  }
}

// ---- functions of a number -----------------------------------------------------------------------------------------

/// `sqrt(t)`: the square root of what is positive; it is asked for nothing else. Laws: `sqrt_values`,
/// `gradient_of_sqrt`.
template <class B>
concept has_sqrt = requires(B const& be, tensor_t<B> const& t) {
  { be.sqrt(t) } -> std::same_as<tensor_t<B>>;
};

/// Square root of positive values, 0 elsewhere, with gradient 0 there. Else by logarithm.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sqrt(B const& be, tensor_t<B> const& t) {
  detail::check_sqrt<B, has_sqrt<B>>();
  auto const root = [&](tensor_t<B> const& positive) {
    if constexpr (has_sqrt<B>)
      return be.sqrt(positive);
    else
      return be.exp(be.mul(be.log(positive), suregrasp::constant(be, 0.5)));
  };
  return be.where(t, root(be.where(t, t, suregrasp::constant(be, 1))), suregrasp::constant(be, 0));
}

/// `round(t)`: the nearest whole number, of two the even one; for the derivative a constant. Laws: `round_values`,
/// `clone_and_round_forget`.
template <class B>
concept has_round = requires(B const& be, tensor_t<B> const& t) {
  { be.round(t) } -> std::same_as<tensor_t<B>>;
};

/// `sin(t)`. Laws: `sin_values`, `gradient_of_sin`.
template <class B>
concept has_sin = requires(B const& be, tensor_t<B> const& t) {
  { be.sin(t) } -> std::same_as<tensor_t<B>>;
};

/// `cos(t)`. Laws: `cos_values`, `gradient_of_cos`.
template <class B>
concept has_cos = requires(B const& be, tensor_t<B> const& t) {
  { be.cos(t) } -> std::same_as<tensor_t<B>>;
};

/// The nearest whole number, of two the even one. Else by the rounding of sums.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> round(B const& be, tensor_t<B> const& t);

/// Element-wise sine, to rounding for angles of a few thousand turns. Else by a polynomial.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sin(B const& be, tensor_t<B> const& t);

/// Element-wise cosine, as `sin`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> cos(B const& be, tensor_t<B> const& t);

// ---- what is known of a tensor -------------------------------------------------------------------------------------

/// `on_host(t)`: whether the values of `t` lie in the host's memory and no gradient is asked of what is made of them.
/// Law: `history_is_not_on_host`.
template <class B>
concept has_on_host = requires(B const& be, tensor_t<B> const& t) {
  { be.on_host(t) } -> std::same_as<bool>;
};

/// Whether an algorithm may compute with the values of `t` outside the backend. Else true where the backend has no
/// gradients, and false where it has: what is computed on the host has no history.
template <tensor_backend B>
[[nodiscard]] bool on_host([[maybe_unused]] B const& be, [[maybe_unused]] tensor_t<B> const& t) {
  detail::check_on_host<B, has_on_host<B>>();
  if constexpr (has_on_host<B>)
    return be.on_host(t);
  else
    return !differentiable_backend<B>;
}

/// `memory_of(t)`: the bytes in which `t` lies, from the first to the last, on whatever device; for tensors that are
/// handles, of which `lerp_` moves all of one memory together. Law: `handles_tell_their_memory`.
template <class B>
concept has_memory_of = requires(B const& be, tensor_t<B> const& t) {
  { be.memory_of(t) } -> std::same_as<std::span<std::byte const>>;
};

/// Where `t` lies. Else nowhere: no two tensors share their memory.
template <tensor_backend B>
[[nodiscard]] std::span<std::byte const> memory_of([[maybe_unused]] B const& be,
                                                   [[maybe_unused]] tensor_t<B> const& t) {
  detail::check_memory_of<B, has_memory_of<B>>();
  if constexpr (has_memory_of<B>)
    return be.memory_of(t);
  else
    return {};
}

/// `epsilon_of(t)`: the distance from 1 to the next larger number that `t` can hold, where tensors hold less than
/// `scalar_type`. Law: `epsilon_is_told`.
template <class B>
concept has_epsilon_of = requires(B const& be, tensor_t<B> const& t) {
  { be.epsilon_of(t) } -> std::same_as<double>;
};

/// The distance from 1 to the next larger number that `t` can hold. Else that of `scalar_type`.
template <tensor_backend B>
[[nodiscard]] double epsilon_of([[maybe_unused]] B const& be, [[maybe_unused]] tensor_t<B> const& t) {
  detail::check_epsilon_of<B, has_epsilon_of<B>>();
  if constexpr (has_epsilon_of<B>)
    return be.epsilon_of(t);
  else
    return static_cast<double>(std::numeric_limits<scalar_t<B>>::epsilon());
}

// ---- models --------------------------------------------------------------------------------------------------------

/// `clone(t)`: the values of `t`, to the bit, in memory of their own and without history. Laws: `clone_shares_nothing`,
/// `clone_and_round_forget`.
template <class B>
concept has_clone = requires(B const& be, tensor_t<B> const& t) {
  { be.clone(t) } -> std::same_as<tensor_t<B>>;
};

/// A tensor that shares nothing with `t`, to the bit. Else by the host.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> clone(B const& be, tensor_t<B> const& t) {
  detail::check_clone<B, has_clone<B>>();
  if constexpr (has_clone<B>)
    return be.clone(t);
  else
    return be.from_host(be.to_host(t).view());
}

/// `without_gradients(f)`: what `f()` returns, with nothing recorded on the way. Law: `without_gradients_forgets`.
template <class B, class F = detail::some_computation<B>>
concept has_without_gradients = requires(B const& be, F const& f) {
  { be.without_gradients(f) } -> std::same_as<std::invoke_result_t<F const&>>;
};

/// What `f()` returns, a tensor, several, or what calls a function with each of its tensors by `each_tensor(function)`,
/// without a history. Else cut off when all is computed.
template <tensor_backend B, class F>
[[nodiscard]] auto without_gradients(B const& be, F const& f) {
  detail::check_without_gradients<B, has_without_gradients<B, F>>();
  if constexpr (has_without_gradients<B, F>) {
    return be.without_gradients(f);
  } else {
    auto result = f();
    if constexpr (!differentiable_backend<B>)
      return result;
    else if constexpr (std::same_as<decltype(result), tensor_t<B>>)
      return be.stop_gradient(result);
    else {
      auto const cut = [&](tensor_t<B>& part) { part = be.stop_gradient(part); };
      if constexpr (requires { result.each_tensor(cut); })
        result.each_tensor(cut);
      else
        for (auto& part : result) cut(part);
      return result;
    }
  }
}

/// `lerp_(t, to, weight)`: `t += weight * (to - t)` in place, exactly at both ends. Law: `lerp_moves_in_place`.
template <class B>
concept has_lerp = requires(B const& be, tensor_t<B>& t, tensor_t<B> const& to, double weight) {
  { be.lerp_(t, to, weight) } -> std::same_as<void>;
};

/// `lerp_all_(ts, to, weight)`: the same for many at once. Law: `lerp_all_moves_each`, to the bits of one by one.
template <class B>
concept has_lerp_all = requires(B const& be, std::span<tensor_t<B>> ts, std::span<tensor_t<B> const> to, double w) {
  { be.lerp_all_(ts, to, w) } -> std::same_as<void>;
};

/// Moves tensors a weight in [0, 1] of the way to others: exactly to the end at 1, and nowhere at 0 or when there. With
/// a `lerp_` or `lerp_all_` of the backend's own, as exactly as that is. Else in three operations, to new tensors.
template <tensor_backend B>
void lerp_all(B const& be, std::span<tensor_t<B>> tensors, std::span<tensor_t<B> const> to, double weight) {
  detail::check_lerp<B, has_lerp<B>>();
  detail::check_lerp_all<B, has_lerp_all<B>>();
  if constexpr (has_lerp_all<B>) {
    be.lerp_all_(tensors, to, weight);
  } else if constexpr (has_lerp<B>) {
    for (std::size_t i = 0; i < tensors.size(); ++i) be.lerp_(tensors[i], to[i], weight);
  } else {
    auto const part = suregrasp::constant(be, weight < 0.5 ? weight : 1 - weight);
    for (std::size_t i = 0; i < tensors.size(); ++i)
      if (weight < 0.5)
        tensors[i] = be.add(tensors[i], be.mul(be.sub(to[i], tensors[i]), part));
      else
        tensors[i] = be.sub(to[i], be.mul(be.sub(to[i], tensors[i]), part));
  }
}

// ---- laws ----------------------------------------------------------------------------------------------------------

/// `static constexpr double tolerance`: how far a result may lie from the exact one, relative to its size and absolute
/// below 1, for a backend that computes in less than `scalar_type`. Law: all that compare values.
template <class B>
concept has_tolerance = requires {
  { B::tolerance } -> std::convertible_to<double>;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_EXTENSIONS_HPP
