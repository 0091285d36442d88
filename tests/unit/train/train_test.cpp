#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <suregrasp/train/train.hpp>
#include <vector>

#include "temporary_folder.hpp"
#include "thrown.hpp"
#include "unit/train/least_detector.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

/// Six photographs with two grasps each, and how to train on four of them.
std::vector<sample> photographs() {
  std::vector<sample> all;
  for (int i = 0; i < 6; ++i) {
    sample one{"p" + std::to_string(i), cv::Mat(60, 80, CV_8UC3, cv::Scalar(40.0 * i, 90, 10)), {}, {}};
    one.grasps = {{40, 30, 0.1 * i, 20, 8}, {30, 24, -0.5, 12.0 + i, 6}};
    all.push_back(std::move(one));
  }
  return all;
}

data_split const split{{0, 1, 3, 4}, {2, 5}};

training_options quick() {
  training_options options;
  options.pose_steps = 7;
  options.heat_steps = 5;
  options.batch = 3;
  options.locations = 2;
  options.validations = 3;
  options.pose_rate = options.heat_rate = 0.3;
  return options;
}

least_detector detector_for(sample_store const& samples) {
  return least_detector(fitted_encoding(samples, split.train, input_of(least_network::side), angle_code::double_angle));
}

struct outcome {
  std::array<float, 2> weights;
  training_result result;
};

outcome trained(training_options const& options, run_hooks const& hooks = {}) {
  auto const samples = photographs();
  auto network = detector_for(samples);
  auto result = train(single, network, samples, split, options, hooks);
  return {network.weights(), std::move(result)};
}

bool same_curve(std::vector<learning_point> const& a, std::vector<learning_point> const& b) {
  return std::ranges::equal(a, b, [](learning_point const& x, learning_point const& y) {
    return x.step == y.step && x.loss == y.loss && x.learning_rate == y.learning_rate &&
           x.validation.has_value() == y.validation.has_value() &&
           (!x.validation || (x.validation->mean_error == y.validation->mean_error &&
                              x.validation->mean_angle_degrees == y.validation->mean_angle_degrees));
  });
}

}  // namespace

TEST_CASE("train: PoseNet, then LocNet; curves, validations and the two sides are told") {
  auto const [weights, result] = trained(quick());
  CHECK(weights[0] != 3);
  CHECK(weights[1] > -2);
  REQUIRE(result.posenet.size() == 7);
  REQUIRE(result.locnet.size() == 5);
  CHECK(result.posenet.back().step == 7);
  CHECK(result.posenet.back().loss < result.posenet.front().loss);
  CHECK(result.locnet.back().loss < result.locnet.front().loss);
  CHECK(result.posenet[0].learning_rate == 0.3);
  CHECK(result.posenet[6].learning_rate < 0.05);
  for (auto const& point : result.posenet)
    CHECK(point.validation.has_value() == (point.step % 2 == 0 || point.step == 7));
  for (auto const& point : result.locnet) CHECK_FALSE(point.validation);
  CHECK(result.posenet[6].validation->mean_error > 0);
  CHECK(result.trained_on == std::vector<std::string>{"p0", "p1", "p3", "p4"});
  CHECK(result.held_out == std::vector<std::string>{"p2", "p5"});
}

TEST_CASE("train: the same seed trains the same, another another, and held-out photographs teach nothing") {
  auto const first = trained(quick()), again = trained(quick());
  CHECK(first.weights == again.weights);
  auto other = quick();
  other.seed = 2;
  CHECK(trained(other).weights != first.weights);
  auto samples = photographs();
  samples[2].grasps = {{40, 30, 1, 50, 50}};
  auto network = detector_for(samples);
  (void)train(single, network, samples, split, quick());
  CHECK(network.weights() == first.weights);
}

TEST_CASE("train: photographs that do not stay in memory train to the same bits") {
  auto const whole = trained(quick());
  sample_store store;
  for (auto const& each : photographs()) store.add(each, [each] { return each; });
  auto network = detector_for(store);
  auto const result = train(single, network, store, split, quick());
  CHECK(network.weights() == whole.weights);
  CHECK(same_curve(result.posenet, whole.result.posenet));
  CHECK(same_curve(result.locnet, whole.result.locnet));
}

