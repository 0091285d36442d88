#ifndef SUREGRASP_ROBOT_FILES_CALIBRATION_FILE_HPP
#define SUREGRASP_ROBOT_FILES_CALIBRATION_FILE_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/robot/grasp_calibration.hpp>

namespace suregrasp::inline v2 {

/// The calibration in a JSON file, as `suregrasp calibrate` writes it; other keys, as the record of the call, are
/// passed over. Throws `data_error`: as `read_file`, `data.calibration` for what is no JSON, `json.field`.
[[nodiscard]] inline grasp_calibration read_calibration(std::filesystem::path const& path) {
  auto const json = parse_json<nlohmann::ordered_json>(read_file(path), path.string(), "data.calibration");
  return from_json<grasp_calibration>(json, path.string(), {.pass_unknown = true});
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FILES_CALIBRATION_FILE_HPP
