#ifndef SUREGRASP_ROBOT_MESSAGES_GRASP_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_GRASP_MESSAGE_HPP

#include <string>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/messages/grasp_command.hpp>
#include <suregrasp/robot/messages/pose_message.hpp>

namespace suregrasp::inline v2 {

/// Fills a `moveit_msgs::Grasp`, or anything with the same members.
///
/// `grasp_pose` is the pose of the gripper's parent link in the frame `base_frame`, not that of the finger tips; the
/// approach is a direction in the parent link's frame `link_frame`, and so is the retreat, back along it. The postures
/// are one joint each. Stamps are the caller's. Throws as `require_valid` of the command, and `option_error`
/// `option.gripper_joint`.
template <class Grasp>
void fill_grasp(Grasp& message, grasp_command const& command, gripper const& hand, gripper_joint const& joint,
                std::string const& base_frame, std::string const& link_frame) {
  require_valid(command);
  message.grasp_quality = command.success.value();
  message.grasp_pose.header.frame_id = base_frame;
  fill_pose(message.grasp_pose.pose, command.link());
  auto const posture = [&](auto& to, double opening) {
    to.joint_names = {joint.name};
    to.points.resize(1);
    to.points[0].positions = {joint.at(opening, hand)};
  };
  posture(message.pre_grasp_posture, command.preshape);
  posture(message.grasp_posture, command.held);
  auto const along = command.mount.orientation * hand.tool.approach;
  auto const translation = [&](auto& to, vector3 const& direction) {
    to.direction.header.frame_id = link_frame;
    detail::fill_vector(to.direction.vector, direction);
    using distance = decltype(to.desired_distance);
    to.desired_distance = static_cast<distance>(command.standoff);
    to.min_distance = static_cast<distance>(command.standoff / 2);
  };
  translation(message.pre_grasp_approach, along);
  translation(message.post_grasp_retreat, -along);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_GRASP_MESSAGE_HPP
