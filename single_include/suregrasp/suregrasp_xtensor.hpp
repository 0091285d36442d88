// SureGrasp 2.0.0, xtensor in one header, generated from the many: change it there.
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



// suregrasp/backends/xtensor/xtensor.hpp
#ifndef SUREGRASP_BACKENDS_XTENSOR_XTENSOR_HPP
#define SUREGRASP_BACKENDS_XTENSOR_XTENSOR_HPP
// The arrays of xtensor, whose headers moved in 0.26, and its matrix product.
#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#include <xtensor/core/xmath.hpp>
#else
#include <xtensor/xarray.hpp>
#include <xtensor/xmath.hpp>
#endif
#include <xtensor-blas/xlinalg.hpp>
#endif  // SUREGRASP_BACKENDS_XTENSOR_XTENSOR_HPP

// suregrasp/backends/xtensor/axis.hpp
#ifndef SUREGRASP_BACKENDS_XTENSOR_AXIS_HPP
#define SUREGRASP_BACKENDS_XTENSOR_AXIS_HPP
//
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Operations along one axis of a row-major array, as plain loops, which take a third to a ninth of the time of
/// xtensor's own reducers.
namespace suregrasp::inline v2::xtensor {

/// The extents of an array.
template <class T>
[[nodiscard]] extents shape_of(xt::xarray<T> const& t) {
  return {t.shape().begin(), t.shape().end()};
}

/// An array whose values are not set yet.
template <class T>
[[nodiscard]] xt::xarray<T> array_of_shape(extents const& shape) {
  return xt::xarray<T>::from_shape({shape.begin(), shape.end()});
}

/// `f` folded over contiguous elements, from the neutral `start`; four at a time, so that none waits for the one
/// before.
template <class Total, class T, class F>
[[nodiscard]] Total fold_row(std::span<T const> row, Total start, F f) {
  std::array<Total, 4> part;
  part.fill(start);
  std::size_t i = 0;
  for (; i + 4 <= row.size(); i += 4)
    for (std::size_t k = 0; k < 4; ++k) part[k] = f(part[k], static_cast<Total>(row[i + k]));
  for (; i < row.size(); ++i) part[0] = f(part[0], static_cast<Total>(row[i]));
  return f(f(part[0], part[1]), f(part[2], part[3]));
}

/// Folds the slices along `axis` with the associative `f`, from its neutral `start`, in the precision of `Total`; the
/// axis stays with extent 1.
template <class Total, class T, class F>
[[nodiscard]] xt::xarray<T> fold(xt::xarray<T> const& t, std::size_t axis, Total start, F f) {
  auto shape = xtensor::shape_of(t);
  auto const view = reference::split_at(shape, axis);
  shape[axis] = 1;
  auto result = xtensor::array_of_shape<T>(shape);
  std::vector<Total> totals(view.inner);
  T const* slice = t.data();
  T* out = result.data();
  for (std::size_t before = 0; before < view.outer; ++before, out += view.inner) {
    if (view.inner == 1) {
      *out = static_cast<T>(xtensor::fold_row(std::span<T const>(slice, view.extent), start, f));
      slice += view.extent;
      continue;
    }
    std::fill(totals.begin(), totals.end(), start);
    for (std::size_t k = 0; k < view.extent; ++k, slice += view.inner)
      for (std::size_t i = 0; i < view.inner; ++i) totals[i] = f(totals[i], static_cast<Total>(slice[i]));
    std::transform(totals.begin(), totals.end(), out, [](Total total) { return static_cast<T>(total); });
  }
  return result;
}

/// Throws `shape_error` on an index outside the axis.
template <class T>
[[nodiscard]] xt::xarray<T> take(xt::xarray<T> const& t, std::span<std::int64_t const> indices, std::size_t axis) {
  auto shape = xtensor::shape_of(t);
  auto const view = reference::split_at(shape, axis);
  for (auto const index : indices)
    if (index < 0 || index >= shape[axis])
      throw shape_error("shape.index", "index " + std::to_string(index) + " on axis " + std::to_string(axis) + " of " +
                                           to_string(shape));
  shape[axis] = static_cast<std::int64_t>(indices.size());
  auto result = xtensor::array_of_shape<T>(shape);
  T* out = result.data();
  for (std::size_t before = 0; before < view.outer; ++before)
    for (auto const index : indices)
      out = std::copy_n(t.data() + (before * view.extent + static_cast<std::size_t>(index)) * view.inner, view.inner,
                        out);
  return result;
}

/// Slices `first .. first + count - 1`. Throws `shape_error` where the axis does not have them.
template <class T>
[[nodiscard]] xt::xarray<T> slice(xt::xarray<T> const& t, std::size_t axis, std::int64_t first, std::int64_t count) {
  auto shape = shape_of(t);
  auto const view = reference::split_at(shape, axis);
  if (first < 0 || count < 0 || first > shape[axis] - count)
    throw shape_error("shape.index", "slices " + std::to_string(first) + " to " + std::to_string(first + count) +
                                         " on axis " + std::to_string(axis) + " of " + suregrasp::to_string(shape));
  shape[axis] = count;
  auto result = array_of_shape<T>(shape);
  T* out = result.data();
  std::size_t const skipped = static_cast<std::size_t>(first) * view.inner;
  std::size_t const length = static_cast<std::size_t>(count) * view.inner;
  for (std::size_t before = 0; before < view.outer; ++before)
    out = std::copy_n(t.data() + before * view.extent * view.inner + skipped, length, out);
  return result;
}

/// Throws `shape_error` on nothing to join, and on shapes that differ on another axis.
template <class T>
[[nodiscard]] xt::xarray<T> concat(std::span<xt::xarray<T> const> arrays, std::size_t axis) {
  if (arrays.empty()) throw shape_error("shape.concat", "nothing to join");
  auto shape = xtensor::shape_of(arrays.front());
  auto const outer = reference::split_at(shape, axis).outer;
  std::int64_t extent = 0;
  for (auto const& t : arrays) {
    auto const own = xtensor::shape_of(t);
    if (axis < own.size()) shape[axis] = own[axis];
    if (own != shape)
      throw shape_error("shape.concat", to_string(own) + " cannot be joined to " +
                                            to_string(xtensor::shape_of(arrays.front())) + " on axis " +
                                            std::to_string(axis));
    extent += own[axis];
  }
  shape[axis] = extent;
  auto result = xtensor::array_of_shape<T>(shape);
  T* out = result.data();
  for (std::size_t before = 0; before < outer; ++before)
    for (auto const& t : arrays) out = std::copy_n(t.data() + before * (t.size() / outer), t.size() / outer, out);
  return result;
}

}  // namespace suregrasp::inline v2::xtensor
#endif  // SUREGRASP_BACKENDS_XTENSOR_AXIS_HPP

