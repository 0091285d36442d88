#ifndef SUREGRASP_BACKEND_IMPL_REFERENCE_OPERATIONS_HPP
#define SUREGRASP_BACKEND_IMPL_REFERENCE_OPERATIONS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <vector>

/// What each primitive of a backend means, in plain loops on host arrays: the laws compare with these, a new backend
/// starts from them. Written to be read, not to be fast.
namespace suregrasp::inline v2::reference {

/// The shape that `a` and `b` broadcast to, by NumPy's rule. Throws `shape_error` when they do not.
[[nodiscard]] inline extents broadcast_shape(extents const& a, extents const& b) {
  extents result(std::max(a.size(), b.size()));
  auto const extent = [&](extents const& shape, std::size_t axis) {
    std::size_t const missing = result.size() - shape.size();
    return axis < missing ? 1 : shape[axis - missing];
  };
  for (std::size_t axis = 0; axis < result.size(); ++axis) {
    auto const m = extent(a, axis), n = extent(b, axis);
    if (m != n && m != 1 && n != 1)
      throw shape_error("shape.broadcast", "shapes " + to_string(a) + " and " + to_string(b) + " do not broadcast");
    result[axis] = m == 1 ? n : m;
  }
  return result;
}

/// `t` repeated along the axes that it lacks or has with extent 1.
template <class T>
[[nodiscard]] host_array<T> broadcast_to(host_array<T> const& t, extents const& shape) {
  host_array<T> result(shape);
  std::size_t const missing = shape.size() - t.shape.size();
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    std::size_t rest = i, source = 0, stride = 1;
    for (std::size_t axis = shape.size(); axis-- > missing;) {
      auto const extent = static_cast<std::size_t>(shape[axis]),
                 own = static_cast<std::size_t>(t.shape[axis - missing]);
      if (own != 1) source += rest % extent * stride;
      rest /= extent;
      stride *= own;
    }
    result.values[i] = t.values[source];
  }
  return result;
}

/// `f` of the elements of `first` and `more`, which broadcast.
template <class T, class F, class... Arrays>
[[nodiscard]] host_array<T> elementwise(F f, host_array<T> const& first, Arrays const&... more) {
  auto shape = first.shape;
  ((shape = broadcast_shape(shape, more.shape)), ...);
  return [&](host_array<T> result, auto const&... others) {
    for (std::size_t i = 0; i < result.values.size(); ++i) result.values[i] = f(result.values[i], others.values[i]...);
    return result;
  }(broadcast_to(first, shape), broadcast_to(more, shape)...);
}

/// An axis of a row-major array: element `(before, k, after)` lies at `(before * extent + k) * inner + after`.
struct axis_split {
  std::size_t outer = 1;
  std::size_t extent = 1;
  std::size_t inner = 1;
};

/// Throws `shape_error` on an axis that `shape` does not have.
[[nodiscard]] inline axis_split split_at(extents const& shape, std::size_t axis) {
  if (axis >= shape.size())
    throw shape_error("shape.axis", "axis " + std::to_string(axis) + " of a tensor of shape " + to_string(shape));
  auto const at = shape.begin() + static_cast<std::ptrdiff_t>(axis);
  return {element_count({shape.begin(), at}), static_cast<std::size_t>(*at), element_count({at + 1, shape.end()})};
}

/// The slices at `indices`, in their order. Throws `shape_error` for an index out of range.
template <class T>
[[nodiscard]] host_array<T> take(host_array<T> const& t, std::span<std::int64_t const> indices, std::size_t axis) {
  auto const [outer, extent, inner] = split_at(t.shape, axis);
  auto shape = t.shape;
  shape[axis] = static_cast<std::int64_t>(indices.size());
  std::vector<T> values;
  for (std::size_t before = 0; before < outer; ++before)
    for (auto const index : indices) {
      if (index < 0 || index >= t.shape[axis])
        throw shape_error("shape.index", "index " + std::to_string(index) + " on axis " + std::to_string(axis) +
                                             " of " + to_string(t.shape));
      auto const first = (before * extent + static_cast<std::size_t>(index)) * inner;
      for (std::size_t after = 0; after < inner; ++after) values.push_back(t.values[first + after]);
    }
  return {shape, values};
}

/// Arrays one after the other along `axis`. Throws `shape_error` where other extents differ.
template <class T>
[[nodiscard]] host_array<T> concat(std::span<host_array<T> const> arrays, std::size_t axis) {
  if (arrays.empty()) throw shape_error("shape.concat", "nothing to join");
  auto shape = arrays.front().shape;
  auto const outer = split_at(shape, axis).outer;
  shape[axis] = 0;
  for (auto const& t : arrays) {
    auto expected = t.shape;
    if (axis < expected.size()) expected[axis] = shape[axis];
    if (expected != shape)
      throw shape_error("shape.concat", to_string(t.shape) + " cannot be joined to " + to_string(shape) + " on axis " +
                                            std::to_string(axis));
    shape[axis] += t.shape[axis];
  }
  std::vector<T> values;
  for (std::size_t before = 0; before < outer; ++before)
    for (auto const& t : arrays) {
      auto const row = static_cast<std::ptrdiff_t>(t.values.size() / std::max<std::size_t>(1, outer));
      auto const first = t.values.begin() + static_cast<std::ptrdiff_t>(before) * row;
      values.insert(values.end(), first, first + row);
    }
  return {shape, values};
}

/// Folds the slices along `axis` with `f`, from `start`; the axis stays with extent 1.
template <class T, class F>
[[nodiscard]] host_array<T> reduce(host_array<T> const& t, std::size_t axis, T start, F f) {
  auto const [outer, extent, inner] = split_at(t.shape, axis);
  auto shape = t.shape;
  shape[axis] = 1;
  host_array<T> result(shape, start);
  for (std::size_t before = 0; before < outer; ++before)
    for (std::size_t k = 0; k < extent; ++k)
      for (std::size_t after = 0; after < inner; ++after) {
        auto& value = result.values[before * inner + after];
        value = f(value, t.values[(before * extent + k) * inner + after]);
      }
  return result;
}

/// The larger value; NaN where either is NaN.
template <class T>
[[nodiscard]] T larger(T a, T b) {
  return std::isnan(a) || a > b ? a : b;
}

/// `[M, K]` and `[K, N]` to `[M, N]`.
template <class T>
[[nodiscard]] host_array<T> matmul(host_array<T> const& a, host_array<T> const& b) {
  if (a.shape.size() != 2 || b.shape.size() != 2 || a.shape[1] != b.shape[0])
    throw shape_error("shape.matmul",
                      "expected [M, K] and [K, N], got " + to_string(a.shape) + " and " + to_string(b.shape));
  host_array<T> result(extents{a.shape[0], b.shape[1]});
  auto const m = static_cast<std::size_t>(a.shape[0]), n = static_cast<std::size_t>(b.shape[1]);
  auto const depth = static_cast<std::size_t>(a.shape[1]);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < depth; ++k) result.values[i * n + j] += a.values[i * depth + k] * b.values[k * n + j];
  return result;
}

}  // namespace suregrasp::inline v2::reference

#endif  // SUREGRASP_BACKEND_IMPL_REFERENCE_OPERATIONS_HPP
