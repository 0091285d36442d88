#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/teacher/schedule.hpp>

using namespace suregrasp;

TEST_CASE("schedule: constant") {
  CHECK(constant_schedule{0.7}(0) == 0.7);
  CHECK(constant_schedule{0.7}(1000000) == 0.7);
}

TEST_CASE("schedule: linear, then level") {
  linear_schedule const alpha{0.5, 0.99, 200};
  CHECK(alpha(0) == 0.5);
  CHECK(alpha(50) == Approx(0.6225));
  CHECK(alpha(100) == Approx(0.745));
  CHECK(alpha(200) == Approx(0.99));
  CHECK(alpha(5000) == alpha(200));
  CHECK(alpha(5000) <= 1);
  CHECK(linear_schedule{3, 1, 4}(1) == 2.5);
}

TEST_CASE("schedule: half a cosine, then level") {
  cosine_schedule const rate{1e-3, 1e-5, 100};
  CHECK(rate(0) == Approx(1e-3));
  CHECK(rate(50) == Approx((1e-3 + 1e-5) / 2));
  CHECK(rate(25) == Approx(1e-5 + (1e-3 - 1e-5) * (1 + std::sqrt(0.5)) / 2));
  CHECK(rate(100) == Approx(1e-5));
  CHECK(rate(1000) == rate(100));
}

TEST_CASE("schedule: the ramp of a consistency weight") {
  sigmoid_ramp const weight{2, 10};
  CHECK(weight(0) == Approx(2 * std::exp(-5.0)));
  CHECK(weight(5) == Approx(2 * std::exp(-1.25)));
  CHECK(weight(10) == 2);
  CHECK(weight(11) == 2);
}

TEST_CASE("schedule: over no steps the end is reached at once, after step 0") {
  CHECK(linear_schedule{1, 4, 0}(0) == 1);
  CHECK(linear_schedule{1, 4, 0}(1) == 4);
  CHECK(cosine_schedule{1, 4, 0}(1) == Approx(4));
  CHECK(sigmoid_ramp{3, 0}(1) == 3);
}
