#include <suregrasp/robot/messages/pose_message.hpp>

#include <catch2/catch.hpp>
#include <suregrasp/robot/frames.hpp>

#include "robot_messages.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

TEST_CASE("pose message: there and back, and each part by its name") {
  transform<frames::tool, frames::base> const pose{rotation::about({1, 2, 3}, degrees_value<double>(50)),
                                                   {0.1, -0.2, 0.3}};
  pose_look_alike filled;
  fill_pose(filled, pose);
  CHECK(filled.position.y == -0.2);
  auto const q = quaternion_of(pose.orientation);
  CHECK(filled.orientation.w == q.w);
  CHECK(filled.orientation.z == q.z);
  auto const again = transform_from<frames::tool, frames::base>(filled);
  CHECK(turn_between(again.orientation, pose.orientation).value < 1e-9);
  CHECK(again.translation == pose.translation);
  transform_look_alike other;
  fill_transform(other, pose);
  auto const third = transform_from<frames::tool, frames::base>(other);
  CHECK(turn_between(third.orientation, pose.orientation).value < 1e-9);
  CHECK(other.translation.z == 0.3);
}

TEST_CASE("pose message: one that was never filled is refused") {
  CHECK(error_of([] { (void)transform_from<frames::tool, frames::base>(pose_look_alike{}); }).id ==
        "geometry.quaternion.unit");
}

TEST_CASE("pose message: a position that is none is refused") {
  pose_look_alike message{{0, NAN, 0}, {0, 0, 0, 1}};
  CHECK(error_of([&] { (void)transform_from<frames::tool, frames::base>(message); }).id == "geometry.transform.finite");
}
