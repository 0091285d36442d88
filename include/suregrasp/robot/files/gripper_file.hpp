#ifndef SUREGRASP_ROBOT_FILES_GRIPPER_FILE_HPP
#define SUREGRASP_ROBOT_FILES_GRIPPER_FILE_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/known_grippers.hpp>

namespace suregrasp::inline v2 {

/// The gripper that a JSON text describes; `origin` begins every message. As `read_gripper`.
[[nodiscard]] inline gripper parse_gripper(std::string_view text, std::string const& origin) {
  auto const json = parse_json<nlohmann::ordered_json>(text, origin, "data.gripper");
  auto hand = from_json<gripper>(json, origin, {.may_lack = {"palm", "arc", "tip_advance"}});
  require_valid(hand);
  return hand;
}

/// The gripper in a JSON file: an object of its fields, in metres, of which `palm`, `arc` and `tip_advance` may be left
/// out. To write one: `to_json`.
///
/// Throws `data_error`: as `read_file`, `data.gripper` for what is no JSON, `json.field`; and as `require_valid`.
[[nodiscard]] inline gripper read_gripper(std::filesystem::path const& path) {
  return parse_gripper(read_file(path), path.string());
}

/// A gripper as a person names it: one of `known_gripper`, by either name, or the path of a JSON file. Throws as
/// `read_gripper`; `data_error` `data.gripper` for a name that is neither.
[[nodiscard]] inline gripper gripper_named(std::string const& name) {
  if (auto const known = value_named<known_gripper>(name)) return gripper_of(*known);
  if (std::filesystem::exists(name)) return read_gripper(name);
  throw data_error("data.gripper", "expected a gripper, " + choices_text<known_gripper>() +
                                       ", or a JSON file that describes one, got " + text_of(name));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FILES_GRIPPER_FILE_HPP
