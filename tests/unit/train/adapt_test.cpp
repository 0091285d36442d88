#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <set>
#include <string>
#include <suregrasp/train/adapt.hpp>
#include <vector>

#include "temporary_folder.hpp"
#include "thrown.hpp"
#include "toy_whole_detector.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;

namespace {

toy_backend const be{plain_backend<float>{}};

/// A photograph with a red square whose grasp differs from photograph to photograph.
sample photograph(int i) {
  sample s{.id = "p" + std::to_string(i),
           .rgb = cv::Mat(24, 24, CV_8UC3, cv::Scalar(20, 40, 60)),
           .depth = {},
           .grasps = {{12, 12, 0.2 * i, 8, 4}}};
  cv::rectangle(s.rgb, {9, 9, 6, 6}, cv::Scalar(250, 20 * i, 10), cv::FILLED);
  return s;
}

/// Two labelled, three unlabelled and two held-out photographs.
adaptation_data small_workplace() {
  adaptation_data data{{}, {0, 3}, {1, 2, 4}, {5, 6}};
  for (int i = 0; i < 7; ++i) data.samples.add(photograph(i));
  return data;
}

adaptation_options by(adaptation_method method) {
  return {.method = method,
          .steps = 12,
          .learning_rate = 0.02,
          .labelled_batch = 2,
          .unlabelled_batch = 2,
          .teacher_views = 2,
          .peaks = {.threshold = 0.15, .radius = 2, .max_count = 2},
          .heat_samples = 8,
          .evaluations = 4};
}

/// What a run leaves.
struct outcome {
  adaptation_result result;
  std::vector<float> weights;
  std::vector<step_report> steps;

  [[nodiscard]] std::vector<double> losses() const {
    std::vector<double> all;
    for (auto const& p : result.curve) all.insert(all.end(), {p.evaluation_loss, p.step > 0 ? p.loss : 0});
    return all;
  }
};

outcome run(adaptation_options const& options, run_hooks hooks = {}) {
  toy_whole_detector net(be);
  outcome all;
  hooks.on_step = [&](step_report const& report) { all.steps.push_back(report); };
  all.result = adapt(be, net, small_workplace(), options, hooks);
  all.weights = net.weights();
  return all;
}

}  // namespace

TEST_CASE("adapt: every method lowers the loss on held-out photographs, and says what it did") {
  for (auto const method : {adaptation_method::direct, adaptation_method::mean_teacher, adaptation_method::confident}) {
    auto const [result, weights, steps] = run(by(method));
    CHECK(result.curve.size() == 5);
    CHECK(result.curve.front().step == 0);
    CHECK(result.final_loss == result.curve.back().evaluation_loss);
    CHECK(result.final_loss < result.curve.front().evaluation_loss);
    CHECK(result.best_loss <= result.final_loss);
    CHECK(result.labelled == std::vector<std::string>{"p0", "p3"});
    CHECK(result.unlabelled == std::vector<std::string>{"p1", "p2", "p4"});
    CHECK(result.held_out == std::vector<std::string>{"p5", "p6"});
    CHECK(result.labelled_grasps == 2);
    bool const direct = method == adaptation_method::direct;
    CHECK(std::isnan(result.curve.back().pass_rate) == direct);
    REQUIRE(steps.size() == 12);
    CHECK(steps.back().terms.size() == 2);
    CHECK((steps.back().consistency_loss > 0) == !direct);
    CHECK((result.curve.back().candidate_error > 0) == !direct);
  }
}

TEST_CASE("adapt: the confident method keeps fewer pseudo-labels than the mean teacher, and learns otherwise") {
  auto const all = run(by(adaptation_method::mean_teacher)), kept = run(by(adaptation_method::confident));
  CHECK(all.steps.back().pass_rate == 1);
  CHECK(kept.steps.back().pass_rate < 1);
  CHECK(kept.steps.back().pass_rate > 0.1);
  CHECK(all.weights != kept.weights);
}

