#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/metrics/precision_recall.hpp>

#include "metric_failure.hpp"

using namespace suregrasp;
using list = std::vector<double>;

TEST_CASE("precision_recall: a curve by hand") {
  auto const curve = precision_recall(list{0.2, 0.9, 0.5, 0.7}, {true, true, true, false}, 4);
  REQUIRE(curve.points.size() == 4);
  CHECK(curve.points[0].precision == 1);
  CHECK(curve.points[0].recall == 0.25);
  CHECK(curve.points[1].precision == 0.5);
  CHECK(curve.points[2].precision == Approx(2.0 / 3));
  CHECK(curve.points[3].precision == 0.75);
  CHECK(curve.points[3].recall == 0.75);
  CHECK(curve.average_precision() == Approx(0.25 * (1 + 2.0 / 3 + 0.75)));
}

TEST_CASE("precision_recall: all right is 1, all wrong is 0, all of one score is the share of right ones") {
  CHECK(precision_recall(list{3, 2, 1}, {true, true, true}, 3).average_precision() == 1);
  CHECK(precision_recall(list{3, 2, 1}, {false, false, false}, 5).average_precision() == 0);
  auto const tied = precision_recall(list{1, 1, 1, 1}, {true, false, false, true}, 2);
  CHECK(tied.points.size() == 1);
  CHECK(tied.average_precision() == 0.5);
}

TEST_CASE("precision_recall: refuses what does not fit together") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(failure_of([] { return precision_recall(list{1}, {true, true}, 2); }) == "metrics.length");
  CHECK(failure_of([] { return precision_recall(list{}, {}, 2); }) == "metrics.empty");
  CHECK(failure_of([&] { return precision_recall(list{nan}, {true}, 2); }) == "metrics.not_a_number");
  CHECK(failure_of([] { return precision_recall(list{1, 2}, {true, true}, 1); }) == "metrics.positives");
  CHECK(failure_of([] { return precision_recall(list{1}, {false}, 0); }) == "metrics.positives");
}
