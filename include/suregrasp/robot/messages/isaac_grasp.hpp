#ifndef SUREGRASP_ROBOT_MESSAGES_ISAAC_GRASP_HPP
#define SUREGRASP_ROBOT_MESSAGES_ISAAC_GRASP_HPP

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/messages/grasp_command.hpp>
#include <suregrasp/robot/quaternion.hpp>

namespace suregrasp::inline v2 {

namespace detail {

/// A name as YAML takes it, which is UTF-8.
[[nodiscard]] inline std::string yaml_text(std::string const& text) {
  if (!is_utf8(text)) throw option_error("option.text", "expected a name in UTF-8, got " + visible(text));
  std::string quoted = "\"";
  for (char const letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f)
      throw option_error("option.text", "expected a name of printable letters, got " + visible(text));
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + "\"";
}

/// To a nanometre, and never as 1e-05, which is a text in YAML 1.1. The value must be below 1e7.
[[nodiscard]] inline std::string yaml_number(double value) {
  char buffer[64];
  auto const [end, problem] = std::to_chars(std::begin(buffer), std::end(buffer), std::round(1e9 * value) / 1e9 + 0.0,
                                            std::chars_format::fixed);
  return {std::begin(buffer), end};
}

[[nodiscard]] inline std::string yaml_list(std::array<double, 3> const& values) {
  return "[" + yaml_number(values[0]) + ", " + yaml_number(values[1]) + ", " + yaml_number(values[2]) + "]";
}

}  // namespace detail

/// Grasps as an `isaac_grasp` YAML file of version 1.0, which Isaac and the grasp servers of ROS 2 read: poses of the
/// gripper's frame in `object_frame`, quaternions w first, the position of one joint. Confidence is the probability of
/// success.
///
/// Throws `option_error`: `option.text` for a name with control characters or that is not UTF-8,
/// `option.gripper_joint`; and as `require_valid` of each command.
[[nodiscard]] inline std::string isaac_grasp_yaml(std::span<grasp_command const> commands, gripper const& hand,
                                                  gripper_joint const& joint, std::string const& object_frame,
                                                  std::string const& gripper_frame) {
  std::string text = "format: isaac_grasp\nformat_version: 1.0\n\nobject_frame: " + detail::yaml_text(object_frame) +
                     "\ngripper_frame: " + detail::yaml_text(gripper_frame) + "\n\ngrasps:";
  if (commands.empty()) text += " {}";
  text += "\n";
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const& command = commands[i];
    require_valid(command);
    auto const& at = command.goal.translation;
    auto const q = quaternion_of(command.goal.orientation);
    auto const position = [&](double opening) {
      return "{" + detail::yaml_text(joint.name) + ": " + detail::yaml_number(joint.at(opening, hand)) + "}\n";
    };
    text += "  \"grasp_" + text_of(i) + "\":\n    confidence: " + detail::yaml_number(command.success.value()) +
            "\n    position: " + detail::yaml_list({at.x, at.y, at.z}) +
            "\n    orientation: {w: " + detail::yaml_number(q.w) + ", xyz: " + detail::yaml_list({q.x, q.y, q.z}) +
            "}\n    cspace_position: " + position(command.held) +
            "    pregrasp_cspace_position: " + position(command.preshape);
  }
  return text;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_ISAAC_GRASP_HPP
