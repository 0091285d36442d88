#include <cmath>
#include <suregrasp/geometry/affine_map.hpp>

#include "unit/geometry/grasp_generators.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using map = affine_map<double>;

namespace {

/// Maps that shear and stretch as well, never by more than a factor of 64.
map bent(map const& first, map const& second, double stretch) { return first * map::scaling(stretch, 1) * second; }

auto const stretches = numbers{1.0 / 8, 8};

/// Whether two maps agree, to rounding, within 1000 pixels of the origin.
bool same(map const& f, map const& h) {
  for (point<double> const p : {point<double>{0, 0}, {1000, 0}, {0, 1000}}) {
    auto const a = f(p), b = h(p);
    if (!(std::hypot(a.x - b.x, a.y - b.y) <= 1e-9 * (1e3 + std::hypot(a.x, a.y)))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("affine_map: maps form a group") {
  for_all("associative", similarities{}, similarities{}, similarities{}, stretches,
          [](map const& f, map const& g, map const& h, double stretch) {
            auto const middle = bent(f, g, stretch);
            return same((f * middle) * h, f * (middle * h));
          });
  for_all("the identity changes nothing, to the bit", similarities{},
          [](map const& f) { return f * map{} == f && map{} * f == f; });
  for_all("the inverse undoes on both sides, and is undone by its own", similarities{}, similarities{}, stretches,
          [](map const& f, map const& g, double stretch) {
            auto const m = bent(f, g, stretch);
            return same(m * m.inverse(), {}) && same(m.inverse() * m, {}) && same(m.inverse().inverse(), m);
          });
  for_all("the inverse of two is that of the second before that of the first", similarities{}, similarities{},
          stretches, [](map const& f, map const& g, double stretch) {
            return same(bent(f, g, stretch).inverse(), g.inverse() * map::scaling(1 / stretch, 1) * f.inverse());
          });
}

TEST_CASE("affine_map: determinants multiply") {
  for_all("product", similarities{}, similarities{}, stretches, [](map const& f, map const& g, double stretch) {
    double const expected = f.determinant() * stretch * g.determinant();
    return std::abs(bent(f, g, stretch).determinant() - expected) <= 1e-12 * std::abs(expected);
  });
}

TEST_CASE("affine_map: a grasp and the same half a turn on, or across, are carried to one rectangle") {
  for_all("half a turn", grasps{}, similarities{}, similarities{}, stretches,
          [](grasp<double> const& g, map const& f, map const& h, double stretch) {
            auto const m = bent(f, h, stretch);
            auto turned = g;
            turned.theta += std::acos(-1.0);
            auto const a = m(g), b = m(turned);
            return a.x == b.x && a.y == b.y && axial_distance(a.theta, b.theta) < 1e-12 &&
                   std::abs(a.opening - b.opening) <= 1e-12 * a.opening && std::abs(a.jaw - b.jaw) <= 1e-12 * a.jaw;
          });
  for_all("across", grasps{}, similarities{}, [](grasp<double> const& g, map const& m) {
    auto const a = across(m(g)), b = m(across(g));
    return a.x == b.x && a.y == b.y && axial_distance(a.theta, b.theta) < 1e-12 &&
           std::abs(a.opening - b.opening) <= 1e-12 * a.opening && std::abs(a.jaw - b.jaw) <= 1e-12 * a.jaw;
  });
}
