#ifndef SUREGRASP_ROBOT_FILES_CALIBRATION_FILE_HPP
#define SUREGRASP_ROBOT_FILES_CALIBRATION_FILE_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/robot/grasp_calibration.hpp>

namespace suregrasp::inline v2 {

/// The calibration that a JSON text describes; `origin` begins every message. As `read_calibration`.
[[nodiscard]] inline grasp_calibration parse_calibration(std::string_view text, std::string const& origin) {
  auto const json = parse_json<nlohmann::ordered_json>(text, origin, "data.calibration");
  return from_json<grasp_calibration>(json, origin, {.pass_unknown = true});
}

/// The calibration in a JSON file, as `suregrasp calibrate` writes it; other keys, as the record of the call, are
/// passed over. Throws `data_error`: as `read_file`, `data.calibration` for what is no JSON, `json.field`.
[[nodiscard]] inline grasp_calibration read_calibration(std::filesystem::path const& path) {
  return parse_calibration(read_file(path), path.string());
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FILES_CALIBRATION_FILE_HPP
