// Of the grasps found on a picture the first that a gripper gets to, and where to send the robot's flange for it.
// [program]
#include <cmath>
#include <iostream>
#include <optional>
#include <suregrasp/robot.hpp>
#include <vector>

using namespace suregrasp;

struct way_to_go {
  transform<frames::flange, frames::base> flange;
  double opening;  // of the gripper on its way there, metres
};

/// `ranked`: best first. `depth`: `[H, W]`, metres, pixel on pixel with the picture. `table`: the plane in the camera's
/// frame that things lie on. `now`: the flange when the picture was taken.
std::optional<way_to_go> first_reachable(std::vector<grasp<double>> const& ranked, host_view<float const> const& depth,
                                         pinhole_camera const& camera, camera_plane const& table,
                                         eye_in_hand const& hand_eye,
                                         transform<frames::tool, frames::flange> const& tool,
                                         transform<frames::flange, frames::base> const& now) {
  gripper const hand = gripper_of(known_gripper::robotiq_2f85);
  std::vector<gripper_pose> poses;
  for (auto const& g : ranked)
    if (auto const surface = surface_depth_at(depth, g))  // no depth, no pose
      poses.push_back(grasp_pose(camera, g, surface->depth, hand.tool, table.normal));

  auto const clearances = clearance_checker(camera, hand, {}, table)(depth, poses);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    if (clearances[i].verdict != clearance_verdict::clear) continue;
    auto const wrists = carried(camera_in_base(hand_eye, now), poses[i].wrists);
    auto goal = least_turn(wrists, now * tool);
    goal.translation = goal.translation + clearances[i].travel * (goal.orientation * hand.tool.approach);
    return way_to_go{flange_goal(goal, tool), *clearances[i].opening};
  }
  return std::nullopt;
}
// [program]

int main() {
  // A block 60 x 20 x 50 mm on a table 0.7 m below the camera.
  pinhole_camera const camera{640, 480, 525, 525, 319.5, 239.5};
  host_array<float> depth({480, 640}, 0.7F);
  for (int v = 232; v < 248; ++v)
    for (int u = 295; u < 344; ++u) depth.values[static_cast<std::size_t>(v * 640 + u)] = 0.65F;
  std::vector<grasp<double>> const ranked{{319.5, 239.5, 0, 70, 14}, {319.5, 239.5, 1.5708, 40, 14}};
  transform<frames::flange, frames::base> const now{rotation::about({1, 0, 0}, degrees_value<double>(180)),
                                                    {0.4, 0, 0.7}};
  auto const way = first_reachable(ranked, depth.view(), camera, {{0, 0, 1}, 0.7}, {{}, {0.05, 0, 0.02}}, {}, now);
  if (!way) return 1;
  std::cout << "flange at " << way->flange.translation << ", opened by " << way->opening << " m\n";
  // Tips 15 mm below the top of the block, which is 50 mm high on a table at 0.7 - 0.02 - 0.7 m.
  bool const right = std::abs(way->flange.translation.z - (-0.02 + 0.05 - 0.015 + 0.16 + 0.0135)) < 1e-3;
  return right && way->opening < 0.075 ? 0 : 1;
}
