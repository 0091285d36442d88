#include <catch2/catch.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <vector>

#include "metric_failure.hpp"

using namespace suregrasp;

namespace {

double p_of(std::size_t only_first, std::size_t only_second) {
  return paired_comparison{.both = 50, .only_first = only_first, .only_second = only_second, .neither = 9}.p_value();
}

}  // namespace

TEST_CASE("compare_paired: counts the four outcomes") {
  auto const counts = compare_paired({true, true, false, false, true}, {true, false, true, false, true});
  CHECK(counts == paired_comparison{.both = 2, .only_first = 1, .only_second = 1, .neither = 1});
  CHECK(counts.gain() == 0);
  CHECK(paired_comparison{.both = 5, .only_first = 1, .only_second = 3, .neither = 1}.gain() == 0.2);
}

TEST_CASE("McNemar's exact test: values computed elsewhere") {
  CHECK(p_of(2, 10) == Approx(0.03857421875).epsilon(1e-13));
  CHECK(p_of(0, 5) == Approx(0.0625).epsilon(1e-13));
  CHECK(p_of(30, 12) == Approx(0.00791589733489672653).epsilon(1e-12));
  CHECK(p_of(600, 700) == Approx(0.00601579386104495296).epsilon(1e-10));
}

TEST_CASE("McNemar's exact test: no difference is no evidence, both orders agree") {
  CHECK(p_of(0, 0) == 1);
  CHECK(p_of(7, 7) == 1);
  CHECK(p_of(1, 0) == 1);
  CHECK(p_of(2, 10) == p_of(10, 2));
  CHECK(p_of(0, 2000) < 1e-300);
}

TEST_CASE("compare_paired: refuses lists that do not pair") {
  CHECK(failure_of([] { return compare_paired({true}, {true, false}); }) == "metrics.length");
  CHECK(failure_of([] { return compare_paired({}, {}); }) == "metrics.empty");
}
