#include <catch2/catch.hpp>
#include <suregrasp/metrics/grasp_difference.hpp>

#include "metric_failure.hpp"

using namespace suregrasp;

TEST_CASE("grasp_difference: pixels and degrees") {
  auto const d = difference_in_pixels({103, 54, radians(88.0), 50, 18}, {100, 50, radians(-87.0), 40, 20});
  CHECK(d.centre == 5);
  CHECK(d.opening == 10);
  CHECK(d.jaw == -2);
  CHECK(d.angle_degrees == Approx(5));
}

TEST_CASE("grasp_difference: millimetres through a camera") {
  camera_scale<double> const square{500, 500, 0.7}, wide{500, 250, 0.7};
  auto const d = difference_in_mm({103, 54, 0.3, 50, 18}, {100, 50, 0.3, 40, 20}, square);
  CHECK(d.centre == Approx(7));
  CHECK(d.opening == Approx(14));
  CHECK(d.jaw == Approx(-2.8));
  // the same pixels, drawn upright, are twice as long where pixels are twice as high
  auto const turned = difference_in_mm({0, 0, radians(90.0), 40, 20}, {0, 0, 0, 40, 20}, wide);
  CHECK(turned.opening == Approx(1000 * 0.7 * (40 / 250.0 - 40 / 500.0)));
  CHECK(turned.jaw == Approx(1000 * 0.7 * (20 / 500.0 - 20 / 250.0)));
  CHECK(failure_of([] { return difference_in_mm({}, {}, {500, 0, 1}); }) == "option.camera");
}
