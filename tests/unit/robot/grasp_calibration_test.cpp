#include <suregrasp/robot/grasp_calibration.hpp>

#include <catch2/catch.hpp>
#include <numbers>

#include "thrown.hpp"

using namespace suregrasp;

TEST_CASE("grasp intervals: wider with M_uc, in factors of the opening, never more than a quarter turn") {
  grasp_calibration const known{.angle = {0.2, 0.1, 0.9, 100}, .opening = {0.1, 0, 0.9, 100}, .drift = {}};
  grasp<double> const g{10, 20, 0.3, 50, 20};
  auto const sure = intervals_of(known, g, 0.16), unsure = intervals_of(known, g, 4),
             lost = intervals_of(known, g, 400);
  CHECK(sure.angle == Approx(0.2 * 0.5));
  CHECK(sure.opening.low == Approx(50 * std::exp(-0.04)));
  CHECK(sure.opening.high == Approx(50 * std::exp(0.04)));
  CHECK(sure.opening.low * sure.opening.high == Approx(2500));
  CHECK(unsure.angle > sure.angle);
  CHECK(unsure.opening.high > sure.opening.high);
  CHECK(lost.angle == std::numbers::pi / 2);
}

TEST_CASE("grasp calibration: of angles and openings each, and refused where labels are too few") {
  calibration_data data;
  for (int i = 1; i <= 19; ++i) {
    data.uncertainties.push_back(1), data.angles.push_back(0.01 * i), data.openings.push_back(0.1 * i);
    data.photographs.push_back(std::size_t(i));
  }
  auto const found = calibrate_grasps(data, {.coverage = 0.9, .offset = 0});
  CHECK(found.angle.quantile == Approx(0.18));
  CHECK(found.opening.quantile == Approx(1.8));
  CHECK(suregrasp_tests::error_of([&] { (void)calibrate_grasps(data, {.coverage = 0.99}); }).id ==
        "metrics.conformal.few");
}
