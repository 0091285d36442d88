#include <catch2/catch.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/evaluate/oracle.hpp>

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

oracle oracle_of(double opening, double jaw, oracle_options const& options) {
  random_stream random(10);
  oracle result;
  for (int i = 0; i < 40; ++i) add_image(result, four_grasps(random, opening, jaw), photograph, options);
  return result;
}

}  // namespace

TEST_CASE("encoding_ceiling: views and encodings lose nothing of labels within the view") {
  for (auto const angle : {angle_code::double_angle, angle_code::raw}) {
    auto const oracle = oracle_of(40, 20, {.encoding = {.angle = angle, .opening = {3.5, 0.4}, .jaw = {3, 0.4}}});
    CHECK(oracle.images == 40);
    CHECK(oracle.labels == 160);
    for (std::size_t stage : {0U, 1U})
      for (std::size_t k = 0; k < 3; ++k) {
        CHECK(oracle.stages[stage].top[k] == proportion{40, 40});
        CHECK(oracle.stages[stage].each[k] == proportion{160, 160});
      }
  }
}

TEST_CASE("encoding_ceiling: whole pixels cost little, and neither do the peaks of disks") {
  auto const large = oracle_of(90, 60, {}), small = oracle_of(20, 12, {});
  CHECK(large.stages[2].each[2] == proportion{160, 160});
  CHECK(large.stages[3].each[0] == proportion{160, 160});
  CHECK(small.stages[2].each[0] == proportion{160, 160});
  CHECK(small.stages[3].each[1] == proportion{160, 160});
  CHECK(small.stages[3].each[2].rate() > 0.95);
}

TEST_CASE("encoding_ceiling: a disk of a single pixel is as good as the grid") {
  auto const oracle = oracle_of(30, 20, {.disk_radius = 0.75 / 288});
  for (std::size_t k = 0; k < 3; ++k) CHECK(oracle.stages[3].each[k].rate() >= oracle.stages[2].each[k].rate() - 0.06);
  CHECK(oracle.stages[3].each[0].trials == 160);
}

TEST_CASE("encoding_ceiling: labels out of view are out of reach") {
  oracle oracle;
  add_image(oracle, {{20, 20, 0, 30, 20}}, photograph, {});
  add_image(oracle, {}, photograph, {});
  for (auto const& stage : oracle.stages) {
    CHECK(stage.top[0] == proportion{0, 2});
    CHECK(stage.any[0] == proportion{0, 2});
    CHECK(stage.each[0] == proportion{0, 0});
  }
}

TEST_CASE("encoding_ceiling: labels of one place that differ put a floor under the loss") {
  oracle_options const options{.encoding = {.opening = {3.5, 0.5}, .jaw = {3, 0.4}}};
  double const radius = same_place * options.input.field * photograph.height;
  grasp<double> const label{320, 240, 0.3, 40, 20};
  auto wider = label, elsewhere = label, turned = label;
  wider.x += 0.9 * radius;
  wider.opening *= std::exp(0.25);  // half a standard deviation
  elsewhere.x -= 1.1 * radius;
  elsewhere.jaw *= 3;
  turned.theta += radians(31.0);
  oracle oracle;
  add_image(oracle, {label, wider, elsewhere, turned}, photograph, options);
  CHECK(oracle.disagreement.pairs == 1);
  auto const [theta, opening, jaw] = oracle.disagreement.least_loss();
  CHECK(theta == Approx(0).margin(1e-12));
  CHECK(opening == Approx(0.5 * 0.5 / 2 / 4 / 2));
  CHECK(jaw == Approx(0).margin(1e-12));
}
