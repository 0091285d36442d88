#ifndef SUREGRASP_ROBOT_QUATERNION_HPP
#define SUREGRASP_ROBOT_QUATERNION_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/rotation.hpp>

namespace suregrasp::inline v2 {

/// A unit quaternion. Four numbers in a row say nothing of their order, which is w, x, y, z in Eigen's constructor and
/// in `isaac_grasp` files, x, y, z, w in ROS and SciPy: whoever reads or writes them names it.
struct quaternion {
  double w = 1;
  double x = 0;
  double y = 0;
  double z = 0;
  friend bool operator==(quaternion const&, quaternion const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"w", &quaternion::w}, field{"x", &quaternion::x}, field{"y", &quaternion::y},
                field{"z", &quaternion::z});
  }

  [[nodiscard]] static constexpr quaternion from_wxyz(std::array<double, 4> const& q) {
    return {q[0], q[1], q[2], q[3]};
  }
  [[nodiscard]] static constexpr quaternion from_xyzw(std::array<double, 4> const& q) {
    return {q[3], q[0], q[1], q[2]};
  }
  [[nodiscard]] constexpr std::array<double, 4> wxyz() const { return {w, x, y, z}; }
  [[nodiscard]] constexpr std::array<double, 4> xyzw() const { return {x, y, z, w}; }
};

/// As a rotation. Throws `geometry_error` `geometry.quaternion.unit` for one whose length is not 1, to a thousandth.
[[nodiscard]] inline rotation rotation_of(quaternion const& q) {
  double const length = std::hypot(std::hypot(q.w, q.x), std::hypot(q.y, q.z));
  if (!(std::abs(length - 1) <= 1e-3))
    throw geometry_error("geometry.quaternion.unit",
                         "expected a quaternion of length 1, got " + text_of(q) + " of length " + text_of(length));
  double const w = q.w / length, x = q.x / length, y = q.y / length, z = q.z / length;
  return rotation::from_columns({1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)},
                                {2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)},
                                {2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)});
}

/// Of the two quaternions of a rotation the one whose first component other than 0, from w on, is above 0.
[[nodiscard]] inline quaternion quaternion_of(rotation const& r) {
  auto const [a, b, c, d, e, f, g, h, i] = r.rows();
  // Four times the squares of w, x, y, z; the largest of them is divided by (Shepperd, 1978).
  std::array<double, 4> const squares{1 + a + e + i, 1 + a - e - i, 1 - a + e - i, 1 - a - e + i};
  auto const largest = std::ranges::max_element(squares) - squares.begin();
  double const s = 1 / (2 * std::sqrt(squares[static_cast<std::size_t>(largest)]));
  double const whole = squares[static_cast<std::size_t>(largest)] * s;
  quaternion q;
  switch (largest) {
    case 0:
      q = {whole, (h - f) * s, (c - g) * s, (d - b) * s};
      break;
    case 1:
      q = {(h - f) * s, whole, (b + d) * s, (c + g) * s};
      break;
    case 2:
      q = {(c - g) * s, (b + d) * s, whole, (f + h) * s};
      break;
    default:
      q = {(d - b) * s, (c + g) * s, (f + h) * s, whole};
  }
  for (double const component : q.wxyz()) {
    if (component > 0) break;
    if (component < 0) return {-q.w, -q.x, -q.y, -q.z};
  }
  return q;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_QUATERNION_HPP
