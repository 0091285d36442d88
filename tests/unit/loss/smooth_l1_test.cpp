#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/loss/smooth_l1.hpp>
#include <vector>

#include "host_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;

TEST_CASE("smooth_l1: quadratic near the target, linear away from it") {
  auto const values = values_of(smooth_l1(host, tensor({0, 0.5, -0.5, 1, -1, 3, -3}), constant(host, 0)));
  CHECK(values == list{0, 0.125, 0.125, 0.5, 0.5, 2.5, 2.5});
}

TEST_CASE("smooth_l1: beta is where the two meet, in value and in slope") {
  for (double const beta : {0.25, 1.0, 4.0}) {
    double const step = 1e-6 * beta;
    auto const at = [&](double d) { return item(host, smooth_l1(host, constant(host, d), constant(host, 0), beta)); };
    CHECK(at(beta) == Approx(beta / 2));
    CHECK(at(beta / 2) == Approx(beta / 8));
    CHECK(at(10 * beta) == Approx(9.5 * beta));
    CHECK((at(beta) - at(beta - step)) / step == Approx(1).epsilon(1e-4));
    CHECK((at(beta + step) - at(beta)) / step == Approx(1).epsilon(1e-4));
  }
}

TEST_CASE("smooth_l1: distance, not order, counts; shapes broadcast") {
  auto const a = tensor({2, 1}, {1, 5}), b = tensor({1, 2}, {1.5, 3});
  CHECK(values_of(smooth_l1(host, a, b)) == list{0.125, 1.5, 3, 1.5});
  CHECK(values_of(smooth_l1(host, b, a)) == values_of(smooth_l1(host, a, b)));
  CHECK(host.shape(smooth_l1(host, a, b)) == extents{2, 2});
}

TEST_CASE("smooth_l1: what is not a number does not pass for small") {
  auto const not_a_number = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(item(host, smooth_l1(host, constant(host, not_a_number), constant(host, 0)))));
  CHECK(std::isinf(item(host, smooth_l1(host, constant(host, -std::numeric_limits<double>::infinity()), tensor({0})))));
}