TEST_CASE("adapt: what a filter goes by, and a student that is to be as certain, change what is learned") {
  auto const options = by(adaptation_method::confident);
  auto const plain = run(options);
  auto changed = options;
  changed.by_component = true;
  CHECK(run(changed).weights != plain.weights);
  changed = options;
  changed.uncertainty = uncertainty_measure::entropy;
  CHECK(run(changed).result.final_loss < plain.result.curve.front().evaluation_loss);
  changed = options;
  changed.agreement = 1;
  CHECK(run(changed).weights != plain.weights);
}

TEST_CASE("adapt: the weight of pseudo-labels rises over the asked-for share of the steps") {
  auto options = by(adaptation_method::confident);
  options.consistency = 2;
  CHECK(run(options).steps.front().consistency_weight == 2);
  options.ramp_up = 0.5;
  auto const steps = run(options).steps;
  CHECK(steps.front().consistency_weight == Approx(2 * std::exp(-5.0)));
  CHECK(steps[3].consistency_weight == Approx(2 * std::exp(-1.25)));
  CHECK(steps[6].consistency_weight == 2);
  CHECK(steps.back().consistency_weight == 2);
}

TEST_CASE("adapt: a run that is stopped anywhere goes on to the bits of an unbroken one") {
  auto const options = by(adaptation_method::confident);
  auto const whole = run(options);
  for (int const patience : {0, 1, 6, 11}) {
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
    CHECK(resumed.losses() == whole.losses());
    CHECK_FALSE(notes.empty());
  }
}

TEST_CASE("adapt: a checkpoint of another run is refused") {
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder.path());
  run_hooks const hooks{.checkpoints = &checkpoints, .checkpoint_every = std::chrono::seconds(0)};
  run(by(adaptation_method::direct), hooks);
  auto const other = error_of([&] { run(by(adaptation_method::confident), hooks); });
  CHECK(other.id == "teacher.checkpoint.configuration");
  CHECK_THAT(other.message, Contains("method was direct, now it is confident"));
}

TEST_CASE("adapt: nothing needs to be held out, and a run of no steps changes nothing") {
  auto data = small_workplace();
  data.held_out.clear();
  toy_whole_detector net(be);
  auto const before = net.weights();
  auto options = by(adaptation_method::direct);
  options.steps = 0;
  auto const result = adapt(be, net, data, options);
  CHECK(std::isnan(result.final_loss));
  CHECK(net.weights() == before);
}

TEST_CASE("adapt: photographs from which nothing can be learned are refused") {
  toy_whole_detector net(be);
  auto const refused = [&](adaptation_data const& data, adaptation_method method) {
    return error_of([&] { adapt(be, net, data, by(method)); }).id;
  };
  auto data = small_workplace();
  data.samples = {};
  for (int i = 0; i < 7; ++i) {
    auto unlabelled = photograph(i);
    unlabelled.grasps.clear();
    data.samples.add(unlabelled);
  }
  CHECK(refused(data, adaptation_method::direct) == "data.no_labels");
  data = small_workplace();
  data.unlabelled.clear();
  CHECK(refused(data, adaptation_method::confident) == "data.no_unlabelled");
  CHECK(refused(data, adaptation_method::direct).empty());
  data.labelled.clear();
  CHECK(refused(data, adaptation_method::direct) == "adapt.no_labels");
}

TEST_CASE("adapt: a photograph without a single location to grasp at still teaches its heat") {
  auto options = by(adaptation_method::confident);
  options.peaks.threshold = 1;
  auto const [result, weights, steps] = run(options);
  CHECK(steps.back().consistency_loss > 0);
  CHECK(std::isnan(result.curve.back().candidate_error));
  options.heat_samples = 0;
  CHECK(error_of([&] { run(options); }).id == "teacher.nothing_passed");
}

TEST_CASE("adapt: its phase tells where it begins and ends") {
  std::vector<std::int64_t> done;
  run(by(adaptation_method::direct), {.progress = [&](run_progress const& at) {
        CHECK(at.phase == "adapting");
        CHECK(at.total == 12);
        done.push_back(at.done);
      }});
  CHECK(done.size() == 13);
  CHECK(done.back() == 12);
}
