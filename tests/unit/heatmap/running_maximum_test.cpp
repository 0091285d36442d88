#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/heatmap/impl/running_maximum.hpp>
#include <vector>

using namespace suregrasp;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::vector<double> by_definition(std::vector<double> const& map, std::size_t height, std::size_t width,
                                  std::size_t radius) {
  std::vector<double> result(map.size(), -infinity);
  for (std::size_t i = 0; i < map.size(); ++i)
    for (std::size_t j = 0; j < map.size(); ++j) {
      auto const apart = [](std::size_t a, std::size_t b) { return a > b ? a - b : b - a; };
      bool const near = apart(i / width, j / width) <= radius && apart(i % width, j % width) <= radius;
      if (near && map[j] > result[i]) result[i] = map[j];
    }
  REQUIRE(map.size() == height * width);
  return result;
}

}  // namespace

TEST_CASE("running_maximum: a map by hand") {
  std::vector<double> const map{1, 0, 0, 0,  //
                                0, 0, 0, 5,  //
                                0, 2, 0, 0};
  CHECK(running_maximum(map, 3, 4, 1) == std::vector<double>{1, 1, 5, 5, 2, 2, 5, 5, 2, 2, 5, 5});
  CHECK(running_maximum(map, 3, 4, 0) == map);
  CHECK(running_maximum(map, 3, 4, 100) == std::vector<double>(12, 5));
}

TEST_CASE("running_maximum: random maps of any size, radius and content are what the definition says") {
  random_stream random(12);
  for (int round = 0; round < 300; ++round) {
    std::size_t const height = 1 + random.below(13), width = 1 + random.below(13), radius = random.below(16);
    std::vector<double> map(height * width);
    for (auto& value : map) {
      value = random.chance(0.5) ? random.normal() : std::floor(random.uniform(-3, 3));
      if (random.chance(0.1)) value = not_a_number;
      if (random.chance(0.05)) value = infinity;
      if (random.chance(0.05)) value = -infinity;
    }
    REQUIRE(running_maximum(map, height, width, radius) == by_definition(map, height, width, radius));
  }
}

TEST_CASE("running_maximum: a window of nothing but NaN has no maximum") {
  CHECK(running_maximum(std::vector<double>{not_a_number}, 1, 1, 3) == std::vector<double>{-infinity});
  CHECK(running_maximum(std::vector<double>{not_a_number, 1, not_a_number, not_a_number, not_a_number}, 1, 5, 1) ==
        std::vector<double>{1, 1, 1, -infinity, -infinity});
}

TEST_CASE("running_maximum: maps without pixels") {
  for (std::size_t const radius : {0U, 1U, 5U}) {
    CHECK(running_maximum(std::vector<double>{}, 0, 0, radius).empty());
    CHECK(running_maximum(std::vector<double>{}, 3, 0, radius).empty());
    CHECK(running_maximum(std::vector<double>{}, 0, 3, radius).empty());
  }
}

TEST_CASE("running_maximum: the largest radius there is") {
  auto const huge = std::numeric_limits<std::size_t>::max();
  CHECK(running_maximum(std::vector<float>{1, 3, 2}, 1, 3, huge) == std::vector<float>{3, 3, 3});
}
