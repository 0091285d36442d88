#include <suregrasp/robot/surface_depth.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

constexpr grasp<double> across_bar{80, 60, 0, 40, 20};

/// A table 0.7 m away with a bar 0.65 m away, `width` pixels wide, along y through column 80.
host_array<float> table_with_bar(int width) {
  host_array<float> depth({120, 160}, 0.7F);
  for (int y = 0; y < 120; ++y)
    for (int x = 80 - width / 2; x <= 80 + width / 2; ++x) depth.values[std::size_t(y * 160 + x)] = 0.65F;
  return depth;
}

}  // namespace

TEST_CASE("surface depth: that of the thing, not of the table beside it") {
  for (int const width : {6, 12, 20, 40}) {
    auto const depth = table_with_bar(width);
    auto const found = surface_depth_at(depth.view(), across_bar);
    CAPTURE(width);
    REQUIRE(found);
    CHECK(found->depth == Approx(0.65));
    CHECK(found->known_share == 1);
  }
}

TEST_CASE("surface depth: the rectangle turns as its angle does") {
  auto depth = table_with_bar(4);
  // Along the bar all is bar; a mirrored angle would look across it.
  auto const along = surface_depth_at(depth.view(), {80, 60, 1.57079, 100, 3}, {.quantile = 1});
  REQUIRE(along);
  CHECK(along->depth == Approx(0.65));
  // A step of the surface along the diagonal from bottom left to top right, which theta = 45 degrees follows.
  for (int y = 0; y < 120; ++y)
    for (int x = 0; x < 160; ++x)
      depth.values[std::size_t(y * 160 + x)] = std::abs((x - 80) + (y - 60)) <= 3 ? 0.5F : 0.7F;
  auto const up = surface_depth_at(depth.view(), {80, 60, 0.785398, 60, 2}, {.quantile = 1});
  auto const down = surface_depth_at(depth.view(), {80, 60, -0.785398, 60, 2}, {.quantile = 1});
  CHECK(up->depth == Approx(0.5));
  CHECK(down->depth == Approx(0.7));
}

TEST_CASE("surface depth: single wrong pixels do not move it") {
  auto depth = table_with_bar(20);
  random_stream draw(3);
  for (auto& value : depth.values) {
    if (draw.chance(0.1)) value = static_cast<float>(draw.uniform(0.2, 0.6));  // flying
    if (draw.chance(0.2)) value = 0;
  }
  auto const found = surface_depth_at(depth.view(), across_bar);
  REQUIRE(found);
  CHECK(found->depth == Approx(0.65));
  CHECK(found->known_share == Approx(0.8).margin(0.1));
}

TEST_CASE("surface depth: no depth is a result") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  for (float const none : {0.0F, nan, inf, -inf, -1.0F}) {
    host_array<float> const hole({120, 160}, none);
    CHECK_FALSE(surface_depth_at(hole.view(), across_bar));
  }
  auto depth = table_with_bar(20);
  CHECK_FALSE(surface_depth_at(depth.view(), {-200, 60, 0, 40, 20}));
  CHECK_FALSE(surface_depth_at(depth.view(), {1e300, 60, 0, 40, 20}));
  for (int y = 0; y < 120; ++y)
    for (int x = 65; x < 89; ++x) depth.values[std::size_t(y * 160 + x)] = 0;
  CHECK_FALSE(surface_depth_at(depth.view(), across_bar));
  CHECK(surface_depth_at(depth.view(), across_bar, {.least_known = 0.05}));
}

TEST_CASE("surface depth: its deviation is that of the noise") {
  auto depth = table_with_bar(40);
  random_stream draw(3);
  for (auto& value : depth.values) value += static_cast<float>(0.002 * draw.normal());
  auto const found = surface_depth_at(depth.view(), across_bar);
  REQUIRE(found);
  CHECK(found->deviation > 0.0005);
  CHECK(found->deviation < 0.003);
}

TEST_CASE("surface depth: a grasp thinner than a pixel has a middle") {
  auto const depth = table_with_bar(20);
  CHECK(surface_depth_at(depth.view(), {80.4, 60.4, 0.3, 0.2, 0}));
}

TEST_CASE("surface depth: what it can't take") {
  auto const depth = table_with_bar(20);
  host_array<float> const cube({3, 4, 5});
  CHECK(error_of([&] { (void)surface_depth_at(cube.view(), across_bar); }).id == "shape.depth");
  CHECK(error_of([&] { (void)surface_depth_at(depth.view(), {NAN, 0, 0, 1, 1}); }).id == "geometry.grasp.finite");
  CHECK(error_of([&] { (void)surface_depth_at(depth.view(), across_bar, {.quantile = 2}); }).id == "option.field");
}
