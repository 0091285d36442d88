#include <suregrasp/robot/camera.hpp>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/host_array.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

pinhole_camera camera_with(std::vector<double> distortion) {
  return {640, 480, 615.5, 612.25, 318.25, 243.75, std::move(distortion)};
}

struct golden {
  std::vector<double> distortion;
  std::array<point<double>, 3> pixels;
};

std::array<position<frames::camera>, 3> const points{{{{0.21, -0.13, 0.7}}, {{-0.3, 0.2, 0.62}}, {{0.01, 0.02, 1.5}}}};

// By OpenCV 4.6, cv::projectPoints.
std::vector<golden> const projections{
    {{}, {{{502.9, 130.046428571429}, {20.427419354839, 441.25}, {322.353333333333, 251.913333333333}}}},
    {{-0.21, 0.09, 0.0011, -0.0007},
     {{{498.123637967514, 133.038424051288},
       {37.954260806188, 429.758272304447},
       {322.353128184904, 251.913265341837}}}},
    {{0.11, -0.25, 0.0008, -0.0012, 0.09},
     {{{504.465460075798, 129.086806673217},
       {16.077692622332, 444.134506029761},
       {322.353291337494, 251.913685162930}}}},
    {{0.11, -0.25, 0.0008, -0.0012, 0.09, 0.3, -0.1, 0.02},
     {{{498.013474876281, 133.059802936360},
       {41.166915226320, 427.496676038652},
       {322.353017813751, 251.913141003998}}}},
    {{0.11, -0.25, 0.0008, -0.0012, 0.09, 0.3, -0.1, 0.02, 0.002, -0.001, 0.0015, 0.0007},
     {{{498.157182974990, 133.180773183444},
       {41.512830357107, 427.856277722047},
       {322.353291338912, 251.913345108495}}}},
};

}  // namespace

TEST_CASE("camera: projects as OpenCV does, and back") {
  for (auto const& [distortion, pixels] : projections) {
    auto const camera = camera_with(distortion);
    CAPTURE(distortion.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const pixel = camera.project(points[i]);
      REQUIRE(pixel);
      CHECK(std::hypot(pixel->x - pixels[i].x, pixel->y - pixels[i].y) < 1e-9);
      auto const back = camera.back_project(pixels[i], points[i].z);
      REQUIRE(back);
      CHECK(norm(*back - points[i]) < 1e-11);
    }
  }
}

TEST_CASE("camera: every pixel of an image goes there and back") {
  auto const camera = camera_with({-0.31, 0.12, 0.001, -0.002, -0.02});
  double worst = 0;
  for (int y = 0; y < camera.height; y += 7)
    for (int x = 0; x < camera.width; x += 7) {
      auto const p = camera.back_project({double(x), double(y)}, 0.8);
      REQUIRE(p);
      auto const pixel = camera.project(*p);
      worst = std::max(worst, std::hypot(pixel->x - x, pixel->y - y));
    }
  CHECK(worst < 1e-9);
}

TEST_CASE("camera: what has no pixel or no point is nothing") {
  auto const camera = camera_with({});
  CHECK_FALSE(camera.project({{0, 0, 0}}));
  CHECK_FALSE(camera.project({{0.1, 0, -1}}));
  CHECK_FALSE(camera.back_project({320, 240}, 0));
  CHECK_FALSE(camera.back_project({320, 240}, std::numeric_limits<double>::quiet_NaN()));
  // This barrel folds over at r = 0.58: no point comes to lie beyond r = 0.385.
  auto const folding = camera_with({-1, 0, 0, 0});
  CHECK(folding.ray({318.25 + 0.38 * 615.5, 243.75}));
  CHECK_FALSE(folding.ray({318.25 + 0.39 * 615.5, 243.75}));
  CHECK_FALSE(folding.ray({318.25 + 5 * 615.5, 243.75}));
}

TEST_CASE("camera: from a matrix") {
  std::array<double, 9> const k{615.5, 0, 318.25, 0, 612.25, 243.75, 0, 0, 1};
  CHECK(camera_from_matrix(k, 640, 480) == camera_with({}));
  std::vector<double> fourteen(14);
  fourteen[0] = 0.1;
  CHECK(camera_from_matrix(k, 640, 480, fourteen).distortion.size() == 12);
  auto const of = [&](auto const& change) {
    auto m = k;
    change(m);
    return error_of([&] { (void)camera_from_matrix(m, 640, 480); }).id;
  };
  CHECK(of([](auto&) {}).empty());
  CHECK(of([](auto& m) { m = {}; }) == "option.camera");
  CHECK(of([](auto& m) { m[0] = -615.5; }) == "option.camera");
  CHECK(of([](auto& m) { m[1] = 3; }) == "option.camera");                                      // skew
  CHECK(of([](auto& m) { std::swap(m[2], m[6]), std::swap(m[5], m[7]); }) == "option.camera");  // by columns
  CHECK(of([](auto& m) { m[4] = std::numeric_limits<double>::quiet_NaN(); }) == "option.camera");
}

TEST_CASE("camera: one that is none is refused") {
  auto const id = [](pinhole_camera const& camera) { return error_of([&] { require_valid(camera); }).id; };
  CHECK(id(camera_with({0.1, 0, 0, 0})).empty());
  CHECK(id(camera_with({0.1})) == "option.camera");
  CHECK(id(camera_with(std::vector<double>(14))) == "option.camera");
  CHECK(id(camera_with({0, 0, 0, std::numeric_limits<double>::infinity()})) == "option.camera");
  CHECK(id({}) == "option.camera");
}

TEST_CASE("camera: a depth image of another camera is refused") {
  auto const camera = camera_with({});
  host_array<float> const own({480, 640}), other({720, 1280}), turned({640, 480});
  CHECK(error_of([&] { require_image_of(camera, own.view()); }).id.empty());
  CHECK(error_of([&] { require_image_of(camera, other.view()); }).id == "shape.camera");
  CHECK(error_of([&] { require_image_of(camera, turned.view()); }).message ==
        "expected an image of the camera's size [480, 640], [H, W], got [640, 480]: are these the intrinsics of "
        "another camera?");
}
