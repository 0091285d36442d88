#include <catch2/catch.hpp>
#include <cstdint>
#include <suregrasp/geometry/batch_suppression.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::tensor;

TEST_CASE("batch_suppression: rows to take, best score first") {
  auto const grasps = tensor({4, 5}, {0,   0, 0,    40, 20,  //
                                      1,   0, 0,    40, 20,  //
                                      100, 0, 0,    40, 20,  //
                                      1,   0, 1.57, 20, 40});
  auto const scores = tensor({0.8, 0.9, 0.2, 0.7});
  auto const kept = rotated_suppression(host, grasps, scores);
  CHECK(kept == std::vector<std::int64_t>{1, 3, 2});
  CHECK(host.shape(host.take(grasps, kept, 0)) == extents{3, 5});
  CHECK(rotated_suppression(host, grasps, scores, {.limit = 1}) == std::vector<std::int64_t>{1});
}

TEST_CASE("batch_suppression: refuses other shapes") {
  auto const scores = tensor({0.8, 0.9});
  CHECK(suregrasp_tests::error_of([&] {
          (void)rotated_suppression(host, tensor({2, 4}, std::vector<double>(8)), scores);
        }).id == "shape.grasp_rows");
  CHECK(suregrasp_tests::error_of([&] {
          (void)rotated_suppression(host, tensor({1, 5}, std::vector<double>(5)), scores);
        }).id == "shape.rotated_suppression");
}
