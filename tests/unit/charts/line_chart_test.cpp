#include "charts/line_chart.hpp"
#include <catch2/catch.hpp>
#include <cmath>

using namespace suregrasp;

namespace {

double const missing = std::nan("");

std::vector<chart_point> ramp(int count) {
  std::vector<chart_point> points;
  for (int i = 0; i < count; ++i) points.push_back({.x = double(i), .y = double(i)});
  return points;
}

}  // namespace

TEST_CASE("condensed: few points stay as they are") {
  auto const points = condensed(ramp(10), 10);
  REQUIRE(points.size() == 10);
  CHECK(points[3].y == 3);
  CHECK(std::isnan(points[3].low));
}

TEST_CASE("condensed: each stretch is a mean inside its range") {
  auto const points = condensed(ramp(100), 10);
  REQUIRE(points.size() == 10);
  for (auto const& p : points) {
    CHECK(p.x == Approx(p.y));
    CHECK(p.low < p.y);
    CHECK(p.high > p.y);
  }
  CHECK(points.front().low == 0);
  CHECK(points.back().high == 99);
}

TEST_CASE("condensed: values that are missing do not count, a stretch of them is a gap") {
  auto points = ramp(100);
  points[0].y = missing;
  for (std::size_t i = 50; i < 70; ++i) points[i].y = missing;
  auto const result = condensed(points, 10);
  REQUIRE(result.size() == 10);
  CHECK(result.front().low == 1);
  CHECK(result.front().y == Approx(5));  // mean of 1 to 9
  CHECK(std::isnan(result[5].y));
  CHECK(std::isfinite(result[8].y));
}

TEST_CASE("condensed: all points at one x become one") {
  auto const result = condensed(std::vector<chart_point>(20, {.x = 3, .y = 4}), 5);
  REQUIRE_FALSE(result.empty());
  CHECK(result.back().y == Approx(4));
  CHECK(result.back().x == Approx(3));
}
