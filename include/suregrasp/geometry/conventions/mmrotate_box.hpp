#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP

#include <concepts>
#include <numbers>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// What mmrotate calls its angle versions; each forgets which side of the box is the opening.
enum class mmrotate_angles {
  le90,   ///< the long side is `w`, along an angle in [-pi/2, pi/2)
  le135,  ///< the long side is `w`, along an angle in [-pi/4, 3 pi/4)
  oc      ///< OpenCV's since 4.5.1: `w` is the side along an angle in (0, pi/2]
};

/// A rotated box of mmrotate: radians, clockwise positive on the screen.
template <std::floating_point T, mmrotate_angles Angles>
struct mmrotate_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  radians_value<T> angle;
  friend bool operator==(mmrotate_box const&, mmrotate_box const&) = default;
};

/// What the longer side of a grasp rectangle is; `opening` where both are equal.
enum class long_side { opening, jaw };

/// What `from_mmrotate` has to be told to bring a box of this grasp back.
template <std::floating_point T>
[[nodiscard]] long_side long_side_of(grasp<T> const& g) {
  return g.opening >= g.jaw ? long_side::opening : long_side::jaw;
}

/// The grasp of a box whose longer side is what `longer` says; of equal sides `w` counts as the longer one.
template <std::floating_point T, mmrotate_angles Angles>
[[nodiscard]] grasp<T> from_mmrotate(mmrotate_box<T, Angles> const& box, long_side longer) {
  bool const opening_is_w = (box.w >= box.h) == (longer == long_side::opening);
  T const quarter = std::numbers::pi_v<T> / 2, along_w = -box.angle.value;
  if (opening_is_w) return {box.cx, box.cy, axial_wrap(along_w), box.w, box.h};
  return {box.cx, box.cy, axial_wrap(along_w + quarter), box.h, box.w};
}

/// Does not compile: the box alone does not say which of its sides is the opening.
template <std::floating_point T, mmrotate_angles Angles>
void from_mmrotate(mmrotate_box<T, Angles> const&) {
  static_assert(!std::floating_point<T>,
                "an mmrotate box does not say which side is the opening and which the jaw: "
                "pass long_side::opening or long_side::jaw as the second argument");
}

/// The box of a grasp; keep `long_side_of(g)` beside it to come back. A square of `oc` comes back as itself or
/// `across`: there the angle alone decides which side is `w`.
template <mmrotate_angles Angles, std::floating_point T>
[[nodiscard]] mmrotate_box<T, Angles> to_mmrotate(grasp<T> const& g) {
  constexpr T pi = std::numbers::pi_v<T>;
  mmrotate_box<T, Angles> box{g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(-g.theta))};
  auto const exchange_sides = [&] {
    box = {g.x, g.y, g.jaw, g.opening, radians_value<T>(axial_wrap(pi / 2 + box.angle.value))};
  };
  if constexpr (Angles == mmrotate_angles::oc) {
    if (box.angle.value == -pi / 2) box.angle.value = pi / 2;
    if (!(box.angle.value > 0)) exchange_sides();
    if (box.angle.value == -pi / 2) box.angle.value = pi / 2;
  } else {
    if (long_side_of(g) == long_side::jaw) exchange_sides();
    if (Angles == mmrotate_angles::le135 && box.angle.value < -pi / 4) {
      T const above = box.angle.value + pi;
      box.angle.value = above < 3 * pi / 4 ? above : -pi / 4;  // rounding may reach the end, which is the beginning
    }
  }
  return box;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP
