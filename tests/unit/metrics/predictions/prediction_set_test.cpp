#include <catch2/catch.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using enum prediction_order;

namespace {

scored_grasp at(double x, std::optional<double> score, std::optional<double> uncertainty) {
  return {{x, 0, 0, 1, 1}, score, uncertainty};
}

std::vector<double> order_of(prediction_set const& set) {
  std::vector<double> xs;
  for (auto const& each : set[0].grasps) xs.push_back(each.grasp.x);
  return xs;
}

}  // namespace

TEST_CASE("prediction_set: ids from the names of photographs") {
  CHECK(photograph_id("pcd0100") == "pcd0100");
  CHECK(photograph_id("pcd0100r.png") == "pcd0100");
  CHECK(photograph_id("/some/where/01/pcd0100r.png") == "pcd0100");
  CHECK(photograph_id("0_e35c_RGB.png") == "0_e35c");
  CHECK(photograph_id("corner") == "corner");
}

TEST_CASE("prediction_set: what ranks them, and how") {
  prediction_set const both{{"a", "", {at(1, 0.5, 0.3), at(2, 0.9, 0.4), at(3, 0.5, 0.1)}}};
  prediction_set const scored{{"a", "", {at(1, 0.5, {}), at(2, 0.9, {}), at(3, 0.5, 0.1)}}};
  prediction_set const plain{{"a", "", {at(1, {}, {}), at(2, 0.9, {})}}};
  CHECK(order_for(both, automatic) == uncertainty);
  CHECK(order_for(scored, automatic) == score);
  CHECK(order_for(plain, automatic) == file);
  CHECK(order_for(both, file) == file);
  CHECK(order_of(ranked(both, uncertainty)) == std::vector<double>{3, 1, 2});
  CHECK(order_of(ranked(both, score)) == std::vector<double>{2, 1, 3});
  CHECK(order_of(ranked(both, file)) == std::vector<double>{1, 2, 3});
  CHECK(error_of([&] { (void)order_for(scored, uncertainty); }).id == "data.predictions.order");
  CHECK(error_of([&] { (void)order_for(plain, score); }).id == "data.predictions.order");
}

TEST_CASE("prediction_set: ids from names in capitals and with backslashes") {
  CHECK(photograph_id("PCD0100R.PNG") == "PCD0100");
  CHECK(photograph_id("C:\\data\\01\\pcd0100r.png") == "pcd0100");
  CHECK(photograph_id("mugs\\0_e35c_rgb.PNG") == "0_e35c");
  CHECK(photograph_id("cup.JPEG") == "cup");
  CHECK(photograph_id("scene.v2") == "scene.v2");
}
