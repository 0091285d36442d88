#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <vector>

#include "metric_failure.hpp"

using namespace suregrasp;
using list = std::vector<double>;

TEST_CASE("risk_coverage: a curve by hand") {
  auto const curve = risk_coverage(list{0.3, 0.1, 0.4, 0.2}, list{5, 1, 6, 2});
  REQUIRE(curve.points.size() == 4);
  CHECK(curve.points[0].coverage == 0.25);
  CHECK(curve.points[3].coverage == 1);
  CHECK(curve.points[0].risk == 1);
  CHECK(curve.points[1].risk == 1.5);
  CHECK(curve.points[2].risk == Approx(8.0 / 3));
  CHECK(curve.points[3].risk == 3.5);
  CHECK(curve.points[2].uncertainty == 0.3);
  CHECK(curve.mean_error() == 3.5);
  CHECK(curve.area() == Approx((1 + 1.5 + 8.0 / 3 + 3.5) / 4));
}

TEST_CASE("risk_coverage: the most certain fraction against all") {
  auto const curve = risk_coverage(list{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, list{1, 1, 1, 2, 2, 2, 3, 3, 3, 7});
  CHECK(curve.risk_at(0.3) == 1);
  CHECK(curve.risk_at(0.31) == Approx(1.25));
  CHECK(curve.risk_at(1) == 2.5);
  CHECK(curve.risk_at(1e-9) == 1);
  CHECK(curve.relative_risk_at(0.3) == Approx(0.4));
  for (double const fraction : {0.0, -0.5, 1.5, std::numeric_limits<double>::quiet_NaN()})
    CHECK(failure_of([&] { return curve.risk_at(fraction); }) == "metrics.fraction");
}

TEST_CASE("risk_coverage: equal uncertainties enter in no order") {
  auto const a = risk_coverage(list{1, 1, 1, 2}, list{0, 3, 6, 9});
  auto const b = risk_coverage(list{2, 1, 1, 1}, list{9, 6, 0, 3});
  for (std::size_t k = 0; k < 4; ++k) CHECK(a.points[k].risk == Approx(b.points[k].risk));
  CHECK(a.points[0].risk == 3);
  CHECK(a.points[1].risk == 3);
  CHECK(a.points[2].risk == 3);
  CHECK(a.points[3].risk == 4.5);
  auto const constant = risk_coverage(list{7, 7, 7}, list{1, 2, 6});
  CHECK(constant.area() == Approx(constant.mean_error()));
}

TEST_CASE("risk_coverage: sorting by the error itself is best, backwards worst") {
  list const errors{0.4, 0.1, 0.9, 0.3, 0.7};
  list const inverse{-0.4, -0.1, -0.9, -0.3, -0.7}, some{1, 3, 2, 5, 4};
  CHECK(risk_coverage(errors, errors).area() < risk_coverage(some, errors).area());
  CHECK(risk_coverage(some, errors).area() < risk_coverage(inverse, errors).area());
}

TEST_CASE("risk_coverage: refuses what cannot be ranked or paired") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(failure_of([] { return risk_coverage(list{1, 2}, list{1}); }) == "metrics.length");
  CHECK(failure_of([] { return risk_coverage(list{}, list{}); }) == "metrics.empty");
  CHECK(failure_of([&] { return risk_coverage(list{1, nan}, list{1, 2}); }) == "metrics.not_a_number");
  CHECK(failure_of([&] { return risk_coverage(list{1, 2}, list{nan, 2}); }) == "metrics.not_a_number");
}

TEST_CASE("excess_area: 0 for the best order, what is lost otherwise") {
  list const errors{0, 1, 0, 1};
  CHECK(excess_area(errors, errors) == 0);
  CHECK(excess_area(list{0, 2, 1, 3}, errors) == 0);
  double const best = (0 + 0 + 1.0 / 3 + 0.5) / 4;
  CHECK(excess_area(list{2, 0, 3, 1}, errors) == Approx((1 + 1 + 2.0 / 3 + 0.5) / 4 - best));
  CHECK(excess_area(list{1, 1, 1, 1}, errors) == Approx(0.5 - best));
}

TEST_CASE("excess_area: infinite errors have none, and no order is best for them") {
  double const infinity = std::numeric_limits<double>::infinity();
  CHECK(std::isnan(excess_area(list{1, 2}, list{infinity, 0})));
}
