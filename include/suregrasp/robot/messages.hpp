#ifndef SUREGRASP_ROBOT_MESSAGES_HPP
#define SUREGRASP_ROBOT_MESSAGES_HPP

/// The seams to a robot's world: messages of ROS 1 and ROS 2 and texts, without a header of either.
///
/// Functions are templates over anything with the members of the message. Begin with
/// - `depth_from`, `colours_from`: images; `camera_from`: the camera that took them;
/// - `transform_from`, `fill_pose`, `fill_transform`: poses and what tf2 gives;
/// - `grasp_command`: a grasp to be sent; `fill_grasp` as `moveit_msgs::Grasp`, `isaac_grasp_yaml`, `ur_script` as
/// text.
///
/// Needs Boost.Hana, for texts of errors.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// struct {  // as sensor_msgs::Image
///   unsigned height = 1, width = 2, step = 4;
///   std::string encoding = "16UC1";
///   unsigned char is_bigendian = 0;
///   std::vector<unsigned char> data{0xbc, 0x02, 0, 0};
/// } const image;
/// auto const depth = depth_from(image);
/// assert(depth.values[0] == 0.7F && depth.values[1] == 0);  // 700 mm, and none
///
/// grasp_command command;
/// command.goal = {rotation::about({1, 0, 0}, degrees_value<double>(180)), {0.4, 0, 0.2}};
/// command.mount = {{}, {0, 0, 0.05}};  // the gripper's frame before the flange's
/// assert(std::abs(command.link().translation.z - 0.25) < 1e-9);
/// ```
#include <suregrasp/robot/messages/camera_message.hpp>
#include <suregrasp/robot/messages/depth_message.hpp>
#include <suregrasp/robot/messages/grasp_command.hpp>
#include <suregrasp/robot/messages/grasp_message.hpp>
#include <suregrasp/robot/messages/isaac_grasp.hpp>
#include <suregrasp/robot/messages/pose_message.hpp>
#include <suregrasp/robot/messages/ur_script.hpp>

#endif  // SUREGRASP_ROBOT_MESSAGES_HPP
