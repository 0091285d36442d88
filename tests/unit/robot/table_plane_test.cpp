#include <suregrasp/robot/table_plane.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

pinhole_camera const camera{160, 120, 131, 129, 80, 60};

/// What the camera sees of a plane, with noise and, of every fifth column of the middle, a thing in front of it.
host_array<float> seen_of(camera_plane const& plane, double noise = 0, double thing_share = 0.2) {
  random_stream draw(3);
  host_array<float> depth({120, 160});
  for (int y = 0; y < 120; ++y)
    for (int x = 0; x < 160; ++x) {
      double const z = plane.distance / dot(plane.normal, *camera.ray({double(x), double(y)}));
      double const thing = draw.chance(thing_share) ? 0.05 + 0.1 * draw.uniform() : 0;
      depth.values[std::size_t(y * 160 + x)] = float(z - thing + noise * draw.normal());
    }
  return depth;
}

}  // namespace

TEST_CASE("table: the plane of a tilted table, under things and noise") {
  for (vector3 const& tilt : {vector3{0, 0, 1}, vector3{0, 0.4, 1}, vector3{-0.3, -0.2, 1}}) {
    camera_plane const truth{unit(tilt), 0.7};
    auto const exact = table_plane_in(camera, seen_of(truth).view());
    REQUIRE(exact);
    CHECK(norm(exact->normal - truth.normal) < 1e-5);
    CHECK(exact->distance == Approx(truth.distance).epsilon(1e-5));
    auto const noisy = table_plane_in(camera, seen_of(truth, 0.001).view());
    REQUIRE(noisy);
    CHECK(norm(noisy->normal - truth.normal) < 0.005);
    CHECK(noisy->distance == Approx(truth.distance).margin(0.001));
    CHECK(dot(noisy->normal, vector3{0, 0, 1}) > 0);
  }
}

TEST_CASE("table: pixels without a distance say nothing, an image without any has no table") {
  camera_plane const truth{{0, 0, 1}, 0.7};
  auto depth = seen_of(truth);
  for (std::size_t i = 0; i < depth.values.size(); i += 2) depth.values[i] = i % 4 == 0 ? 0 : NAN;
  auto const found = table_plane_in(camera, depth.view());
  REQUIRE(found);
  CHECK(found->distance == Approx(0.7).epsilon(1e-4));
  CHECK_FALSE(table_plane_in(camera, host_array<float>({120, 160}).view()));
}

TEST_CASE("table: nothing where no plane holds enough") {
  random_stream draw(5);
  host_array<float> heap({120, 160});
  for (auto& z : heap.values) z = float(draw.uniform(0.5, 0.9));
  CHECK_FALSE(table_plane_in(camera, heap.view()));
  CHECK(error_of([&] { (void)table_plane_in(camera, host_array<float>({60, 80}).view()); }).id == "shape.camera");
  CHECK(error_of([&] { (void)table_plane_in(camera, heap.view(), {.draws = 0}); }).id == "option.field");
}
