#ifndef SUREGRASP_SCENES_IMPL_OBJECT_HPP
#define SUREGRASP_SCENES_IMPL_OBJECT_HPP

#include <algorithm>
#include <cmath>
#include <limits>
#include <suregrasp/scenes/impl/outline.hpp>
#include <vector>

namespace suregrasp::inline v2::synthetic {

/// One part of an object: its outline, and its height above the table.
struct part {
  outline shape;
  double height = 20;     ///< at its highest point, in pixels
  double roundness = 0;   ///< 0: a flat plate with soft edges; 1: a dome or a lying cylinder
  int tint = 0;           ///< index of one of the object's colours
  bool graspable = true;  ///< false: too low to close fingers on, such as the floor of a bowl

  [[nodiscard]] double distance(point<double> p) const {
    return std::visit([&](auto const& s) { return s.distance(p); }, shape);
  }

  /// Height above the table where the signed distance to the outline is `distance`, pixels.
  [[nodiscard]] double rise(double distance) const {
    if (distance >= 0) return 0;
    double const edge = std::min(-distance / 3, 1.0);
    double const plate = edge * edge * (3 - 2 * edge);
    double const half_width = std::visit([](auto const& s) { return s.half_width(); }, shape);
    double const to_ridge = 1 - std::min(-distance / half_width, 1.0);
    double const dome = std::sqrt(std::max(0.0, 1 - to_ridge * to_ridge));
    return height * (plate + roundness * (dome - plate));
  }
};

/// An object on the table: the union of its parts.
struct object {
  std::vector<part> parts;

  /// Signed distance to the graspable parts, in pixels, negative inside.
  [[nodiscard]] double distance(point<double> p) const {
    double nearest = std::numeric_limits<double>::infinity();
    for (auto const& piece : parts)
      if (piece.graspable) nearest = std::min(nearest, piece.distance(p));
    return nearest;
  }

  /// Unit vector in the direction in which `distance` grows: the outward normal.
  [[nodiscard]] point<double> normal(point<double> p) const {
    constexpr double step = 0.5;
    double const gx = distance({p.x + step, p.y}) - distance({p.x - step, p.y});
    double const gy = distance({p.x, p.y + step}) - distance({p.x, p.y - step});
    double const length = std::max(std::hypot(gx, gy), 1e-12);
    return {gx / length, gy / length};
  }

  [[nodiscard]] object placed(pose const& where) const {
    object moved = *this;
    for (auto& piece : moved.parts) {
      piece.shape = std::visit([&](auto const& s) { return outline(s.placed(where)); }, piece.shape);
      piece.height *= where.scale;
    }
    return moved;
  }
};

/// Axis-aligned bounding box.
struct bounds {
  double left = std::numeric_limits<double>::infinity(), top = left, right = -left, bottom = -left;

  void include(point<double> centre, double reach) {
    left = std::min(left, centre.x - reach);
    top = std::min(top, centre.y - reach);
    right = std::max(right, centre.x + reach);
    bottom = std::max(bottom, centre.y + reach);
  }
};

/// The bounding box of one outline.
[[nodiscard]] inline bounds bounds_of(outline const& shape) {
  bounds box;
  std::visit([&](auto const& s) { box.include(s.centre(), s.reach()); }, shape);
  return box;
}

/// The bounding box of all parts.
[[nodiscard]] inline bounds bounds_of(object const& thing) {
  bounds box;
  for (auto const& piece : thing.parts)
    std::visit([&](auto const& s) { box.include(s.centre(), s.reach()); }, piece.shape);
  return box;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_OBJECT_HPP
