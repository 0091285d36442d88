#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <utility>
#include <vector>

#include "slope_task.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::counting_backend;
using suregrasp_tests::error_of;
using suregrasp_tests::loss_descent;
using suregrasp_tests::slope_model;
using suregrasp_tests::slope_task;
using list = std::vector<double>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Filter>
using loop_with = mean_teacher<counting_backend, slope_model, slope_task, loss_descent, Filter>;

template <class Filter>
loop_with<Filter> loop_of(Filter filter, slope_task task = {}, mean_teacher_options options = {}) {
  return {counting_backend{}, slope_model(0.5), std::move(task), loss_descent{}, std::move(filter), std::move(options)};
}

/// What `steps` steps report, and the models after each.
template <class Filter>
std::vector<list> run(loop_with<Filter> loop, int steps) {
  random_stream const random(61);
  std::vector<list> history;
  for (int n = 0; n < steps; ++n) {
    auto const report = loop.step({1, 2, 0.5}, {0.4, 1.5, -2, 1}, random.fork("step", static_cast<std::uint64_t>(n)));
    auto const student = loop.student().now(), teacher = loop.teacher().now();
    history.push_back({report.supervised_loss, report.consistency_loss, report.alpha, student.slope, teacher.slope,
                       teacher.running_mean});
  }
  return history;
}

}  // namespace

TEST_CASE("mean_teacher: one step by hand") {
  auto loop =
      loop_of(fixed_threshold{0.8}, {}, {.alpha = constant_schedule{0.75}, .consistency_weight = constant_schedule{3}});
  auto const first = loop.step({2, 4}, {1, 2}, random_stream(1));
  CHECK(first.step == 0);
  CHECK(first.supervised_loss == 0.5);  // y = 1, 2
  CHECK(first.pass_rate == 0.5);        // doubts 0.5, 1
  CHECK(first.consistency_loss == 0);   // student(-x) = -teacher(x)
  CHECK(first.alpha == 0.75);
  CHECK(loop.student().now().slope == Approx(0.45));
  CHECK(loop.teacher().now().slope == Approx(0.75 * 0.5 + 0.25 * 0.45));
  CHECK(loop.steps_done() == 1);

  auto const second = loop.step({2, 4}, {1, 2}, random_stream(2));
  double const apart = 0.4875 - 0.45;
  CHECK(second.step == 1);
  CHECK(second.supervised_loss == Approx((0.01 + 0.64) / 2));
  CHECK(second.consistency_loss == Approx(apart * apart / 2));  // the rejected one counts 0
  CHECK(loop.student().now().slope == Approx(0.45 - 0.1 * (second.supervised_loss + 3 * second.consistency_loss)));
}

TEST_CASE("mean_teacher: with keep_none it is direct training, step for step") {
  auto loop = loop_of(keep_none{});
  slope_model direct(0.5);
  loss_descent optimizer;
  counting_backend const be;
  for (int n = 0; n < 30; ++n) {
    auto const report = loop.step({1, 2, 0.5}, {0.4, 1.5}, random_stream(1));
    auto const loss = slope_task{}.supervised(be, direct, {1, 2, 0.5});
    optimizer.step(be, direct, loss);
    REQUIRE(loop.student().now() == direct.now());
    REQUIRE(report.supervised_loss == item(be, loss));
    REQUIRE(report.pass_rate == 0);
    REQUIRE(report.consistency_loss == 0);
  }
  CHECK(loop.teacher().now().calls == direct.now().calls);
}

TEST_CASE("mean_teacher: a threshold of infinity is keep_all, one of 0 keep_none, to the bit") {
  slope_task const task{.stretch = 0.2};
  CHECK(run(loop_of(fixed_threshold{infinity}, task), 10) == run(loop_of(keep_all{}, task), 10));
  auto const rejecting = run(loop_of(fixed_threshold{0}, task), 10);
  CHECK(rejecting == run(loop_of(keep_none{}, task), 10));
  CHECK(rejecting != run(loop_of(keep_all{}, task), 10));
}

TEST_CASE("mean_teacher: the perturbations depend on the stream given, and on nothing else") {
  slope_task const task{.stretch = 0.2};
  CHECK(run(loop_of(keep_all{}, task), 10) == run(loop_of(keep_all{}, task), 10));
  auto one = loop_of(keep_all{}, task), other = loop_of(keep_all{}, task);
  auto const a = one.step({1}, {2}, random_stream(1)).consistency_loss;
  auto const b = other.step({1}, {2}, random_stream(2)).consistency_loss;
  CHECK(a > 0);
  CHECK(a != b);
}

TEST_CASE("mean_teacher: if all are rejected, nothing passes and nothing is learnt from them") {
  auto loop = loop_of(fixed_threshold{0}, {.far = {not_a_number, infinity}});
  auto const report = loop.step({1}, {1, 2}, random_stream(1));
  CHECK(report.pass_rate == 0);
  CHECK(report.consistency_loss == 0);
  CHECK(loop.student().now().slope == Approx(0.5 - 0.1 * 0.25));
}

