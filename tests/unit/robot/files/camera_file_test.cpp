#include <suregrasp/robot/files/camera_file.hpp>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("camera file: there and back, with or without distortion") {
  temporary_folder const folder;
  auto const file = folder.path() / "camera.json";
  pinhole_camera camera{640, 480, 615.5, 612.25, 318.25, 243.75, {0.1, -0.2, 0.001, 0.002, 0.05}};
  std::ofstream(file) << to_json(camera);
  CHECK(read_camera(file) == camera);
  std::ofstream(file) << R"({"width": 640, "height": 480, "fx": 615.5, "fy": 612.25, "cx": 318.25, "cy": 243.75})";
  camera.distortion.clear();
  CHECK(read_camera(file) == camera);
}

TEST_CASE("camera file: what is none is refused by name") {
  temporary_folder const folder;
  auto const file = folder.path() / "camera.json";
  auto const id = [&](std::string const& text) {
    std::ofstream(file) << text;
    return error_of([&] { (void)read_camera(file); }).id;
  };
  std::string const start = R"({"width": 640, "height": 480, "fx": 615.5, "cx": 318.25, "cy": 243.75, )";
  CHECK(id(start + R"("fy": 612})").empty());
  CHECK(id(start + R"("fy": 612)") == "data.camera");
  CHECK(id(start + R"("f": 612})") == "json.field");
  CHECK(id(start + R"("fy": -612})") == "json.field");
  CHECK(id(start + R"("fy": "612"})") == "json.field");
  CHECK(id(start + R"("fy": 612, "distortion": [0.1]})") == "option.camera");
  CHECK(error_of([&] { (void)read_camera(folder.path() / "none.json"); }).id == "io.missing");
}
