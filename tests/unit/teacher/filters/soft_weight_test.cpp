#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/teacher/filters/soft_weight.hpp>
#include <vector>

using namespace suregrasp;
using list = std::vector<double>;

TEST_CASE("soft_weight: exponential") {
  double const infinity = std::numeric_limits<double>::infinity();
  auto const weights = exponential_weight{2}(list{0, 2, 4, infinity, -1, std::nan("")});
  CHECK(weights[0] == 1);
  CHECK(weights[1] == Approx(std::exp(-1)));
  CHECK(weights[2] == Approx(std::exp(-2)));
  CHECK(weights[3] == 0);
  CHECK(weights[4] == 1);
  CHECK(weights[5] == 0);
}

TEST_CASE("soft_weight: sigmoid") {
  double const infinity = std::numeric_limits<double>::infinity();
  auto const weights = sigmoid_weight{1, 0.1}(list{1, 0.9, 1.1, infinity, -infinity, std::nan("")});
  CHECK(weights[0] == 0.5);
  CHECK(weights[1] == Approx(1 / (1 + std::exp(-1))));
  CHECK(weights[1] + weights[2] == Approx(1));
  CHECK(weights[3] == 0);
  CHECK(weights[4] == 1);
  CHECK(weights[5] == 0);
  CHECK(sigmoid_weight{3}.threshold() == 3);
}

TEST_CASE("soft_weight: inverse variance") {
  double const infinity = std::numeric_limits<double>::infinity();
  auto const weights = inverse_variance_weight{2}(list{0, 2, 6, infinity, -1, std::nan("")});
  CHECK(weights == list{1, 0.5, 0.25, 0, 1, 0});
}
