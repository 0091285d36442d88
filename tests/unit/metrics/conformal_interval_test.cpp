#include <suregrasp/metrics/conformal_interval.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

struct pairs {
  std::vector<double> errors, uncertainties;
};

/// Errors that M_uc knows the scale of.
pairs drawn(random_stream draw, std::size_t count) {
  pairs all;
  for (std::size_t i = 0; i < count; ++i) {
    double const spread = std::exp(draw.normal());
    all.uncertainties.push_back(spread * spread);
    all.errors.push_back(spread * std::abs(draw.normal()));
  }
  return all;
}

}  // namespace

TEST_CASE("conformal: the quantile is the exact order statistic") {
  std::vector<double> const errors{4, 1, 3, 2, 9, 8, 7, 6, 5}, equal(9, 1.0);
  auto const found = calibrate_intervals(errors, equal, {.coverage = 0.8, .offset = 1});
  REQUIRE(found);
  CHECK(found->quantile == 4);  // the eighth of nine, by 1 + 1
  CHECK(found->calibrated == 9);
  CHECK(conformal_interval(*found, 10, 4) == interval{10 - 12, 10 + 12});
  CHECK(calibrate_intervals(errors, equal, {.coverage = 0.9, .offset = 0})->quantile == 9);
  CHECK_FALSE(calibrate_intervals(errors, equal, {.coverage = 0.95}));  // nine say nothing of one in twenty
}

TEST_CASE("conformal: coverage is what was promised, over many calibration sets") {
  for (double const coverage : {0.8, 0.9}) {
    std::size_t inside = 0, all = 0;
    double width = 0;
    for (std::uint64_t split = 0; split < 1000; ++split) {
      auto const known = drawn(random_stream(split).fork("known"), 59);
      auto const later = drawn(random_stream(split).fork("later"), 20);
      auto const found = calibrate_intervals(known.errors, known.uncertainties, {.coverage = coverage});
      for (std::size_t i = 0; i < 20; ++i) {
        double const half = found->half_width(later.uncertainties[i]);
        inside += later.errors[i] <= half ? 1U : 0U, ++all, width += half;
      }
    }
    double const share = double(inside) / double(all);
    CHECK(share >= coverage - 0.005);
    CHECK(share <= coverage + 1.0 / 60 + 0.005);
  }
}

TEST_CASE("conformal: what M_uc knows makes intervals narrow where it is small") {
  auto const known = drawn(random_stream(1), 2000);
  auto const by_uncertainty = *calibrate_intervals(known.errors, known.uncertainties, {.offset = 0});
  CHECK(by_uncertainty.quantile == Approx(1.645).margin(0.06));  // the normal's, as M_uc is the variance
  CHECK(by_uncertainty.half_width(0.01) == Approx(0.1645).margin(0.006));
  CHECK(by_uncertainty.half_width(-1) == by_uncertainty.half_width(0));
  CHECK(by_uncertainty.half_width(0) < 1e-11);
}

TEST_CASE("conformal: bad input is named") {
  std::vector<double> const one{1}, two{1, 2}, none{}, nan{std::nan("")};
  CHECK(error_of([&] { (void)calibrate_intervals(one, two); }).id == "metrics.length");
  CHECK(error_of([&] { (void)calibrate_intervals(none, none); }).id == "metrics.empty");
  CHECK(error_of([&] { (void)calibrate_intervals(nan, one); }).id == "metrics.not_a_number");
  std::vector<double> const infinite{std::numeric_limits<double>::infinity()};
  CHECK(error_of([&] { (void)calibrate_intervals(infinite, one); }).id == "metrics.not_finite");
  CHECK(error_of([&] { (void)calibrate_intervals(one, infinite); }).id == "metrics.not_finite");
  CHECK(error_of([&] { (void)calibrate_intervals(one, one, {.offset = infinite[0]}); }).id == "option.conformal");
  CHECK(error_of([&] { (void)calibrate_intervals(one, one, {.coverage = 1}); }).id == "option.conformal");
  CHECK(error_of([&] { (void)calibrate_intervals(one, one, {.offset = -1}); }).id == "option.conformal");
}

TEST_CASE("conformal: also without offset and M_uc, an interval holds what calibrated it") {
  std::vector<double> const errors{1, 2, 3}, agreed{0, 0, 0};
  auto const known = *calibrate_intervals(errors, agreed, {.coverage = 0.75, .offset = 0});
  CHECK(known.half_width(0) == Approx(3));
}

TEST_CASE("conformal: however little is promised, there is an error that calibrates it") {
  std::vector<double> const errors{3, 1, 2}, uncertainties{1, 1, 1};
  CHECK(calibrate_intervals(errors, uncertainties, {.coverage = 1e-30, .offset = 0})->quantile == 1);
}

TEST_CASE("conformal: no M_uc, no interval") {
  CHECK(std::isnan(conformal_calibration{.quantile = 1, .offset = 0.3}.half_width(std::nan(""))));
}
