// Records generated scenes as a bag: record_scenes FILE COUNT.
#include <rosbag/bag.h>

#include <cstdlib>

#include "conversions.hpp"
#include "scenes.hpp"

int main(int count, char** arguments) {
  if (count != 3) return 2;
  rosbag::Bag bag(arguments[1], rosbag::bagmode::Write);
  for (int i = 0; i < std::atoi(arguments[2]); ++i) {
    auto const messages = ros1_node::generated_scene(i);
    auto const colour = ros1_node::ros(messages.colour);
    bag.write("color", colour.header.stamp, colour);
    bag.write("depth", colour.header.stamp, ros1_node::ros(messages.depth));
    bag.write("camera_info", colour.header.stamp, ros1_node::ros(messages.camera));
  }
}
