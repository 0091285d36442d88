#include "tried_scenes.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <suregrasp/robot/files/outcome_log.hpp>

#include "cli/commands/samples.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/progress.hpp"

namespace suregrasp::experiments {

namespace {

/// The first recorded trial of each scene: a line across its silhouette, and whether scenes come out as they were.
std::map<std::string, recorded_trial> first_trials(std::filesystem::path const& folder) {
  std::map<std::string, recorded_trial> first;
  for (auto const& each : read_trials(folder)) first.emplace(each.tried.image, each);
  return first;
}

/// What all arms propose in a folder of scenes, the recorded lines first.
std::vector<proposal> proposals_in(std::filesystem::path const& folder, std::vector<sample> const& scenes,
                                   std::map<std::string, recorded_trial> const& recorded,
                                   std::vector<proposer> const& arms, cli::run_options const& run) {
  std::vector<proposal> all;
  cli::progress bar("proposing in " + folder.filename().string(), static_cast<std::int64_t>(scenes.size()),
                    run.progress_display());
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    cli::throw_if_interrupted();
    if (auto const line = recorded.find(scenes[i].id); line != recorded.end())
      all.push_back({.arm = recorded_lines, .tried = line->second.tried});
    for (auto const& arm : arms) std::ranges::move(arm(scenes[i]), std::back_inserter(all));
    bar.update(static_cast<std::int64_t>(i) + 1);
  }
  bar.finish(std::to_string(all.size()) + " grasps");
  return all;
}

/// Carries them out, some scenes at a time, so that an interruption loses little.
std::vector<simulated_outcome> outcomes_of(std::filesystem::path const& folder, std::vector<proposal> const& all,
                                           simulator const& physics, std::filesystem::path const& work,
                                           cli::run_options const& run) {
  std::vector<simulated_outcome> outcomes;
  cli::progress bar("carrying out in " + folder.filename().string(), static_cast<std::int64_t>(all.size()),
                    run.progress_display());
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    cli::throw_if_interrupted();
    std::vector<scene_grasp> part;
    std::set<std::string> scenes;
    for (; end < all.size() && (scenes.size() < 20 || scenes.contains(all[end].tried.image)); ++end) {
      scenes.insert(all[end].tried.image);
      part.push_back(all[end].tried);
    }
    auto const at = work / (folder.filename().string() + "-" + *scenes.begin());
    std::ranges::move(carry_out(folder, part, physics, at), std::back_inserter(outcomes));
    bar.update(static_cast<std::int64_t>(end));
  }
  bar.finish("");
  return outcomes;
}

}  // namespace

std::string outcome_lines(tried_proposals const& tried, bool without_touching) {
  std::string text;
  for (auto const& each : tried) {
    auto const& made = each.made;
    grasp_outcome const line{.image = made.tried.image + "r.png",
                             .grasp = made.tried.grasp,
                             .uncertainty = made.uncertainty.value_or(0),
                             .success = without_touching ? each.clean() : each.outcome.lifted,
                             .heat = made.heat};
    text += to_json(line).dump() + "\n";
  }
  return text;
}

tried_scenes tried_in(std::vector<std::filesystem::path> const& folders, std::vector<proposer> const& arms,
                      simulator const& physics, std::filesystem::path const& work, cli::run_options const& run) {
  create_directories(work);
  tried_scenes result;
  for (auto const& given : folders) {
    auto const folder = (given / "").parent_path();
    auto const scenes = cli::load_samples(folder, run);
    auto const recorded = first_trials(folder);
    auto const all = proposals_in(folder, scenes, recorded, arms, run);
    auto const outcomes = outcomes_of(folder, all, physics, work, run);
    std::set<std::string> changed;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].arm == recorded_lines && recorded.at(all[i].tried.image).outcome != outcomes[i])
        changed.insert(all[i].tried.image);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!changed.contains(all[i].tried.image)) {
        result.all.push_back({all[i], outcomes[i]});
        result.all.back().made.tried.image = folder.filename().string() + "/" + all[i].tried.image;
      }
    result.scenes += scenes.size() - changed.size();
    for (auto const& each : changed) result.left_out.push_back(folder.filename().string() + "/" + each);
  }
  return result;
}

}  // namespace suregrasp::experiments
