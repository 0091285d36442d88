#ifndef SUREGRASP_ROBOT_HPP
#define SUREGRASP_ROBOT_HPP

/// From a grasp on a picture to a gripper that closes: camera, frames, poses of a tool, clearance.
///
/// Begin with
/// - `pinhole_camera`: what a calibration gives, with OpenCV's lens model;
/// - `surface_depth_at`: the depth of what lies between the fingers, or nothing;
/// - `grasp_pose`: both poses of a tool that grasps it, in metres; `least_turn` chooses one, `pose_deviation_of` says
/// how
///   far off they may be;
/// - `tool_frame_of`: the axes of a gripper's frame, by name; `tool_frame`: one's own;
/// - `gripper_of`: six grippers by name; `gripper`: one's own, as data; `tool_at`: its frame at an opening, with the
/// tips
///   where their arc has brought them;
/// - `clearance_checker`: whether its fingers and palm get there past what a depth image shows, and how wide open;
/// - `grasp_planner`: all of this for the grasps of a picture, with the table it finds; `clear_success` counts what is
///   correct and clear;
/// - `run_live_loop`: the newest frame of a camera, again and again; `grasp_tracker` follows grasps over them,
///   `drift_alarm` says when scenes are no longer those of the calibration, `intervals_of` how far off a grasp may be;
/// - `<suregrasp/robot/messages.hpp>`: messages of ROS and texts for robots;
/// - `transform<From, To>`: a frame in another; only those that fit multiply. `camera_in_base`, `flange_goal`:
/// hand-eye.
///
/// Poses are double and metres, angles radians. Needs Boost.Hana, for its options; `<suregrasp/robot/files.hpp>`
/// reads cameras and grippers from JSON.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// pinhole_camera const camera{.width = 640, .height = 480, .fx = 615, .fy = 612, .cx = 318, .cy = 244};
/// host_array<float> const depth({480, 640}, 0.6F);  // metres
/// grasp<double> const found{.x = 318, .y = 244, .theta = 0, .opening = 60, .jaw = 20};
/// auto const surface = surface_depth_at(depth.view(), found);
/// assert(surface);  // no depth, no pose
/// auto const tool = tool_frame_of(tool_convention::franka_hand, 0.1034);
/// gripper_pose const pose = grasp_pose(camera, found, surface->depth, tool);
/// assert(std::abs(pose.opening - 60 * 0.6 / 615) < 1e-6);
///
/// eye_in_hand const hand_eye{{}, {0.05, 0, 0.02}};  // from a calibration
/// auto const down = rotation::about({1, 0, 0}, degrees_value<double>(180));
/// transform<frames::flange, frames::base> const flange{down, {0.4, 0, 0.7}};
/// auto const wrists = carried(camera_in_base(hand_eye, flange), pose.wrists);
/// auto const goal = least_turn(wrists, {down, {}});
/// assert(std::abs(goal.translation.z - (0.7 - 0.02 - 0.6 + 0.1034)) < 1e-6);  // the hand stays above what it holds
/// ```
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/clear_success.hpp>
#include <suregrasp/robot/clearance.hpp>
#include <suregrasp/robot/clearance_options.hpp>
#include <suregrasp/robot/drift_alarm.hpp>
#include <suregrasp/robot/frame_check.hpp>
#include <suregrasp/robot/frames.hpp>
#include <suregrasp/robot/grasp_calibration.hpp>
#include <suregrasp/robot/grasp_planner.hpp>
#include <suregrasp/robot/grasp_pose.hpp>
#include <suregrasp/robot/grasp_tracker.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <suregrasp/robot/latency_histogram.hpp>
#include <suregrasp/robot/live_loop.hpp>
#include <suregrasp/robot/messages.hpp>
#include <suregrasp/robot/newest_slot.hpp>
#include <suregrasp/robot/pose_deviation.hpp>
#include <suregrasp/robot/quaternion.hpp>
#include <suregrasp/robot/rotation.hpp>
#include <suregrasp/robot/surface_depth.hpp>
#include <suregrasp/robot/table_plane.hpp>
#include <suregrasp/robot/tool_frame.hpp>
#include <suregrasp/robot/transform.hpp>
#include <suregrasp/robot/vector3.hpp>

#endif  // SUREGRASP_ROBOT_HPP
