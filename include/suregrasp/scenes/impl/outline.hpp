#ifndef SUREGRASP_SCENES_IMPL_OUTLINE_HPP
#define SUREGRASP_SCENES_IMPL_OUTLINE_HPP

#include <algorithm>
#include <cmath>
#include <suregrasp/geometry/grasp.hpp>
#include <variant>

namespace suregrasp::inline v2::synthetic {

/// The placement of a shape that is drawn around the origin: rotation by (cosine, sine), scale, translation.
struct pose {
  point<double> centre;
  double cosine = 1;
  double sine = 0;
  double scale = 1;

  [[nodiscard]] point<double> direction(point<double> v) const {
    return {cosine * v.x - sine * v.y, sine * v.x + cosine * v.y};
  }
  [[nodiscard]] point<double> operator()(point<double> p) const {
    auto const turned = direction(p);
    return {centre.x + scale * turned.x, centre.y + scale * turned.y};
  }
};

/// A line segment from `a` to `b` with a radius that changes linearly from `radius_a` to `radius_b`.
struct capsule {
  point<double> a, b;
  double radius_a = 1, radius_b = 1;

  [[nodiscard]] double distance(point<double> p) const {
    double const dx = b.x - a.x, dy = b.y - a.y, px = p.x - a.x, py = p.y - a.y;
    double const t = std::clamp((px * dx + py * dy) / std::max(dx * dx + dy * dy, 1e-12), 0.0, 1.0);
    double const ex = px - t * dx, ey = py - t * dy;
    return std::sqrt(ex * ex + ey * ey) - (radius_a + t * (radius_b - radius_a));
  }
  [[nodiscard]] double half_width() const { return std::max(radius_a, radius_b); }
  [[nodiscard]] point<double> centre() const { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }
  [[nodiscard]] double reach() const { return std::hypot(b.x - a.x, b.y - a.y) / 2 + half_width(); }
  [[nodiscard]] capsule placed(pose const& q) const { return {q(a), q(b), q.scale * radius_a, q.scale * radius_b}; }
};

/// A rectangle with rounded corners; `axis` is the unit vector along its length.
struct rounded_box {
  point<double> middle;
  double half_length = 1, half_breadth = 1;
  double corner = 0;
  point<double> axis{1, 0};

  [[nodiscard]] double distance(point<double> p) const {
    double const px = p.x - middle.x, py = p.y - middle.y;
    double const x = std::abs(px * axis.x + py * axis.y) - half_length + corner;
    double const y = std::abs(py * axis.x - px * axis.y) - half_breadth + corner;
    double const ox = std::max(x, 0.0), oy = std::max(y, 0.0);
    return std::sqrt(ox * ox + oy * oy) + std::min(std::max(x, y), 0.0) - corner;
  }
  [[nodiscard]] double half_width() const { return std::min(half_length, half_breadth); }
  [[nodiscard]] point<double> centre() const { return middle; }
  [[nodiscard]] double reach() const { return std::hypot(half_length, half_breadth); }
  [[nodiscard]] rounded_box placed(pose const& q) const {
    return {q(middle), q.scale * half_length, q.scale * half_breadth, q.scale * corner, q.direction(axis)};
  }
};

/// An annulus of mean radius `radius`; with `radius == half_wall` it is a disk.
struct ring {
  point<double> middle;
  double radius = 1, half_wall = 1;

  [[nodiscard]] double distance(point<double> p) const {
    double const dx = p.x - middle.x, dy = p.y - middle.y;
    return std::abs(std::sqrt(dx * dx + dy * dy) - radius) - half_wall;
  }
  [[nodiscard]] double half_width() const { return half_wall; }
  [[nodiscard]] point<double> centre() const { return middle; }
  [[nodiscard]] double reach() const { return radius + half_wall; }
  [[nodiscard]] ring placed(pose const& q) const { return {q(middle), q.scale * radius, q.scale * half_wall}; }
};

/// A shape of the image plane, given by its signed distance in pixels, negative inside.
using outline = std::variant<capsule, rounded_box, ring>;

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_OUTLINE_HPP
