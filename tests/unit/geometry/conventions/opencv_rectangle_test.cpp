#include <catch2/catch.hpp>
#include <suregrasp/geometry/conventions/opencv_rectangle.hpp>

#include "unit/geometry/same_grasp.hpp"

using namespace suregrasp;
using namespace random_grasps;
using degree = degrees_value<double>;
using rectangle = opencv_rectangle<double>;

TEST_CASE("opencv_rectangle: a labelled rectangle of the Cornell data in each range of angles") {
  CHECK(difference(from_opencv(rectangle{280, 334.85, 56.164846, 26.076810, degree(4.39098)}), cornell_0100) < 1e-6);
  auto const now = to_opencv(cornell_0100, opencv_angles::since_4_5_1);
  CHECK(now.rectangle.angle.value == Approx(4.39098));
  CHECK(now.rectangle.width == 56.164846);
  CHECK(now.opening == opening_side::width);
  auto const once = to_opencv(cornell_0100, opencv_angles::before_4_5_1);
  CHECK(once.rectangle.angle.value == Approx(-85.60902));
  CHECK(once.rectangle.width == 26.076810);
  CHECK(once.opening == opening_side::height);
}

TEST_CASE("opencv_rectangle: a level rectangle is at 90 degrees now, and was at -90") {
  grasp<double> const level{5, 6, 0, 40, 20}, upright{5, 6, std::acos(-1.0) / 2, 40, 20};
  CHECK(to_opencv(level, opencv_angles::since_4_5_1).rectangle == rectangle{5, 6, 20, 40, degree(90)});
  CHECK(to_opencv(level, opencv_angles::before_4_5_1).rectangle == rectangle{5, 6, 20, 40, degree(-90)});
  CHECK(to_opencv(upright, opencv_angles::since_4_5_1).rectangle == rectangle{5, 6, 40, 20, degree(90)});
  CHECK(to_opencv(upright, opencv_angles::before_4_5_1).rectangle == rectangle{5, 6, 40, 20, degree(-90)});
}

TEST_CASE("opencv_rectangle: there and back, and always within the range") {
  CHECK(worst_round_trip([](auto const& g) { return to_opencv(g); },
                         [](auto const& r, auto const&) { return from_opencv(r); }) < 1e-12);
  for (auto const version : {opencv_angles::before_4_5_1, opencv_angles::since_4_5_1}) {
    bool within = true;
    CHECK(worst_round_trip([&](auto const& g) { return to_opencv(g, version); },
                           [&](auto const& r, auto const&) {
                             double const angle = r.rectangle.angle.value;
                             within = within && (version == opencv_angles::since_4_5_1 ? angle > 0 && angle <= 90
                                                                                       : angle >= -90 && angle < 0);
                             return from_opencv(r.rectangle, r.opening);
                           }) < 1e-12);
    CHECK(within);
  }
}

TEST_CASE("opencv_rectangle: an angle of any size comes into the range") {
  for (double const theta : {1e300, -1e300})
    CHECK(to_opencv(grasp<double>{0, 0, theta, 50, 20}, opencv_angles::before_4_5_1).rectangle.angle.value < 0);
}
