#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/detect/dense/dense_grasps.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

constexpr std::int64_t side = 64;

host_array<float> constant_map(float value) {
  return {{side, side}, std::vector<float>(static_cast<std::size_t>(side * side), value)};
}

/// Maps that say one grasp, of `theta`, everywhere, and that (20, 40) is the best location for it.
grasp_maps one_grasp(double theta, float opening) {
  grasp_maps maps{constant_map(0), constant_map(static_cast<float>(std::cos(2 * theta))),
                  constant_map(static_cast<float>(std::sin(2 * theta))), constant_map(opening)};
  for (std::int64_t y = 0; y < side; ++y)
    for (std::int64_t x = 0; x < side; ++x)
      maps.quality.values[static_cast<std::size_t>(y * side + x)] =
          std::exp(-static_cast<float>((x - 20) * (x - 20) + (y - 40) * (y - 40)) / 50);
  return maps;
}

}  // namespace

TEST_CASE("dense_grasps: the grasp that the maps say at their best location") {
  double const theta = GENERATE(-1.5, -0.4, 0.0, 0.7, 1.5);
  auto const found = dense_grasps(one_grasp(theta, 0.2F), {});
  REQUIRE(found.ranked.size() == 1);
  auto const& [grasp, uncertainty, heat, variance] = found.ranked[0];
  CHECK(grasp.x == 20);
  CHECK(grasp.y == 40);
  CHECK(axial_distance(grasp.theta, theta) < 1e-6);
  CHECK(grasp.opening == Approx(30).epsilon(1e-6));
  CHECK(grasp.jaw == Approx(15).epsilon(1e-6));
  CHECK(uncertainty == 1 - heat);
  CHECK(heat > 0.8);
}

TEST_CASE("dense_grasps: are carried back to the photograph") {
  auto const to_input = affine_map<double>::translation(3, -5) * affine_map<double>::scaling(0.5);
  auto const here = dense_grasps(one_grasp(0.3, 0.2F), {}).ranked.at(0).grasp;
  auto const there = dense_grasps(one_grasp(0.3, 0.2F), to_input).ranked.at(0).grasp;
  CHECK(there.x == Approx(2 * (here.x - 3)));
  CHECK(there.y == Approx(2 * (here.y + 5)));
  CHECK(there.opening == Approx(2 * here.opening));
  CHECK(there.theta == Approx(here.theta));
}

TEST_CASE("dense_grasps: an axis at the wrap keeps its direction when it is smoothed") {
  auto maps = one_grasp(0, 0.2F);
  for (std::size_t i = 0; i < maps.sine.values.size(); ++i) {  // upright, now 89 and now -89 degrees
    double const theta = radians(i % 2 == 0 ? 89.0 : -89.0);
    maps.cosine.values[i] = static_cast<float>(std::cos(2 * theta));
    maps.sine.values[i] = static_cast<float>(std::sin(2 * theta));
  }
  CHECK(axial_distance(dense_grasps(maps, {}).ranked.at(0).grasp.theta, radians(90.0)) < radians(0.5));
}

TEST_CASE("dense_grasps: an opening is never below a pixel, and nothing hot is nothing found") {
  CHECK(dense_grasps(one_grasp(0, -1), {}).ranked.at(0).grasp.opening == 1);
  auto cold = one_grasp(0, 0.2F);
  cold.quality = constant_map(0.1F);
  CHECK(dense_grasps(cold, {}).ranked.empty());
}

TEST_CASE("dense_grasps: maps of several shapes are refused") {
  auto maps = one_grasp(0, 0.2F);
  maps.sine = {{2, 2}, {0, 0, 0, 0}};
  CHECK(error_of([&] { (void)dense_grasps(maps, {}); }).id == "shape.grasp_maps");
  CHECK(error_of([] { (void)dense_grasps({}, {}); }).id == "shape.grasp_maps");
}
