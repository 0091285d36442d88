#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <utility>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_tensor;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;
using state_type = model_state<host_tensor>;

namespace {

/// A model that is nothing but its state.
struct bag {
  using input_type = host_tensor;
  using output_type = host_tensor;
  state_type tensors;

  [[nodiscard]] host_tensor forward(host_tensor const& x) { return x; }
  [[nodiscard]] state_type state() const { return tensors; }
  void load(state_type const& state) { tensors = state; }
  [[nodiscard]] bag clone() const { return *this; }
};

bag filled(double value) {
  return {{{"weight", tensor({2, 1}, {value, 2 * value}), tensor_role::parameter},
           {"mean", tensor({-value}), tensor_role::buffer},
           {"count", tensor({100 * value}), tensor_role::counter}}};
}

double weight_of(bag const& model) { return values_of(model.tensors[0].value)[0]; }

/// A backend with the shortcut, which notes its use.
struct shortcut_backend : testing::archetype<double> {
  shortcut_backend() : testing::archetype<double>(host) {}
  void lerp_(host_tensor& t, host_tensor const& to, double weight) const {
    ++*uses;
    t = add(t, scale(host, sub(to, t), weight));
  }
  std::shared_ptr<int> uses = std::make_shared<int>(0);
};

/// A backend that moves all tensors at once, and notes how often.
struct all_at_once_backend : testing::archetype<double> {
  all_at_once_backend() : testing::archetype<double>(host) {}
  void lerp_all_(std::span<host_tensor> tensors, std::span<host_tensor const> to, double weight) const {
    ++*uses;
    lerp_all<testing::archetype<double>>(host, tensors, to, weight);
  }
  std::shared_ptr<int> uses = std::make_shared<int>(0);
};

}  // namespace

TEST_CASE("moving_average: parameters and buffers are averaged, counters are copied") {
  auto teacher = filled(1);
  auto const student = filled(5);
  ema_update(host, teacher, student, 0.75);
  CHECK(values_of(teacher.tensors[0].value) == list{2, 4});
  CHECK(values_of(teacher.tensors[1].value) == list{-2});
  CHECK(values_of(teacher.tensors[2].value) == list{500});
  CHECK(host.shape(teacher.tensors[0].value) == extents{2, 1});
  CHECK(weight_of(student) == 5);
}

TEST_CASE("moving_average: alpha 1 keeps the teacher, alpha 0 takes the student") {
  auto teacher = filled(1);
  ema_update(host, teacher, filled(5), 1);
  CHECK(weight_of(teacher) == 1);
  CHECK(values_of(teacher.tensors[2].value) == list{500});
  ema_update(host, teacher, filled(0.1), 0);
  CHECK(weight_of(teacher) == 0.1);
}

TEST_CASE("moving_average: towards a student that stands still the distance decays as alpha^n") {
  for (double const alpha : {0.5, 0.9, 0.99}) {
    auto teacher = filled(3);
    auto const student = filled(1);
    for (int n = 1; n <= 200; ++n) {
      ema_update(host, teacher, student, alpha);
      REQUIRE(weight_of(teacher) - 1 == Approx(2 * std::pow(alpha, n)).margin(1e-13));
    }
  }
}

TEST_CASE("moving_average: a teacher equal to its student stays so to the bit") {
  for (double const value : {0.1, 1.0 / 3, 1e-300, 1e300})
    for (double const alpha : {0.0, 0.3, 0.999, 1.0}) {
      auto teacher = filled(value);
      ema_update(host, teacher, filled(value), alpha);
      CHECK(weight_of(teacher) == value);
    }
}

TEST_CASE("moving_average: the backend's own shortcut is taken, to the same effect") {
  shortcut_backend const be;
  auto with = filled(1), without = filled(1);
  ema_update(be, with, filled(5), 0.9);
  ema_update(host, without, filled(5), 0.9);
  CHECK(*be.uses == 2);
  CHECK(weight_of(with) == Approx(weight_of(without)));
  CHECK(values_of(with.tensors[2].value) == list{500});
}

