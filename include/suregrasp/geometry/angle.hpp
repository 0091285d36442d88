#ifndef SUREGRASP_GEOMETRY_ANGLE_HPP
#define SUREGRASP_GEOMETRY_ANGLE_HPP

#include <cmath>
#include <concepts>
#include <numbers>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v1 {

/// `theta` brought into [-pi/2, pi/2): the canonical representative of an axis, whose period is pi. What lies there
/// stays as it is, to the bit.
template <std::floating_point T>
[[nodiscard]] T axial_wrap(T theta) {
  constexpr T pi = std::numbers::pi_v<T>;
  if (theta >= -pi / 2 && theta < pi / 2) return theta;
  T const wrapped = theta - pi * std::floor(theta / pi + T(0.5));
  return wrapped < pi / 2 ? (wrapped < -pi / 2 ? -pi / 2 : wrapped) : wrapped - pi;
}

/// Signed difference `a - b` of two axes, in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] T axial_difference(T a, T b) {
  return axial_wrap(a - b);
}

/// Angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] T axial_distance(T a, T b) {
  return std::abs(axial_difference(a, b));
}

/// Degrees in radians, without wrapping.
template <std::floating_point T>
[[nodiscard]] constexpr T radians(T degrees) {
  return degrees * (std::numbers::pi_v<T> / 180);
}

/// Radians in degrees, without wrapping.
template <std::floating_point T>
[[nodiscard]] constexpr T degrees(T radians) {
  return radians * (180 / std::numbers::pi_v<T>);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_ANGLE_HPP
