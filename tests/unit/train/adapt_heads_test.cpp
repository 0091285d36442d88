#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/core.hpp>
#include <set>
#include <string>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/train/adapt_heads.hpp>
#include <vector>

#include "temporary_folder.hpp"
#include "thrown.hpp"
#include "toy_detector.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;

namespace {

toy_backend const be{plain_backend<float>{}};

/// A photograph with two grasps whose poses differ from photograph to photograph.
sample photograph(int i) {
  double const theta = 0.4 * i - 1;
  return {.id = "p" + std::to_string(i),
          .rgb = cv::Mat(40, 40, CV_8UC3, cv::Scalar(i, 2 * i, 3 * i)),
          .depth = {},
          .grasps = {{18, 20, theta, 6.0 + i, 4}, {24, 14, theta + 0.7, 9, 5.0 + i}}};
}

/// Two labelled, four unlabelled and two held-out photographs.
adaptation_data small_workplace() {
  adaptation_data data{{}, {0, 3}, {1, 2, 4, 6}, {5, 7}};
  for (int i = 0; i < 8; ++i) data.samples.add(photograph(i));
  return data;
}

head_adaptation_options const quick{.steps = 12,
                                    .learning_rate = 0.01,
                                    .labelled_batch = 3,
                                    .unlabelled_batch = 1,
                                    .views = 2,
                                    .heat_steps = 3,
                                    .evaluations = 4};

head_adaptation_options by(adaptation_method method) {
  auto options = quick;
  options.method = method;
  return options;
}

/// What a run leaves.
struct outcome {
  adaptation_result result;
  std::vector<float> weights;
  float location = 0;
  std::vector<std::int64_t> steps;  ///< that were reported

  [[nodiscard]] std::vector<double> losses() const {
    std::vector<double> all;
    for (auto const& p : result.curve)
      all.insert(all.end(), {p.evaluation_loss, p.fused_loss, p.step > 0 ? p.loss : 0});
    return all;
  }
};

outcome run(head_adaptation_options const& options, run_hooks hooks = {}, feature_cache<toy_tensor>* cache = nullptr) {
  toy_detector net(be);
  outcome all;
  hooks.on_step = [&](step_report const& report) { all.steps.push_back(report.step); };
  all.result = adapt_heads(be, net, small_workplace(), options, hooks, cache);
  all.weights = net.weights();
  all.location = net.location;
  return all;
}

}  // namespace

TEST_CASE("adapt_heads: every method lowers the loss on held-out photographs, and says what it did") {
  for (auto const method : {adaptation_method::direct, adaptation_method::mean_teacher, adaptation_method::confident}) {
    auto const [result, weights, location, steps] = run(by(method));
    CHECK(result.curve.size() == 5);
    CHECK(result.curve.front().step == 0);
    CHECK(std::isnan(result.curve.front().loss));
    CHECK(result.final_loss == result.curve.back().evaluation_loss);
    CHECK(result.final_loss < result.curve.front().evaluation_loss);
    CHECK(result.best_loss <= result.final_loss);
    CHECK(result.labelled == std::vector<std::string>{"p0", "p3"});
    CHECK(result.unlabelled == std::vector<std::string>{"p1", "p2", "p4", "p6"});
    CHECK(result.held_out == std::vector<std::string>{"p5", "p7"});
    CHECK(result.labelled_grasps == 4);
    bool const direct = method == adaptation_method::direct;
    CHECK(result.unlabelled_locations == (direct ? 0 : 8));
    CHECK(result.locations_near_labels == result.unlabelled_locations);
    CHECK(std::isnan(result.curve.back().pass_rate) == direct);
    CHECK((result.curve.back().candidate_error > 0) == !direct);
    CHECK(location == Approx(6 * quick.heat_learning_rate));
    CHECK(steps.size() == 12);
  }
}

TEST_CASE("adapt_heads: a run that is stopped anywhere goes on to the bits of an unbroken one") {
  auto const options = by(adaptation_method::confident);
  auto const whole = run(options);
  for (int const patience : {0, 1, 2, 9, 20}) {
    INFO("stopped after being asked " << patience << " times");
    temporary_folder const folder;
    checkpoint_folder<float> const checkpoints(folder.path() / "checkpoints");
    int asked = 0;
    std::vector<std::string> notes;
    run_hooks hooks{.note = [&](std::string const& line) { notes.push_back(line); },
                    .stop = [&] { return asked++ == patience; },
                    .checkpoints = &checkpoints,
                    .checkpoint_every = std::chrono::seconds(0)};
    CHECK(error_of([&] { run(options, hooks); }).id == "run.stopped");
    auto const resumed = run(options, hooks);
    CHECK(resumed.weights == whole.weights);
    CHECK(resumed.location == whole.location);
    CHECK(resumed.losses() == whole.losses());
    CHECK_FALSE(notes.empty());
    for (std::size_t i = 0; i < resumed.steps.size(); ++i)
      CHECK(resumed.steps[i] == whole.steps[whole.steps.size() - resumed.steps.size() + i]);
  }
}

