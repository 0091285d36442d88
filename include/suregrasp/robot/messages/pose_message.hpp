#ifndef SUREGRASP_ROBOT_MESSAGES_POSE_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_POSE_MESSAGE_HPP

#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/quaternion.hpp>
#include <suregrasp/robot/rotation.hpp>
#include <suregrasp/robot/transform.hpp>
#include <suregrasp/robot/vector3.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// A `geometry_msgs::Pose`, of either version of ROS, or anything with the same members.
template <class M>
concept pose_message = requires(M m) {
  m.position.x = m.position.y = m.position.z = 1.0;
  m.orientation.x = m.orientation.y = m.orientation.z = m.orientation.w = 1.0;
};

/// A `geometry_msgs::Transform` likewise, as tf2 gives it.
template <class M>
concept transform_message = requires(M m) {
  m.translation.x = m.translation.y = m.translation.z = 1.0;
  m.rotation.x = m.rotation.y = m.rotation.z = m.rotation.w = 1.0;
};

namespace detail {

template <class Quaternion>
void fill_quaternion(Quaternion& message, rotation const& r) {
  auto const q = quaternion_of(r);
  message.x = q.x, message.y = q.y, message.z = q.z, message.w = q.w;
}

template <class Vector>
void fill_vector(Vector& message, vector3 const& v) {
  message.x = v.x, message.y = v.y, message.z = v.z;
}

template <class Quaternion, class Vector>
[[nodiscard]] std::pair<rotation, vector3> parts_of(Quaternion const& q, Vector const& v) {
  vector3 const way{v.x, v.y, v.z};
  if (!is_finite(way))
    throw geometry_error("geometry.transform.finite", "expected a finite position, got " + text_of(way));
  return {rotation_of(quaternion{q.w, q.x, q.y, q.z}), way};
}

}  // namespace detail

/// Writes a pose into a message: where the frame `From` lies in the frame that the message's header names, `To`.
template <class From, class To, pose_message M>
void fill_pose(M& message, transform<From, To> const& pose) {
  detail::fill_vector(message.position, pose.translation);
  detail::fill_quaternion(message.orientation, pose.orientation);
}

/// Likewise into a message of a transform.
template <class From, class To, transform_message M>
void fill_transform(M& message, transform<From, To> const& pose) {
  detail::fill_vector(message.translation, pose.translation);
  detail::fill_quaternion(message.rotation, pose.orientation);
}

/// The transform in a message, from the frame `From`, a pose's own or tf2's child frame, to the frame `To` that its
/// header names. Only who knows these names can say them. Throws `geometry_error`: `geometry.transform.finite` for a
/// position that is not finite, `geometry.quaternion.unit`, as for a message that was never filled.
template <class From, class To, pose_message M>
[[nodiscard]] transform<From, To> transform_from(M const& message) {
  auto const [turn, way] = detail::parts_of(message.orientation, message.position);
  return {turn, way};
}
template <class From, class To, transform_message M>
[[nodiscard]] transform<From, To> transform_from(M const& message) {
  auto const [turn, way] = detail::parts_of(message.rotation, message.translation);
  return {turn, way};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_POSE_MESSAGE_HPP
