#ifndef SUREGRASP_BACKEND_DERIVED_HPP
#define SUREGRASP_BACKEND_DERIVED_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <vector>

/// Operations that every backend has because its primitives give them.
namespace suregrasp::inline v2 {

/// The scalar tensor `value`, of shape `[]`; it broadcasts against anything.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> constant(B const& be, double value) {
  std::array<scalar_t<B>, 1> const values{static_cast<scalar_t<B>>(value)};
  return be.from_host(host_view<scalar_t<B> const>({}, values));
}

/// A tensor of zeros.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> zeros(B const& be, extents const& shape) {
  return be.from_host(host_array<scalar_t<B>>(shape).view());
}

/// The value of a tensor of one element.
template <tensor_backend B>
[[nodiscard]] scalar_t<B> item(B const& be, tensor_t<B> const& t) {
  auto const host = be.to_host(t);
  if (host.values.size() != 1)
    throw shape_error("shape.item", "expected a tensor of one element, got shape " + to_string(host.shape));
  return host.values.front();
}

/// `factor * t`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> scale(B const& be, tensor_t<B> const& t, double factor) {
  return be.mul(t, suregrasp::constant(be, factor));
}

/// `t * t`, element by element.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> square(B const& be, tensor_t<B> const& t) {
  return be.mul(t, t);
}

/// Element-wise larger value; of two equal ones, `b`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> maximum(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  return be.where(be.sub(a, b), a, b);
}

/// Element-wise smaller value; of two equal ones, `b`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> minimum(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  return be.where(be.sub(b, a), a, b);
}

/// Absolute value; NaN stays NaN.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> abs(B const& be, tensor_t<B> const& t) {
  return be.where(t, t, be.sub(suregrasp::constant(be, 0), t));
}

/// Square root of positive values, 0 elsewhere, with gradient 0 there.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sqrt(B const& be, tensor_t<B> const& t) {
  auto const safe = be.where(t, t, suregrasp::constant(be, 1));
  return be.where(t, be.exp(suregrasp::scale(be, be.log(safe), 0.5)), suregrasp::constant(be, 0));
}

/// Sum of all elements, shape `[]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_all(B const& be, tensor_t<B> const& t) {
  auto const count = static_cast<std::int64_t>(element_count(be.shape(t)));
  return be.reshape(be.sum(be.reshape(t, {count}), 0), {});
}

/// Mean of all elements, shape `[]`; NaN for an empty tensor.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> mean_all(B const& be, tensor_t<B> const& t) {
  auto const count = static_cast<double>(element_count(be.shape(t)));
  return be.div(suregrasp::sum_all(be, t), suregrasp::constant(be, count));
}

/// Slices `first .. first + count - 1` along `axis`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> slice(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first,
                                std::int64_t count = 1) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), first);
  return be.take(t, indices, axis);
}

/// Column `index` of `[N, C]`, as `[N, 1]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> column(B const& be, tensor_t<B> const& t, std::int64_t index) {
  return suregrasp::slice(be, t, 1, index);
}

/// `[M, N]` to `[N, M]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> transpose(B const& be, tensor_t<B> const& t) {
  auto const shape = be.shape(t);
  if (shape.size() != 2)
    throw shape_error("shape.transpose", "expected a matrix [M, N], got shape " + to_string(shape));
  if constexpr (requires {
                  { be.transpose(t) } -> std::same_as<tensor_t<B>>;
                })
    return be.transpose(t);
  std::vector<std::int64_t> order;
  order.reserve(element_count(shape));
  for (std::int64_t column = 0; column < shape[1]; ++column)
    for (std::int64_t row = 0; row < shape[0]; ++row) order.push_back(row * shape[1] + column);
  auto const flat = be.reshape(t, {static_cast<std::int64_t>(order.size())});
  return be.reshape(be.take(flat, order, 0), {shape[1], shape[0]});
}

/// Whether an algorithm may compute with the values of `t` outside the backend: they lie in the host's memory, and no
/// gradient is asked of what is made of them. The backend's member `on_host(t)` says so; without one, true where the
/// backend has no gradients, and false where it has: what is computed on the host has no history.
/// Law: `history_is_not_on_host`.
template <tensor_backend B>
[[nodiscard]] bool on_host([[maybe_unused]] B const& be, [[maybe_unused]] tensor_t<B> const& t) {
  if constexpr (requires {
                  { be.on_host(t) } -> std::same_as<bool>;
                })
    return be.on_host(t);
  else
    return !differentiable_backend<B>;
}

/// The distance from 1 to the next larger number that `t` can hold: that of `scalar_type`, unless the backend has a
/// member `epsilon_of(t)` because its tensors hold less. Law: `epsilon_is_told`.
template <tensor_backend B>
[[nodiscard]] double epsilon_of([[maybe_unused]] B const& be, [[maybe_unused]] tensor_t<B> const& t) {
  if constexpr (requires {
                  { be.epsilon_of(t) } -> std::same_as<double>;
                })
    return be.epsilon_of(t);
  else
    return static_cast<double>(std::numeric_limits<scalar_t<B>>::epsilon());
}

/// Refuses a tensor whose rank differs from `rank`, naming it.
template <tensor_backend B>
void require_rank(B const& be, tensor_t<B> const& t, std::size_t rank, char const* name) {
  auto const shape = be.shape(t);
  if (shape.size() != rank)
    throw shape_error("shape.rank", std::string(name) + ": expected " + std::to_string(rank) + " axes, got shape " +
                                        to_string(shape));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_DERIVED_HPP
