#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP

#include <concepts>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// A row `x;y;theta;opening;jaw` of a Jacquard grasp file: the angle in degrees, clockwise positive on the screen.
template <std::floating_point T>
struct jacquard_row {
  T x = 0;
  T y = 0;
  T theta_degrees = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(jacquard_row const&, jacquard_row const&) = default;
};

/// The grasp of a row.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_jacquard(jacquard_row<T> const& row) {
  return {row.x, row.y, axial_wrap(-radians(row.theta_degrees)), row.opening, row.jaw};
}

/// `theta_degrees` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] jacquard_row<T> to_jacquard(grasp<T> const& g) {
  return {g.x, g.y, -degrees(axial_wrap(g.theta)), g.opening, g.jaw};
}

/// The `Grasp` of GG-CNN and GR-ConvNet: the centre as (row, column), the angle in radians counter-clockwise on the
/// screen, `length` between the fingers, `width` of a finger.
template <std::floating_point T>
struct ggcnn_grasp {
  T row = 0;
  T column = 0;
  T angle = 0;
  T length = 0;
  T width = 0;
  friend bool operator==(ggcnn_grasp const&, ggcnn_grasp const&) = default;
};

/// The grasp; row and column change places.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_ggcnn(ggcnn_grasp<T> const& g) {
  return {g.column, g.row, axial_wrap(g.angle), g.length, g.width};
}

/// `length` is the opening, `width` the jaw.
template <std::floating_point T>
[[nodiscard]] ggcnn_grasp<T> to_ggcnn(grasp<T> const& g) {
  return {g.y, g.x, axial_wrap(g.theta), g.opening, g.jaw};
}

/// The tuple g = (x, y, theta, w, h) of Zhu et al. (2020): `w` is the size of a finger's plate and `h` the distance
/// between the fingers, other than everywhere else. The paper leaves the sign of theta open; taken counter-clockwise.
template <std::floating_point T>
struct paper_tuple {
  T x = 0;
  T y = 0;
  T theta = 0;
  T w = 0;
  T h = 0;
  friend bool operator==(paper_tuple const&, paper_tuple const&) = default;
};

/// The grasp; `h` is the opening, `w` the jaw.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_paper(paper_tuple<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta), g.h, g.w};
}

/// The inverse of `from_paper`.
template <std::floating_point T>
[[nodiscard]] paper_tuple<T> to_paper(grasp<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta), g.jaw, g.opening};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP
