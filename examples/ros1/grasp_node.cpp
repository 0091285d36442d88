// A node of ROS 1 that finds grasps: it hears `color`, `depth` and `camera_info`, which must be of one stamp and pixel
// on pixel, and tells `grasps`, the poses in which the gripper closes, best first, in the frame and of the stamp of the
// picture. A frame without a grasp, or one that is no good, is answered by no poses. Frames that come while it works
// are dropped, but for the newest.
#include <ros/ros.h>

#include <exception>

#include "conversions.hpp"
#include "grasp_loop.hpp"

int main(int count, char** arguments) try {
  ros::init(count, arguments, "suregrasp");
  ros::NodeHandle node, own("~");
  std::string model, gripper;
  if (!own.getParam("model", model)) throw std::runtime_error("expected the parameter ~model, a model file");
  own.param<std::string>("gripper", gripper, "robotiq_2f85");
  ros1_node::grasp_loop loop(model, gripper);

  auto const grasps = node.advertise<geometry_msgs::PoseArray>("grasps", 1);
  boost::function<void(sensor_msgs::Image const&)> const colour = [&](auto const& m) {
    loop.colour(ros1_node::plain(m));
  };
  boost::function<void(sensor_msgs::Image const&)> const depth = [&](auto const& m) {
    loop.depth(ros1_node::plain(m));
  };
  boost::function<void(sensor_msgs::CameraInfo const&)> const camera = [&](auto const& m) {
    loop.camera(ros1_node::plain(m));
  };
  auto const hears_colour = node.subscribe<sensor_msgs::Image>("color", 1, colour);
  auto const hears_depth = node.subscribe<sensor_msgs::Image>("depth", 1, depth);
  auto const hears_camera = node.subscribe<sensor_msgs::CameraInfo>("camera_info", 1, camera);
  ros::AsyncSpinner spinner(1);  // one thread: the loop hears one message at a time
  spinner.start();
  loop.run(
      [&](ros1_node::answer const& each) {
        if (each.verdict != "answered") ROS_WARN("frame: %s", each.verdict.c_str());
        grasps.publish(ros1_node::ros(each));
      },
      [] { return ros::ok(); });
} catch (std::exception const& problem) {
  ROS_FATAL("%s", problem.what());
  return 2;
}
