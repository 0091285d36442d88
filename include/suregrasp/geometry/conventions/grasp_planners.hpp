#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP

#include <cmath>
#include <concepts>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

// Planar grasps of planners that know more than the picture: a score, an object, a camera.

/// A row of graspnetAPI's `RectGraspGroup`: the centre, the middle of one finger, the size of the plates.
template <std::floating_point T>
struct graspnet_rectangle {
  T center_x = 0;
  T center_y = 0;
  T open_x = 0;
  T open_y = 0;
  T height = 0;
  T score = 0;
  int object_id = -1;
  friend bool operator==(graspnet_rectangle const&, graspnet_rectangle const&) = default;
};

/// The grasp of a row; its opening is twice the way from the centre to the open point.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_graspnet(graspnet_rectangle<T> const& row) {
  T const dx = row.open_x - row.center_x, dy = row.open_y - row.center_y;
  return {row.center_x, row.center_y, axial_wrap(std::atan2(-dy, dx)), 2 * std::hypot(dx, dy), row.height};
}

/// The open point lies in the direction `theta`; score and object are not the grasp's and are given.
template <std::floating_point T>
[[nodiscard]] graspnet_rectangle<T> to_graspnet(grasp<T> const& g, T score, int object_id) {
  T const half = g.opening / 2;
  return {g.x, g.y, g.x + half * std::cos(g.theta), g.y - half * std::sin(g.theta), g.jaw, score, object_id};
}

/// The `Grasp2D` of GQ-CNN: radians clockwise positive on the screen, opening in metres; of the plates it says nothing.
template <std::floating_point T>
struct gqcnn_grasp2d {
  T x = 0;
  T y = 0;
  radians_value<T> angle;
  T depth = 0;  ///< of the grasp's centre, metres
  T width = 0;  ///< opening, metres
  friend bool operator==(gqcnn_grasp2d const&, gqcnn_grasp2d const&) = default;
};

/// The grasp on the screen of a camera of focal lengths `fx`, `fy` pixels, with plates of `jaw` pixels.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_gqcnn(gqcnn_grasp2d<T> const& g, T fx, T fy, T jaw) {
  T const theta = axial_wrap(-g.angle.value);
  return {g.x, g.y, theta, camera_scale<T>{fx, fy, g.depth}.pixels(g.width, theta), jaw};
}

/// Does not compile: the size of the plates has to be given.
template <std::floating_point T>
void from_gqcnn(gqcnn_grasp2d<T> const&, T, T) {
  static_assert(!std::floating_point<T>,
                "a GQ-CNN grasp does not say how large the plates are: pass the jaw size in pixels as the last "
                "argument");
}

/// At the camera's depth; `angle` comes out in (-pi/2, pi/2].
template <std::floating_point T>
[[nodiscard]] gqcnn_grasp2d<T> to_gqcnn(grasp<T> const& g, camera_scale<T> const& camera) {
  return {g.x, g.y, radians_value<T>(-axial_wrap(g.theta)), camera.depth, camera.metres(g.opening, g.theta)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP
