#include <suregrasp/robot/messages/camera_message.hpp>

#include <catch2/catch.hpp>

#include "robot_messages.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

TEST_CASE("camera message: the same camera from both versions of ROS") {
  pinhole_camera const expected{640, 480, 615, 612, 318, 244, {0.1, -0.2, 0.001, 0.002, 0.05}};
  CHECK(camera_from(camera_info_1{}) == expected);
  CHECK(camera_from(camera_info_2{}) == expected);
  pinhole_camera const straight{640, 480, 600, 601, 320, 240};
  CHECK(camera_from(camera_info_1{}, camera_image::rectified) == straight);
  CHECK(camera_from(camera_info_2{}, camera_image::rectified) == straight);
}

TEST_CASE("camera message: a point stays where it is seen, in a part of the sensor and in binned pixels") {
  camera_info_1 info;
  info.D.clear();
  position<frames::camera> const p{0.1, 0.05, 0.7};
  auto const whole = *camera_from(info).project(p);
  info.roi = {100, 60, 240, 320};
  auto const part = camera_from(info);
  CHECK(part.width == 320);
  CHECK(part.project(p)->x == Approx(whole.x - 100));
  CHECK(part.project(p)->y == Approx(whole.y - 60));
  info.roi = {};
  info.binning_x = info.binning_y = 2;
  auto const coarse = camera_from(info);
  CHECK(coarse.height == 240);
  CHECK(coarse.project(p)->x == Approx((whole.x + 0.5) / 2 - 0.5));
  CHECK(coarse.project(p)->y == Approx((whole.y + 0.5) / 2 - 0.5));
}

TEST_CASE("camera message: what is no camera of ours is named") {
  camera_info_2 info;
  info.distortion_model = "equidistant";
  CHECK(error_of([&] { (void)camera_from(info); }).id == "data.message.distortion");
  info.d = {0, 0, 0, 0};  // no distortion, by whatever name
  CHECK(camera_from(info).distortion.empty());
  info.binning_x = 0xFFFFFFFF;  // no pixel is left
  CHECK(error_of([&] { (void)camera_from(info); }).id == "option.camera");
  info.binning_x = 1;
  info.k = {};
  CHECK(error_of([&] { (void)camera_from(info); }).id == "option.camera");  // never calibrated
  camera_info_1 rational;
  rational.distortion_model = "rational_polynomial";
  rational.D = {0.1, 0, 0, 0, 0, 0, 0, 0};
  CHECK(camera_from(rational).distortion.size() == 8);
  rational.D.resize(20, 0.1);
  CHECK(error_of([&] { (void)camera_from(rational); }).id == "option.camera");
}
