#ifndef SUREGRASP_ROBOT_MESSAGES_GRASP_COMMAND_HPP
#define SUREGRASP_ROBOT_MESSAGES_GRASP_COMMAND_HPP

#include <cmath>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/frames.hpp>
#include <suregrasp/robot/gripper.hpp>

namespace suregrasp::inline v2 {

/// The probability that a grasp succeeds, in [0, 1]: of outcomes, as `success_curve` knows it. M_uc is none, and does
/// not become one by a formula.
class success_probability {
 public:
  /// Throws `option_error` `option.probability` for what is not from 0 to 1.
  explicit success_probability(double value) : value_(value) {
    if (!(value >= 0 && value <= 1))
      throw option_error("option.probability", "expected a probability from 0 to 1, got " + text_of(value) +
                                                   ": M_uc is none, calibrate it by outcomes");
  }
  [[nodiscard]] double value() const { return value_; }

 private:
  double value_;
};

/// How the joint that drives a gripper stands by its opening: linear between two positions.
struct gripper_joint {
  std::string name{};
  double closed = 0;  ///< position with the fingers together
  double open = 0;    ///< position at the widest opening

  /// Throws `option_error` `option.gripper_joint` where that is no position, as for a gripper without a stroke.
  [[nodiscard]] double at(double opening, gripper const& hand) const {
    double const position = closed + (open - closed) * opening / hand.stroke;
    if (!(std::abs(position) <= 1e6))
      throw option_error("option.gripper_joint", "expected a joint that stands somewhere at an opening of " +
                                                     text_of(opening) + " m of " + text_of(hand.stroke) +
                                                     " m, got positions from " + text_of(closed) + " to " +
                                                     text_of(open));
    return position;
  }
};

/// A grasp to be sent to a robot.
struct grasp_command {
  transform<frames::tool, frames::base> goal{};     ///< where the gripper closes: a planner's goal in the robot's frame
  transform<frames::tool, frames::flange> mount{};  ///< the gripper on its parent link
  double preshape = 0;                              ///< opening on the way there, metres
  double held = 0;        ///< opening to close to at least, metres; 0: until it meets the thing
  double standoff = 0.1;  ///< from the pre-grasp to the grasp, metres
  success_probability success{0};

  /// Where the parent link goes: the pose that planners take.
  [[nodiscard]] transform<frames::flange, frames::base> link() const { return flange_goal(goal, mount); }

  /// Where it is before, `standoff` back along the approach.
  [[nodiscard]] transform<frames::flange, frames::base> link_before(tool_frame const& tool) const {
    auto before = goal;
    before.translation = before.translation - standoff * (goal.orientation * tool.approach);
    return flange_goal(before, mount);
  }
};

/// Throws `geometry_error` `geometry.grasp_command` for a command that leads nowhere: with a length that is NaN or
/// beyond 1000 km.
inline void require_valid(grasp_command const& command) {
  auto const &goal = command.goal.translation, &mount = command.mount.translation;
  for (double const length :
       {goal.x, goal.y, goal.z, mount.x, mount.y, mount.z, command.preshape, command.held, command.standoff})
    if (!(std::abs(length) <= 1e6))
      throw geometry_error("geometry.grasp_command", "expected a grasp within reach, got a goal at " + text_of(goal) +
                                                         ", a mount at " + text_of(mount) + ", openings " +
                                                         text_of(command.preshape) + " and " + text_of(command.held) +
                                                         ", a standoff of " + text_of(command.standoff) + " m");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_GRASP_COMMAND_HPP
