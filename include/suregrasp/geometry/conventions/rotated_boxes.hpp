#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP

#include <concepts>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

// Rotated boxes of detection libraries whose angle has the full period, so that `w`, the side along the angle, can be
// the opening and nothing is lost either way. Those that put the long side first are in `mmrotate_box.hpp`.

/// A rotated box of detectron2, `XYWHA_ABS`: degrees, counter-clockwise positive on the screen.
template <std::floating_point T>
struct detectron2_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  degrees_value<T> angle;
  friend bool operator==(detectron2_box const&, detectron2_box const&) = default;
};

/// `w` is taken for the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_detectron2(detectron2_box<T> const& box) {
  return {box.cx, box.cy, axial_wrap(radians_value<T>(box.angle).value), box.w, box.h};
}

/// `angle` comes out in [-90, 90).
template <std::floating_point T>
[[nodiscard]] detectron2_box<T> to_detectron2(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(g.theta))};
}

/// A rotated box of torchvision, `CXCYWHR`: degrees, counter-clockwise positive on the screen.
template <std::floating_point T>
struct torchvision_cxcywhr {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  degrees_value<T> r;
  friend bool operator==(torchvision_cxcywhr const&, torchvision_cxcywhr const&) = default;
};

/// `w` is taken for the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_torchvision(torchvision_cxcywhr<T> const& box) {
  return {box.cx, box.cy, axial_wrap(radians_value<T>(box.r).value), box.w, box.h};
}

/// `r` comes out in [-90, 90).
template <std::floating_point T>
[[nodiscard]] torchvision_cxcywhr<T> to_torchvision(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(g.theta))};
}

/// Which way a positive angle turns on the screen.
enum class turning { clockwise, counter_clockwise };

/// A rotated box of mmcv's operators, in radians; they take `clockwise` as an argument that is true by default.
template <std::floating_point T>
struct mmcv_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  radians_value<T> angle;
  friend bool operator==(mmcv_box const&, mmcv_box const&) = default;
};

/// `w` is taken for the opening; `positive` says which way the angle turns.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_mmcv(mmcv_box<T> const& box, turning positive = turning::clockwise) {
  T const theta = positive == turning::clockwise ? -box.angle.value : box.angle.value;
  return {box.cx, box.cy, axial_wrap(theta), box.w, box.h};
}

/// `angle` comes out in (-pi/2, pi/2], counter-clockwise in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] mmcv_box<T> to_mmcv(grasp<T> const& g, turning positive = turning::clockwise) {
  T const theta = axial_wrap(g.theta);
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(positive == turning::clockwise ? -theta : theta)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP
