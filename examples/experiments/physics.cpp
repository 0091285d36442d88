#include "physics.hpp"

#include <nlohmann/json.hpp>
#include <suregrasp/files/atomic_file.hpp>

#include "charts/line_chart_svg.hpp"
#include "cli/commands/shipped_model.hpp"
#include "cli/console/interrupt.hpp"
#include "physics_arms.hpp"
#include "physics_figures.hpp"
#include "physics_text.hpp"
#include "tried_scenes.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

constexpr char const* shipped = "shipped";

/// Those of the model that comes with the tool first, beginning with its arms in one view.
std::vector<proposer> arms_of(physics_experiment const& experiment, cli::run_options const& run) {
  std::vector<proposer> arms;
  auto const add = [&](std::string const& name, std::filesystem::path const& model) {
    for (std::size_t const views : {1, 8}) arms.push_back(detector_arms(name, model, views, experiment.top, run));
  };
  add(shipped, cli::model_or_shipped({}));
  for (auto const& each : experiment.models) {
    auto const at = each.find('=');
    if (at == each.npos || at == 0) throw option_error("option.models", "--models: expected NAME=FILE, got " + each);
    add(each.substr(0, at), each.substr(at + 1));
  }
  if (experiment.weights.empty())
    cli::say(run, "without --weights, without the published networks");
  else
    arms.push_back(peer_arms(experiment.weights));
  return arms;
}

}  // namespace

void run_physics(physics_experiment const& experiment, cli::run_options const& run) {
  cli::interrupt_guard const guard;
  create_directories(experiment.results);
  create_directories(experiment.work);
  auto const arms = arms_of(experiment, run);
  auto const tried = tried_in(experiment.scenes, arms, experiment.physics, experiment.work / "scenes", run);
  json result{{"record", to_json(run.record)}, {"scenes", tried.scenes}, {"left_out", tried.left_out}};
  result["arms"] = arms_json(tried, shipped);
  auto const firsts = tried.firsts(shipped);
  auto const keep_outcomes = [&](std::string const& name, tried_proposals const& all) {
    write_file(experiment.work / (name + "-lifted.jsonl"), outcome_lines(all, false));
    write_file(experiment.work / (name + "-clean.jsonl"), outcome_lines(all, true));
  };
  keep_outcomes("scenes", tried.of(shipped));
  result["foresight"] = {
      {"first grasps", foresight_json(firsts)},
      {"first grasps in eight views", foresight_json(tried.firsts(std::string(shipped) + in_eight_views))},
      {"all tried", foresight_json(tried.of(shipped))}};
  result["metric"] = metric_json(firsts);
  for (double const risk : {0.1, 0.2}) result["risk_control"].push_back(risk_control_json(firsts, run.seed, risk));
  result["reliability"] = json::array();
  if (experiment.outcomes.empty()) {
    cli::say(run, "without --outcomes, without probabilities");
  } else {
    auto const learned =
        tried_in(experiment.outcomes, {arms.front()}, experiment.physics, experiment.work / "outcomes", run)
            .of(shipped);
    keep_outcomes("outcomes", learned);
    for (bool const without_touching : {false, true}) {
      result["reliability"].push_back(reliability_json(learned, tried.of(shipped), without_touching));
      write_file(experiment.results / (without_touching ? "physics-clean.svg" : "physics-lifted.svg"),
                 to_svg(reliability_chart(result["reliability"].back())));
    }
  }
  write_file(experiment.results / "physics.json", result.dump(1) + "\n");
  write_file(experiment.results / "physics.md", physics_markdown(result));
  write_file(experiment.results / "physics-risk.svg",
             to_svg(risk_chart(tried, {shipped, std::string(shipped) + in_eight_views})));
}

}  // namespace suregrasp::experiments
