#ifndef SUREGRASP_ROS1_GRASP_LOOP_HPP
#define SUREGRASP_ROS1_GRASP_LOOP_HPP

#include <functional>
#include <memory>
#include <string>

#include "plain_messages.hpp"

namespace ros1_node {

/// Finds grasps in the newest frame of a camera. Messages may come from any one thread, while another runs the loop.
class grasp_loop {
 public:
  /// `gripper`: by name or JSON file.
  grasp_loop(std::string const& model, std::string const& gripper);
  ~grasp_loop();

  void colour(std::shared_ptr<image const> const& message);
  void depth(std::shared_ptr<image const> const& message);
  void camera(std::shared_ptr<camera_info const> const& message);

  /// Answers until `go_on` says no; asked at least every 50 ms.
  void run(std::function<void(answer const&)> const& tell, std::function<bool()> const& go_on);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace ros1_node

#endif  // SUREGRASP_ROS1_GRASP_LOOP_HPP