TEST_CASE("moving_average: the decay over a schedule is the product of its alphas") {
  auto teacher = filled(3);
  auto const student = filled(1);
  linear_schedule const alpha{0.5, 0.99, 20};
  double product = 1;
  for (int n = 0; n < 100; ++n) {
    ema_update(host, teacher, student, alpha(n));
    REQUIRE(weight_of(teacher) - 1 == Approx(2 * (product *= alpha(n))).epsilon(1e-9));
  }
}

TEST_CASE("moving_average: each role has its rule") {
  using rule = average_rule;
  for (auto const parameters : {rule::average, rule::copy, rule::skip})
    for (auto const buffers : {rule::average, rule::copy, rule::skip})
      for (auto const counters : {rule::copy, rule::skip}) {
        auto teacher = filled(1);
        ema_update(host, teacher, filled(5), 0.75,
                   {.parameters = parameters, .buffers = buffers, .counters = counters});
        auto const expected = [](rule each, double mine, double other) {
          return each == rule::average ? 0.75 * mine + 0.25 * other : each == rule::copy ? other : mine;
        };
        CHECK(weight_of(teacher) == expected(parameters, 1, 5));
        CHECK(values_of(teacher.tensors[1].value) == list{expected(buffers, -1, -5)});
        CHECK(values_of(teacher.tensors[2].value) == list{expected(counters, 100, 500)});
      }
  auto teacher = filled(1);
  auto const refused =
      error_of([&] { ema_update(host, teacher, filled(5), 0.5, {.counters = average_rule::average}); });
  CHECK(refused.id == "teacher.counters");
  CHECK_THAT(refused.message, Catch::Contains("copy or skip"));
  CHECK(weight_of(teacher) == 1);
}

TEST_CASE("moving_average: many tensors at once, to the bits of one by one") {
  all_at_once_backend const be;
  auto at_once = filled(1), one_by_one = filled(1);
  for (double const alpha : {0.9, 0.3, 0.123456789}) {
    ema_update(be, at_once, filled(0.7), alpha);
    ema_update(host, one_by_one, filled(0.7), alpha);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(values_of(at_once.tensors[i].value) == values_of(one_by_one.tensors[i].value));
  }
  CHECK(*be.uses == 3);
}

TEST_CASE("moving_average: corrected for its start, the copy it began as has no weight") {
  bias_correction correction;
  double plain = 7, corrected = 7, product = 1;
  linear_schedule const alpha{0.5, 0.99, 20};
  for (int n = 0; n < 50; ++n) {
    double const student = std::sin(n);
    plain = alpha(n) * plain + (1 - alpha(n)) * student;
    product *= alpha(n);
    double const used = correction(alpha(n));
    corrected = used * corrected + (1 - used) * student;
    CHECK(corrected == Approx((plain - product * 7) / (1 - product)));
  }
  bias_correction still;
  CHECK(still(1) == 1);
  CHECK(still(0.5) == 0);
}

TEST_CASE("moving_average: alpha outside of [0, 1] is refused, the teacher stays") {
  auto teacher = filled(1);
  for (double const alpha : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
    CHECK(error_of([&] { ema_update(host, teacher, filled(5), alpha); }).id == "teacher.alpha");
  CHECK(weight_of(teacher) == 1);
}

TEST_CASE("moving_average: models of different structure are refused, the teacher stays") {
  auto teacher = filled(1);
  auto fewer = filled(5), renamed = filled(5), recast = filled(5), reshaped = filled(5);
  fewer.tensors.pop_back();
  renamed.tensors[1].name = "variance";
  recast.tensors[2].role = tensor_role::buffer;
  reshaped.tensors[0].value = tensor({1, 2}, {5, 10});
  for (auto const* student : {&fewer, &renamed, &recast, &reshaped})
    CHECK(error_of([&] { ema_update(host, teacher, *student, 0.5); }).id == "model.structure");
  CHECK_THAT(error_of([&] { ema_update(host, teacher, renamed, 0.5); }).message,
             Catch::Contains("'mean'") && Catch::Contains("'variance'"));
  CHECK_THAT(error_of([&] { ema_update(host, teacher, reshaped, 0.5); }).message,
             Catch::Contains("[2, 1]") && Catch::Contains("[1, 2]"));
  CHECK(weight_of(teacher) == 1);
}
