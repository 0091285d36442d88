#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>

using namespace suregrasp;

TEST_CASE("angle_at_most: a limit passes, with its rounding and no more") {
  CHECK(angle_at_most(0.5, 0.5));
  CHECK(angle_at_most(0.5 + 0.9 * angle_tolerance, 0.5));
  CHECK_FALSE(angle_at_most(0.5 + 1.1 * angle_tolerance, 0.5));
  CHECK(angle_at_most(radians(30.0F), radians(30.0)));
  CHECK_FALSE(angle_at_most(std::nan(""), 0.5));
}

TEMPLATE_TEST_CASE("axial_wrap: into [-pi/2, pi/2), the same axis", "", float, double) {
  using T = TestType;
  constexpr T pi = std::numbers::pi_v<T>;
  CHECK(axial_wrap(T(0)) == 0);
  CHECK(axial_wrap(pi / 2) == -pi / 2);
  CHECK(axial_wrap(-pi / 2) == -pi / 2);
  CHECK(axial_wrap(pi) == 0);
  CHECK(axial_wrap(std::nextafter(pi / 2, T(0))) == std::nextafter(pi / 2, T(0)));
  random_stream random(1);
  for (int i = 0; i < 10000; ++i) {
    T const theta = static_cast<T>(random.uniform(-20, 20)), wrapped = axial_wrap(theta);
    bool const in_range = wrapped >= -pi / 2 && wrapped < pi / 2;
    bool const same_axis = std::abs(std::sin(theta - wrapped)) < 40 * std::numeric_limits<T>::epsilon();
    bool const stays = axial_wrap(wrapped) == wrapped;
    if (!in_range || !same_axis || !stays) FAIL("theta " << theta << " became " << wrapped);
  }
}

TEMPLATE_TEST_CASE("axial_wrap: an angle that rounding has turned many times stays in the range, one that is none NaN",
                   "", float, double) {
  using T = TestType;
  constexpr T pi = std::numbers::pi_v<T>, infinity = std::numeric_limits<T>::infinity();
  for (T const large : {T(1e17), T(3e22), T(1e30), std::numeric_limits<T>::max()})
    for (T const theta : {large, -large}) {
      CHECK(axial_wrap(theta) >= -pi / 2);
      CHECK(axial_wrap(theta) < pi / 2);
    }
  for (T const none : {infinity, -infinity, std::numeric_limits<T>::quiet_NaN()}) CHECK(std::isnan(axial_wrap(none)));
}

TEST_CASE("axial_distance: across the wrap and at its ends") {
  CHECK(degrees(axial_distance(radians(-84.522), radians(86.607))) == Approx(8.871).margin(1e-9));
  CHECK(axial_distance(radians(0.0), radians(90.0)) == Approx(radians(90.0)));
  CHECK(axial_distance(0.3, 0.3 + std::numbers::pi) == Approx(0).margin(1e-15));
  CHECK(axial_difference(0.5, 0.2) == Approx(0.3));
  CHECK(axial_difference(0.2, 0.5) == Approx(-0.3));
}

TEST_CASE("degrees and radians are each other's inverse") {
  CHECK(degrees(std::numbers::pi) == 180);
  CHECK(radians(180.0) == std::numbers::pi);
  CHECK(degrees(radians(33.25)) == Approx(33.25).epsilon(1e-15));
}
