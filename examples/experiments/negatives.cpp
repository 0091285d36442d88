#include "negatives.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>

#include "cli/commands/detector_runtime.hpp"
#include "cli/commands/samples.hpp"
#include "cli/commands/shipped_model.hpp"
#include "cli/console/progress.hpp"
#include "logistic_model.hpp"
#include "markdown_table.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

/// What a detector says at the centre of a rectangle.
struct judged_rectangle {
  std::size_t photograph = 0;
  bool wrong = false;  ///< as somebody labelled it
  double heat = 0, uncertainty = 0;
  double loss = 0;  ///< of the pose found there against the rectangle
};

/// The heat at a point of the photograph; nothing where the network was not shown it.
std::optional<double> heat_at(detections const& found, point<double> at) {
  auto const [x, y] = found.to_heat(at);
  auto const column = std::lround(x), row = std::lround(y);
  if (row < 0 || column < 0 || row >= found.heat.shape[0] || column >= found.heat.shape[1]) return std::nullopt;
  return found.heat.values[static_cast<std::size_t>(row * found.heat.shape[1] + column)];
}

/// The rectangles of one kind; those that the network is not shown are left out.
void judge(cli::trained_detector const& detector, std::vector<sample> photographs, bool wrong,
           std::vector<judged_rectangle>& all, cli::run_options const& run) {
  for (auto& each : photographs)
    if (wrong) each.grasps = each.negatives;
  cli::progress bar(wrong ? "rectangles called wrong" : "rectangles called right",
                    static_cast<std::int64_t>(photographs.size()), run.progress_display());
  std::size_t number = 0;
  evaluation_hooks hooks;
  hooks.image = [&](sample const& photograph, image_evaluation const& one) {
    std::vector<double> heats;
    for (auto const& label : photograph.grasps)
      if (auto const heat = heat_at(one.found, {label.x, label.y})) heats.push_back(*heat);
    if (heats.size() == one.errors.size())
      for (std::size_t i = 0; i < heats.size(); ++i)
        all.push_back({number, wrong, heats[i], one.errors[i].uncertainty, one.errors[i].loss});
    bar.update(static_cast<std::int64_t>(++number));
  };
  (void)detector.evaluate(photographs, {}, hooks);
  bar.finish("");
}

std::vector<double> figures_of(judged_rectangle const& r, bool with_pose) {
  std::vector<double> figures{log_odds_of(r.heat), std::log(std::max(r.uncertainty, 1e-6))};
  if (with_pose) figures.push_back(std::log(std::max(r.loss, 1e-6)));
  return figures;
}

/// How likely each is wrong, learned on the other half of the photographs.
std::vector<double> cross_fitted(std::vector<judged_rectangle> const& all, bool with_pose) {
  std::vector<double> scores(all.size());
  for (std::size_t half = 0; half < 2; ++half) {
    std::vector<std::vector<double>> rows;
    std::vector<bool> wrong;
    for (auto const& each : all)
      if (each.photograph % 2 != half) rows.push_back(figures_of(each, with_pose)), wrong.push_back(each.wrong);
    auto const model = fit_logistic(rows, wrong);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].photograph % 2 == half) scores[i] = model.probability(figures_of(all[i], with_pose));
  }
  return scores;
}

json judged_json(std::vector<judged_rectangle> const& all) {
  std::vector<bool> wrong;
  for (auto const& each : all) wrong.push_back(each.wrong);
  auto const of = [&](auto const& score) {
    std::vector<double> scores;
    for (auto const& each : all) scores.push_back(score(each));
    return auroc(scores, wrong);
  };
  return {{"right", std::ranges::count(wrong, false)},
          {"wrong", std::ranges::count(wrong, true)},
          {"auroc",
           {{"low heat", of([](auto const& r) { return -r.heat; })},
            {"high M_uc", of([](auto const& r) { return r.uncertainty; })},
            {"both", auroc(cross_fitted(all, false), wrong)},
            {"distance to the pose found there", of([](auto const& r) { return r.loss; })},
            {"all three", auroc(cross_fitted(all, true), wrong)}}}};
}

}  // namespace

void run_negatives(negatives_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.results);
  cli::trained_detector const detector(cli::model_or_shipped(experiment.model), run);
  json result{{"record", to_json(run.record)}, {"photographs", json::array()}};
  markdown_table table{{"photographs", "right", "wrong", "low heat", "high M_uc", "both",
                        "distance to the pose found there", "all three"}};
  for (auto const& given : experiment.data) {
    auto const folder = (given / "").parent_path();
    auto photographs = cli::load_samples(folder, run);
    std::erase_if(photographs, [](sample const& each) { return each.negatives.empty() || each.grasps.empty(); });
    if (photographs.empty())
      throw data_error("experiment.negatives",
                       folder.string() + ": expected photographs with rectangles labelled as right and as wrong");
    std::vector<judged_rectangle> all;
    for (bool const wrong : {false, true}) judge(detector, photographs, wrong, all, run);
    auto row = judged_json(all);
    std::vector<std::string> cells{folder.filename().string(), std::to_string(row.at("right").get<int>()),
                                   std::to_string(row.at("wrong").get<int>())};
    for (auto const& [name, value] : row.at("auroc").items()) cells.push_back(fixed_text(value.get<double>(), 2));
    table.add(cells);
    row["folder"] = folder.filename().string();
    result["photographs"].push_back(std::move(row));
  }
  write_file(experiment.results / "negatives.json", result.dump(1) + "\n");
  write_file(
      experiment.results / "negatives.md",
      "# Rectangles called wrong\n\nAUROC of each figure for rectangles that were labelled as no grasps, against "
      "those labelled as grasps.\n\n" +
          table.text());
}

}  // namespace suregrasp::experiments
