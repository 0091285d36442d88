#ifndef SUREGRASP_ROBOT_FRAMES_HPP
#define SUREGRASP_ROBOT_FRAMES_HPP

#include <suregrasp/robot/transform.hpp>

namespace suregrasp::inline v2 {

/// The frames between a picture and a robot. Any other type serves as a frame as well.
namespace frames {
struct camera;  ///< the optical frame: x right, y down, z forward (REP 103)
struct tool;    ///< the gripper's, as its maker or driver has it (`tool_frame`)
struct flange;  ///< what the robot's own kinematics end at
struct base;    ///< what the robot stands on
}  // namespace frames

/// Hand-eye calibration of a camera that the robot carries.
using eye_in_hand = transform<frames::camera, frames::flange>;
/// Of a camera that stands beside the robot.
using eye_to_hand = transform<frames::camera, frames::base>;

/// Where the camera was when the picture was taken: the flange's pose of that moment, not of now.
[[nodiscard]] inline transform<frames::camera, frames::base> camera_in_base(
    eye_in_hand const& camera, transform<frames::flange, frames::base> const& flange) {
  return flange * camera;
}

/// Where to send the flange so that the tool is at `goal`: the pose of the gripper's parent link that planners and
/// `moveit_msgs/Grasp` take, not that of the finger tips.
[[nodiscard]] inline transform<frames::flange, frames::base> flange_goal(
    transform<frames::tool, frames::base> const& goal, transform<frames::tool, frames::flange> const& tool) {
  return goal * tool.inverse();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FRAMES_HPP
