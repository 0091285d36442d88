#include "detection.hpp"

#include <algorithm>
#include <map>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/io/atomic_file.hpp>
#include <suregrasp/io/line_chart_svg.hpp>
#include <suregrasp/io/read_file.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

#include "cli/evaluate.hpp"
#include "cli/split.hpp"
#include "cli/success_text.hpp"
#include "cli/train.hpp"
#include "markdown_table.hpp"
#include "selection.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

/// What every variant has in common: MobileNetV2, its first stage as pretrained, 256 by 256 pixels, colour alone.
cli::train_options common_options(detection_experiment const& experiment) {
  cli::train_options options;
  options.data = experiment.data;
  options.backbone_weights = experiment.backbone_weights;
  options.network.backbone = "mobilenet_v2";
  options.network.depth_branch = false;
  options.network.input_size = 256;
  options.network.crop_size = 3;
  options.frozen_stages = 1;
  options.bfloat16 = experiment.bfloat16;
  options.batch = 8;
  options.pose_steps = experiment.pose_steps;
  options.heat_steps = experiment.heat_steps;
  return options;
}

using change = void (*)(cli::train_options&);

/// The variants of the detector, each a change of the common one.
std::map<std::string, change> const& variants() {
  static std::map<std::string, change> const all{
      {"axial", [](cli::train_options&) {}},
      {"raw", [](cli::train_options& options) { options.network.encoding.angle = angle_code::raw; }},
      {"literal",
       [](cli::train_options& options) {
         options.network.encoding.angle = angle_code::raw;
         options.network.fusion.literal = true;
       }},
      {"crop 1", [](cli::train_options& options) { options.network.crop_size = 1; }},
      {"crop 5", [](cli::train_options& options) { options.network.crop_size = 5; }},
      {"crop 7", [](cli::train_options& options) { options.network.crop_size = 7; }},
  };
  return all;
}

std::filesystem::path in_work(detection_experiment const& experiment, std::string name, std::string const& ending) {
  std::ranges::replace(name, ' ', '-');
  return experiment.work / (name + ending);
}

std::filesystem::path split_of(detection_experiment const& experiment, std::size_t fold, cli::run_options const& run) {
  auto const path = in_work(experiment, "fold " + std::to_string(fold), ".split.json");
  if (!exists(path)) cli::split({.data = experiment.data, .out = path, .folds = experiment.folds, .fold = fold}, run);
  return path;
}

/// The predictions of a variant for the photographs of one fold; trained and shown only where they are not there yet.
std::filesystem::path predictions_of(detection_experiment const& experiment, std::string const& variant,
                                     std::size_t fold, cli::run_options const& run) {
  auto const name = variant + " " + std::to_string(fold);
  auto const predictions = in_work(experiment, name, ".predictions.json");
  if (exists(predictions)) return predictions;
  auto options = common_options(experiment);
  variants().at(variant)(options);
  options.split = split_of(experiment, fold, run);
  options.out = in_work(experiment, name, ".model");
  if (!exists(options.out)) cli::train(options, run);
  (void)cli::evaluate({.model = options.out,
                       .data = experiment.data,
                       .predictions = predictions,
                       .split = options.split,
                       .threshold = 0.1},  // places enough to choose from
                      run);
  return predictions;
}

