#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <vector>

#include "random_grasps.hpp"

using namespace suregrasp;
using indices = std::vector<std::size_t>;

TEST_CASE("rotated_suppression: keeps the best of each location and direction") {
  std::vector<grasp<double>> const grasps{
      {0, 0, 0, 40, 20},     // 0: repeats 1
      {1, 0, 0, 40, 20},     // 1: the best
      {1, 0, 1.57, 20, 40},  // 2: the same rectangle, closed the other way
      {100, 0, 0, 40, 20},   // 3: elsewhere
      {1, 0, 3.14, 40, 20},  // 4: repeats 1, half a turn on
  };
  std::vector<double> const scores{0.8, 0.9, 0.7, 0.2, 0.85};
  CHECK(rotated_suppression(grasps, scores) == indices{1, 2, 3});
  CHECK(rotated_suppression(grasps, scores, {.angle = 1.6}) == indices{1, 3});
  CHECK(rotated_suppression(grasps, scores, {.iou = 1.0}) == indices{1, 4, 0, 2, 3});
  CHECK(rotated_suppression(grasps, scores, {.limit = 2}) == indices{1, 2});
  CHECK(rotated_suppression(grasps, scores, {.limit = 0}).empty());
  CHECK(rotated_suppression(std::vector<grasp<float>>{}, std::vector<float>{}).empty());
}

TEST_CASE("rotated_suppression: axes that differ by the limit itself repeat, whichever way they point") {
  for (int direction = 0; direction < 180; direction += 10) {
    auto const kept = [&](double turn) {
      std::vector<grasp<double>> const both{{0, 0, radians(1.0 * direction), 40, 40},
                                            {0, 0, radians(direction + turn), 40, 40}};
      return rotated_suppression(both, {0.9, 0.8}).size();
    };
    CAPTURE(direction);
    CHECK(kept(30) == 1);
    CHECK(kept(-30) == 1);
    CHECK(kept(30.0001) == 2);
  }
}

TEST_CASE("rotated_suppression: of equal scores the first stays") {
  std::vector<grasp<double>> const grasps{{1, 0, 0, 40, 20}, {0, 0, 0, 40, 20}, {200, 0, 0, 40, 20}};
  CHECK(rotated_suppression(grasps, {0.5, 0.5, 0.5}) == indices{0, 2});
}

TEST_CASE("rotated_suppression: no kept pair repeats, every dropped grasp repeats a better kept one") {
  random_stream random(51);
  std::vector<grasp<double>> grasps;
  std::vector<double> scores;
  for (int i = 0; i < 300; ++i) {
    grasps.push_back(random_grasps::any(random, 100, 30, 60));
    scores.push_back(random.uniform());
  }
  rotated_suppression_options const options{.iou = 0.2, .angle = 0.5};
  auto const repeats = [&](std::size_t i, std::size_t k) {
    return iou(grasps[i], grasps[k]) > options.iou && axial_distance(grasps[i].theta, grasps[k].theta) <= options.angle;
  };
  auto const kept = rotated_suppression(grasps, scores, options);
  CHECK(kept.size() > 10);
  CHECK(kept.size() < 290);
  int wrong = 0;
  for (std::size_t i = 0; i < grasps.size(); ++i) {
    bool is_kept = false, covered = false;
    for (std::size_t const k : kept) {
      is_kept |= k == i;
      covered |= k != i && scores[k] > scores[i] && repeats(i, k);
    }
    wrong += is_kept == covered;
  }
  CHECK(wrong == 0);
}

TEST_CASE("rotated_suppression: near and far, small and large, keeps what comparing all with all keeps") {
  random_stream random(52);
  for (int round = 0; round < 120; ++round) {
    double const extent = random.chance(0.1) ? 0 : std::exp(random.uniform(0, 9)), size = random.uniform(0, 60);
    std::vector<grasp<float>> grasps;
    std::vector<float> scores;
    for (std::size_t i = 0, count = random.below(200); i < count; ++i) {
      auto g = random_grasps::any(random, extent, size / 4, size);
      if (random.chance(0.02)) g.opening *= 20;
      if (random.chance(0.02) && round % 2) g.x = 3e9;
      if (random.chance(0.2)) g.y = 7;
      if (random.chance(0.2) && i > 0) g = static_cast<grasp<double>>(grasps[random.below(i)]);
      grasps.push_back(static_cast<grasp<float>>(g));
      scores.push_back(static_cast<float>(random.below(50)));
    }
    rotated_suppression_options const options{.iou = random.uniform(-0.1, 0.8), .angle = random.uniform(0, 1.6)};
    std::vector<std::size_t> order(grasps.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    indices expected;
    for (auto const i : order) {
      bool const repeats = std::any_of(expected.begin(), expected.end(), [&](std::size_t k) {
        return !overlap_detail::far_apart(grasps[i], grasps[k]) &&
               angle_at_most(axial_distance(grasps[i].theta, grasps[k].theta), options.angle) &&
               iou(grasps[i], grasps[k]) > static_cast<float>(options.iou);
      });
      if (!repeats) expected.push_back(i);
    }
    REQUIRE(rotated_suppression(grasps, scores, options) == expected);
  }
}

TEST_CASE("rotated_suppression: refuses scores that do not fit") {
  std::vector<grasp<double>> const grasps(2, {0, 0, 0, 4, 2});
  std::string id;
  try {
    (void)rotated_suppression(grasps, {1.0});
  } catch (shape_error const& failure) {
    id = failure.id();
  }
  CHECK(id == "shape.rotated_suppression");
  try {
    (void)rotated_suppression(grasps, {1.0, std::numeric_limits<double>::quiet_NaN()});
  } catch (geometry_error const& failure) {
    id = failure.id();
  }
  CHECK(id == "geometry.score_not_a_number");
}
