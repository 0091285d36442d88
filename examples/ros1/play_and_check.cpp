// Plays a bag of generated scenes to the node, a frame after each answer, and checks the poses: play_and_check FILE.
// Ends with 0 where each frame was answered under its own stamp, and the first pose holds something in at least eight
// of ten.
#include <ros/ros.h>
#include <rosbag/bag.h>
#include <rosbag/view.h>

#include <cstdio>

#include "conversions.hpp"
#include "scenes.hpp"

namespace {

/// Waits for something, for at most so many seconds.
template <class Condition>
bool wait_for(Condition const& met, double seconds) {
  auto const end = ros::WallTime::now() + ros::WallDuration(seconds);
  while (ros::ok() && !met() && ros::WallTime::now() < end) {
    ros::spinOnce();
    ros::WallDuration(0.005).sleep();
  }
  return met();
}

}  // namespace

int main(int count, char** arguments) {
  ros::init(count, arguments, "play_and_check");
  if (count != 2) return 2;
  ros::NodeHandle node;
  auto const colour = node.advertise<sensor_msgs::Image>("color", 1);
  auto const depth = node.advertise<sensor_msgs::Image>("depth", 1);
  auto const camera = node.advertise<sensor_msgs::CameraInfo>("camera_info", 1);
  geometry_msgs::PoseArray last;
  boost::function<void(geometry_msgs::PoseArray const&)> const keep = [&](auto const& told) { last = told; };
  auto const hears = node.subscribe<geometry_msgs::PoseArray>("grasps", 1, keep);
  auto const ready = [&] {
    return colour.getNumSubscribers() > 0 && depth.getNumSubscribers() > 0 && camera.getNumSubscribers() > 0 &&
           hears.getNumPublishers() > 0;
  };
  if (!wait_for(ready, 60)) return std::fputs("no node hears\n", stderr), 1;

  rosbag::Bag const bag(arguments[1], rosbag::bagmode::Read);
  int frames = 0, right = 0;
  int messages = 0;
  for (auto const& each : rosbag::View(bag)) {  // by time: the three of a frame in any order
    if (auto const image = each.instantiate<sensor_msgs::Image>())
      (each.getTopic() == "color" ? colour : depth).publish(image);
    else
      camera.publish(each.instantiate<sensor_msgs::CameraInfo>());
    if (++messages % 3 != 0) continue;
    if (!wait_for([&] { return last.header.stamp == each.getTime(); }, 60))
      return std::fprintf(stderr, "frame %d: no answer\n", frames), 1;
    std::string fault = "no pose";
    if (!last.poses.empty()) {
      auto const& p = last.poses.front();
      ros1_node::pose told;
      told.position = {p.position.x, p.position.y, p.position.z};
      told.orientation = {p.orientation.x, p.orientation.y, p.orientation.z, p.orientation.w};
      fault = last.header.frame_id != "camera_optical_frame" ? "frame " + last.header.frame_id
                                                             : ros1_node::fault_of(frames, told);
    }
    std::printf("frame %d: %zu poses, the first %s\n", frames, last.poses.size(),
                fault.empty() ? "right" : fault.c_str());
    right += fault.empty() ? 1 : 0;
    ++frames;
  }
  std::printf("%d of %d first poses are right\n", right, frames);
  return frames > 0 && 10 * right >= 8 * frames ? 0 : 1;
}
