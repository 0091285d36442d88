#include <catch2/catch.hpp>
#include <limits>
#include <memory>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <utility>
#include <vector>

#include "slope_task.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::counting_backend;
using suregrasp_tests::error_of;
using suregrasp_tests::host_tensor;
using suregrasp_tests::loss_descent;
using suregrasp_tests::slope_model;
using suregrasp_tests::slope_task;
using list = std::vector<double>;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A slope task whose loss has two terms, by name.
struct two_terms : slope_task {
  double centre = 1, size = 2;

  [[nodiscard]] std::vector<loss_term<host_tensor>> supervised(counting_backend const& be, slope_model& model,
                                                               labelled_batch const& x) const {
    auto const loss = slope_task::supervised(be, model, x);
    return {{"centre", scale(be, loss, centre)}, {"size", scale(be, loss, size)}};
  }
};

/// Gives the same weights to every batch.
struct set_weights {
  list weights;
  [[nodiscard]] list operator()(std::span<double const>) const { return weights; }
};

template <class Filter, class Task = slope_task>
auto loop_of(Filter filter, Task task = {}, mean_teacher_options options = {}) {
  return mean_teacher(counting_backend{}, slope_model(0.5), std::move(task), loss_descent{1e-6}, std::move(filter),
                      std::move(options));
}

/// All that a step changes of a loop.
template <class Loop>
auto state_of(Loop const& loop) {
  return std::tuple(loop.student().now(), loop.teacher().now(), loop.filter().state(), loop.steps_done());
}

}  // namespace

TEST_CASE("mean_teacher: an empty labelled batch is refused, whatever the filter") {
  auto loop = loop_of(running_quantile{0.5});
  auto const before = state_of(loop);
  auto const refused = error_of([&] { (void)loop.step({}, {1}, random_stream(1)); });
  CHECK(refused.id == "teacher.no_labels");
  CHECK_THAT(refused.message, Catch::Contains("step 0") && Catch::Contains("labelled sample"));
  CHECK(state_of(loop) == before);
  auto direct = loop_of(keep_none{});
  CHECK(error_of([&] { (void)direct.step({}, {1}, random_stream(1)); }).id == "teacher.no_labels");
}

TEST_CASE("mean_teacher: schedules out of range are refused before anything has moved") {
  for (double const alpha : {-0.1, 1.5, not_a_number}) {
    auto loop = loop_of(running_quantile{0.5}, slope_task{}, {.alpha = constant_schedule{alpha}});
    auto const before = state_of(loop);
    CHECK(error_of([&] { (void)loop.step({1}, {1}, random_stream(1)); }).id == "teacher.alpha");
    CHECK(state_of(loop) == before);
  }
  for (double const weight : {-1.0, not_a_number}) {
    auto loop = loop_of(running_quantile{0.5}, slope_task{}, {.consistency_weight = constant_schedule{weight}});
    auto const before = state_of(loop);
    CHECK(error_of([&] { (void)loop.step({1}, {1}, random_stream(1)); }).id == "teacher.consistency_weight");
    CHECK(state_of(loop) == before);
  }
}

TEST_CASE("mean_teacher: when a loss is not finite nothing has moved, though both models had made forward passes") {
  auto loop = loop_of(running_quantile{0.5}, slope_task{.far = {0, not_a_number}});
  (void)loop.step({1, 2}, {}, random_stream(1));
  auto const before = state_of(loop);
  CHECK(error_of([&] { (void)loop.step({4}, {9, 1}, random_stream(1)); }).id == "teacher.not_finite");
  CHECK(state_of(loop) == before);
  CHECK(error_of([&] { (void)loop.step({4, not_a_number}, {9, 1}, random_stream(1)); }).id == "teacher.not_finite");
  CHECK(state_of(loop) == before);
}

TEST_CASE("mean_teacher: a term that is not finite goes by its name, and so does what broke it") {
  auto loop = loop_of(keep_all{}, two_terms{{}, 1, not_a_number});
  auto const refused = error_of([&] { (void)loop.step({1}, {1}, random_stream(1)); });
  CHECK(refused.id == "teacher.not_finite");
  CHECK_THAT(refused.message, Catch::Contains("supervised size loss is nan") && Catch::Contains("targets"));

  auto broken = mean_teacher(counting_backend{}, slope_model(not_a_number), slope_task{}, loss_descent{}, keep_all{});
  CHECK_THAT(error_of([&] { (void)broken.step({1}, {1}, random_stream(1)); }).message,
             Catch::Contains("the student's 'slope' is not finite"));

  auto far = loop_of(keep_all{});
  double const infinity = std::numeric_limits<double>::infinity();
  CHECK_THAT(error_of([&] { (void)far.step({1}, {infinity}, random_stream(1)); }).message,
             Catch::Contains("the teacher's targets are not finite"));
}

TEST_CASE("mean_teacher: the supervised loss is the sum of its terms") {
  auto loop = loop_of(keep_none{}, two_terms{});
  auto const report = loop.step({1}, {}, random_stream(1));
  REQUIRE(report.terms.size() == 2);
  CHECK(report.terms[0].name == "centre");
  CHECK(report.terms[0].value == 0.25);
  CHECK(report.terms[1].value == 0.5);
  CHECK(report.supervised_loss == 0.75);
}

