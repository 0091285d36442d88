#include <algorithm>
#include <cmath>
#include <suregrasp/teacher/schedule.hpp>

#include "properties.hpp"

using namespace suregrasp;
using suregrasp_tests::counts;
using suregrasp_tests::for_all;
using suregrasp_tests::numbers;

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

TEST_CASE("schedule: from its first value to its last, to the bit, without a turn and never beyond") {
  auto const holds = [](auto const& schedule, double first, double last, std::size_t steps, std::size_t at) {
    auto const step = static_cast<std::int64_t>(at), end = static_cast<std::int64_t>(steps);
    double const now = schedule(step), next = schedule(step + 1), low = std::min(first, last);
    return schedule(0) == first && schedule(end) == last && now >= low && now <= std::max(first, last) &&
           (first < last ? now <= next : now >= next);
  };
  for_all("linear", numbers{}, numbers{}, counts{1, 1000}, counts{0, 1100},
          [&](double a, double b, std::size_t n, std::size_t at) {
            return holds(linear_schedule{a, b, static_cast<std::int64_t>(n)}, a, b, n, at);
          });
  for_all("cosine", numbers{}, numbers{}, counts{1, 1000}, counts{0, 1100},
          [&](double a, double b, std::size_t n, std::size_t at) {
            return holds(cosine_schedule{a, b, static_cast<std::int64_t>(n)}, a, b, n, at);
          });
  for_all("step", numbers{}, numbers{}, counts{1, 1000}, counts{0, 1100},
          [&](double a, double b, std::size_t n, std::size_t at) {
            return holds(step_schedule{a, b, static_cast<std::int64_t>(n)}, a, b, n, at);
          });
  for_all("ramp", numbers{0, 1e6}, counts{1, 1000}, counts{0, 1100}, [&](double peak, std::size_t n, std::size_t at) {
    sigmoid_ramp const ramp{peak, static_cast<std::int64_t>(n)};
    return holds(ramp, ramp(0), peak, n, at);
  });
  for_all("averages", numbers{0, 1}, numbers{1e-3, 1e3}, numbers{1e-3, 10}, counts{0, 100000},
          [](double last, double gamma, double power, std::size_t at) {
            auto const step = static_cast<std::int64_t>(at);
            auto const rises = [&](auto const& alpha) {
              return alpha(0) == 0 && alpha(step) >= 0 && alpha(step) <= alpha(step + 1) && alpha(step) <= last;
            };
            return rises(growing_average{last}) && rises(power_warm_up{last, gamma, power});
          });
}
