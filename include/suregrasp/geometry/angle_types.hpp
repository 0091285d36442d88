#ifndef SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP
#define SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP

#include <cmath>
#include <concepts>
#include <numbers>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/angle.hpp>

namespace suregrasp::inline v2 {

template <std::floating_point T>
struct degrees_value;

/// An angle in radians that says so. A bare number does not become one by itself; degrees do, and are converted.
template <std::floating_point T>
struct radians_value {
  T value = 0;

  constexpr radians_value() = default;
  constexpr explicit radians_value(T radians_in) : value(radians_in) {}
  constexpr radians_value(degrees_value<T> angle);
  friend bool operator==(radians_value const&, radians_value const&) = default;
};

/// An angle in degrees that says so; the other half of `radians_value`.
template <std::floating_point T>
struct degrees_value {
  T value = 0;

  constexpr degrees_value() = default;
  constexpr explicit degrees_value(T degrees_in) : value(degrees_in) {}
  constexpr degrees_value(radians_value<T> angle) : value(degrees(angle.value)) {}
  friend bool operator==(degrees_value const&, degrees_value const&) = default;
};

template <std::floating_point T>
constexpr radians_value<T>::radians_value(degrees_value<T> angle) : value(radians(angle.value)) {}

/// Where something points: an angle of period 2 pi, counter-clockwise positive on the screen.
template <std::floating_point T>
class direction {
 public:
  direction() = default;
  explicit direction(radians_value<T> angle) : angle_(2 * axial_wrap(angle.value / 2)) {}

  /// From `p` to `q` in image coordinates, y down.
  [[nodiscard]] static direction between(T px, T py, T qx, T qy) {
    return direction(radians_value<T>(std::atan2(py - qy, qx - px)));
  }

  /// In [-pi, pi).
  [[nodiscard]] radians_value<T> angle() const { return radians_value<T>(angle_); }

 private:
  T angle_ = 0;
};

/// How something lies: an angle of period pi, counter-clockwise positive on the screen; the `theta` of a grasp.
///
/// A direction has an axis; which way along it something points is then lost, so there is no way back.
template <std::floating_point T>
class axial_angle {
 public:
  axial_angle() = default;
  explicit axial_angle(radians_value<T> angle) : angle_(axial_wrap(angle.value)) {}
  explicit axial_angle(direction<T> pointing) : axial_angle(pointing.angle()) {}

  /// In [-pi/2, pi/2).
  [[nodiscard]] radians_value<T> angle() const { return radians_value<T>(angle_); }

 private:
  T angle_ = 0;
};

/// The smaller angle between two directions, in [0, pi].
template <std::floating_point T>
[[nodiscard]] radians_value<T> distance(direction<T> a, direction<T> b) {
  return radians_value<T>(2 * axial_distance(a.angle().value / 2, b.angle().value / 2));
}

/// The smaller angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] radians_value<T> distance(axial_angle<T> a, axial_angle<T> b) {
  return radians_value<T>(axial_distance(a.angle().value, b.angle().value));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP
