#ifndef SUREGRASP_SCENES_IMPL_ANTIPODAL_HPP
#define SUREGRASP_SCENES_IMPL_ANTIPODAL_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/scenes/impl/object.hpp>
#include <vector>

namespace suregrasp::inline v2::synthetic {

/// The gripper's limits, and how grasps are searched for and thinned out.
struct antipodal_options {
  std::size_t tries = 500;  ///< boundary points tried per object
  std::size_t most = 15;    ///< grasps kept per object, on average over a scene
  double friction_angle =
      radians(14.0);       ///< largest angle between the closing direction and a contact's normal, radians
  double least_width = 5;  ///< pixels of object between the fingers
  double most_opening = 150;
  double least_margin = 5;  ///< least free distance between a contact and its plate, pixels
  double most_margin = 14;
  double least_jaw = 15;
  double most_jaw = 40;
  double plate_thickness = 5;           ///< depth of the space behind a plate that has to be free too, pixels
  double spacing = 13;                  ///< grasps nearer than this, pixels, are duplicates unless their axes differ
  double axis_spacing = radians(25.0);  ///< by at least this angle, radians
};

namespace detail {

struct contact_pair {
  point<double> first, second;
  point<double> axis;  ///< unit direction from the first to the second
  double width = 0;
  double alignment = 0;  ///< cosine between the axis and the second contact's normal
};

[[nodiscard]] inline point<double> along(point<double> p, point<double> direction, double distance) {
  return {p.x + distance * direction.x, p.y + distance * direction.y};
}

/// A point of the outline near a random point of the object's bounds, or none.
[[nodiscard]] inline std::optional<point<double>> boundary_point(object const& thing, bounds const& box,
                                                                 random_stream& draw) {
  point<double> p{draw.uniform(box.left, box.right), draw.uniform(box.top, box.bottom)};
  if (std::abs(thing.distance(p)) > 8) return std::nullopt;
  for (int step = 0; step < 3; ++step) p = along(p, thing.normal(p), -thing.distance(p));
  if (std::abs(thing.distance(p)) > 0.3) return std::nullopt;
  return p;
}

/// The contact across the object from `first`, where the ray along its inward normal leaves the object.
[[nodiscard]] inline std::optional<contact_pair> opposite(object const& thing, point<double> first,
                                                          antipodal_options const& options) {
  auto const outward = thing.normal(first);
  point<double> const axis{-outward.x, -outward.y};
  double travelled = 1.5;
  for (int step = 0; step < 64; ++step) {
    double const inside = -thing.distance(along(first, axis, travelled));
    if (inside < 0.05) break;
    travelled += inside;
    if (travelled > options.most_opening) return std::nullopt;
  }
  auto const second = along(first, axis, travelled);
  if (travelled < options.least_width || std::abs(thing.distance(second)) > 0.3) return std::nullopt;
  auto const far = thing.normal(second);
  double const alignment = far.x * axis.x + far.y * axis.y;
  if (alignment < std::cos(options.friction_angle)) return std::nullopt;
  return contact_pair{first, second, axis, travelled, alignment};
}

/// Extent of the object from `centre` across the closing direction, on the shorter side, at most `limit`, pixels.
[[nodiscard]] inline double extent_across(object const& thing, point<double> centre, point<double> axis, double limit) {
  point<double> const across{-axis.y, axis.x};
  double extent = 0;
  while (extent < limit && thing.distance(along(centre, across, extent)) < 0 &&
         thing.distance(along(centre, across, -extent)) < 0)
    extent += 1;
  return extent;
}

/// Whether both plates, and the space behind them, are free of all objects.
[[nodiscard]] inline bool plates_are_free(std::span<object const> scene, grasp<double> const& g,
                                          antipodal_options const& options) {
  point<double> const axis{std::cos(g.theta), -std::sin(g.theta)}, across{-axis.y, axis.x};
  auto const free = [&](point<double> p) {
    return std::ranges::all_of(scene, [&](object const& thing) { return thing.distance(p) > 2; });
  };
  for (double const side : {-1.0, 1.0})
    for (double const behind : {0.0, options.plate_thickness})
      for (double const offset : {-0.5, -0.25, 0.0, 0.25, 0.5}) {
        auto const on_axis = along({g.x, g.y}, axis, side * (g.opening / 2 + behind));
        if (!free(along(on_axis, across, offset * g.jaw))) return false;
      }
  return true;
}

/// Whether the paths of the plates' middles, from the open gripper to the contacts, are free of all objects.
[[nodiscard]] inline bool ways_are_free(std::span<object const> scene, grasp<double> const& g,
                                        contact_pair const& pair) {
  constexpr double clear = 3, stride = 2;
  for (double out = pair.width / 2 + clear; out < g.opening / 2; out += stride)
    for (double const side : {-out, out}) {
      auto const p = along({g.x, g.y}, pair.axis, side);
      if (std::ranges::any_of(scene, [&](object const& thing) { return thing.distance(p) <= 0; })) return false;
    }
  return true;
}

[[nodiscard]] inline grasp<double> grasp_between(object const& thing, contact_pair const& pair,
                                                 antipodal_options const& options, random_stream& draw) {
  auto const centre = along(pair.first, pair.axis, pair.width / 2);
  double const extent = extent_across(thing, centre, pair.axis, options.most_jaw / 2);
  double const jaw = std::clamp(2 * extent * draw.uniform(0.8, 1.1), options.least_jaw, options.most_jaw);
  double const margin = draw.uniform(options.least_margin, options.most_margin);
  return {centre.x, centre.y, axial_wrap(std::atan2(-pair.axis.y, pair.axis.x)), pair.width + 2 * margin, jaw};
}

[[nodiscard]] inline bool near_duplicates(grasp<double> const& a, grasp<double> const& b,
                                          antipodal_options const& options) {
  return std::hypot(a.x - b.x, a.y - b.y) < options.spacing && axial_distance(a.theta, b.theta) < options.axis_spacing;
}

}  // namespace detail

/// Grasps of a scene whose objects are known exactly, sorted by alignment: the cosine between closing direction and
/// surface normal.
///
/// Two contacts make a grasp if the outline's normals there are opposed within the friction cone, the opening is within
/// the gripper's limits, and both plates and their paths are free of every object. Near-duplicates are left out.
/// Source: antipodal contacts, V.-D. Nguyen, Constructing force-closure grasps, 1988.
[[nodiscard]] inline std::vector<grasp<double>> antipodal_grasps(std::span<object const> scene, random_stream draw,
                                                                 antipodal_options const& options = {}) {
  struct candidate {
    grasp<double> g;
    double alignment;
  };
  std::vector<candidate> found;
  for (auto const& thing : scene) {
    auto const box = bounds_of(thing);
    for (std::size_t i = 0; i < options.tries; ++i) {
      auto const first = detail::boundary_point(thing, box, draw);
      auto const pair = first ? detail::opposite(thing, *first, options) : std::nullopt;
      if (!pair) continue;
      auto const g = detail::grasp_between(thing, *pair, options, draw);
      if (g.opening <= options.most_opening && detail::plates_are_free(scene, g, options) &&
          detail::ways_are_free(scene, g, *pair))
        found.push_back({g, pair->alignment});
    }
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, &candidate::alignment);
  std::vector<grasp<double>> kept;
  for (auto const& [g, alignment] : found)
    if (kept.size() < options.most * scene.size() && std::ranges::none_of(kept, [&, &g = g](auto const& other) {
          return detail::near_duplicates(g, other, options);
        }))
      kept.push_back(g);
  return kept;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_ANTIPODAL_HPP
