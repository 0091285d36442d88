#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP

#include <algorithm>
#include <concepts>
#include <limits>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/impl/axis_direction.hpp>
#include <type_traits>

namespace suregrasp::inline v2::simd {

/// A point, or one in each lane of a pack.
template <class V>
struct point_of {
  V x, y;
};

/// A rectangle, or one in each lane of a pack, as the kernel takes it.
template <class V>
struct rectangle_of {
  V x, y, theta;     ///< NaN for x where there is no area, so that nothing meets it
  point_of<V> half;  ///< half the opening, half the jaw
  V cos, sin;        ///< of theta, or both of half a turn on
  V twice_area;
};

template <std::floating_point T>
[[nodiscard]] rectangle_of<T> rectangle(grasp<T> const& g, axis_direction<T> const& axis = {}) {
  T const area = std::min(g.opening, g.jaw) > 0 ? g.opening * g.jaw : T(0);
  return {area > 0 ? g.x : std::numeric_limits<T>::quiet_NaN(),
          g.y,
          g.theta,
          {g.opening / 2, g.jaw / 2},
          axis.cos,
          axis.sin,
          2 * area};
}

/// Areas err by about the product of the two longer sides, in units of the last place: a pair is computed as it is
/// while that product stays below so many times the larger area.
template <class T>
inline constexpr T slenderness = std::is_same_v<T, float> ? T(64) : T(512);

/// Whether a pair is too thin for the precision of T, or too large for its range; then one of the two is so beside
/// itself. The kernel multiplies lengths by slopes of up to 1e18 and then by lengths.
template <std::floating_point T>
[[nodiscard]] bool too_thin(rectangle_of<T> const& a, rectangle_of<T> const& b) {
  T const longest = 4 * (std::max(a.half.x, a.half.y) * std::max(b.half.x, b.half.y));
  T const broad = std::max(a.twice_area, b.twice_area) * slenderness<T>;
  return std::min(a.twice_area, b.twice_area) > 0 &&
         !(2 * longest < broad && broad <= std::numeric_limits<T>::max() * T(1e-20));
}

}  // namespace suregrasp::inline v2::simd

#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP
