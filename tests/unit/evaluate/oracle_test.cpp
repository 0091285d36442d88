#include <catch2/catch.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/evaluate/oracle.hpp>
#include <utility>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;

namespace {

cv::Size const photograph(640, 480);

/// Grasps far apart around the middle of the photograph.
std::vector<grasp<double>> four_grasps(random_stream& random, double opening, double jaw) {
  std::vector<grasp<double>> grasps;
  for (double const x : {230.0, 400.0})
    for (double const y : {160.0, 320.0})
      grasps.push_back({x + random.uniform(-5, 5), y + random.uniform(-5, 5), random.uniform(-1.57, 1.57),
                        opening * random.uniform(0.8, 1.2), jaw * random.uniform(0.8, 1.2)});
  return grasps;
}

sample labelled(std::vector<grasp<double>> grasps) {
  static cv::Mat const picture(photograph, CV_8UC3);
  return {"a", picture, {}, std::move(grasps)};
}

oracle oracle_of(double opening, double jaw, oracle_options const& options) {
  random_stream random(10);
  std::vector<sample> samples;
  for (int i = 0; i < 40; ++i) samples.push_back(labelled(four_grasps(random, opening, jaw)));
  return measure_oracle(samples, options);
}

}  // namespace

TEST_CASE("oracle: views and encodings lose nothing of labels within the view") {
  for (auto const angle : {angle_code::double_angle, angle_code::raw}) {
    auto const oracle = oracle_of(40, 20, {.encoding = {.angle = angle, .opening = {3.5, 0.4}, .jaw = {3, 0.4}}});
    CHECK(oracle.images == 40);
    CHECK(oracle.labels == 160);
    for (std::size_t stage : {0U, 1U})
      for (std::size_t k = 0; k < 3; ++k) {
        CHECK(oracle.stages[stage][k].first == proportion{40, 40});
        CHECK(oracle.stages[stage][k].each == proportion{160, 160});
      }
  }
}

TEST_CASE("oracle: whole pixels cost little, and neither do the peaks of disks") {
  auto const large = oracle_of(90, 60, {}), small = oracle_of(20, 12, {});
  CHECK(large.stages[2][2].each == proportion{160, 160});
  CHECK(large.stages[3][0].each == proportion{160, 160});
  CHECK(small.stages[2][0].each == proportion{160, 160});
  CHECK(small.stages[3][1].each == proportion{160, 160});
  CHECK(small.stages[3][2].each.rate() > 0.95);
}

TEST_CASE("oracle: a disk of a single pixel is as good as the grid") {
  auto const oracle = oracle_of(30, 20, {.disk_radius = 0.75 / 288});
  for (std::size_t k = 0; k < 3; ++k) CHECK(oracle.stages[3][k].each.rate() >= oracle.stages[2][k].each.rate() - 0.06);
  CHECK(oracle.stages[3][0].each.trials == 160);
}

TEST_CASE("oracle: labels out of view are out of reach") {
  auto const oracle = measure_oracle(std::vector{labelled({{20, 20, 0, 30, 20}}), labelled({})});
  for (auto const& stage : oracle.stages) {
    CHECK(stage[0].first == proportion{0, 2});
    CHECK(stage[0].any == proportion{0, 2});
    CHECK(stage[0].each == proportion{0, 0});
  }
}

TEST_CASE("oracle: labels of one location that differ put a floor under the loss") {
  oracle_options const options{.encoding = {.opening = {3.5, 0.5}, .jaw = {3, 0.4}}};
  double const radius = same_location * options.input.field * photograph.height;
  grasp<double> const label{320, 240, 0.3, 40, 20};
  auto wider = label, elsewhere = label, turned = label;
  wider.x += 0.9 * radius;
  wider.opening *= std::exp(0.25);  // half a standard deviation
  elsewhere.x -= 1.1 * radius;
  elsewhere.jaw *= 3;
  turned.theta += radians(31.0);
  auto const oracle = measure_oracle(std::vector{labelled({label, wider, elsewhere, turned})}, options);
  CHECK(oracle.disagreement.pairs == 1);
  auto const [theta, opening, jaw] = oracle.disagreement.least_loss();
  CHECK(theta == Approx(0).margin(1e-12));
  CHECK(opening == Approx(0.5 * 0.5 / 2 / 4 / 2));
  CHECK(jaw == Approx(0).margin(1e-12));
}

TEST_CASE("oracle: stops where it is asked to, and tells how far it is") {
  std::vector<sample> const samples{labelled({}), labelled({})};
  std::int64_t done = 0;
  auto const stopped = suregrasp_tests::error_of([&] {
    (void)measure_oracle(samples, {},
                         {.progress = [&](run_progress const& at) { done = at.done; }, .stop = [] { return true; }});
  });
  CHECK(stopped.id == "run.stopped");
  CHECK(done == 1);
}
