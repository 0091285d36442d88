#ifndef SUREGRASP_ROS1_SCENES_HPP
#define SUREGRASP_ROS1_SCENES_HPP

#include <string>

#include "plain_messages.hpp"

namespace ros1_node {

/// The messages of a camera that sees a generated scene.
struct scene_messages {
  image colour{}, depth{};
  camera_info camera{};
};

/// Scene number `index`: colours in either order, depth in millimetres or metres, in turn.
scene_messages generated_scene(int index);

/// What is wrong with a pose that is to hold something in scene `index`; empty where it grasps as a label does, with
/// the finger tips within 25 mm below the surface.
std::string fault_of(int index, pose const& told);

}  // namespace ros1_node

#endif  // SUREGRASP_ROS1_SCENES_HPP
