#ifndef SUREGRASP_ROBOT_MESSAGES_UR_SCRIPT_HPP
#define SUREGRASP_ROBOT_MESSAGES_UR_SCRIPT_HPP

#include <cmath>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/robot/messages/grasp_command.hpp>
#include <suregrasp/robot/quaternion.hpp>
#include <suregrasp/robot/tool_frame.hpp>

namespace suregrasp::inline v2 {

/// How a script of Universal Robots moves.
struct ur_script_options {
  std::string name = "suregrasp_pick";
  double speed = 0.1;                        ///< metres a second
  double acceleration = 0.5;                 ///< metres a second squared
  std::string open = "rq_move_and_wait_mm";  ///< function of the gripper's package that takes an opening in millimetres
  std::string close = "rq_close_and_wait";   ///< and the one that closes

  static constexpr auto fields(auto list) {
    using o = ur_script_options;
    return list(field{"name", &o::name}, field{"speed", &o::speed, "", "m/s"}.above(0),
                field{"acceleration", &o::acceleration, "", "m/s^2"}.above(0), field{"open", &o::open},
                field{"close", &o::close});
  }
};

/// A rotation as Universal Robots write it: its axis, as long as its angle in radians, which is at most pi.
[[nodiscard]] inline vector3 rotation_vector(rotation const& r) {
  auto const q = quaternion_of(r);  // w is 0 or above
  double const sine = norm({q.x, q.y, q.z});
  if (sine < 1e-12) return {2 * q.x, 2 * q.y, 2 * q.z};
  return 2 * std::atan2(sine, q.w) / sine * vector3{q.x, q.y, q.z};
}

/// A program in URScript that carries a grasp out: pre-shape, straight down, close, straight back. Poses are of the
/// flange in the robot's base, for a tool centre point of zeros, which it sets.
///
/// Throws `option_error` `option.field`, and as `require_valid` of the command.
[[nodiscard]] inline std::string ur_script(grasp_command const& command, tool_frame const& tool,
                                           ur_script_options const& options = {}) {
  check_fields(options, "ur_script");
  require_valid(command);
  auto const pose = [](transform<frames::flange, frames::base> const& at) {
    auto const turn = rotation_vector(at.orientation);
    auto const& p = at.translation;
    std::string text = "p[";
    for (double const value : {p.x, p.y, p.z, turn.x, turn.y, turn.z})
      text += (text.size() > 2 ? ", " : "") + fixed_text(value, 6);
    return text + "]";
  };
  auto const speed = ", a=" + fixed_text(options.acceleration, 3) + ", v=" + fixed_text(options.speed, 3) + ")\n";
  auto const before = pose(command.link_before(tool));
  return "def " + options.name + "():\n  set_tcp(p[0, 0, 0, 0, 0, 0])\n  " + options.open + "(" +
         fixed_text(1000 * command.preshape, 1) + ")\n  movel(" + before + speed + "  movel(" + pose(command.link()) +
         speed + "  " + options.close + "()\n  movel(" + before + speed + "end\n";
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_UR_SCRIPT_HPP
