#ifndef SUREGRASP_EXPERIMENTS_SIMULATION_HPP
#define SUREGRASP_EXPERIMENTS_SIMULATION_HPP

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <vector>

namespace suregrasp::experiments {

/// What came of a grasp that was carried out.
struct simulated_outcome {
  bool lifted = false;
  bool touched = false;  ///< by the open fingers on their way down
  friend bool operator==(simulated_outcome const&, simulated_outcome const&) = default;
};

/// A grasp in a scene, in pixels of its picture.
struct scene_grasp {
  std::string image{};
  suregrasp::grasp<double> grasp{};
};

/// A grasp that was carried out when a scene was made.
struct recorded_trial {
  scene_grasp tried{};
  simulated_outcome outcome{};
};

/// A physics simulation as a program: `PYTHON SCRIPT execute SCENES GRASPS.csv OUTCOMES.csv`.
struct simulator {
  std::filesystem::path python{"python3"};
  std::filesystem::path script{};
};

/// The camera above the simulation's scenes, and its gripper: plates of 20 x 60 mm, 8 mm thick, 100 mm open at most.
[[nodiscard]] pinhole_camera simulated_camera();
[[nodiscard]] gripper simulated_gripper();

/// The trials that a folder of scenes brings with it, in `trials.csv`. Throws `data_error`.
[[nodiscard]] std::vector<recorded_trial> read_trials(std::filesystem::path const& scenes);

/// Carries grasps out and says what came of each. `at` is how the files' names begin that go to and come from the
/// simulator; where those of the same grasps are there already, nothing is carried out again. Throws `data_error`
/// `experiment.simulator` where the simulator can't be started or fails, saying how it was called.
[[nodiscard]] std::vector<simulated_outcome> carry_out(std::filesystem::path const& scenes,
                                                       std::span<scene_grasp const> grasps, simulator const& physics,
                                                       std::filesystem::path const& at);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_SIMULATION_HPP
