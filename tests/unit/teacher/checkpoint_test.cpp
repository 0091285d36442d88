
#include <map>
#include <sstream>
#include <string>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/warm_up_filter.hpp>
#include <vector>

#include "catch2.hpp"
#include "laws/tasks.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using backend = taped<plain_backend<double>>;
using configuration = std::map<std::string, std::string>;

namespace {

template <class Filter>
auto curve_loop(Filter filter, mean_teacher_options options = {}, std::int64_t width = 8, double rate = 1e-2) {
  backend const be;
  return mean_teacher(be, small_network<backend>(be, {.input = {1}, .dense = {width}, .heads = 3}, random_stream(1)),
                      curve_task<backend>{be}, adam<backend>({.rate = constant_schedule{rate}}), filter,
                      std::move(options));
}

/// One step, whose samples follow from the loop's count of steps alone; `bent` spoils the labels.
template <class Loop>
step_report learn(Loop& loop, double bent = 1) {
  backend const be;
  auto const random = random_stream(2).fork("step", static_cast<std::uint64_t>(loop.steps_done()));
  auto draw = random.fork("batch");
  host_array<double> x({4, 1}), y({4, 1}), unlabelled({3, 1});
  for (std::size_t i = 0; i < 4; ++i) {
    x.values[i] = draw.uniform(-1, 1);
    y.values[i] = bent * std::sin(3 * x.values[i]);
  }
  for (auto& v : unlabelled.values) v = draw.uniform(-1.5, 1.5);
  return loop.step({be.from_host(x.view()), be.from_host(y.view())}, unlabelled, random);
}

template <class Scalar>
bool same(training_checkpoint<Scalar> const& a, training_checkpoint<Scalar> const& b) {
  bool equal = a.step == b.step && a.numbers == b.numbers && a.bytes == b.bytes && a.tensors.size() == b.tensors.size();
  for (auto const& [name, values] : a.tensors)
    equal = equal && b.tensors.contains(name) && b.tensors.at(name).values == values.values;
  return equal;
}

template <class Filter>
void goes_on_to_the_bit(Filter filter, mean_teacher_options const& options = {}) {
  auto whole = curve_loop(filter, options);
  for (int n = 0; n < 40; ++n) (void)learn(whole);
  for (int const first : {0, 1, 17, 39}) {
    auto part = curve_loop(filter, options);
    for (int n = 0; n < first; ++n) (void)learn(part);
    auto rest = curve_loop(filter, options);
    rest.resume(part.checkpoint({{"seed", "2"}}), {{"seed", "2"}});
    CHECK(rest.steps_done() == first);
    for (int n = first; n < 40; ++n) (void)learn(rest);
    CHECK(same(rest.checkpoint(), whole.checkpoint()));
  }
}

}  // namespace

TEST_CASE("checkpoint: so many steps are some, a break, and the others, to the bit") {
  goes_on_to_the_bit(keep_all{});
  goes_on_to_the_bit(keep_none{});
  goes_on_to_the_bit(running_quantile{.share = 0.5, .window = 16});
  goes_on_to_the_bit(smoothed_quantile{}, {.correct_bias = true});
  goes_on_to_the_bit(after_warm_up<per_group<target_coverage>>{.steps = 20},
                     {.divergence = {.factor = 5, .every = 10, .action = divergence_action::roll_back}});
}

TEST_CASE("checkpoint: a resumed run counts on how long nothing has passed") {
  auto part = curve_loop(fixed_threshold{0}, {.starved_after = 5});
  for (int n = 0; n < 4; ++n) (void)learn(part);
  auto rest = curve_loop(fixed_threshold{0}, {.starved_after = 5});
  rest.resume(part.checkpoint());
  CHECK(error_of([&] { (void)learn(rest); }).id == "teacher.nothing_passed");
}