TEST_CASE("mean_teacher: weights that are none are refused") {
  for (auto const& weights : {list{1}, list{1, 1, 1}, list{0, 2}, list{-1, 1}, list{not_a_number, 1}}) {
    auto loop = loop_of(set_weights{weights});
    CHECK(error_of([&] { (void)loop.step({1}, {1, 2}, random_stream(1)); }).id == "teacher.filter");
    CHECK(loop.steps_done() == 0);
    CHECK(loop.student().now() == slope_model(0.5).now());
  }
}

TEST_CASE("mean_teacher: a filter that starves the run is refused, and counted on the way") {
  auto loop = loop_of(fixed_threshold{0.6}, slope_task{}, {.starved_after = 3});
  CHECK(loop.step({1}, {9}, random_stream(1)).starved_steps == 1);
  CHECK(loop.step({1}, {9}, random_stream(1)).starved_steps == 2);
  CHECK(loop.step({1}, {1}, random_stream(1)).starved_steps == 0);
  CHECK(loop.step({1}, {9}, random_stream(1)).starved_steps == 1);
  CHECK(loop.step({1}, {}, random_stream(1)).starved_steps == 2);
  auto const student = loop.student().now();
  auto const refused = error_of([&] { (void)loop.step({1}, {9}, random_stream(1)); });
  CHECK(refused.id == "teacher.nothing_passed");
  CHECK_THAT(refused.message, Catch::Contains("3 steps in a row") && Catch::Contains("running_quantile"));
  CHECK(loop.student().now() == student);
  CHECK(loop.steps_done() == 5);
  CHECK_NOTHROW(loop.step({1}, {1}, random_stream(1)));
  CHECK_NOTHROW(loop.require_pseudo_labels());
}

TEST_CASE("mean_teacher: a run of which nothing passed at all is refused at its end") {
  auto starved = loop_of(fixed_threshold{0}, slope_task{}, {.starved_after = 0});
  CHECK_NOTHROW(starved.require_pseudo_labels());
  for (int n = 0; n < 700; ++n) (void)starved.step({1}, {1}, random_stream(1));
  auto const refused = error_of([&] { starved.require_pseudo_labels(); });
  CHECK(refused.id == "teacher.nothing_passed");
  CHECK_THAT(refused.message, Catch::Contains("700 steps"));
  auto direct = loop_of(keep_none{}, slope_task{}, {.starved_after = 1});
  (void)direct.step({1}, {}, random_stream(1));
  CHECK_NOTHROW(direct.require_pseudo_labels());
}

TEST_CASE("mean_teacher: a forward pass moves none of the teacher's statistics") {
  mean_teacher_options const still{.alpha = constant_schedule{1}};
  auto loop = loop_of(keep_all{}, slope_task{}, still);
  for (int n = 0; n < 100; ++n) (void)loop.step({1, 3}, {40, 60}, random_stream(1));
  CHECK(loop.teacher().now().running_mean == 0);
  CHECK(loop.student().now().running_mean != 0);

  auto own = still;
  own.average = {.buffers = average_rule::skip, .counters = average_rule::skip};
  auto alone = loop_of(keep_all{}, slope_task{}, own);
  for (int n = 0; n < 100; ++n) (void)alone.step({1, 3}, {40, 60}, random_stream(1));
  CHECK(alone.teacher().now().running_mean == Approx(50));
  CHECK(alone.teacher().now().calls == 100);
}

TEST_CASE("mean_teacher: the teacher's statistics follow the student's by their rule, however long the run") {
  auto loop = loop_of(keep_all{}, slope_task{}, {.alpha = constant_schedule{0.9}});
  double expected = 0;
  for (int n = 0; n < 200; ++n) {
    (void)loop.step({1, 3}, {40, 60}, random_stream(1));
    expected = 0.9 * expected + 0.1 * loop.student().now().running_mean;
    REQUIRE(loop.teacher().now().running_mean == Approx(expected));
    REQUIRE(loop.teacher().now().calls == loop.student().now().calls);
  }
}

TEST_CASE("mean_teacher: slots are filled from more candidates, in their order") {
  auto loop = loop_of(fixed_threshold{2}, slope_task{.doubt = {3, 1, 1, 3, 1, 1}, .far = {9, 1, 2, 9, 5, 7}},
                      {.unlabelled_slots = 3});
  auto const report = loop.step({1}, {1, 1, 1, 1, 1, 1}, random_stream(1));
  CHECK(report.weights == list{0, 1, 1, 0, 1, 0});
  CHECK(report.pass_rate == Approx(4.0 / 6));
  CHECK(report.consistency_loss == Approx((1 + 2 + 5) / 3.0));
  auto few = loop_of(fixed_threshold{2}, slope_task{.doubt = {3, 1, 3}, .far = {9, 6, 9}}, {.unlabelled_slots = 2});
  CHECK(few.step({1}, {1, 1, 1}, random_stream(1)).consistency_loss == Approx(3));
}
