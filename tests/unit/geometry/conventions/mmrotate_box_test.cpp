#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <suregrasp/geometry/conventions/mmrotate_box.hpp>

#include "unit/geometry/same_grasp.hpp"

using namespace suregrasp;
using namespace random_grasps;
using enum mmrotate_angles;
constexpr double pi = std::numbers::pi;

namespace {

template <mmrotate_angles Angles>
void check_round_trip(double low, double high) {
  bool within = true, long_first = true;
  CHECK(worst_round_trip([](auto const& g) { return to_mmrotate<Angles>(g); },
                         [&](auto const& box, auto const& g) {
                           within = within && box.angle.value >= low && box.angle.value <= high;
                           long_first = long_first && (Angles == oc || box.w >= box.h);
                           return from_mmrotate(box, long_side_of(g));
                         }) < 1e-12);
  CHECK(within);
  CHECK(long_first);
}

}  // namespace

TEST_CASE("mmrotate_box: a labelled rectangle of the Cornell data in each version") {
  auto const a = to_mmrotate<le90>(cornell_0100);
  CHECK(a.angle.value == Approx(0.07663709));
  CHECK(a.w == 56.164846);
  auto const b = to_mmrotate<le135>(cornell_0100);
  CHECK(b.angle.value == Approx(0.07663709));
  auto const c = to_mmrotate<oc>(cornell_0100);
  CHECK(c.angle.value == Approx(0.07663709));
  CHECK(difference(from_mmrotate(a, long_side::opening), cornell_0100) < 1e-14);
}

TEST_CASE("mmrotate_box: the long side comes first, so the same box is two grasps") {
  grasp<double> const wide{10, 20, 0.3, 20, 50};
  auto const box = to_mmrotate<le90>(wide);
  CHECK(box.w == 50);
  CHECK(box.h == 20);
  CHECK(box.angle.value == Approx(pi / 2 - 0.3));
  CHECK(difference(from_mmrotate(box, long_side::jaw), wide) < 1e-14);
  CHECK(difference(from_mmrotate(box, long_side::opening), {10, 20, 0.3 - pi / 2, 50, 20}) < 1e-14);
  CHECK(to_mmrotate<le135>(grasp<double>{0, 0, 1, 50, 20}).angle.value == Approx(pi - 1));
  CHECK(to_mmrotate<oc>(grasp<double>{0, 0, 1, 50, 20}) ==
        mmrotate_box<double, oc>{0, 0, 20, 50, radians_value<double>(pi / 2 - 1)});
}

TEST_CASE("mmrotate_box: there and back with the side that is the longer, always within the range") {
  check_round_trip<le90>(-pi / 2, pi / 2);
  check_round_trip<le135>(-pi / 4, 3 * pi / 4);
  // A rounding beyond its lower end is that end; half a turn on it would be the upper one, which is outside.
  CHECK(to_mmrotate<le135>(grasp<double>{0, 0, std::nextafter(pi / 4, 1), 50, 20}).angle.value == -pi / 4);
  check_round_trip<oc>(0, pi / 2);
}

TEST_CASE("mmrotate_box: rounding does not reach the open end of the range") {
  double const below = std::nextafter(pi / 4, 1.0);  // clockwise, a bit less than -pi/4
  CHECK(to_mmrotate<le135>(grasp<double>{0, 0, below, 50, 20}).angle.value < 3 * pi / 4);
}
