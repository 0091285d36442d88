#ifndef SUREGRASP_ROBOT_ROTATION_HPP
#define SUREGRASP_ROBOT_ROTATION_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/robot/vector3.hpp>

namespace suregrasp::inline v2 {

/// How one frame is turned against another: it turns vectors, and its columns are the turned axes.
///
/// Always a proper rotation: three unit vectors at right angles, right-handed.
class rotation {
 public:
  /// The identity.
  rotation() = default;

  /// The rotation whose columns are `x`, `y` and `z`: what the three axes become. What is off by rounding is put right.
  ///
  /// Throws `geometry_error`: `geometry.rotation.rigid` where the columns are not three unit vectors at right angles,
  /// to `tolerance`; `geometry.rotation.proper` where they are left-handed, as after a mirrored axis.
  [[nodiscard]] static rotation from_columns(vector3 const& x, vector3 const& y, vector3 const& z) {
    double const off = std::max({std::abs(dot(x, x) - 1), std::abs(dot(y, y) - 1), std::abs(dot(z, z) - 1),
                                 std::abs(dot(x, y)), std::abs(dot(y, z)), std::abs(dot(z, x))});
    auto const columns = [&] { return "columns " + text_of(x) + ", " + text_of(y) + ", " + text_of(z); };
    if (!(off <= tolerance) || !is_finite(x + y + z))
      throw geometry_error("geometry.rotation.rigid",
                           "expected a rotation, three unit vectors at right angles, got " + columns());
    if (dot(cross(x, y), z) < 0)
      throw geometry_error("geometry.rotation.proper", "expected a right-handed rotation, of determinant 1, got " +
                                                           columns() + ": is an axis mirrored, or are two exchanged?");
    auto const first = unit(x), second = unit(across(y, first));
    return rotation(first, second, cross(first, second));
  }

  /// From the nine values row by row. Throws as `from_columns`.
  [[nodiscard]] static rotation from_rows(std::array<double, 9> const& m) {
    return from_columns({m[0], m[3], m[6]}, {m[1], m[4], m[7]}, {m[2], m[5], m[8]});
  }

  /// By `angle` about `axis`, which may have any length above 0, counter-clockwise as it points at who looks.
  [[nodiscard]] static rotation about(vector3 const& axis, radians_value<double> angle) {
    auto const u = unit(axis);
    double const c = std::cos(angle.value), s = std::sin(angle.value);
    auto const turned = [&](vector3 const& v) { return c * v + s * cross(u, v) + (1 - c) * dot(u, v) * u; };
    return from_columns(turned({1, 0, 0}), turned({0, 1, 0}), turned({0, 0, 1}));
  }

  /// What the axes x, y and z become.
  [[nodiscard]] vector3 const& x() const { return x_; }
  [[nodiscard]] vector3 const& y() const { return y_; }
  [[nodiscard]] vector3 const& z() const { return z_; }

  [[nodiscard]] std::array<double, 9> rows() const { return {x_.x, y_.x, z_.x, x_.y, y_.y, z_.y, x_.z, y_.z, z_.z}; }

  [[nodiscard]] rotation inverse() const {
    return rotation({x_.x, y_.x, z_.x}, {x_.y, y_.y, z_.y}, {x_.z, y_.z, z_.z});
  }

  [[nodiscard]] friend vector3 operator*(rotation const& r, vector3 const& v) {
    return v.x * r.x_ + v.y * r.y_ + v.z * r.z_;
  }
  /// By `second`, then by `first`.
  [[nodiscard]] friend rotation operator*(rotation const& first, rotation const& second) {
    return rotation(first * second.x_, first * second.y_, first * second.z_);
  }
  friend bool operator==(rotation const&, rotation const&) = default;

  /// How much columns read from outside may be off, as written with four digits behind the point.
  static constexpr double tolerance = 2e-4;

 private:
  rotation(vector3 const& x, vector3 const& y, vector3 const& z) : x_(x), y_(y), z_(z) {}

  vector3 x_{1, 0, 0}, y_{0, 1, 0}, z_{0, 0, 1};
};

/// The angle of the one turn that leads from one orientation to the other, in [0, pi].
[[nodiscard]] inline radians_value<double> turn_between(rotation const& a, rotation const& b) {
  auto const r = a.inverse() * b;
  double const sine = norm({r.y().z - r.z().y, r.z().x - r.x().z, r.x().y - r.y().x});
  return radians_value<double>(std::atan2(sine, r.x().x + r.y().y + r.z().z - 1));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_ROTATION_HPP