TEST_CASE("checkpoint: one of another configuration is refused by name") {
  auto part = curve_loop(keep_all{});
  auto const moment = part.checkpoint({{"labelled", "1 5 7"}, {"seed", "2"}});
  auto rest = curve_loop(keep_all{});
  auto const other = error_of([&] { rest.resume(moment, {{"labelled", "1 5 8"}, {"seed", "2"}}); });
  CHECK(other.id == "teacher.checkpoint.configuration");
  CHECK_THAT(other.message, Catch::Contains("labelled was 1 5 7, now it is 1 5 8"));
  CHECK_THAT(error_of([&] {
               rest.resume(moment, {{"seed", "2"}});
             }).message,
             Catch::Contains("labelled was 1 5 7, now it is left out"));
  CHECK_THAT(error_of([&] {
               rest.resume(moment, {{"labelled", "1 5 7"}, {"rate", "1"}, {"seed", "2"}});
             }).message,
             Catch::Contains("rate was left out, now it is 1"));
  CHECK_NOTHROW(rest.resume(moment, {{"labelled", "1 5 7"}, {"seed", "2"}}));
}

TEST_CASE("checkpoint: one of another composition is refused by name") {
  auto part = curve_loop(keep_all{});
  auto moment = part.checkpoint();
  auto wider = curve_loop(keep_all{}, {}, 9);
  CHECK_THAT(error_of([&] { wider.resume(moment); }).message,
             Catch::Contains("student/dense.0.weight") && Catch::Contains("[1, 9]") && Catch::Contains("[1, 8]"));
  auto filtered = curve_loop(running_quantile{});
  auto const refused = error_of([&] { filtered.resume(moment); });
  CHECK(refused.id == "teacher.checkpoint.part");
  CHECK_THAT(refused.message, Catch::Contains("'filter'"));
  moment.tensors.erase("teacher/head.3.bias");
  auto rest = curve_loop(keep_all{});
  CHECK_THAT(error_of([&] { rest.resume(moment); }).message, Catch::Contains("no tensor 'teacher/head.3.bias'"));
}

TEST_CASE("checkpoint: a run that diverges goes back to its last good teacher, then stops") {
  mean_teacher_options options{
      .divergence = {.factor = 3, .memory = 0.5, .every = 5, .action = divergence_action::roll_back, .roll_backs = 2}};
  auto loop = curve_loop(keep_all{}, options);
  for (int n = 0; n < 100; ++n) REQUIRE_FALSE(learn(loop).rolled_back);
  double worst = 0;
  int back = 0;
  auto const stopped = error_of([&] {
    for (int n = 0; n < 100; ++n) {
      auto const report = learn(loop, 50);
      worst = std::max(worst, report.supervised_loss);
      if (!report.rolled_back) continue;
      ++back;
      CHECK(parameter_gap(backend{}, loop.student(), loop.teacher()) == 0);
    }
  });
  CHECK(back == 2);
  CHECK(stopped.id == "teacher.diverged");
  CHECK_THAT(stopped.message, Catch::Contains("smaller learning rate"));
  options.divergence.action = divergence_action::stop;
  auto stopping = curve_loop(keep_all{}, options);
  for (int n = 0; n < 100; ++n) (void)learn(stopping);
  CHECK(error_of([&] {
          for (int n = 0; n < 20; ++n) (void)learn(stopping, 50);
        }).id == "teacher.diverged");
}

TEST_CASE("checkpoint: a loss that is not finite goes back too, where there is a way back") {
  auto loop = curve_loop(keep_all{});
  for (int n = 0; n < 10; ++n) (void)learn(loop);
  CHECK(error_of([&] { (void)learn(loop, std::nan("")); }).id == "teacher.not_finite");
  loop.mark_good();
  auto const good = loop.checkpoint();
  for (int n = 0; n < 10; ++n) (void)learn(loop);
  CHECK(learn(loop, std::nan("")).rolled_back);
  CHECK(loop.steps_done() == 21);
  auto const now = loop.checkpoint();
  for (auto const& [name, values] : good.tensors)
    if (name.starts_with("teacher/") || name.starts_with("optimizer/"))
      CHECK(now.tensors.at(name).values == values.values);
}
