#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/representatives.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

using points = std::vector<std::vector<double>>;

points drawn(std::size_t count) {
  random_stream random(4);
  points all;
  for (std::size_t i = 0; i < count; ++i) all.push_back({random.normal(), 100 * random.normal()});
  return all;
}

}  // namespace

TEST_CASE("representatives: one of each cluster is chosen, and the distance falls with each") {
  points const all{{0, 0}, {0.1, 0}, {0, 0.1}, {10, 0}, {10.1, 0}, {0, 10}};
  for (auto const rule : {representative_rule::facility_location, representative_rule::k_centre}) {
    auto const chosen = choose_representatives(all, 3, rule);
    std::vector<std::size_t> clusters;
    for (auto const& each : chosen) clusters.push_back(each.position < 3 ? 0 : each.position < 5 ? 1 : 2);
    std::ranges::sort(clusters);
    CHECK(clusters == std::vector<std::size_t>{0, 1, 2});
    CHECK(chosen[0].distance > chosen[1].distance);
    CHECK(chosen[1].distance > chosen[2].distance);
  }
}

TEST_CASE("representatives: each choice is the best there is for it") {
  auto const all = drawn(30);
  auto const chosen = choose_representatives(all, 1, representative_rule::k_centre);
  // the centre, in units of each coordinate's deviation
  std::vector<double> mean(2), deviation(2);
  for (std::size_t k = 0; k < 2; ++k) {
    for (auto const& p : all) mean[k] += p[k] / 30;
    for (auto const& p : all) deviation[k] += (p[k] - mean[k]) * (p[k] - mean[k]) / 30;
  }
  double least = std::numeric_limits<double>::infinity();
  for (auto const& a : all) {
    double largest = 0;
    for (auto const& b : all)
      largest = std::max(largest,
                         std::hypot((a[0] - b[0]) / std::sqrt(deviation[0]), (a[1] - b[1]) / std::sqrt(deviation[1])));
    least = std::min(least, largest);
  }
  CHECK(chosen[0].distance == Approx(least));
}

TEST_CASE("representatives: what is unlike everything does not draw a facility, but a centre") {
  points all = drawn(20);
  all.push_back({1e3, 1e5});
  auto const first = [&](representative_rule rule, std::size_t at) {
    return choose_representatives(all, 3, rule)[at].position;
  };
  for (std::size_t i = 0; i < 3; ++i) CHECK(first(representative_rule::facility_location, i) != 20);
  CHECK(first(representative_rule::k_centre, 1) == 20);
}

TEST_CASE("representatives: no point is chosen twice, all are where as many are asked for") {
  auto const all = drawn(12);
  auto const chosen = choose_representatives(all, 50);
  std::vector<std::size_t> positions;
  for (auto const& each : chosen) positions.push_back(each.position);
  std::ranges::sort(positions);
  CHECK(positions.size() == 12);
  CHECK(std::ranges::adjacent_find(positions) == positions.end());
  CHECK(chosen.back().distance == 0);
  CHECK(choose_representatives({}, 3).empty());
  CHECK(choose_representatives(points(3, {1, 1}), 2).size() == 2);
}

TEST_CASE("representatives: a larger choice contains the smaller, and weights draw it") {
  auto const all = drawn(20);
  auto const five = choose_representatives(all, 5), nine = choose_representatives(all, 9);
  CHECK(std::equal(five.begin(), five.end(), nine.begin()));
  std::vector<double> weights(20, 1);
  weights[7] = 1e6;
  CHECK(choose_representatives(all, 1, representative_rule::facility_location, weights)[0].position == 7);
}

TEST_CASE("representatives: what is no set of points is refused") {
  auto const id = [](points const& all, std::vector<double> const& weights = {}) {
    return error_of([&] { (void)choose_representatives(all, 1, {}, weights); }).id;
  };
  CHECK(id({{1, 2}, {1}}) == "data.representatives");
  CHECK(id({{1, std::nan("")}}) == "data.representatives");
  CHECK(id({{1}, {2}}, {1}) == "data.representatives");
  CHECK(id({{1}, {2}}, {1, -1}) == "data.representatives");
}
