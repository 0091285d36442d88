#include <suregrasp/robot/files/calibration_file.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const calibration = suregrasp::parse_calibration(bytes, "fuzz");
  require(suregrasp::parse_calibration(suregrasp::to_json(calibration).dump(), "again") == calibration);
  auto const found = suregrasp::intervals_of(calibration, {0, 0, 0, 50, 20}, 1);
  require(found.angle >= 0 && found.opening.low <= found.opening.high);
}