std::vector<judged_photograph> judged(detection_experiment const& experiment, std::string const& variant,
                                      grasp_labels const& labels, cli::run_options const& run) {
  std::vector<judged_photograph> all;
  for (std::size_t fold = 0; fold < experiment.folds; ++fold) {
    auto const one = read_candidates(predictions_of(experiment, variant, fold, run), labels, fold);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

std::vector<selection> all_selections(std::vector<judged_photograph> const& photographs) {
  return {choose_by("least M_uc", photographs, [](candidate const& c) { return -c.uncertainty; }),
          choose_by("most heat", photographs, [](candidate const& c) { return c.heat; }),
          choose_by("log odds of heat - M_uc", photographs,
                    [](candidate const& c) { return figures_of(c).front() - c.uncertainty; }),
          choose_by_success("most likely right at IoU 0.25", photographs, 0.25),
          choose_by_success("most likely right at IoU 0.50", photographs, 0.50),
          best_possible(photographs)};
}

proportion count(std::vector<bool> const& right) {
  proportion success;
  for (bool const each : right) success.add(each);
  return success;
}

json selection_json(selection const& chosen) {
  json row{{"choice", chosen.name}, {"success", json::array()}};
  for (double const iou : success_ious) row["success"].push_back(cli::success_json(iou, count(chosen.correct(iou))));
  return row;
}

/// McNemar's test of each choice against the two that need no learning.
json paired_json(std::vector<selection> const& selections) {
  json rows = json::array();
  for (std::size_t against = 0; against < 2; ++against)
    for (std::size_t i = against + 1; i + 1 < selections.size(); ++i)
      for (double const iou : {0.25, 0.50}) {
        auto const pair = compare_paired(selections[against].correct(iou), selections[i].correct(iou));
        rows.push_back({{"choice", selections[i].name},
                        {"against", selections[against].name},
                        {"iou", iou},
                        {"gain", pair.gain()},
                        {"p", pair.p_value()}});
      }
  return rows;
}

struct labelled_errors {
  std::vector<double> uncertainty, loss, angle;
  std::vector<bool> turned;  ///< more than 30 degrees from the label
};

labelled_errors errors_of(std::vector<judged_photograph> const& photographs) {
  labelled_errors errors;
  for (auto const& photograph : photographs)
    for (auto const& each : photograph.at_labels) {
      errors.uncertainty.push_back(each.uncertainty);
      errors.loss.push_back(each.loss);
      errors.angle.push_back(each.angle);
      errors.turned.push_back(each.angle > radians(30.0));
    }
  return errors;
}

json certainty_json(labelled_errors const& errors) {
  auto const curve = risk_coverage(errors.uncertainty, errors.loss);
  double angle = 0;
  for (double const each : errors.angle) angle += each;
  return {{"poses", errors.loss.size()},
          {"mean_loss", curve.mean_error()},
          {"most_certain_half", curve.relative_risk_at(0.5) - 1},
          {"most_certain_quarter", curve.relative_risk_at(0.25) - 1},
          {"spearman", spearman(errors.uncertainty, errors.loss)},
          {"auroc_of_angle_failures", auroc(errors.uncertainty, errors.turned)},
          {"mean_angle_degrees", degrees(angle / static_cast<double>(errors.angle.size()))}};
}

chart_series risk_series(std::string const& name, labelled_errors const& errors) {
  chart_series series{.name = name, .points = {}};
  for (auto const& point : risk_coverage(errors.uncertainty, errors.loss).points)
    series.points.push_back({.x = point.coverage, .y = point.risk});
  series.points = condensed(series.points, 100);
  for (auto& point : series.points) point.low = point.high = std::numeric_limits<double>::quiet_NaN();
  return series;
}

std::string success_cell(json const& success) {
  auto const percent = [&](char const* name) { return fixed_text(100 * success.at(name).get<double>(), 1); };
  return percent("rate") + " [" + percent("low") + ", " + percent("high") + "]";
}

std::string markdown_of(json const& result) {
  std::string text = "# Detection\n\nSuccess in percent of " + std::to_string(result.at("photographs").get<int>()) +
                     " photographs, each shown to a detector that did not learn from its fold.\n";
  for (auto const& variant : result.at("variants")) {
    markdown_table success{{"choice of the first grasp", "IoU 0.25", "IoU 0.50", "IoU 0.75"}};
    for (auto const& row : variant.at("selections")) {
      std::vector<std::string> cells{row.at("choice").get<std::string>()};
      for (auto const& each : row.at("success")) cells.push_back(success_cell(each));
      success.add(cells);
    }
    text += "\n## " + variant.at("name").get<std::string>() + "\n\n" + success.text();
    markdown_table paired{{"choice", "against", "IoU", "gain", "p"}};
    for (auto const& row : variant.at("paired"))
      paired.add({row.at("choice").get<std::string>(), row.at("against").get<std::string>(),
                  fixed_text(row.at("iou").get<double>(), 2), fixed_text(100 * row.at("gain").get<double>(), 1),
                  significant_text(row.at("p").get<double>())});
    text += "\nThe same photographs, pair by pair (McNemar):\n\n" + paired.text();
    auto const& certainty = variant.at("certainty");
    markdown_table figures{{"at the labelled centres", ""}};
    for (auto const& [name, value] : certainty.items())
      figures.add({name, value.is_number_integer() ? value.dump() : significant_text(value.get<double>())});
    text += "\n" + figures.text();
  }
  return text;
}

}  // namespace

std::vector<std::string> detection_variants() {
  std::vector<std::string> names;
  for (auto const& [name, apply] : variants()) names.push_back(name);
  return names;
}

void run_detection(detection_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.work);
  create_directories(experiment.results);
  auto const labels = read_grasp_labels(experiment.data);
  json result{{"record", to_json(run.record)}, {"photographs", 0}, {"variants", json::array()}};
  line_chart risk{
      .title = "Mean loss of the most certain poses", .x_label = "share kept", .y_label = "loss", .series = {}};
  for (auto const& variant : experiment.variants) {
    auto const photographs = judged(experiment, variant, labels, run);
    auto const selections = all_selections(photographs);
    auto const errors = errors_of(photographs);
    json rows = json::array();
    for (auto const& each : selections) rows.push_back(selection_json(each));
    result["photographs"] = photographs.size();
    result["variants"].push_back({{"name", variant},
                                  {"selections", rows},
                                  {"paired", paired_json(selections)},
                                  {"success_model", success_model(photographs, 0.25).weights},
                                  {"certainty", certainty_json(errors)}});
    risk.series.push_back(risk_series(variant, errors));
  }
  write_file(experiment.results / "detection.json", result.dump(1) + "\n");
  write_file(experiment.results / "detection.md", markdown_of(result));
  write_file(experiment.results / "detection-risk.svg", to_svg(risk));
}

}  // namespace suregrasp::experiments
