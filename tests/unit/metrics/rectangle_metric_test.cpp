#include <catch2/catch.hpp>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <vector>

using namespace suregrasp;

TEST_CASE("is_correct: IoU strictly above the threshold") {
  std::vector<grasp<double>> const truth{{0, 0, 0, 8, 4}};
  CHECK(is_correct(grasp<double>{0, 0, 0, 8, 4}, truth));
  grasp<double> const quarter{0, 0, 0, 4, 2};  // contained: exactly 0.25
  CHECK_FALSE(is_correct(quarter, truth));
  CHECK(is_correct(quarter, truth, {.iou = 0.2499}));
  CHECK(is_correct(grasp<double>{0, 0, 0, 4, 2.001}, truth));
}

TEST_CASE("is_correct: an angle of the threshold itself passes") {
  std::vector<grasp<double>> const truth{{0, 0, 0, 40, 40}};
  CHECK(is_correct(grasp<double>{0, 0, radians(30.0), 40, 40}, truth));
  CHECK(is_correct(grasp<double>{0, 0, -radians(30.0), 40, 40}, truth));
  CHECK_FALSE(is_correct(grasp<double>{0, 0, radians(30.001), 40, 40}, truth));
  CHECK_FALSE(is_correct(grasp<double>{0, 0, radians(30.0), 40, 40}, truth, {.angle = radians(10.0)}));
  std::vector<grasp<float>> const single{{0, 0, 0, 40, 40}};
  CHECK(is_correct(grasp<float>{0, 0, radians(30.0f), 40, 40}, single));
}

TEST_CASE("is_correct: an angle of the threshold passes whichever way the label points") {
  for (int label = -90; label < 180; label += 10)
    for (double const limit : {10.0, 30.0})
      for (double const way : {-1.0, 1.0}) {
        auto const is_right = [&]<class T>(T, double off) {
          std::vector<grasp<T>> const truth{{100, 80, radians(static_cast<T>(label)), 40, 40}};
          grasp<T> const predicted{100, 80, radians(static_cast<T>(label + way * off)), 40, 40};
          return is_correct(predicted, truth, {.angle = radians(limit)});
        };
        CAPTURE(label, limit, way);
        CHECK(is_right(1.0, limit));
        CHECK(is_right(1.0F, limit));
        CHECK_FALSE(is_right(1.0, limit + 1e-4));
        CHECK_FALSE(is_right(1.0F, limit + 1e-3));
      }
}

TEST_CASE("is_correct: axes are compared across +-90 degrees, one fitting label is enough") {
  std::vector<grasp<double>> const truth{{500, 500, 0, 40, 20}, {0, 0, radians(86.607), 40, 20}};
  CHECK(is_correct(grasp<double>{0, 0, radians(-84.522), 40, 20}, truth));
  CHECK_FALSE(is_correct(grasp<double>{0, 0, 0, 40, 20}, truth));
  CHECK_FALSE(is_correct(grasp<double>{0, 0, 0, 40, 20}, std::vector<grasp<double>>{}));
}

TEST_CASE("best_match: the highest overlap among labels of fitting direction") {
  std::vector<grasp<double>> const truth{
      {0, 0, radians(90.0), 20, 40},  // the same rectangle, but closed across
      {20, 0, 0, 40, 20},             // a third
      {10, 0, 0, 40, 20},             // three fifths
      {10, 0, 0, 40, 20},             // the same again
  };
  auto const match = best_match(grasp<double>{0, 0, 0.1, 40, 20}, truth);
  REQUIRE(match);
  CHECK(match->index == 2);
  CHECK(match->angle == Approx(0.1));
  CHECK(best_match(grasp<double>{0, 0, 0, 40, 20}, truth)->iou == Approx(0.6));
  CHECK_FALSE(best_match(grasp<double>{0, 0, radians(45.0), 40, 20}, truth));
  auto const apart = best_match(grasp<double>{900, 0, 0, 40, 20}, truth);
  REQUIRE(apart);
  CHECK(apart->iou == 0);
}
