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

TEST_CASE("schedule: a step") {
  CHECK(step_schedule{0.5, 0.99, 10}(9) == 0.5);
  CHECK(step_schedule{0.5, 0.99, 10}(10) == 0.99);
}

TEST_CASE("schedule: the growing average weighs all students alike until its last alpha") {
  growing_average const alpha{0.9};
  CHECK(alpha(0) == 0);
  CHECK(alpha(1) == 0.5);
  CHECK(alpha(3) == 0.75);
  CHECK(alpha(9) == Approx(0.9));
  CHECK(alpha(1000) == 0.9);
  double mean = 0;
  for (int k = 0; k < 8; ++k) mean = alpha(k) * mean + (1 - alpha(k)) * k;
  CHECK(mean == Approx(3.5));
}

TEST_CASE("schedule: timm's warm-up") {
  power_warm_up const alpha{.last = 0.999, .gamma = 1, .power = 2.0 / 3};
  CHECK(alpha(0) == 0);
  CHECK(alpha(7) == Approx(0.75));
  CHECK(alpha(999) == Approx(0.99));
  CHECK(alpha(1000000) == 0.999);
  CHECK(power_warm_up{.last = 1, .gamma = 2, .power = 1}(2) == Approx(0.5));
}

TEST_CASE("schedule: before its first step a schedule is where it begins") {
  CHECK(linear_schedule{1, 4, 3}(-5) == 1);
  CHECK(cosine_schedule{1, 4, 3}(-5) == Approx(1));
}
