#ifndef SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
#define SUREGRASP_GEOMETRY_AFFINE_MAP_HPP

#include <cmath>
#include <concepts>
#include <limits>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// x' = a x + b y + tx, y' = c x + d y + ty, in image coordinates (x right, y down, pixel centres at integers).
///
/// `first * second` maps by `second`, then by `first`.
template <std::floating_point T>
struct affine_map {
  T a = 1, b = 0, tx = 0;
  T c = 0, d = 1, ty = 0;
  friend bool operator==(affine_map const&, affine_map const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"a", &affine_map::a}, field{"b", &affine_map::b}, field{"tx", &affine_map::tx},
                field{"c", &affine_map::c}, field{"d", &affine_map::d}, field{"ty", &affine_map::ty});
  }

  [[nodiscard]] static affine_map translation(T dx, T dy) { return {1, 0, dx, 0, 1, dy}; }

  /// About the origin, which is the centre of the first pixel.
  [[nodiscard]] static affine_map scaling(T sx, T sy) { return {sx, 0, 0, 0, sy, 0}; }
  [[nodiscard]] static affine_map scaling(T s) { return scaling(s, s); }

  /// An image resized by these factors so that its outer edges, half a pixel outside the outer centres, stay its edges.
  [[nodiscard]] static affine_map resizing(T sx, T sy) { return {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2}; }

  /// By `angle` radians, counter-clockwise as seen on the screen, about `centre`.
  [[nodiscard]] static affine_map rotation(T angle, point<T> centre = {}) {
    T const cos = std::cos(angle), sin = std::sin(angle);
    return {cos,  sin, centre.x - cos * centre.x - sin * centre.y,
            -sin, cos, centre.y + sin * centre.x - cos * centre.y};
  }

  /// Left and right exchanged in an image `width` pixels wide.
  [[nodiscard]] static affine_map horizontal_flip(T width) { return {-1, 0, width - 1, 0, 1, 0}; }

  /// A cut-out whose first pixel was the pixel (left, top).
  [[nodiscard]] static affine_map crop(T left, T top) { return translation(-left, -top); }

  /// Factor by which areas grow; below 0 for a map that mirrors.
  [[nodiscard]] T determinant() const { return a * d - b * c; }

  [[nodiscard]] point<T> operator()(point<T> p) const { return {a * p.x + b * p.y + tx, c * p.x + d * p.y + ty}; }

  /// A grasp carried along by the map, which must not flatten the plane.
  ///
  /// The centre moves as a point; the opening axis, a direction drawn on the image, becomes its own image, and
  /// `opening` grows as lengths along it do; `jaw` grows so that the area of the rectangle grows as every area does.
  /// For maps that keep shapes the corners of the result are the images of the corners. Others turn the rectangle into
  /// a parallelogram, and this is the rectangle over the same opening segment with the same area: the one rule that
  /// keeps the fingers square to the axis they close along and lets maps compose and invert on grasps as they do on
  /// points.
  [[nodiscard]] grasp<T> operator()(grasp<T> const& g) const {
    point<T> const centre = (*this)(point<T>{g.x, g.y});
    T const cos = std::cos(g.theta), sin = std::sin(g.theta);
    T const ux = a * cos - b * sin, uy = c * cos - d * sin;
    T const stretch = std::hypot(ux, uy);
    return {centre.x, centre.y, axial_wrap(std::atan2(-uy, ux)), g.opening * stretch,
            g.jaw * std::abs(determinant()) / stretch};
  }

  /// Throws geometry_error `geometry.singular_map` for a map that flattens the plane or is not finite.
  [[nodiscard]] affine_map inverse() const {
    T const det = determinant();
    affine_map const r{d / det, -b / det, (b * ty - d * tx) / det, -c / det, a / det, (c * tx - a * ty) / det};
    T const rounding = 2 * std::numeric_limits<T>::epsilon() * (std::abs(a * d) + std::abs(b * c));
    if (std::abs(det) > rounding && r.is_finite()) return r;
    throw geometry_error("geometry.singular_map",
                         "expected an affine map with an inverse, got one of determinant " + std::to_string(det));
  }

  [[nodiscard]] bool is_finite() const {
    return std::isfinite(a) && std::isfinite(b) && std::isfinite(tx) && std::isfinite(c) && std::isfinite(d) &&
           std::isfinite(ty);
  }

  [[nodiscard]] friend affine_map operator*(affine_map const& f, affine_map const& s) {
    return {f.a * s.a + f.b * s.c, f.a * s.b + f.b * s.d, f.a * s.tx + f.b * s.ty + f.tx,
            f.c * s.a + f.d * s.c, f.c * s.b + f.d * s.d, f.c * s.tx + f.d * s.ty + f.ty};
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
