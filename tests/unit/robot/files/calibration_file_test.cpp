#include <suregrasp/robot/files/calibration_file.hpp>

#include <catch2/catch.hpp>
#include <fstream>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("calibration file: read as written, beside a record") {
  temporary_folder const folder;
  grasp_calibration const known{.angle = {0.2, 0.3, 0.9, 100},
                                .opening = {0.1, 0.3, 0.9, 100},
                                .drift = {.uncertainties = {1, 2}, .heats = {0.5, 0.7}}};
  auto json = to_json(known);
  json["record"] = "how it came about";
  std::ofstream(folder / "known.json") << json;
  CHECK(read_calibration(folder / "known.json") == known);
  json["angle"]["quantile"] = -1;
  std::ofstream(folder / "bad.json") << json;
  CHECK(error_of([&] { (void)read_calibration(folder / "bad.json"); }).id == "json.field");
  std::ofstream(folder / "text.json") << "no";
  CHECK(error_of([&] { (void)read_calibration(folder / "text.json"); }).id == "data.calibration");
}
