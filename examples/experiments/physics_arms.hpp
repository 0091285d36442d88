#ifndef SUREGRASP_EXPERIMENTS_PHYSICS_ARMS_HPP
#define SUREGRASP_EXPERIMENTS_PHYSICS_ARMS_HPP

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <suregrasp/data/sample.hpp>
#include <vector>

#include "cli/console/run_options.hpp"
#include "simulation.hpp"

namespace suregrasp::experiments {

/// A grasp that somebody would carry out in a scene.
struct proposal {
  std::string arm{};     ///< whose
  std::size_t rank = 0;  ///< among those of the arm, from 0
  scene_grasp tried{};
  std::optional<double> uncertainty{};  ///< M_uc
  double heat = 0;
  std::optional<double> clearance{};  ///< of the gripper with any opening, millimetres
  bool right = false;                 ///< by the rectangle metric, at IoU 0.25, against what lifts without touching
};

/// What an arm or several proposes for a picture.
using proposer = std::function<std::vector<proposal>(sample const&)>;

/// Names of the arms that a detector has in one view and in eight, beginning with its own name.
inline constexpr char const* by_heat = ", hottest";
inline constexpr char const* wider = ", 10 mm wider";
inline constexpr char const* cleared = ", first that clears";
inline constexpr char const* in_eight_views = " in eight views";

/// A detector's grasps, the best `top` of them in the order of M_uc, and the first: by heat, opened 10 mm wider, and as
/// the first whose way is clear by the depth image, opened by as much as that takes.
[[nodiscard]] proposer detector_arms(std::string const& name, std::filesystem::path const& model, std::size_t views,
                                     std::size_t top, cli::run_options const& run);

/// The best grasp of each published network whose weights lie in a folder.
[[nodiscard]] proposer peer_arms(std::filesystem::path const& weights);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_PHYSICS_ARMS_HPP
