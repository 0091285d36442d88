#include <catch2/catch.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <vector>

using namespace suregrasp;
using centres = std::vector<point<double>>;

namespace {

/// The definition, pixel by pixel.
std::vector<float> by_definition(std::int64_t height, std::int64_t width, centres const& at, double radius) {
  std::vector<float> values;
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      float inside = 0;
      for (auto const& c : at) {
        double const dx = static_cast<double>(x) - c.x, dy = static_cast<double>(y) - c.y;
        if (dx * dx + dy * dy <= radius * radius) inside = 1;
      }
      values.push_back(inside);
    }
  return values;
}

}  // namespace

TEST_CASE("disk_target: a disk by hand, its border included") {
  auto const target = disk_target(5, 6, centres{{2, 2}}, 2);
  CHECK(target.shape == extents{5, 6});
  CHECK(target.values == std::vector<float>{0, 0, 1, 0, 0, 0,  //
                                            0, 1, 1, 1, 0, 0,  //
                                            1, 1, 1, 1, 1, 0,  //
                                            0, 1, 1, 1, 0, 0,  //
                                            0, 0, 1, 0, 0, 0});
}

TEST_CASE("disk_target: the Pythagorean points of the border belong to the disk") {
  auto const target = disk_target(21, 21, centres{{10, 10}}, 5);
  auto const at = [&](std::size_t x, std::size_t y) { return target.values[y * 21 + x]; };
  CHECK(at(13, 14) == 1);
  CHECK(at(14, 13) == 1);
  CHECK(at(6, 7) == 1);
  CHECK(at(15, 10) == 1);
  CHECK(at(14, 14) == 0);
  CHECK(at(15, 11) == 0);
}

TEST_CASE("disk_target: radius 0 is the pixel at the centre, or nothing between pixels") {
  CHECK(disk_target(3, 3, centres{{1, 2}}, 0).values == std::vector<float>{0, 0, 0, 0, 0, 0, 0, 1, 0});
  CHECK(disk_target(3, 3, centres{{1.5, 2}}, 0).values == std::vector<float>(9, 0));
}

TEST_CASE("disk_target: centres outside paint what reaches in, no centres nothing") {
  CHECK(disk_target(3, 3, centres{{-1, 1}}, 1).values == std::vector<float>{0, 0, 0, 1, 0, 0, 0, 0, 0});
  CHECK(disk_target(3, 3, centres{{3, -1}}, 1.5).values == std::vector<float>{0, 0, 1, 0, 0, 0, 0, 0, 0});
  CHECK(disk_target(3, 3, centres{{100, 1}, {1, -100}}, 5).values == std::vector<float>(9, 0));
  CHECK(disk_target(3, 3, centres{}, 5).values == std::vector<float>(9, 0));
  CHECK(disk_target(2, 2, centres{{50, 50}}, 1000).values == std::vector<float>(4, 1));
  CHECK(disk_target(0, 4, centres{{1, 1}}, 1).values.empty());
}

TEST_CASE("disk_target: random disks are what the definition says") {
  random_stream random(11);
  for (int round = 0; round < 200; ++round) {
    auto const height = static_cast<std::int64_t>(1 + random.below(20));
    auto const width = static_cast<std::int64_t>(1 + random.below(20));
    centres at;
    for (std::size_t i = random.below(4); i > 0; --i) at.push_back({random.uniform(-6, 26), random.uniform(-6, 26)});
    double const radius = random.uniform(0, 8);
    REQUIRE(disk_target(height, width, at, radius).values == by_definition(height, width, at, radius));
  }
}