TEST_CASE("mean_teacher: without unlabelled samples only the labelled ones count") {
  auto loop = loop_of(fixed_threshold{1});
  auto const report = loop.step({1}, {}, random_stream(1));
  CHECK(report.pass_rate == 0);
  CHECK(report.consistency_loss == 0);
}

TEST_CASE("mean_teacher: the distance of a rejected sample may be NaN, it does not leak") {
  auto loop = loop_of(fixed_threshold{0.5}, {.doubt = {0, 1, 0}, .far = {2, not_a_number, 4}});
  auto const report = loop.step({1}, {1, 2, 3}, random_stream(1));
  CHECK(report.consistency_loss == 2);
  CHECK(report.pass_rate == Approx(2.0 / 3));
  CHECK(std::isfinite(loop.student().now().slope));
}

TEST_CASE("mean_teacher: a loss that is not finite is named, and changes neither model") {
  auto loop = loop_of(keep_all{}, {.far = {0, not_a_number}});
  (void)loop.step({1}, {}, random_stream(1));
  auto const student = loop.student().now(), teacher = loop.teacher().now();
  auto const consistency = error_of([&] { (void)loop.step({1}, {1, 2}, random_stream(1)); });
  CHECK(consistency.id == "teacher.not_finite");
  CHECK_THAT(consistency.message, Catch::Contains("consistency loss") && Catch::Contains("step 1"));
  auto const supervised = error_of([&] { (void)loop.step({1, infinity}, {1, 2}, random_stream(1)); });
  CHECK(supervised.id == "teacher.not_finite");
  CHECK_THAT(supervised.message, Catch::Contains("supervised loss") && Catch::Contains("inf"));
  CHECK(loop.student().now().slope == student.slope);
  CHECK(loop.teacher().now().slope == teacher.slope);
  CHECK(loop.steps_done() == 1);
}

TEST_CASE("mean_teacher: teacher and student share no storage, with each other or with the model handed in") {
  slope_model origin(0.5);
  loop_with<keep_none> loop(counting_backend{}, origin.clone(), {}, {}, {}, {.alpha = constant_schedule{1}});
  (void)loop.step({3}, {}, random_stream(1));
  CHECK(loop.student().now().slope != 0.5);
  CHECK(loop.teacher().now().slope == 0.5);
  CHECK(origin.now().slope == 0.5);
}

TEST_CASE("mean_teacher: the teacher follows its schedule; its counter is the student's, its buffer averaged") {
  auto loop = loop_of(keep_none{}, {}, {.alpha = linear_schedule{0.5, 0.9, 2}});
  double teacher = 0.5, mean = 0;
  for (double const alpha : {0.5, 0.7, 0.9, 0.9}) {
    auto const report = loop.step({1, 3}, {}, random_stream(1));
    auto const student = loop.student().now();
    teacher = alpha * teacher + (1 - alpha) * student.slope;
    mean = alpha * mean + (1 - alpha) * student.running_mean;
    CHECK(report.alpha == Approx(alpha));
    CHECK(loop.teacher().now().slope == Approx(teacher));
    CHECK(loop.teacher().now().running_mean == Approx(mean));
    CHECK(loop.teacher().now().calls == student.calls);
  }
}

TEST_CASE("mean_teacher: the weight of consistency follows its schedule") {
  loss_descent const optimizer;
  loop_with<keep_all> loop(counting_backend{}, slope_model(0.5), {.far = {1}}, optimizer, {},
                           {.alpha = constant_schedule{0}, .consistency_weight = linear_schedule{0, 4, 2}});
  for (double const weight : {0.0, 2.0, 4.0, 4.0}) {
    auto const report = loop.step({1}, {1}, random_stream(1));
    CHECK(report.consistency_loss == Approx(1));
    CHECK(optimizer.losses->back() == Approx(report.supervised_loss + weight * report.consistency_loss));
  }
}

TEST_CASE("mean_teacher: the teacher's prediction carries no history") {
  counting_backend const be;
  loop_with<keep_all> loop(be, slope_model(0.5), {}, {}, {});
  (void)loop.step({1}, {1}, random_stream(1));
  (void)loop.step({1}, {1}, random_stream(1));
  CHECK(*be.cuts == 2);
}

TEST_CASE("mean_teacher: a filter with a memory keeps it from step to step") {
  auto loop = loop_of(running_quantile{.share = 0.5, .window = 3});
  (void)loop.step({1}, {2, 4}, random_stream(1));
  CHECK(loop.filter().recent == list{1, 2});
  (void)loop.step({1}, {2, 4}, random_stream(1));
  CHECK(loop.filter().recent.size() == 3);
}
