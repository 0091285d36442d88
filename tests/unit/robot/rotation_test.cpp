#include <suregrasp/robot/rotation.hpp>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <suregrasp/robot/vector3.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

constexpr double pi = std::numbers::pi;
using angle = radians_value<double>;

}  // namespace

TEST_CASE("rotation: counter-clockwise about each axis") {
  auto const close = [](vector3 const& a, vector3 const& b) { return norm(a - b) < 1e-15; };
  CHECK(close(rotation::about({0, 0, 2}, angle(pi / 2)) * vector3{1, 0, 0}, {0, 1, 0}));
  CHECK(close(rotation::about({1, 0, 0}, angle(pi / 2)) * vector3{0, 1, 0}, {0, 0, 1}));
  CHECK(close(rotation::about({0, 1, 0}, angle(pi / 2)) * vector3{0, 0, 1}, {1, 0, 0}));
  CHECK(close(cross({1, 0, 0}, {0, 1, 0}), {0, 0, 1}));
}

TEST_CASE("rotation: rows are read as they are written, and the inverse is the transpose") {
  std::array<double, 9> const rows{0, 0, 1, 1, 0, 0, 0, 1, 0};
  auto const r = rotation::from_rows(rows);
  CHECK(r.rows() == rows);
  CHECK(r.x() == vector3{0, 1, 0});
  CHECK(r * vector3{1, 2, 3} == vector3{3, 1, 2});
  CHECK(r.inverse().rows() == std::array<double, 9>{0, 1, 0, 0, 0, 1, 1, 0, 0});
  CHECK(r * r.inverse() == rotation());
}

TEST_CASE("rotation: the turn between two is the angle of the one that leads over") {
  auto const a = rotation::about({1, 2, 3}, angle(0.7));
  for (double const turn : {0.0, 1e-9, 0.3, 2.0, pi - 1e-9, pi})
    CHECK(turn_between(a, a * rotation::about({3, -1, 2}, angle(turn))).value == Approx(turn).margin(1e-12));
}

TEST_CASE("rotation: products are by the second, then by the first") {
  auto const a = rotation::about({1, 0, 0}, angle(0.4)), b = rotation::about({0, 0, 1}, angle(1.1));
  CHECK(norm((a * b) * vector3{1, 2, 3} - a * (b * vector3{1, 2, 3})) < 1e-15);
}

TEST_CASE("rotation: what is none is refused by name") {
  auto const of_rows = [](std::array<double, 9> const& m) {
    return error_of([&] { (void)rotation::from_rows(m); }).id;
  };
  CHECK(of_rows({1, 0, 0, 0, 1, 0, 0, 0, 1}).empty());
  CHECK(of_rows({0.7071, -0.7071, 0, 0.7071, 0.7071, 0, 0, 0, 1}).empty());  // four digits
  CHECK(of_rows({2, 0, 0, 0, 2, 0, 0, 0, 2}) == "geometry.rotation.rigid");
  CHECK(of_rows({1, 0.1, 0, 0, 1, 0, 0, 0, 1}) == "geometry.rotation.rigid");
  CHECK(of_rows({1, 0, 0, 0, 1, 0, 0, 0, std::numeric_limits<double>::quiet_NaN()}) == "geometry.rotation.rigid");
  CHECK(of_rows({1, 0, 0, 0, 1, 0, 0, 0, -1}) == "geometry.rotation.proper");
  CHECK(of_rows({0, 1, 0, 1, 0, 0, 0, 0, 1}) == "geometry.rotation.proper");
  CHECK(error_of([] {
          (void)rotation::from_rows({0, 1, 0, 1, 0, 0, 0, 0, 1});
        }).message ==
        "expected a right-handed rotation, of determinant 1, got columns {x: 0, y: 1, z: 0}, {x: 1, y: 0, z: 0}, "
        "{x: 0, y: 0, z: 1}: is an axis mirrored, or are two exchanged?");
}

TEST_CASE("rotation: four digits become a rotation to the last bit") {
  auto const r = rotation::from_rows({0.7071, -0.7071, 0, 0.7071, 0.7071, 0, 0, 0, 1});
  CHECK(std::abs(norm(r.x()) - 1) < 1e-15);
  CHECK(std::abs(dot(r.x(), r.y())) < 1e-15);
}
