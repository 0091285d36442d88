#ifndef SUREGRASP_GEOMETRY_GRASP_HPP
#define SUREGRASP_GEOMETRY_GRASP_HPP

#include <array>
#include <cmath>
#include <concepts>
#include <numbers>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/angle.hpp>

namespace suregrasp::inline v2 {

/// A point of the image plane: x right, y down, pixel centres at integers.
template <std::floating_point T>
struct point {
  T x = 0;
  T y = 0;
  friend bool operator==(point const&, point const&) = default;

  static constexpr auto fields(auto list) { return list(field{"x", &point::x}, field{"y", &point::y}); }
};

/// A planar grasp g = (x, y, theta, opening, jaw) of a parallel gripper, seen from above.
///
/// `x`, `y`: centre in pixels. `theta`: angle of the opening axis in radians, counter-clockwise positive as seen on the
/// screen, period pi. `opening`: distance between the two fingers, along theta, in pixels. `jaw`: size of a finger's
/// plate, across theta, in pixels. (Zhu et al. 2020 write w for jaw and h for opening.)
template <std::floating_point T>
struct grasp {
  T x = 0;
  T y = 0;
  T theta = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(grasp const&, grasp const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &grasp::x}, field{"y", &grasp::y}, field{"theta", &grasp::theta, "", "rad"},
                field{"opening", &grasp::opening}, field{"jaw", &grasp::jaw});
  }

  template <std::floating_point U>
  [[nodiscard]] explicit operator grasp<U>() const {
    return {static_cast<U>(x), static_cast<U>(y), static_cast<U>(theta), static_cast<U>(opening), static_cast<U>(jaw)};
  }
};

/// Whether all five fields are neither infinite nor NaN.
template <std::floating_point T>
[[nodiscard]] bool is_finite(grasp<T> const& g) {
  return std::isfinite(g.x) && std::isfinite(g.y) && std::isfinite(g.theta) && std::isfinite(g.opening) &&
         std::isfinite(g.jaw);
}

/// The corners p0..p3 in Cornell's order: p0 to p1 runs along the opening axis (direction theta), p1-p2 and p3-p0 are
/// the plates.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> corners(grasp<T> const& g) {
  T const ux = std::cos(g.theta) * g.opening / 2, uy = -std::sin(g.theta) * g.opening / 2;
  T const vx = std::sin(g.theta) * g.jaw / 2, vy = std::cos(g.theta) * g.jaw / 2;
  return {{{g.x - ux - vx, g.y - uy - vy},
           {g.x + ux - vx, g.y + uy - vy},
           {g.x + ux + vx, g.y + uy + vy},
           {g.x - ux + vx, g.y - uy + vy}}};
}

/// The same rectangle with the fingers along its other sides, as a label reads whose corners begin one too late: theta
/// is a right angle more, opening and jaw change places.
template <std::floating_point T>
[[nodiscard]] grasp<T> across(grasp<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta + std::numbers::pi_v<T> / 2), g.jaw, g.opening};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_GRASP_HPP
