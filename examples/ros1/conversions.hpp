#ifndef SUREGRASP_ROS1_CONVERSIONS_HPP
#define SUREGRASP_ROS1_CONVERSIONS_HPP

#include <geometry_msgs/PoseArray.h>
#include <sensor_msgs/CameraInfo.h>
#include <sensor_msgs/Image.h>

#include <algorithm>
#include <memory>

#include "plain_messages.hpp"

/// Messages of ROS 1 to plain ones, and back.
namespace ros1_node {

inline header plain(std_msgs::Header const& from) { return {from.stamp.toNSec(), from.frame_id}; }

inline std::shared_ptr<image const> plain(sensor_msgs::Image const& from) {
  return std::make_shared<image const>(
      image{plain(from.header), from.height, from.width, from.encoding, from.is_bigendian, from.step, from.data});
}

inline std::shared_ptr<camera_info const> plain(sensor_msgs::CameraInfo const& from) {
  camera_info to{plain(from.header),
                 from.height,
                 from.width,
                 from.distortion_model,
                 from.D,
                 {},
                 {},
                 from.binning_x,
                 from.binning_y,
                 {from.roi.x_offset, from.roi.y_offset, from.roi.height, from.roi.width}};
  std::copy(from.K.begin(), from.K.end(), to.K.begin());
  std::copy(from.P.begin(), from.P.end(), to.P.begin());
  return std::make_shared<camera_info const>(std::move(to));
}

inline std_msgs::Header ros(header const& from) {
  std_msgs::Header to;
  to.stamp.fromNSec(from.stamp);
  to.frame_id = from.frame_id;
  return to;
}

inline sensor_msgs::Image ros(image const& from) {
  sensor_msgs::Image to;
  to.header = ros(from.header);
  to.height = from.height, to.width = from.width, to.encoding = from.encoding;
  to.is_bigendian = from.is_bigendian, to.step = from.step, to.data = from.data;
  return to;
}

inline sensor_msgs::CameraInfo ros(camera_info const& from) {
  sensor_msgs::CameraInfo to;
  to.header = ros(from.header);
  to.height = from.height, to.width = from.width, to.distortion_model = from.distortion_model, to.D = from.D;
  std::copy(from.K.begin(), from.K.end(), to.K.begin());
  std::copy(from.P.begin(), from.P.end(), to.P.begin());
  return to;
}

inline geometry_msgs::PoseArray ros(answer const& from) {
  geometry_msgs::PoseArray to;
  to.header = ros(from.header);
  for (auto const& each : from.poses) {
    geometry_msgs::Pose pose;
    pose.position.x = each.position.x, pose.position.y = each.position.y, pose.position.z = each.position.z;
    pose.orientation.x = each.orientation.x, pose.orientation.y = each.orientation.y;
    pose.orientation.z = each.orientation.z, pose.orientation.w = each.orientation.w;
    to.poses.push_back(pose);
  }
  return to;
}

}  // namespace ros1_node

#endif  // SUREGRASP_ROS1_CONVERSIONS_HPP