// suregrasp/backends/xtensor/broadcast.hpp
#ifndef SUREGRASP_BACKENDS_XTENSOR_BROADCAST_HPP
#define SUREGRASP_BACKENDS_XTENSOR_BROADCAST_HPP
//
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::xtensor {

/// How N row-major arrays are walked together, by NumPy's rule of broadcasting.
///
/// An array does not move (step 0) along an axis that it lacks or has with extent 1. Axes that all arrays walk as one
/// are one, so that arrays of equal shape, or an array and a scalar, are a single row.
template <std::size_t N>
class broadcast_walk {
 public:
  using steps = std::array<std::size_t, N>;

  /// Throws `shape_error` on shapes that do not broadcast.
  explicit broadcast_walk(std::array<extents, N> const& shapes) {
    for (auto const& shape : shapes) shape_.resize(std::max(shape_.size(), shape.size()), 1);
    steps strides;
    strides.fill(1);
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      steps step{};
      for (std::size_t n = 0; n < N; ++n) {
        std::size_t const missing = shape_.size() - shapes[n].size();
        auto const own = axis < missing ? 1 : shapes[n][axis - missing];
        if (own != 1) widen(axis, own, shapes);
        step[n] = own == 1 ? 0 : strides[n];
        strides[n] *= static_cast<std::size_t>(own);
      }
      push_outwards(static_cast<std::size_t>(shape_[axis]), step);
    }
  }

  [[nodiscard]] extents const& shape() const { return shape_; }

  /// `row(first, length, step)` for every innermost row, in order: where it starts in each array and how they move.
  template <class Row>
  void rows(Row row) const {
    if (element_count(shape_) == 0) return;
    std::vector<std::size_t> at(axes_.size());
    steps first{};
    for (;;) {
      row(first, axes_.front().extent, axes_.front().step);
      std::size_t k = 1;
      for (; k < axes_.size(); ++k) {
        for (std::size_t n = 0; n < N; ++n) first[n] += axes_[k].step[n];
        if (++at[k] < axes_[k].extent) break;
        for (std::size_t n = 0; n < N; ++n) first[n] -= axes_[k].step[n] * axes_[k].extent;
        at[k] = 0;
      }
      if (k == axes_.size()) return;
    }
  }

 private:
  struct merged_axis {
    std::size_t extent = 1;
    steps step{};
  };

  void widen(std::size_t axis, std::int64_t own, std::array<extents, N> const& shapes) {
    if (shape_[axis] != 1 && shape_[axis] != own) {
      std::string message = "shapes that do not broadcast:";
      for (auto const& shape : shapes) message += " " + to_string(shape);
      throw shape_error("shape.broadcast", message);
    }
    shape_[axis] = own;
  }

  void push_outwards(std::size_t extent, steps const& step) {
    auto& outermost = axes_.back();
    bool const first = axes_.size() == 1 && outermost.extent == 1;
    bool continues = true;
    for (std::size_t n = 0; n < N; ++n) continues &= step[n] == outermost.step[n] * outermost.extent;
    if (first)
      outermost = {extent, step};
    else if (continues)
      outermost.extent *= extent;
    else if (extent != 1)
      axes_.push_back({extent, step});
  }

  extents shape_;
  std::vector<merged_axis> axes_{merged_axis{}};  // innermost first
};

