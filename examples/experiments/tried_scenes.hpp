#ifndef SUREGRASP_EXPERIMENTS_TRIED_SCENES_HPP
#define SUREGRASP_EXPERIMENTS_TRIED_SCENES_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/console/run_options.hpp"
#include "physics_arms.hpp"
#include "simulation.hpp"

namespace suregrasp::experiments {

/// The arm of the first recorded trial of each scene.
inline constexpr char const* recorded_lines = "lines across the silhouette";

/// A proposal, and what came of it.
struct tried_proposal {
  proposal made{};
  simulated_outcome outcome{};

  [[nodiscard]] bool clean() const { return outcome.lifted && !outcome.touched; }
};

using tried_proposals = std::vector<tried_proposal>;

/// Everything tried in some folders of scenes, without the scenes whose recorded trial came out otherwise now.
struct tried_scenes {
  tried_proposals all{};
  std::size_t scenes = 0;
  std::vector<std::string> left_out{};

  /// The first grasps of an arm, scene by scene.
  [[nodiscard]] tried_proposals firsts(std::string const& arm) const {
    tried_proposals chosen;
    for (auto const& each : all)
      if (each.made.arm == arm && each.made.rank == 0) chosen.push_back(each);
    return chosen;
  }
  [[nodiscard]] tried_proposals of(std::string const& arm) const {
    tried_proposals chosen;
    for (auto const& each : all)
      if (each.made.arm == arm) chosen.push_back(each);
    return chosen;
  }
};

/// Outcomes as `suregrasp calibrate --outcomes` reads them, a line each: whether grasps were lifted, or lifted without
/// touching.
[[nodiscard]] std::string outcome_lines(tried_proposals const& tried, bool without_touching);

/// Lets all arms propose grasps in folders of scenes and carries them out, some scenes at a time, so that an
/// interruption loses little; files lie in `work`.
[[nodiscard]] tried_scenes tried_in(std::vector<std::filesystem::path> const& folders,
                                    std::vector<proposer> const& arms, simulator const& physics,
                                    std::filesystem::path const& work, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_TRIED_SCENES_HPP
