#include "oracle_text.hpp"

#include <cstdio>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/json_fields.hpp>

#include "cli/console/success_text.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::string rates(success_table const& table, proportion success_row::*column) {
  std::string text = " ";
  for (auto const& row : table) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, " %6.1f", 100 * (row.*column).rate());
    text += buffer;
  }
  return text;
}

}  // namespace

json to_json(std::string const& name, oracle const& oracle) {
  json stages = json::array();
  for (std::size_t i = 0; i < oracle.stages.size(); ++i)
    stages.push_back({{"stage", oracle_stages[i]},
                      {"success", success_json(oracle.stages[i], &success_row::first)},
                      {"any_success", success_json(oracle.stages[i], &success_row::any)},
                      {"grasp_success", success_json(oracle.stages[i], &success_row::each)}});
  json result{{"name", name}, {"images", oracle.images}, {"labels", oracle.labels}, {"ceiling", std::move(stages)}};
  if (oracle.disagreement.pairs > 0) {
    result["least_loss"] = {{"pairs", oracle.disagreement.pairs}};
    result["least_loss"].update(suregrasp::to_json(oracle.disagreement.least_loss()));
  }
  return result;
}

std::string table(std::string const& name, oracle const& oracle) {
  std::string lines = name + ": what a perfect network reaches, " + std::to_string(oracle.images) + " images, " +
                      std::to_string(oracle.labels) + " labels; success in % at IoU > 0.25, 0.50, 0.75\n";
  lines += "  targets up to    first grasp             any grasp               each grasp\n";
  for (std::size_t i = 0; i < oracle.stages.size(); ++i) {
    auto const& stage = oracle.stages[i];
    std::string label(oracle_stages[i]);
    label.resize(12, ' ');
    lines += "  " + label + rates(stage, &success_row::first) + "  " + rates(stage, &success_row::any) + "  " +
             rates(stage, &success_row::each) + "\n";
  }
  lines += "  view: the labels the input shows; encoding: their poses encoded and decoded; grid: at whole pixels;\n";
  lines += "  heatmap: at the peaks of the target heatmap\n";
  if (oracle.disagreement.pairs == 0) return lines;
  auto const [theta, opening, jaw] = oracle.disagreement.least_loss();
  auto const text = [](double loss) { return fixed_text(loss, 3); };
  return lines + "  least pose loss, as labels of one location differ (" + std::to_string(oracle.disagreement.pairs) +
         " pairs): " + text(theta + opening + jaw) + ", of theta " + text(theta) + ", opening " + text(opening) +
         ", jaw " + text(jaw) + "\n";
}

}  // namespace suregrasp::cli
