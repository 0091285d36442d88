#include "ceiling.hpp"

#include <cstdio>
#include <suregrasp/io/number_text.hpp>

#include "interrupt.hpp"
#include "success_text.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::string rates(std::array<proportion, 3> const& success) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "  %6.1f %6.1f %6.1f", 100 * success[0].rate(), 100 * success[1].rate(),
                100 * success[2].rate());
  return buffer;
}

}  // namespace

encoding_ceiling measure_ceiling(std::vector<sample> const& samples, ceiling_options const& options,
                                 run_options const& run) {
  progress bar("encoding", static_cast<std::int64_t>(samples.size()), run.progress_display());
  encoding_ceiling result;
  for (auto const& each : samples) {
    throw_if_interrupted();
    add_image(result, each.grasps, each.rgb.size(), options);
    bar.update(static_cast<std::int64_t>(result.images));
  }
  bar.finish();
  return result;
}

json to_json(std::string const& name, encoding_ceiling const& ceiling) {
  json stages = json::array();
  for (std::size_t i = 0; i < ceiling.stages.size(); ++i)
    stages.push_back({{"stage", ceiling_stages[i]},
                      {"success", success_json(ceiling.stages[i].top)},
                      {"any_success", success_json(ceiling.stages[i].any)},
                      {"grasp_success", success_json(ceiling.stages[i].each)}});
  json result{{"name", name}, {"images", ceiling.images}, {"labels", ceiling.labels}, {"ceiling", std::move(stages)}};
  if (ceiling.disagreement.pairs > 0) {
    auto const [theta, opening, jaw] = ceiling.disagreement.least_loss();
    result["least_loss"] = {
        {"pairs", ceiling.disagreement.pairs}, {"theta", theta}, {"opening", opening}, {"jaw", jaw}};
  }
  return result;
}

std::string table(std::string const& name, encoding_ceiling const& ceiling) {
  std::string lines = name + ": what a perfect network reaches, " + std::to_string(ceiling.images) + " images, " +
                      std::to_string(ceiling.labels) + " labels; success in % at IoU > 0.25, 0.50, 0.75\n";
  lines += "  targets up to    first grasp             any grasp               each grasp\n";
  for (std::size_t i = 0; i < ceiling.stages.size(); ++i) {
    auto const& stage = ceiling.stages[i];
    std::string label(ceiling_stages[i]);
    label.resize(12, ' ');
    lines += "  " + label + rates(stage.top) + "  " + rates(stage.any) + "  " + rates(stage.each) + "\n";
  }
  lines += "  view: the labels the input shows; encoding: their poses encoded and decoded; grid: at whole pixels;\n";
  lines += "  heatmap: at the peaks of the target heatmap\n";
  if (ceiling.disagreement.pairs == 0) return lines;
  auto const [theta, opening, jaw] = ceiling.disagreement.least_loss();
  auto const text = [](double loss) { return fixed_text(loss, 3); };
  return lines + "  least pose loss, as labels of one place differ (" + std::to_string(ceiling.disagreement.pairs) +
         " pairs): " + text(theta + opening + jaw) + ", of theta " + text(theta) + ", opening " + text(opening) +
         ", jaw " + text(jaw) + "\n";
}

}  // namespace suregrasp::cli
