#ifndef SUREGRASP_BACKEND_DERIVED_HPP
#define SUREGRASP_BACKEND_DERIVED_HPP

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/backend/trigonometry.hpp>
#include <suregrasp/core/error.hpp>
#include <vector>

/// Operations that every backend has because its primitives give them; those that it may have itself are in
/// `extensions.hpp`.
namespace suregrasp::inline v2 {

/// A tensor of zeros.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> zeros(B const& be, extents const& shape) {
  return suregrasp::constant(be, 0, shape);
}

/// A tensor of `shape` with the given values, in row-major order, that an algorithm knows beforehand: made of constants
/// where the backend makes them, else in one piece from the host.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> constants(B const& be, std::initializer_list<double> values, extents const& shape) {
  if constexpr (has_constant<B>) {
    std::vector<tensor_t<B>> parts;
    for (double const value : values) parts.push_back(suregrasp::constant(be, value, {1}));
    return be.reshape(be.concat(parts, 0), shape);
  } else {
    std::vector<scalar_t<B>> rounded;
    for (double const value : values) rounded.push_back(static_cast<scalar_t<B>>(value));
    return be.from_host(host_view<scalar_t<B> const>(shape, rounded));
  }
}

/// The value of a tensor of one element.
template <tensor_backend B>
[[nodiscard]] scalar_t<B> item(B const& be, tensor_t<B> const& t) {
  auto const host = be.to_host(t);
  if (host.values.size() != 1)
    throw shape_error("shape.item", "expected a tensor of one element, got shape " + suregrasp::to_string(host.shape));
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

/// The mean of tensors of one shape, element by element; a single one as it is. There must be at least one.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> mean_over(B const& be, std::span<tensor_t<B> const> each) {
  auto total = each.front();
  for (std::size_t i = 1; i < each.size(); ++i) total = be.add(total, each[i]);
  return each.size() == 1 ? total : suregrasp::scale(be, total, 1.0 / static_cast<double>(each.size()));
}

/// Column `index` of `[N, C]`, as `[N, 1]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> column(B const& be, tensor_t<B> const& t, std::int64_t index) {
  return suregrasp::slice(be, t, 1, index);
}

/// Refuses a tensor whose rank differs from `rank`, naming it.
template <tensor_backend B>
void require_rank(B const& be, tensor_t<B> const& t, std::size_t rank, char const* name) {
  auto const shape = be.shape(t);
  if (shape.size() != rank)
    throw shape_error("shape.rank", std::string(name) + ": expected " + std::to_string(rank) + " axes, got shape " +
                                        suregrasp::to_string(shape));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_DERIVED_HPP
