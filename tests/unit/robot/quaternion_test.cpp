#include <suregrasp/robot/quaternion.hpp>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot/rotation.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("quaternion: the order is in the name") {
  constexpr quaternion q{0.5, 0.1, 0.7, 0.5};
  CHECK(quaternion::from_wxyz({0.5, 0.1, 0.7, 0.5}) == q);
  CHECK(quaternion::from_xyzw({0.1, 0.7, 0.5, 0.5}) == q);
  CHECK(q.wxyz() == std::array{0.5, 0.1, 0.7, 0.5});
  CHECK(q.xyzw() == std::array{0.1, 0.7, 0.5, 0.5});
}

TEST_CASE("quaternion: a turn by an angle about an axis has its cosine and sine of the half") {
  double const half = 0.6;
  quaternion const q{std::cos(half), 0, std::sin(half), 0};
  CHECK(turn_between(rotation_of(q), rotation::about({0, 1, 0}, radians_value<double>(2 * half))).value < 1e-15);
  auto const back = quaternion_of(rotation::about({0, 0, 1}, radians_value<double>(-std::numbers::pi / 2)));
  CHECK(back.w == Approx(std::sqrt(0.5)));
  CHECK(back.z == Approx(-std::sqrt(0.5)));
}

TEST_CASE("quaternion: there and back for every branch") {
  random_stream draw(1);
  for (int i = 0; i < 1000; ++i) {
    // Half turns and almost half turns are where a component vanishes.
    double const turn = i % 2 == 0 ? draw.uniform(-3.2, 3.2) : std::numbers::pi * draw.uniform(1 - 1e-9, 1 + 1e-9);
    vector3 const axis{draw.uniform(-1, 1), draw.uniform(-1, 1), i % 3 == 0 ? 0 : draw.uniform(-1, 1)};
    auto const r = rotation::about(axis, radians_value<double>(turn));
    auto const q = quaternion_of(r);
    REQUIRE(std::hypot(std::hypot(q.w, q.x), std::hypot(q.y, q.z)) == Approx(1).epsilon(1e-12));
    REQUIRE(turn_between(rotation_of(q), r).value < 1e-12);
    REQUIRE(q.w >= 0);
  }
  CHECK(quaternion_of(rotation::from_rows({1, 0, 0, 0, -1, 0, 0, 0, -1})) == quaternion{0, 1, 0, 0});
  CHECK(quaternion_of(rotation::from_rows({-1, 0, 0, 0, 1, 0, 0, 0, -1})) == quaternion{0, 0, 1, 0});
  CHECK(quaternion_of(rotation::from_rows({-1, 0, 0, 0, -1, 0, 0, 0, 1})) == quaternion{0, 0, 0, 1});
}

TEST_CASE("quaternion: one of another length is refused") {
  CHECK(error_of([] { (void)rotation_of(quaternion{1, 1, 0, 0}); }).id == "geometry.quaternion.unit");
  CHECK(error_of([] { (void)rotation_of(quaternion{0, 0, 0, 0}); }).id == "geometry.quaternion.unit");
  CHECK(error_of([] { (void)rotation_of(quaternion{0.7071, 0, 0, 0.7071}); }).id.empty());
}
