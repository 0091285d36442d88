#include "physics_arms.hpp"

#include <algorithm>
#include <memory>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/robot/grasp_planner.hpp>

#include "cli/commands/detector_runtime.hpp"
#include "cli/commands/grasp_planning.hpp"
#include "peer_networks.hpp"

namespace suregrasp::experiments {

namespace {

/// As deep as the simulation drives its gripper, with room beside the fingers for what a pixel can't tell.
grasp_planner simulated_planner() {
  planner_options options;
  options.clearance.insertion = 0.025;
  options.clearance.table_margin = 0.004;
  options.clearance.side_margin = 0.002;
  return {simulated_camera(), simulated_gripper(), options};
}

/// The proposals of a picture, with what all of them have in common.
class proposals {
 public:
  explicit proposals(sample const& scene) : scene_(scene) {}

  void add(std::string const& arm, std::size_t rank, detection const& found, grasp<double> const& opened,
           std::optional<double> clearance = {}) {
    all_.push_back({.arm = arm,
                    .rank = rank,
                    .tried = {scene_.id, opened},
                    .uncertainty = found.uncertainty,
                    .heat = found.heat,
                    .clearance = clearance,
                    .right = is_correct(found.grasp, scene_.grasps, {.iou = 0.25})});
  }
  [[nodiscard]] std::vector<proposal> all() && { return std::move(all_); }

 private:
  sample const& scene_;
  std::vector<proposal> all_{};
};

/// A grasp opened by so many metres at its depth instead.
grasp<double> opened(grasp<double> g, grasp_plan const& plan, double metres) {
  if (plan.surface) g.opening = metres * simulated_camera().fx / plan.surface->depth;
  return g;
}

std::optional<double> millimetres_of(grasp_plan const& plan) {
  bool const known = plan.clearance && plan.verdict != plan_verdict::nothing_between;
  return known ? std::optional(plan.clearance->millimetres) : std::nullopt;
}

}  // namespace

proposer detector_arms(std::string const& name, std::filesystem::path const& model, std::size_t views, std::size_t top,
                       cli::run_options const& run) {
  auto const detector = std::make_shared<cli::trained_detector>(model, run, cli::vote_options{.views = views});
  auto const arm = name + (views == 8 ? in_eight_views : "");
  return [detector, arm, top, planner = simulated_planner()](sample const& scene) {
    proposals made(scene);
    auto const ranked = detector->detect_whole(scene, {.shortlist = 0.8, .always_one = true}, {}, {}).ranked;
    if (ranked.empty()) return std::move(made).all();
    std::vector<grasp<double>> grasps;
    for (auto const& each : ranked) grasps.push_back(each.grasp);
    auto const plans = planner(cli::depth_view(scene.depth), grasps);
    for (std::size_t i = 0; i < std::min(top, ranked.size()); ++i)
      made.add(arm, i, ranked[i], grasps[i], millimetres_of(plans[i]));
    auto const at = [&](auto found) { return static_cast<std::size_t>(found - ranked.begin()); };
    auto const hottest = at(std::ranges::max_element(ranked, {}, &detection::heat));
    made.add(arm + by_heat, 0, ranked[hottest], grasps[hottest], millimetres_of(plans[hottest]));
    double const wide = plans[0].pose ? plans[0].pose->opening + 0.01 : 0;
    made.add(arm + wider, 0, ranked[0], plans[0].pose ? opened(grasps[0], plans[0], wide) : grasps[0]);
    auto const clear = std::ranges::find(plans, plan_verdict::clear, &grasp_plan::verdict);
    auto const first = clear == plans.end() ? 0 : static_cast<std::size_t>(clear - plans.begin());
    auto const way =
        clear == plans.end() ? grasps[0] : opened(grasps[first], plans[first], *plans[first].clearance->opening);
    made.add(arm + cleared, 0, ranked[first], way, millimetres_of(plans[first]));
    return std::move(made).all();
  };
}

proposer peer_arms(std::filesystem::path const& weights) {
  return [peers = std::make_shared<std::vector<peer>>(peers_from(weights))](sample const& scene) {
    proposals made(scene);
    for (auto const& each : *peers) {
      auto const found = each.detect(scene).ranked;
      if (!found.empty()) made.add(each.name, 0, found.front(), found.front().grasp);
    }
    return std::move(made).all();
  };
}

}  // namespace suregrasp::experiments
