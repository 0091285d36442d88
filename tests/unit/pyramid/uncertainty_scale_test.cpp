#include <catch2/catch.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>

using namespace suregrasp;

TEST_CASE("uncertainty_scale: 0.3 rad, and a standard deviation of either size") {
  CHECK(default_uncertainty_scale == uncertainty_scale{0.3, 1, 1});
}
