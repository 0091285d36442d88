#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/metrics/impl/binomial.hpp>

using namespace suregrasp;

TEST_CASE("binomial_at_most: exact values") {
  CHECK(binomial_at_most(0, 10, 0.3) == Approx(std::pow(0.7, 10)).epsilon(1e-14));
  CHECK(binomial_at_most(1, 2, 0.5) == Approx(0.75).epsilon(1e-15));
  CHECK(binomial_at_most(3, 10, 0.5) == Approx(176.0 / 1024).epsilon(1e-13));
  CHECK(binomial_at_most(10, 10, 0.9) == 1);
  CHECK(binomial_at_most(3, 10, 0) == 1);
  CHECK(binomial_at_most(3, 10, 1) == 0);
  CHECK(binomial_at_most(50000, 100000, 0.5) == Approx(0.501261566).epsilon(1e-8));
}

TEST_CASE("clopper_pearson_upper: exact values and what it means") {
  CHECK(clopper_pearson_upper(0, 10, 0.05) == Approx(1 - std::pow(0.05, 0.1)).epsilon(1e-14));
  CHECK(clopper_pearson_upper(1, 2, 0.0975) == Approx(0.95).epsilon(1e-13));
  CHECK(clopper_pearson_upper(5, 5, 0.1) == 1);
  CHECK(clopper_pearson_upper(0, 0, 0.1) == 1);
  for (std::size_t k : {0U, 3U, 17U, 39U})
    CHECK(binomial_at_most(k, 40, clopper_pearson_upper(k, 40, 0.1)) == Approx(0.1).epsilon(1e-10));
}
