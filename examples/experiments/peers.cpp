#include "peers.hpp"

#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/files/atomic_file.hpp>

#include "cli/commands/samples.hpp"
#include "cli/console/success_text.hpp"
#include "markdown_table.hpp"
#include "peer_networks.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

success_table measured(peer const& each, std::vector<sample> const& photographs) {
  std::vector<ranked_overlaps> overlaps;
  for (auto const& photograph : photographs)
    overlaps.push_back(overlaps_of(each.detect(photograph), photograph.grasps));
  return success_at(overlaps, success_ious);
}

std::string counts(success_table const& success, proportion success_row::*column) {
  std::string text;
  for (auto const& row : success) text += (text.empty() ? "" : " / ") + std::to_string((row.*column).successes);
  return text + " of " + std::to_string((success.front().*column).trials);
}

}  // namespace

void run_peers(peers_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.results);
  auto const peers = peers_from(experiment.weights);
  markdown_table table{{"photographs", "network", "best peak right at IoU 0.25 / 0.50 / 0.75", "any peak right"}};
  json rows = json::array();
  for (auto const& folder : experiment.data) {
    auto const photographs = cli::load_samples(folder, run);
    for (auto const& each : peers) {
      auto const success = measured(each, photographs);
      auto const name = folder.filename().string();
      table.add({name, each.name, counts(success, &success_row::first), counts(success, &success_row::any)});
      json row{{"photographs", name},
               {"network", each.name},
               {"best", cli::success_json(success, &success_row::first)},
               {"any", cli::success_json(success, &success_row::any)}};
      rows.push_back(std::move(row));
    }
  }
  write_file(experiment.results / "peers.json", json{{"record", to_json(run.record)}, {"rows", rows}}.dump(1) + "\n");
  write_file(experiment.results / "peers.md",
             "# Other networks, through the same decoder, peaks and metrics\n\n" + table.text());
}

}  // namespace suregrasp::experiments
