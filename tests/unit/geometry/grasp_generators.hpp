#ifndef SUREGRASP_TESTS_UNIT_GEOMETRY_GRASP_GENERATORS_HPP
#define SUREGRASP_TESTS_UNIT_GEOMETRY_GRASP_GENERATORS_HPP

#include <cmath>
#include <numbers>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/geometry/grasp.hpp>

#include "properties.hpp"

namespace suregrasp_tests {

/// Angles of several turns: eighths of a turn, those a rounding beside them, and any others.
struct angles {
  double operator()(choices& from) const {
    double const eighth = static_cast<double>(from.below(17)) - 8;
    std::size_t const kind = from.below(3);
    double const off = kind == 0 ? 0 : kind == 1 ? from.uniform(0, 1) : from.uniform(-1, 1) * 1e-15;
    return (eighth + off) * std::numbers::pi / 4;
  }
};

/// Grasps at most `spread` pixels from the origin, of sizes up to `largest`; none without area.
struct grasps {
  double spread = 100, least = 0.1, largest = 300;
  suregrasp::grasp<double> operator()(choices& from) const {
    numbers const location{-spread, spread}, size{least, largest};
    return {location(from), location(from), angles{}(from), size(from), size(from)};
  }
};

/// A grasp and another that shares some of its fields, which all do with a chance of a half.
struct related_grasps {
  grasps of{};
  auto operator()(choices& from) const {
    auto const a = of(from);
    auto b = of(from);
    if (from.chance(0.5)) b.x = a.x, b.y = a.y;
    if (from.chance(0.5)) b.theta = a.theta;
    if (from.chance(0.5)) b.opening = a.opening;
    if (from.chance(0.5)) b.jaw = a.jaw;
    return couple<suregrasp::grasp<double>, suregrasp::grasp<double>>{a, b};
  }
};

/// Maps that keep shapes: turned, scaled by 1/8 to 8, moved, perhaps mirrored.
struct similarities {
  suregrasp::affine_map<double> operator()(choices& from) const {
    using map = suregrasp::affine_map<double>;
    numbers const shift{-300, 300};
    auto const m = map::translation(shift(from), shift(from)) * map::scaling(std::exp2(from.uniform(-3, 3))) *
                   map::rotation(angles{}(from));
    return from.chance(0.5) ? m * map::horizontal_flip(640) : m;
  }
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_GEOMETRY_GRASP_GENERATORS_HPP
