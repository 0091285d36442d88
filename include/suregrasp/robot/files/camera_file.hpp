#ifndef SUREGRASP_ROBOT_FILES_CAMERA_FILE_HPP
#define SUREGRASP_ROBOT_FILES_CAMERA_FILE_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/robot/camera.hpp>

namespace suregrasp::inline v2 {

/// The camera that a JSON text describes; `origin` begins every message. As `read_camera`.
[[nodiscard]] inline pinhole_camera parse_camera(std::string_view text, std::string const& origin) {
  auto const json = parse_json<nlohmann::ordered_json>(text, origin, "data.camera");
  auto camera = from_json<pinhole_camera>(json, origin, {.may_lack = {"distortion"}});
  require_valid(camera);
  return camera;
}

/// The camera in a JSON file: an object with `width`, `height`, `fx`, `fy`, `cx`, `cy` and, where the lens distorts,
/// `distortion`, OpenCV's coefficients in its order. To write one: `to_json`.
///
/// Throws `data_error`: as `read_file`, `data.camera` for what is no JSON, `json.field`; `option_error`
/// `option.camera`.
[[nodiscard]] inline pinhole_camera read_camera(std::filesystem::path const& path) {
  return parse_camera(read_file(path), path.string());
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FILES_CAMERA_FILE_HPP
