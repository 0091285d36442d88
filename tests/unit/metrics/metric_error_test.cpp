#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

using namespace suregrasp;

TEST_CASE("require_paired: says what was to be paired and what came") {
  CHECK_NOTHROW(require_paired(3, 3, "figure"));
  CHECK_THROWS_WITH(require_paired(3, 2, "figure"), "figure: expected two lists of one length, got 3 and 2 values");
  CHECK_THROWS_WITH(require_paired(0, 0, "figure"), "figure: expected at least one value, got none");
  CHECK_THROWS_AS(require_paired(0, 0, "figure"), metric_error);
}

TEST_CASE("require_numbers: infinities pass, NaN is named by its index") {
  double const infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_NOTHROW(require_numbers(std::vector<double>{-infinity, 0, infinity}, "errors"));
  CHECK_THROWS_WITH(require_numbers(std::vector<double>{0, 1, nan}, "errors"),
                    "errors: expected numbers, got NaN at index 2");
}

TEST_CASE("require_finite: infinities are named by their index") {
  double const infinity = std::numeric_limits<double>::infinity();
  CHECK_NOTHROW(require_finite(std::vector<double>{0, -1e308}, "errors"));
  CHECK_THROWS_WITH(require_finite(std::vector<double>{0, -infinity}, "errors"),
                    "errors: expected finite numbers, got -inf at index 1");
}
