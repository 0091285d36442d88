#include <catch2/catch.hpp>
#include <suregrasp/geometry/conventions/grasp_planners.hpp>

#include "unit/geometry/same_grasp.hpp"

using namespace suregrasp;
using namespace random_grasps;

TEST_CASE("graspnet rows: the open point is the middle of one finger") {
  graspnet_rectangle<double> const row{280, 334.85, 308, 337, 26.076810, 0.5, 7};
  CHECK(difference(from_graspnet(row), cornell_0100) < 2e-6);
  auto const back = to_graspnet(cornell_0100, 0.5, 7);
  CHECK(back.open_x == Approx(308).margin(1e-5));
  CHECK(back.open_y == Approx(337).margin(1e-5));
  CHECK(back.score == 0.5);
  CHECK(back.object_id == 7);
  CHECK(worst_round_trip([](auto const& g) { return to_graspnet(g, 1.0, 0); },
                         [](auto const& r, auto const&) { return from_graspnet(r); }) < 1e-11);
}

TEST_CASE("gqcnn grasps: metres by focal length and depth, clockwise angles") {
  gqcnn_grasp2d<double> const theirs{320, 240, radians_value<double>(0.4), 0.7, 0.05};
  auto const g = from_gqcnn(theirs, 525.0, 525.0, 20.0);
  CHECK(g.opening == Approx(37.5));
  CHECK(difference(g, {320, 240, -0.4, 37.5, 20}) < 1e-12);
  camera_scale<double> const camera{525, 500, 0.7};
  CHECK(worst_round_trip([&](auto const& h) { return to_gqcnn(h, camera); },
                         [&](auto const& t, auto const& h) { return from_gqcnn(t, 525.0, 500.0, h.jaw); }) < 1e-11);
}

TEST_CASE("camera_scale: a pixel's worth in metres depends on the direction where pixels are not square") {
  camera_scale<double> const camera{500, 250, 1};
  CHECK(camera.metres(10, 0) == Approx(0.02));
  CHECK(camera.metres(10, std::acos(0.0)) == Approx(0.04));
  CHECK(camera.pixels(camera.metres(10, 0.7), 0.7) == Approx(10));
  CHECK_NOTHROW(require_valid(camera));
  for (camera_scale<double> const bad : {camera_scale<double>{0, 1, 1}, {1, -1, 1}, {1, 1, NAN}})
    CHECK_THROWS_AS(require_valid(bad), option_error);
}
