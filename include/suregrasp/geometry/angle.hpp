#ifndef SUREGRASP_GEOMETRY_ANGLE_HPP
#define SUREGRASP_GEOMETRY_ANGLE_HPP

#include <cmath>
#include <concepts>
#include <numbers>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// `theta` brought into [-pi/2, pi/2): the canonical representative of an axis, whose period is pi. What lies there
/// stays as it is, to the bit; NaN where `theta` is not finite.
template <std::floating_point T>
[[nodiscard]] T axial_wrap(T theta) {
  constexpr T pi = std::numbers::pi_v<T>;
  if (theta >= -pi / 2 && theta < pi / 2) return theta;
  T const wrapped = theta - pi * std::floor(theta / pi + T(0.5));
  if (wrapped < pi / 2) return wrapped < -pi / 2 ? -pi / 2 : wrapped;
  T const below = wrapped - pi;
  return below >= pi / 2 ? -pi / 2 : below;  // of an angle so large that its rounding is many turns
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

/// How much an angle may exceed a limit and still count as at most that limit, radians: 0.00006 degrees.
///
/// More than rounding makes of two angles and a limit in float (3e-7), or of two angles written with six digits behind
/// the point (1e-6), and too little to tell in a picture: a corner 1000 pixels away moves by a thousandth of a pixel.
inline constexpr double angle_tolerance = 1e-6;

/// Whether `angle` is at most `limit`, both in radians: rounding does not decide about two axes that are `limit` apart.
/// False for NaN.
template <std::floating_point T>
[[nodiscard]] bool angle_at_most(T angle, double limit) {
  return static_cast<double>(angle) <= limit + angle_tolerance;
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

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_ANGLE_HPP
