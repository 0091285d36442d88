#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <sstream>
#include <suregrasp/geometry/grasp.hpp>

using namespace suregrasp;

TEST_CASE("corners: p0 to p1 runs along theta, counter-clockwise on a screen whose y points down") {
  auto const flat = corners(grasp<double>{10, 20, 0, 8, 4});
  CHECK(flat[0] == point<double>{6, 18});
  CHECK(flat[1] == point<double>{14, 18});
  CHECK(flat[2] == point<double>{14, 22});
  CHECK(flat[3] == point<double>{6, 22});

  auto const upright = corners(grasp<double>{0, 0, std::numbers::pi / 2, 8, 4});
  CHECK(upright[0].y == Approx(4));
  CHECK(upright[1].y == Approx(-4));
  CHECK(upright[1].x == Approx(-2));
  CHECK(upright[2].x == Approx(2));
}

TEST_CASE("across: the same corners, beginning with the next") {
  grasp<double> const g{10, 20, 0.3, 8, 4};
  auto const from = corners(g), to = corners(across(g));
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(to[i].x == Approx(from[(i + 1) % 4].x));
    CHECK(to[i].y == Approx(from[(i + 1) % 4].y));
  }
  CHECK(across(across(g)).opening == g.opening);
  CHECK(axial_distance(across(across(g)).theta, g.theta) == Approx(0).margin(1e-12));
}

TEST_CASE("is_finite: looks at every field") {
  grasp<float> const good{1, 2, 3, 4, 5};
  CHECK(is_finite(good));
  for (float grasp<float>::*field :
       {&grasp<float>::x, &grasp<float>::y, &grasp<float>::theta, &grasp<float>::opening, &grasp<float>::jaw}) {
    auto bad = good;
    bad.*field = std::numeric_limits<float>::infinity();
    CHECK_FALSE(is_finite(bad));
    bad.*field = std::numeric_limits<float>::quiet_NaN();
    CHECK_FALSE(is_finite(bad));
  }
}

TEST_CASE("a grasp converts field by field to another scalar type") {
  CHECK(static_cast<grasp<float>>(grasp<double>{0.5, 1.5, 0.25, 4, 8}) == grasp<float>{0.5f, 1.5f, 0.25f, 4, 8});
}

TEST_CASE("grasp and point: printed, with the unit of theta") {
  std::ostringstream out;
  out << grasp<double>{280, 334.85, -0.0767128, 56.5, 26} << point<float>{1, 0.1F};
  CHECK(out.str() == "{x: 280, y: 334.85, theta: -0.0767128 rad, opening: 56.5, jaw: 26}{x: 1, y: 0.1}");
}
