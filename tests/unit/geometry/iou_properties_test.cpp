#include <algorithm>
#include <cmath>
#include <numbers>
#include <suregrasp/geometry/iou.hpp>

#include "random_grasps.hpp"
#include "unit/geometry/grasp_generators.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using box = grasp<double>;
using two = couple<box, box>;

namespace {

double area(box const& a) { return a.opening * a.jaw; }
bool near(double a, double b, double most = 1e-10) { return std::abs(a - b) <= most; }

}  // namespace

TEST_CASE("iou: half a turn of one, or its other description, is the same rectangle") {
  for_all("half a turn", related_grasps{}, [](two const& each) {
    auto turned = each.first;
    turned.theta += std::numbers::pi;
    return near(iou(turned, each.second), iou(each.first, each.second));
  });
  for_all("across", related_grasps{},
          [](two const& each) { return near(iou(across(each.first), each.second), iou(each.first, each.second)); });
}

TEST_CASE("iou: what moves, turns, mirrors and scales both changes nothing") {
  for_all("similarities", related_grasps{}, similarities{}, [](two const& each, affine_map<double> const& m) {
    return near(iou(m(each.first), m(each.second)), iou(each.first, each.second));
  });
  for_all("powers of two, to the bit", related_grasps{}, counts{0, 40}, [](two const& each, std::size_t power) {
    auto const scaled = [&](box a) {
      for (double box::*field : {&box::x, &box::y, &box::opening, &box::jaw}) a.*field *= std::exp2(double(power) - 20);
      return a;
    };
    return iou(scaled(each.first), scaled(each.second)) == iou(each.first, each.second);
  });
}

TEST_CASE("iou: at most the ratio of the areas, which it is where one lies in the other") {
  for_all("at most the ratio", related_grasps{}, [](two const& each) {
    double const a = area(each.first), b = area(each.second);
    return iou(each.first, each.second) <= std::min(a, b) / std::max(a, b) + 1e-12;
  });
  for_all("the ratio", grasps{}, grasps{}, numbers{0, 0.49}, numbers{0, 0.49},
          [](box const& outer, box const& other, double along, double aside) {
            double const reach = std::hypot(other.opening, other.jaw);
            double const free = std::min({outer.opening, outer.jaw}) * (0.5 - std::max(along, aside)) / reach;
            box inner{outer.x, outer.y, other.theta, other.opening * free, other.jaw * free};
            inner.x += along * outer.opening * std::cos(outer.theta) + aside * outer.jaw * std::sin(outer.theta);
            inner.y += -along * outer.opening * std::sin(outer.theta) + aside * outer.jaw * std::cos(outer.theta);
            return near(iou(outer, inner), area(inner) / area(outer), 1e-9);
          });
  for_all("at least what a part of both leaves", related_grasps{}, [](two const& each) {
    auto const& [a, b] = each;
    box const core{a.x, a.y, a.theta, std::min(a.opening, b.opening), std::min(a.jaw, b.jaw)};
    box const beside{a.x, a.y, a.theta, b.opening, b.jaw};
    return iou(a, beside) >= area(core) / (area(a) + area(b) - area(core)) - 1e-12;
  });
}

TEST_CASE("iou: 1 - iou is a distance: a third rectangle is no short cut") {
  for_all("triangle inequality", related_grasps{}, grasps{}, [](two const& each, box c) {
    auto const& [a, b] = each;
    if (a.theta == b.theta) c.theta = a.theta;
    return 1 - iou(a, b) <= (1 - iou(a, c)) + (1 - iou(c, b)) + 1e-11;
  });
}

TEST_CASE("overlap_area: of the two halves of a rectangle it adds up to that of the whole") {
  for_all("additive", related_grasps{}, numbers{0, 1}, [](two const& each, double share) {
    auto const& [a, b] = each;
    auto left = random_grasps::shifted(b, -(1 - share) / 2 * b.opening);
    auto right = random_grasps::shifted(b, share / 2 * b.opening);
    left.opening *= share, right.opening *= 1 - share;
    return near(overlap_area(a, left) + overlap_area(a, right), overlap_area(a, b), 1e-10 * (1 + area(b)));
  });
}
