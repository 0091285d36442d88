#include <suregrasp/robot/frames.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace suregrasp;

namespace {

template <class Camera>
concept has_base_by_flange = requires(Camera const& camera, transform<frames::flange, frames::base> const& flange) {
  camera_in_base(camera, flange);
};
template <class Camera>
concept placed_by = requires(transform<frames::camera, frames::base> const& in_base) { Camera(in_base); };

// What hand-eye calibrations are often given as: the other way round, or the other kind.
static_assert(has_base_by_flange<eye_in_hand>);
static_assert(!has_base_by_flange<transform<frames::flange, frames::camera>>);
static_assert(!has_base_by_flange<eye_to_hand>);
static_assert(placed_by<eye_to_hand>);
static_assert(!placed_by<eye_in_hand>);

}  // namespace

TEST_CASE("frames: a camera looking down from a flange that points down") {
  // The flange's z points to the floor, its x along the base's x; the camera lies 5 cm beside it, turned by a quarter.
  transform<frames::flange, frames::base> const flange{rotation::from_rows({1, 0, 0, 0, -1, 0, 0, 0, -1}),
                                                       {0.4, 0, 0.7}};
  eye_in_hand const camera{rotation::from_rows({0, -1, 0, 1, 0, 0, 0, 0, 1}), {0.05, 0, 0.02}};
  auto const in_base = camera_in_base(camera, flange);
  auto const ahead = in_base(position<frames::camera>{{0, 0, 0.5}});
  CHECK(norm(ahead - vector3{0.45, 0, 0.18}) < 1e-15);
  auto const right_of_it = in_base(position<frames::camera>{{0.1, 0, 0.5}});
  CHECK(norm(right_of_it - vector3{0.45, -0.1, 0.18}) < 1e-15);
}

TEST_CASE("frames: sent to its goal, the flange brings the tool there") {
  transform<frames::tool, frames::flange> const tool{
      rotation::about({0, 0, 1}, radians_value<double>(-std::numbers::pi / 4)), {0, 0, 0.1034}};
  transform<frames::tool, frames::base> const goal{rotation::about({1, 2, -1}, radians_value<double>(2.1)),
                                                   {0.3, -0.2, 0.1}};
  auto const reached = flange_goal(goal, tool) * tool;
  CHECK(turn_between(reached.orientation, goal.orientation).value < 1e-15);
  CHECK(norm(reached.translation - goal.translation) < 1e-15);
}
