#ifndef SUREGRASP_ROBOT_TOOL_FRAME_HPP
#define SUREGRASP_ROBOT_TOOL_FRAME_HPP

#include <array>
#include <cmath>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/rotation.hpp>
#include <suregrasp/robot/vector3.hpp>

namespace suregrasp::inline v2 {

/// How a gripper lies in the frame it is commanded by.
struct tool_frame {
  vector3 approach{0, 0, 1};  ///< unit vector from the palm to the finger tips
  vector3 closing{1, 0, 0};   ///< unit vector from one finger to the other
  double reach = 0;           ///< from the frame's origin along `approach` to the point between the finger tips, metres
  friend bool operator==(tool_frame const&, tool_frame const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"approach", &tool_frame::approach, "Unit vector from the palm to the finger tips"},
                field{"closing", &tool_frame::closing, "Unit vector from one finger to the other"},
                field{"reach", &tool_frame::reach, "From the origin to between the finger tips", "m"}.between(-2, 2));
  }
};

/// Throws `geometry_error` `geometry.tool.axes` unless `approach` and `closing` are unit vectors at right angles and
/// `reach` is finite.
inline void require_valid(tool_frame const& tool) {
  double const off = std::abs(dot(tool.approach, tool.approach) - 1) + std::abs(dot(tool.closing, tool.closing) - 1) +
                     std::abs(dot(tool.approach, tool.closing));
  if (!(off <= rotation::tolerance) || !std::isfinite(tool.reach))
    throw geometry_error(
        "geometry.tool.axes",
        "expected approach and closing axis of a tool to be unit vectors at right angles, got " + text_of(tool));
}

/// Frames that are in use. Each has its axes alone: where its origin lies is for `tool_frame::reach` to say.
enum class tool_convention {
  graspnet,       ///< GraspNet, AnyGrasp: approach x, closing y
  franka_hand,    ///< the hand's frame, which is turned by 45 degrees against `link8`: approach z, closing y
  robotiq_2f85,   ///< approach z, closing y
  robotiq_2f140,  ///< approach z, closing x: a quarter turn against the 2F-85
  onrobot_rg2,    ///< the base link of its public description: approach z, closing y
  tool0,          ///< a bare flange (ROS-Industrial): approach z; fingers along x, as they lie in a camera at angle 0
};
/// The names of the conventions.
[[nodiscard]] constexpr auto names_of(tool_convention) {
  using enum tool_convention;
  return std::array{named_value{graspnet, "graspnet"},         named_value{franka_hand, "franka_hand"},
                    named_value{robotiq_2f85, "robotiq_2f85"}, named_value{robotiq_2f140, "robotiq_2f140"},
                    named_value{onrobot_rg2, "onrobot_rg2"},   named_value{tool0, "tool0"}};
}

/// The axes of a convention, and a reach.
[[nodiscard]] constexpr tool_frame tool_frame_of(tool_convention convention, double reach = 0) {
  constexpr vector3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  switch (convention) {
    case tool_convention::graspnet:
      return {x, y, reach};
    case tool_convention::robotiq_2f140:
    case tool_convention::tool0:
      return {z, x, reach};
    default:
      return {z, y, reach};
  }
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_TOOL_FRAME_HPP
