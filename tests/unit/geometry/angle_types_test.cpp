#include <catch2/catch.hpp>
#include <concepts>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle_types.hpp>

using namespace suregrasp;
using degree = degrees_value<double>;
using radian = radians_value<double>;

static_assert(!std::convertible_to<double, degree> && !std::convertible_to<double, radian>);
static_assert(!std::convertible_to<degree, double> && !std::convertible_to<radian, double>);
static_assert(std::convertible_to<degree, radian> && std::convertible_to<radian, degree>);
static_assert(!std::constructible_from<direction<double>, axial_angle<double>>);
static_assert(!std::constructible_from<axial_angle<double>, double>);

TEST_CASE("angle types: degrees become radians and back") {
  CHECK(radian(degree(180)).value == std::numbers::pi);
  CHECK(degree(radian(std::numbers::pi / 2)).value == Approx(90).epsilon(1e-15));
}

TEST_CASE("angle types: an axis has period 180 degrees, a direction 360") {
  CHECK(degree(axial_angle<double>(degree(100)).angle()).value == Approx(-80));
  CHECK(degree(direction<double>(degree(100)).angle()).value == Approx(100));
  CHECK(degree(direction<double>(degree(190)).angle()).value == Approx(-170));
  CHECK(degree(direction<double>(degree(-180)).angle()).value == Approx(-180));
  CHECK(degree(distance(axial_angle<double>(degree(85)), axial_angle<double>(degree(-85)))).value == Approx(10));
  CHECK(degree(distance(direction<double>(degree(85)), direction<double>(degree(-85)))).value == Approx(170));
  CHECK(degree(distance(direction<double>(degree(175)), direction<double>(degree(-175)))).value == Approx(10));
}

TEST_CASE("angle types: directions on the screen turn counter-clockwise, y down") {
  CHECK(degree(direction<double>::between(10, 10, 20, 10).angle()).value == 0);
  CHECK(degree(direction<double>::between(10, 10, 10, 5).angle()).value == Approx(90));
  CHECK(degree(direction<double>::between(10, 10, 9, 11).angle()).value == Approx(-135));
  CHECK(degree(axial_angle<double>(direction<double>::between(10, 10, 9, 11)).angle()).value == Approx(45));
}

TEST_CASE("angle types: full turns change no direction, half turns no axis") {
  random_stream random(5);
  for (int i = 0; i < 1000; ++i) {
    double const angle = random.uniform(-3, 3);
    CHECK(distance(direction<double>(radian(angle)), direction<double>(radian(angle + 4 * std::numbers::pi))).value <
          1e-14);
    CHECK(
        distance(axial_angle<double>(radian(angle)), axial_angle<double>(radian(angle - 3 * std::numbers::pi))).value <
        1e-14);
  }
}
