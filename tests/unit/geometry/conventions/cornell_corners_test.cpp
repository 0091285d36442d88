#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>

#include "unit/geometry/random_grasps.hpp"

using namespace suregrasp;

namespace {

using quad = std::array<point<double>, 4>;

struct golden {
  char const* name;
  quad corners;
  double x, y, opening, jaw, theta_degrees;
};

/// Rectangles of the Cornell dataset as its files have them.
golden const goldens[] = {
    {"pcd0100 0", {{{253, 319.7}, {309, 324}, {307, 350}, {251, 345.7}}}, 280.000, 334.850, 56.165, 26.077, -4.391},
    {"pcd0100 1", {{{255, 324.877}, {308, 332}, {313, 295}, {260, 287.877}}}, 284.000, 309.938, 53.477, 37.336, -7.654},
    {"pcd0100 2", {{{260, 303.092}, {311, 309}, {314, 283}, {263, 277.092}}}, 287.000, 293.046, 51.341, 26.173, -6.608},
    {"pcd0100 3", {{{258, 279.048}, {320, 282}, {321, 261}, {259, 258.048}}}, 289.500, 270.024, 62.070, 21.024, -2.726},
    {"pcd0132 0",
     {{{283, 286.999}, {284, 315}, {313, 314}, {312, 285.999}}},
     298.000,
     300.500,
     28.019,
     29.017,
     -87.955},
    {"pcd0132 4",
     {{{233, 289.772}, {236, 316}, {262, 313}, {259, 286.772}}},
     247.500,
     301.386,
     26.399,
     26.173,
     -83.475},
    {"pcd0165 0",
     {{{310, 269.716}, {313, 301}, {341, 298}, {338, 266.716}}},
     325.500,
     283.858,
     31.428,
     28.160,
     -84.522},
    {"pcd0165 1", {{{281, 269.267}, {279, 303}, {300, 304}, {302, 270.267}}}, 290.500, 286.634, 33.792, 21.024, 86.607},
};

}  // namespace

TEST_CASE("from_cornell_corners: rectangles of the dataset") {
  for (auto const& known : goldens) {
    INFO(known.name);
    auto const g = from_cornell_corners(known.corners);
    CHECK(g.x == Approx(known.x).margin(6e-4));
    CHECK(g.y == Approx(known.y).margin(6e-4));
    CHECK(g.opening == Approx(known.opening).margin(6e-4));
    CHECK(g.jaw == Approx(known.jaw).margin(6e-4));
    CHECK(degrees(g.theta) == Approx(known.theta_degrees).margin(6e-4));
  }
}

TEST_CASE("order_of: the dataset mixes both orders") {
  CHECK(order_of(goldens[0].corners) == corner_order::clockwise);
  CHECK(order_of(goldens[1].corners) == corner_order::counter_clockwise);
  CHECK(order_of(goldens[4].corners) == corner_order::counter_clockwise);
}

TEST_CASE("from_cornell_corners: neither the order nor the first finger changes the grasp") {
  for (auto const& known : goldens) {
    auto const& p = known.corners;
    auto const g = from_cornell_corners(p);
    for (quad const& other :
         {quad{p[1], p[0], p[3], p[2]}, quad{p[2], p[3], p[0], p[1]}, quad{p[3], p[2], p[1], p[0]}}) {
      auto const h = from_cornell_corners(other);
      CHECK(h.x == Approx(g.x));
      CHECK(h.y == Approx(g.y));
      CHECK(axial_distance(h.theta, g.theta) < 1e-3);  // the file's corners are rounded to a thousandth
      CHECK(h.opening == Approx(g.opening).margin(2e-3));
      CHECK(h.jaw == Approx(g.jaw).margin(2e-3));
    }
  }
}

TEST_CASE("to_cornell_corners and back: which side is the plate survives, in both orders") {
  random_stream random(31);
  double worst = 0;
  for (int i = 0; i < 5000; ++i) {
    auto const g = random_grasps::any(random);
    for (auto const order : {corner_order::clockwise, corner_order::counter_clockwise}) {
      auto const p = to_cornell_corners(g, order);
      if (order_of(p) != order) FAIL("corners in the other order");
      auto const back = from_cornell_corners(p);
      worst = std::max({worst, std::abs(back.x - g.x), std::abs(back.y - g.y), axial_distance(back.theta, g.theta),
                        std::abs(back.opening - g.opening), std::abs(back.jaw - g.jaw)});
    }
  }
  CHECK(worst < 1e-12);
}

TEST_CASE("from_cornell_corners: refuses corners that are not finite") {
  auto p = goldens[0].corners;
  p[2].y = std::numeric_limits<double>::quiet_NaN();
  try {
    (void)from_cornell_corners(p);
    FAIL("accepted");
  } catch (geometry_error const& failure) {
    CHECK(failure.id() == "geometry.not_finite");
    CHECK_THAT(failure.what(), Catch::Contains("nan"));
  }
}
