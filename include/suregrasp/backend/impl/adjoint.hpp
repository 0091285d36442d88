#ifndef SUREGRASP_BACKEND_IMPL_ADJOINT_HPP
#define SUREGRASP_BACKEND_IMPL_ADJOINT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/impl/stable_order.hpp>
#include <vector>

/// The transposes of the primitives that move or repeat values, made of primitives themselves.
namespace suregrasp::inline v2 {

/// Sums what broadcasting repeated: `t`, whose shape `shape` broadcasts to, back to `shape`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_to_shape(B const& be, tensor_t<B> t, extents const& shape) {
  auto from = be.shape(t);
  if (from == shape) return t;
  std::size_t const missing = from.size() - shape.size();
  for (std::size_t axis = 0; axis < from.size(); ++axis)
    if (axis < missing || shape[axis - missing] != from[axis]) t = be.sum(t, axis);
  return be.reshape(t, shape);
}

/// A slice of extent 1 along `axis`, repeated `count` times.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> repeat(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t count) {
  return be.take(t, std::vector<std::int64_t>(static_cast<std::size_t>(count), 0), axis);
}

/// The transpose of `slice(t, axis, first, count)` for a `t` of shape `shape`: `t` with zeros before and behind.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> add_to_neighbours(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first,
                                            extents shape) {
  auto const last = first + be.shape(t)[axis], extent = shape[axis];
  std::vector<tensor_t<B>> parts;
  auto const append_zeros = [&](std::int64_t count) {
    shape[axis] = count;
    if (count > 0) parts.push_back(suregrasp::zeros(be, shape));
  };
  append_zeros(first);
  parts.push_back(t);
  append_zeros(extent - last);
  return be.concat(parts, axis);
}

namespace detail {

/// The slices of a tensor, sorted by the slice of the result that each is to be added to.
struct sorted_slices {
  std::vector<std::int64_t> destination;  ///< ascending
  std::vector<std::int64_t> slice;

  explicit sorted_slices(std::span<std::int64_t const> indices) {
    for (auto const k : ascending_order(indices)) {
      destination.push_back(indices[k]);
      slice.push_back(static_cast<std::int64_t>(k));
    }
  }
};

/// `t` with a slice of zeros behind the others along `axis`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> with_zero_slice(B const& be, tensor_t<B> const& t, std::size_t axis) {
  auto shape = be.shape(t);
  shape[axis] = 1;
  std::vector<tensor_t<B>> const both{t, suregrasp::zeros(be, shape)};
  return be.concat(both, axis);
}

}  // namespace detail

/// The transpose of `take(t, indices, axis)` for a `t` of `extent` slices: slice k of `t` is added to slice
/// `indices[k]` of zeros.
///
/// Slices with the same destination are added in pairs, all pairs at once, until each destination has one: as many
/// rounds as the logarithm of how often the most frequent index occurs.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> add_to_slices(B const& be, tensor_t<B> t, std::span<std::int64_t const> indices,
                                        std::size_t axis, std::int64_t extent) {
  detail::sorted_slices slices(indices);
  auto& [destination, slice] = slices;
  while (std::adjacent_find(destination.begin(), destination.end()) != destination.end()) {
    auto const none = static_cast<std::int64_t>(be.shape(t)[axis]);
    std::vector<std::int64_t> destinations, first, second;
    for (std::size_t k = 0; k < destination.size(); ++k) {
      bool const pair = k + 1 < destination.size() && destination[k] == destination[k + 1];
      destinations.push_back(destination[k]);
      first.push_back(slice[k]);
      second.push_back(pair ? slice[++k] : none);
    }
    t = be.add(be.take(t, first, axis), be.take(detail::with_zero_slice(be, t, axis), second, axis));
    destination = std::move(destinations);
    slice.resize(destination.size());
    std::iota(slice.begin(), slice.end(), std::int64_t{0});
  }
  std::vector<std::int64_t> source(static_cast<std::size_t>(extent), be.shape(t)[axis]);
  for (std::size_t k = 0; k < destination.size(); ++k) source[static_cast<std::size_t>(destination[k])] = slice[k];
  return be.take(detail::with_zero_slice(be, t, axis), source, axis);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_IMPL_ADJOINT_HPP
