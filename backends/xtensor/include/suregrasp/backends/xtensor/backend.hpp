#ifndef SUREGRASP_BACKENDS_XTENSOR_BACKEND_HPP
#define SUREGRASP_BACKENDS_XTENSOR_BACKEND_HPP

#include <suregrasp/backends/xtensor/axis.hpp>
#include <suregrasp/backends/xtensor/broadcast.hpp>
#include <suregrasp/backends/xtensor/xtensor.hpp>
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
#include <suregrasp/backend/concepts.hpp>
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
