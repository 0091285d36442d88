#include <suregrasp/metrics/reliability.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("reliability: what was stated beside what came, by stretches of equal width") {
  std::vector<double> const stated{0.05, 0.15, 0.95, 0.85, 1.0, 0.9};
  auto const bins = reliability(stated, {false, true, true, true, false, true}, 5);
  REQUIRE(bins.size() == 2);  // nothing was stated in between
  CHECK(bins[0].stated == Approx(0.1));
  CHECK(bins[0].outcome == proportion{1, 2});
  CHECK(bins[1].stated == Approx(0.925));
  CHECK(bins[1].outcome == proportion{3, 4});  // a certainty belongs to the last stretch
  CHECK(expected_calibration_error(bins) == Approx((2 * 0.4 + 4 * 0.175) / 6));
}

TEST_CASE("reliability: the truth has next to no calibration error, a boast has one") {
  random_stream draw(3);
  std::vector<double> truth, boast;
  std::vector<bool> succeeded;
  for (int i = 0; i < 50000; ++i) {
    truth.push_back(draw.uniform());
    boast.push_back((1 + truth.back()) / 2);
    succeeded.push_back(draw.chance(truth.back()));
  }
  CHECK(expected_calibration_error(reliability(truth, succeeded)) < 0.01);
  CHECK(expected_calibration_error(reliability(boast, succeeded)) == Approx(0.25).margin(0.01));
}

TEST_CASE("reliability: what is no probability is refused") {
  CHECK(error_of([] { (void)reliability({}, {}); }).id == "metrics.empty");
  CHECK(error_of([] { (void)reliability(std::vector{0.5}, {true, false}); }).id == "metrics.length");
  CHECK(error_of([] { (void)reliability(std::vector{1.5}, {true}); }).id == "metrics.probability");
  CHECK(error_of([] { (void)reliability(std::vector{std::nan("")}, {true}); }).id == "metrics.probability");
  CHECK(error_of([] { (void)reliability(std::vector{0.5}, {true}, 0); }).id == "metrics.bins");
}
