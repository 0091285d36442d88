#ifndef SUREGRASP_ROBOT_VECTOR3_HPP
#define SUREGRASP_ROBOT_VECTOR3_HPP

#include <cmath>
#include <suregrasp/core/field_text.hpp>

namespace suregrasp::inline v2 {

/// A vector in space; metres where it is a position or a way, without unit where it is a direction.
struct vector3 {
  double x = 0;
  double y = 0;
  double z = 0;
  friend bool operator==(vector3 const&, vector3 const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &vector3::x}, field{"y", &vector3::y}, field{"z", &vector3::z});
  }

  [[nodiscard]] friend constexpr vector3 operator+(vector3 const& a, vector3 const& b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
  }
  [[nodiscard]] friend constexpr vector3 operator-(vector3 const& a, vector3 const& b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
  }
  [[nodiscard]] friend constexpr vector3 operator-(vector3 const& a) { return {-a.x, -a.y, -a.z}; }
  [[nodiscard]] friend constexpr vector3 operator*(double factor, vector3 const& a) {
    return {factor * a.x, factor * a.y, factor * a.z};
  }
};

/// The inner product.
[[nodiscard]] constexpr double dot(vector3 const& a, vector3 const& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// Right-handed: x cross y is z.
[[nodiscard]] constexpr vector3 cross(vector3 const& a, vector3 const& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/// The length.
[[nodiscard]] inline double norm(vector3 const& a) { return std::hypot(a.x, a.y, a.z); }

/// The vector of length 1 in the same direction; NaN for a vector of length 0.
[[nodiscard]] inline vector3 unit(vector3 const& a) { return 1 / norm(a) * a; }

/// The part of `a` at right angles to the unit vector `axis`.
[[nodiscard]] constexpr vector3 across(vector3 const& a, vector3 const& axis) { return a - dot(a, axis) * axis; }

/// Whether no component is infinite or NaN.
[[nodiscard]] inline bool is_finite(vector3 const& a) {
  return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_VECTOR3_HPP
