#ifndef SUREGRASP_ROBOT_KNOWN_GRIPPERS_HPP
#define SUREGRASP_ROBOT_KNOWN_GRIPPERS_HPP

#include <array>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <suregrasp/robot/tool_frame.hpp>

namespace suregrasp::inline v2 {

/// Grippers that are often met.
enum class known_gripper { robotiq_2f85, robotiq_2f140, franka_hand, onrobot_rg2, onrobot_rg6, wsg50 };

/// Their names; the short ones are for command lines.
[[nodiscard]] constexpr auto names_of(known_gripper) {
  using enum known_gripper;
  return std::array{
      named_value{robotiq_2f85, "robotiq_2f85", "2f85"}, named_value{robotiq_2f140, "robotiq_2f140", "2f140"},
      named_value{franka_hand, "franka_hand", "franka"}, named_value{onrobot_rg2, "onrobot_rg2", "rg2"},
      named_value{onrobot_rg6, "onrobot_rg6", "rg6"},    named_value{wsg50, "wsg50", "wsg50"}};
}

/// A gripper by name, as it leaves its maker: a beginning for one's own.
///
/// Stroke, pads and links are the makers' figures or read from public descriptions of the joints. Palms are boxes about
/// what is behind the pads, to be measured where it matters, as `reach` has to be: it depends on couplings and fingers.
/// - Robotiq 2F-85: links of 57.5 mm; the tips advance by up to 13.5 mm. 2F-140: links of 100 mm, with an offset that
///   meets the known advances (15.7 mm at 93 mm, about 24 mm closed) to half a millimetre.
/// - OnRobot RG2: links of 55 mm, reach of its maker's script when closed. RG6: links of 80 mm; its pads are taken to
/// be
///   the RG2's.
/// - Schunk WSG 50-110: its fingers are the user's; these are 60 mm long.
[[nodiscard]] inline gripper gripper_of(known_gripper which) {
  auto const tool = [](tool_convention axes, double reach) { return tool_frame_of(axes, reach); };
  std::string const name(name_of(which));
  switch (which) {
    case known_gripper::robotiq_2f85:
      return {name,
              0.0854,
              {0.022, 0.0375, 0.008},
              {0.102, 0.075, 0.06},
              {0.0575, 0.0057},
              {},
              tool(tool_convention::robotiq_2f85, 0.16)};
    case known_gripper::robotiq_2f140:
      return {name,
              0.14,
              {0.03, 0.07, 0.0075},
              {0.155, 0.075, 0.1},
              {0.1, 0.0045},
              {},
              tool(tool_convention::robotiq_2f140, 0.2)};
    case known_gripper::franka_hand:
      return {
          name, 0.08, {0.017, 0.017, 0.008}, {0.204, 0.063, 0.045}, {}, {}, tool(tool_convention::franka_hand, 0.111)};
    case known_gripper::onrobot_rg2:
      return {name,
              0.11,
              {0.0202, 0.0298, 0.01145},
              {0.118, 0.037, 0.064},
              {0.055, 0.0025},
              {},
              tool(tool_convention::onrobot_rg2, 0.148)};
    case known_gripper::onrobot_rg6:
      return {name,
              0.16,
              {0.0202, 0.0298, 0.01145},
              {0.17, 0.05, 0.09},
              {0.08, 0.004},
              {},
              tool(tool_convention::onrobot_rg2, 0.2)};
    default:
      return {name, 0.11, {0.02, 0.06, 0.01}, {0.146, 0.05, 0.06}, {}, {}, tool(tool_convention::tool0, 0.1335)};
  }
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_KNOWN_GRIPPERS_HPP