TEST_CASE("train: a run that is stopped after any step goes on to what an unbroken one ends with") {
  auto const unbroken = trained(quick());
  for (std::int64_t const stop_after : {1, 3, 6, 7, 8, 11, 12}) {
    CAPTURE(stop_after);
    temporary_folder const folder;
    checkpoint_folder<float> const checkpoints(folder / "run");
    std::int64_t asked = 0;
    std::vector<std::string> notes;
    run_hooks hooks{.note = [&](std::string const& note) { notes.push_back(note); },
                    .stop = [&] { return ++asked == stop_after; },
                    .checkpoints = &checkpoints};
    CHECK(error_of([&] { (void)trained(quick(), hooks); }).id == "run.stopped");
    CHECK(notes.empty());
    auto const resumed = trained(quick(), hooks);
    REQUIRE(notes.size() == 1);
    auto const in_phase = stop_after < 7 ? "PoseNet at step " + std::to_string(stop_after)
                                         : "LocNet at step " + std::to_string(stop_after - 7);
    CHECK_THAT(notes[0], Catch::Contains("resuming " + in_phase + " from " + (folder / "run").string()));
    CHECK(resumed.weights == unbroken.weights);
    CHECK(same_curve(resumed.result.posenet, unbroken.result.posenet));
    CHECK(same_curve(resumed.result.locnet, unbroken.result.locnet));
  }
}

TEST_CASE("train: losses of steps between two points of a curve survive a stop") {
  auto options = quick();
  options.pose_steps = 250;  // a point every two steps
  auto const unbroken = trained(options);
  CHECK(unbroken.result.posenet.size() == 125);
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder / "run");
  std::int64_t asked = 0;
  run_hooks const hooks{.stop = [&] { return ++asked == 51; }, .checkpoints = &checkpoints};
  CHECK(error_of([&] { (void)trained(options, hooks); }).id == "run.stopped");
  CHECK(same_curve(trained(options, hooks).result.posenet, unbroken.result.posenet));
}

TEST_CASE("train: checkpoints are written as time passes, and progress is told from first to last") {
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder / "run", 20);
  std::vector<std::string> told;
  (void)trained(quick(),
                {.progress =
                     [&](run_progress const& at) {
                       told.push_back(at.phase + " " + std::to_string(at.done) + "/" + std::to_string(at.total));
                       CHECK(at.note.empty() == (at.done == 0));
                     },
                 .checkpoints = &checkpoints,
                 .checkpoint_every = std::chrono::seconds(0)});
  REQUIRE(told.size() == 8 + 6);
  CHECK(told[0] == "training PoseNet 0/7");
  CHECK(told[7] == "training PoseNet 7/7");
  CHECK(told[13] == "training LocNet 5/5");
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "run"), {}) == 12);
}

TEST_CASE("train: a checkpoint of another run is refused by what differs") {
  temporary_folder const folder;
  checkpoint_folder<float> const checkpoints(folder / "run");
  run_hooks const stopping{.stop = [] { return true; }, .checkpoints = &checkpoints};
  CHECK(error_of([&] { (void)trained(quick(), stopping); }).id == "run.stopped");
  auto other = quick();
  other.pose_rate = 0.5;
  auto const refused = error_of([&] { (void)trained(other, {.checkpoints = &checkpoints}); });
  CHECK(refused.id == "teacher.checkpoint.configuration");
  CHECK_THAT(refused.message, Catch::Contains("pose_rate was 0.3, now it is 0.5"));
  auto const samples = photographs();
  auto another = detector_for(samples);
  another.kind = "another";
  auto const of_another =
      error_of([&] { (void)train(single, another, samples, split, quick(), {.checkpoints = &checkpoints}); });
  CHECK_THAT(of_another.message, Catch::Contains("network.kind was least, now it is another"));
  checkpoints.write({.step = 90, .configuration = {{"kind", "adaptation 2"}}});
  CHECK(error_of([&] { (void)trained(quick(), {.checkpoints = &checkpoints}); }).id == "run.checkpoint.kind");
}

TEST_CASE("train: a split or options without sense are refused before anything is done") {
  auto const samples = photographs();
  auto const refused = [&](data_split const& sides, training_options const& options) {
    auto network = detector_for(samples);
    return error_of([&] { (void)train(single, network, samples, sides, options); });
  };
  CHECK(refused({{}, {0}}, quick()).id == "train.split");
  CHECK_THAT(refused({{0, 6}, {}}, quick()).message, Catch::Contains("position 6") && Catch::Contains("6 photographs"));
  CHECK_THAT(refused({{0, 1}, {1}}, quick()).message, Catch::Contains("p1"));
  auto none = quick();
  none.batch = 0;
  CHECK(refused(split, none).id == "option.field");
}