TEST_CASE("adapt_heads: without a folder a run stops all the same, and begins anew") {
  run_hooks const hooks{.stop = [] { return true; }};
  auto const stopped = error_of([&] { run(quick, hooks); });
  CHECK(stopped.id == "run.stopped");
  CHECK_THAT(stopped.message, Contains("LocNet") && Contains("step 1"));
}

TEST_CASE("adapt_heads: a checkpoint of another run is refused and says what to do") {
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder.path());
  run_hooks const hooks{.checkpoints = &checkpoints};
  run(quick, hooks);
  auto other = quick;
  other.learning_rate = 0.5;
  auto const options = error_of([&] { run(other, hooks); });
  CHECK(options.id == "teacher.checkpoint.configuration");
  CHECK_THAT(options.message, Contains("learning_rate was 0.01, now it is 0.5") && Contains(folder.path().string()));

  checkpoints.write({.step = 1000, .configuration = {{"also", "[]"}, {"method", "\"direct\""}}});
  auto const release = error_of([&] { run(quick, hooks); });
  CHECK(release.id == "run.checkpoint.kind");
  CHECK_THAT(release.message, Contains("an earlier release") && Contains("delete"));
  checkpoints.write({.step = 1001, .configuration = {{"kind", "training"}}});
  CHECK_THAT(error_of([&] { run(quick, hooks); }).message, Contains("'training'"));
}

TEST_CASE("adapt_heads: with a cache features and LocNet are computed once, and give the same bits") {
  temporary_folder const folder;
  auto const plain = run(quick);
  feature_cache<toy_tensor> cache(folder.path());
  auto const first = run(quick, {}, &cache);
  auto const again = [&](feature_cache<toy_tensor>& shared, std::vector<std::string>& notes) {
    toy_detector net(be);
    adapt_heads(be, net, small_workplace(), quick, {.note = [&](auto const& line) { notes.push_back(line); }}, &shared);
    CHECK(net.weights() == plain.weights);
    return std::pair{net.heat_steps, net.crops_taken};
  };
  CHECK(first.weights == plain.weights);
  std::vector<std::string> notes;
  CHECK(again(cache, notes) == std::pair{0, std::size_t{0}});
  cache.forget_crops();
  CHECK(again(cache, notes) == std::pair{0, std::size_t{8}});
  feature_cache<toy_tensor> another(folder.path());
  CHECK(again(another, notes) == std::pair{0, std::size_t{8}});
  CHECK(notes.empty());

  auto const file = std::filesystem::directory_iterator(folder.path())->path();
  write_file(file, read_file(file).substr(0, 40));
  feature_cache<toy_tensor> third(folder.path());
  CHECK(again(third, notes) == std::pair{3, std::size_t{8}});
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes[0], Contains("computed anew") && Contains(file.string()));
}

TEST_CASE("adapt_heads: nothing needs to be held out, and heads and LocNet may stay as they are") {
  auto data = small_workplace();
  data.held_out.clear();
  toy_detector net(be);
  auto const before = net.weights();
  auto options = quick;
  options.steps = options.heat_steps = 0;
  auto const result = adapt_heads(be, net, data, options);
  CHECK(std::isnan(result.final_loss));
  CHECK(result.curve.size() == 1);
  CHECK(net.weights() == before);
  CHECK(net.location == 0);
}

TEST_CASE("adapt_heads: photographs from which nothing can be learned are refused") {
  toy_detector net(be);
  auto const refused = [&](adaptation_data const& data) {
    return error_of([&] { adapt_heads(be, net, data, quick); }).id;
  };
  auto data = small_workplace();
  data.samples = {};
  for (int i = 0; i < 8; ++i) {
    auto unlabelled = photograph(i);
    unlabelled.grasps.clear();
    data.samples.add(unlabelled);
  }
  CHECK(refused(data) == "data.no_labels");
  data = small_workplace();
  data.unlabelled.clear();
  CHECK(refused(data) == "data.no_unlabelled");
  data = small_workplace();
  data.labelled.clear();
  CHECK(refused(data) == "adapt.no_labels");
  auto options = quick;
  options.views = 0;
  CHECK(error_of([&] { adapt_heads(be, net, small_workplace(), options); }).id == "option.field");
  options = quick;
  options.method = static_cast<adaptation_method>(9);
  CHECK(error_of([&] { adapt_heads(be, net, small_workplace(), options); }).id == "option.field");
}

TEST_CASE("adapt_heads: phases tell where they begin and end") {
  std::vector<std::string> phases;
  std::set<std::string> ended;
  run(quick, {.progress = [&](run_progress const& at) {
        if (at.done == 0) phases.push_back(at.phase);
        if (at.done == at.total) CHECK(ended.insert(at.phase).second);
      }});
  CHECK(phases == std::vector<std::string>{"adapting LocNet", "features of labelled photographs",
                                           "features of held-out photographs", "features of unlabelled photographs",
                                           "adapting PoseNet"});
  CHECK(ended.size() == phases.size());
}
