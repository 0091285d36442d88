#include <catch2/catch.hpp>
#include <cstddef>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <vector>

#include "counted_allocations.hpp"
#include "random_grasps.hpp"

using namespace suregrasp;
using suregrasp_tests::allocations_of;

TEMPLATE_TEST_CASE("iou_finder: only its first call allocates", "", float, double) {
  using T = TestType;
  random_stream random(85);
  std::vector<T> rows;
  for (int i = 0; i < 100; ++i) {
    auto const g = random_grasps::rounded<T>(i % 2 ? random_grasps::any(random) : random_grasps::slivers(random).a);
    rows.insert(rows.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  }
  iou_finder<T> finder;
  for (bool const matrix : {false, true}) {
    auto const find = [&] { return (matrix ? finder.matrix(rows, rows) : finder.pairs(rows, rows)).size(); };
    CHECK_FALSE(allocations_of(find).empty());
    CHECK(allocations_of(find).empty());
  }
}

TEST_CASE("iou_finder: what it found before leaves no trace") {
  std::vector<double> const few{1, 2, 0.3, 4, 5}, many{0, 0, 0, 100, 0.01, 1, 1, 0, 100, 0.01, 1, 2, 0.3, 4, 5};
  iou_finder<double> finder;
  (void)finder.matrix(many, many);
  auto const found = finder.matrix(few, few);
  CHECK(std::vector<double>(found.begin(), found.end()) == std::vector<double>{1});
}

TEST_CASE("rotated_suppressor: only its first call allocates, and each keeps what the function keeps") {
  random_stream random(86);
  rotated_suppressor<double> suppressor;
  std::vector<grasp<double>> grasps(200);
  std::vector<double> scores(200);
  auto const keep = [&] { return suppressor.find(grasps, scores).size(); };
  for (double const spread : {20.0, 500.0, 100.0}) {
    for (auto& g : grasps) g = random_grasps::any(random, spread);
    for (auto& score : scores) score = random.uniform();
    (void)keep();
    CHECK(allocations_of(keep).empty());
    auto const kept = suppressor.find(grasps, scores);
    CHECK(std::vector<std::size_t>(kept.begin(), kept.end()) == rotated_suppression(grasps, scores));
  }
}