/// `f` of the elements of arrays that broadcast, as a new array.
template <class T, class F, class... Arrays>
[[nodiscard]] xt::xarray<T> elementwise(F f, Arrays const&... arrays) {
  constexpr std::size_t count = sizeof...(Arrays);
  broadcast_walk<count> const walk({extents(arrays.shape().begin(), arrays.shape().end())...});
  auto result = xt::xarray<T>::from_shape({walk.shape().begin(), walk.shape().end()});
  T* out = result.data();
  std::array<T const*, count> const data{arrays.data()...};
  auto const apply = [&]<std::size_t... n>(std::index_sequence<n...>) {
    walk.rows([&](auto const& first, std::size_t length, auto const& step) {
      bool const dense = ((step[n] == 1) && ...);
      if (dense)
        for (std::size_t i = 0; i < length; ++i) out[i] = f(data[n][first[n] + i]...);
      else
        for (std::size_t i = 0; i < length; ++i) out[i] = f(data[n][first[n] + i * step[n]]...);
      out += length;
    });
  };
  apply(std::make_index_sequence<count>{});
  return result;
}

}  // namespace suregrasp::inline v2::xtensor
#endif  // SUREGRASP_BACKENDS_XTENSOR_BROADCAST_HPP

// suregrasp/backends/xtensor/backend.hpp
#ifndef SUREGRASP_BACKENDS_XTENSOR_BACKEND_HPP
#define SUREGRASP_BACKENDS_XTENSOR_BACKEND_HPP
//
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace suregrasp::inline v2::xtensor {

/// xtensor as a backend: arrays in the host's memory, matrix products by BLAS, no gradients.
///
/// Every operation returns an array, never one of xtensor's expressions, which refer to their operands. What does not
/// fit throws `shape_error`.
template <std::floating_point T>
struct backend {
  using tensor_type = xt::xarray<T>;
  using scalar_type = T;

  static_assert(tensor_type::static_layout == xt::layout_type::row_major, "XTENSOR_DEFAULT_LAYOUT must be row_major");

  /// Copies.
  [[nodiscard]] tensor_type from_host(host_view<T const> const& view) const {
    auto result = xtensor::array_of_shape<T>(view.shape);
    std::copy(view.values.begin(), view.values.end(), result.data());
    return result;
  }

  /// Copies.
  [[nodiscard]] host_array<T> to_host(tensor_type const& t) const {
    return {shape(t), std::vector<T>(t.data(), t.data() + t.size())};
  }

  [[nodiscard]] tensor_type constant(double value, extents const& shape) const {
    auto result = array_of_shape<T>(shape);
    std::fill_n(result.data(), result.size(), static_cast<T>(value));
    return result;
  }

  [[nodiscard]] extents shape(tensor_type const& t) const { return xtensor::shape_of(t); }

  [[nodiscard]] tensor_type reshape(tensor_type const& t, extents const& to) const {
    return from_host({to, std::span<T const>(t.data(), t.size())});
  }
  [[nodiscard]] tensor_type take(tensor_type const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return xtensor::take(t, indices, axis);
  }
  [[nodiscard]] tensor_type slice(tensor_type const& t, std::size_t axis, std::int64_t first,
                                  std::int64_t count) const {
    return xtensor::slice(t, axis, first, count);
  }
  [[nodiscard]] tensor_type concat(std::span<tensor_type const> tensors, std::size_t axis) const {
    return xtensor::concat<T>(tensors, axis);
  }

  [[nodiscard]] tensor_type add(tensor_type const& a, tensor_type const& b) const {
    return arithmetic(std::plus<>{}, a, b);
  }
  [[nodiscard]] tensor_type sub(tensor_type const& a, tensor_type const& b) const {
    return arithmetic(std::minus<>{}, a, b);
  }
  [[nodiscard]] tensor_type mul(tensor_type const& a, tensor_type const& b) const {
    return arithmetic(std::multiplies<>{}, a, b);
  }
  [[nodiscard]] tensor_type div(tensor_type const& a, tensor_type const& b) const {
    return arithmetic(std::divides<>{}, a, b);
  }
  [[nodiscard]] tensor_type exp(tensor_type const& t) const { return xt::exp(t); }
  [[nodiscard]] tensor_type log(tensor_type const& t) const { return xt::log(t); }
  [[nodiscard]] tensor_type where(tensor_type const& condition, tensor_type const& a, tensor_type const& b) const {
    return xtensor::elementwise<T>([](T c, T x, T y) { return c > 0 ? x : y; }, condition, a, b);
  }

  /// Adds up in double precision.
  [[nodiscard]] tensor_type sum(tensor_type const& t, std::size_t axis) const {
    using total = std::common_type_t<T, double>;
    return xtensor::fold(t, axis, total{0}, [](total so_far, total x) { return so_far + x; });
  }

  /// NaN where any is. Throws `shape_error` on an axis without elements.
  [[nodiscard]] tensor_type max(tensor_type const& t, std::size_t axis) const {
    if (axis < t.dimension() && t.shape(axis) == 0)
      throw shape_error("shape.empty_axis", "maximum over axis " + std::to_string(axis) + " of " + to_string(shape(t)));
    return xtensor::fold(t, axis, -std::numeric_limits<T>::infinity(),
                         [](T so_far, T x) { return std::isnan(x) || x > so_far ? x : so_far; });
  }

  /// `[M, K]` and `[K, N]` to `[M, N]`.
  [[nodiscard]] tensor_type matmul(tensor_type const& a, tensor_type const& b) const {
    if (a.dimension() != 2 || b.dimension() != 2 || a.shape(1) != b.shape(0))
      throw shape_error("shape.matmul",
                        "expected [M, K] and [K, N], got " + to_string(shape(a)) + " and " + to_string(shape(b)));
    if (a.size() == 0 || b.size() == 0) return tensor_type({a.shape(0), b.shape(1)}, T{0});
    return xt::linalg::dot(a, b);
  }

  /// `[M, N]` to `[N, M]`.
  [[nodiscard]] tensor_type transpose(tensor_type const& t) const { return xt::transpose(t); }

  /// Moves `t` towards `to` in place: `t += weight * (to - t)`, exact at both ends. Shapes must be the same.
  void lerp_(tensor_type& t, tensor_type const& to, double weight) const {
    if (t.shape() != to.shape())
      throw shape_error("shape.lerp", "expected " + to_string(shape(t)) + ", got " + to_string(shape(to)));
    auto const forth = static_cast<T>(weight), back = static_cast<T>(1 - weight);
    auto const move = [&](auto const& moved) {
      std::transform(t.data(), t.data() + t.size(), to.data(), t.data(), moved);
    };
    if (weight < 0.5)
      move([=](T x, T y) { return x + forth * (y - x); });
    else
      move([=](T x, T y) { return y - back * (y - x); });
  }

 private:
  /// Equal shapes, and a scalar on either side, are xtensor's own loops, which use SIMD where the build has xsimd
  /// (XTENSOR_USE_XSIMD); all other broadcasting is ours.
  template <class F>
  [[nodiscard]] static tensor_type arithmetic(F f, tensor_type const& a, tensor_type const& b) {
    if (a.shape() == b.shape()) return f(a, b);
    if (b.dimension() == 0) return f(a, b());
    if (a.dimension() == 0) return f(a(), b);
    return xtensor::elementwise<T>(f, a, b);
  }
};

static_assert(linalg_backend<backend<float>> && linalg_backend<backend<double>>);

}  // namespace suregrasp::inline v2::xtensor
#endif  // SUREGRASP_BACKENDS_XTENSOR_BACKEND_HPP
