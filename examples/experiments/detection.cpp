#include "detection.hpp"

#include <algorithm>
#include <map>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/labels/label_files.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include "charts/line_chart_svg.hpp"

#include "certainty.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/split.hpp"
#include "cli/commands/train.hpp"
#include "cli/console/success_text.hpp"
#include "markdown_table.hpp"
#include "selection.hpp"
#include "spread.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

/// What every variant has in common: MobileNetV2, its first stage as pretrained, 256 by 256 pixels, colour alone.
cli::train_options common_options(detection_experiment const& experiment) {
  cli::train_options options;
  options.data = experiment.data;
  options.how.backbone_weights = experiment.backbone_weights;
  options.network.backbone = "mobilenet_v2";
  options.network.depth_branch = false;
  options.network.input_size = 256;
  options.network.crop_size = 3;
  options.how.frozen_stages = 1;
  options.how.bfloat16 = experiment.bfloat16;
  options.how.batch = 8;
  options.how.pose_steps = experiment.pose_steps;
  options.how.heat_steps = experiment.heat_steps;
  return options;
}

/// A form of the detector: how it is trained, and whose votes are fused when it is shown photographs.
struct variant {
  std::string name;
  std::string training = "axial";  ///< variants with the same are one model
  void (*train)(cli::train_options&) = [](cli::train_options&) {};
  void (*vote)(cli::vote_options&) = [](cli::vote_options&) {};
  std::size_t members = 1;  ///< models trained with seeds of their own, which vote together
};

std::vector<variant> const& variants() {
  using training = cli::train_options;
  using votes = cli::vote_options;
  auto const plain = [](training& o) { o.network.top_down = false; };
  auto const raw = [](training& o) { o.network.encoding.angle = angle_code::raw; };
  auto const heads = [](std::string const& name, auto which) { return variant{.name = name, .vote = which}; };
  static std::vector<variant> const all{
      {.name = "axial"},
      {.name = "neighbours", .vote = [](votes& v) { v.neighbours = 0.01; }},
      {.name = "wide neighbours", .vote = [](votes& v) { v.neighbours = 0.02; }},
      {.name = "two views", .vote = [](votes& v) { v.views = 2; }},
      {.name = "four views", .vote = [](votes& v) { v.views = 4; }},
      {.name = "eight views", .vote = [](votes& v) { v.views = 8; }},
      {.name = "raw", .training = "raw", .train = raw},
      {.name = "literal", .training = "raw", .train = raw, .vote = [](votes& v) { v.literal = true; }},
      heads("finest level", [](votes& v) { v.heads = {0}; }),
      heads("finest two levels",
            [](votes& v) {
              v.heads = {0, 1};
            }),
      heads("finest three levels",
            [](votes& v) {
              v.heads = {0, 1, 2};
            }),
      heads("coarsest two levels",
            [](votes& v) {
              v.heads = {2, 3};
            }),
      heads("coarsest level", [](votes& v) { v.heads = {3}; }),
      {.name = "plain stages", .training = "plain stages", .train = plain},
      {.name = "eight views of plain stages",
       .training = "plain stages",
       .train = plain,
       .vote = [](votes& v) { v.views = 8; }},
      {.name = "crop 1", .training = "crop 1", .train = [](training& o) { o.network.crop_size = 1; }},
      {.name = "crop 5", .training = "crop 5", .train = [](training& o) { o.network.crop_size = 5; }},
      {.name = "crop 7", .training = "crop 7", .train = [](training& o) { o.network.crop_size = 7; }},
      {.name = "dropout",
       .training = "dropout",
       .train = [](training& o) { o.network.dropout = 0.2; },
       .vote = [](votes& v) { v.dropout_passes = 10; }},
      {.name = "ensemble", .members = 3},
      {.name = "eight views of an ensemble", .vote = [](votes& v) { v.views = 8; }, .members = 3},
  };
  return all;
}

variant const& variant_named(std::string const& name) { return *std::ranges::find(variants(), name, &variant::name); }

std::filesystem::path in_work(detection_experiment const& experiment, std::string name, std::string const& ending) {
  std::ranges::replace(name, ' ', '-');
  return experiment.work / (name + ending);
}

std::filesystem::path split_of(detection_experiment const& experiment, std::size_t fold, cli::run_options const& run) {
  auto path = in_work(experiment, "fold " + std::to_string(fold), ".split.json");
  if (!exists(path))
    cli::split({.data = experiment.data, .out = path, .by = experiment.by, .folds = experiment.folds, .fold = fold},
               run);
  return path;
}

/// Where the model of a variant and a fold is; `member` counts those that differ in their seed alone.
std::filesystem::path model_path(detection_experiment const& experiment, variant const& form, std::size_t fold,
                                 std::size_t member = 0) {
  auto const which = member == 0 ? "" : " member " + std::to_string(member);
  return in_work(experiment, form.training + " " + std::to_string(fold) + which, ".model");
}

/// The model, trained only where it is not there yet.
std::filesystem::path model_of(detection_experiment const& experiment, variant const& form, std::size_t fold,
                               std::size_t member, cli::run_options run) {
  auto options = common_options(experiment);
  form.train(options);
  options.split = split_of(experiment, fold, run);
  options.out = model_path(experiment, form, fold, member);
  run.seed += member;
  run.record.seed = run.seed;
  if (!exists(options.out)) cli::train(options, run);
  return options.out;
}

/// The predictions of a variant for the photographs of one fold.
std::filesystem::path predictions_of(detection_experiment const& experiment, variant const& form, std::size_t fold,
                                     cli::run_options const& run) {
  auto predictions = in_work(experiment, form.name + " " + std::to_string(fold), ".predictions.json");
  if (exists(predictions)) return predictions;
  cli::evaluate_options options{.model = model_of(experiment, form, fold, 0, run),
                                .votes = {.float32 = true},
                                .data = experiment.data,
                                .predictions = predictions,
                                .split = split_of(experiment, fold, run),
                                .search = {.peaks = {.threshold = 0.1}}};  // locations enough to choose from
  for (std::size_t member = 1; member < form.members; ++member)
    options.votes.others.push_back(model_of(experiment, form, fold, member, run));
  form.vote(options.votes);
  (void)cli::evaluate(options, run);
  return predictions;
}

std::vector<judged_photograph> judged(detection_experiment const& experiment, variant const& form,
                                      grasp_labels const& labels, cli::run_options const& run) {
  std::vector<judged_photograph> all;
  for (std::size_t fold = 0; fold < std::min(experiment.folds, experiment.shown_folds); ++fold) {
    auto const one = read_candidates(predictions_of(experiment, form, fold, run), labels, fold);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

/// Every way to choose; those that learn need other folds to learn from.
std::vector<selection> all_selections(std::vector<judged_photograph> const& photographs, bool can_learn) {
  std::vector<selection> all{choose_by("least M_uc", photographs, [](candidate const& c) { return -c.uncertainty; }),
                             choose_by("most heat", photographs, [](candidate const& c) { return c.heat; }),
                             choose_by("log odds of heat - M_uc", photographs,
                                       [](candidate const& c) { return figures_of(c).front() - c.uncertainty; })};
  if (can_learn) {
    all.push_back(choose_by_success("most likely right at IoU 0.25", photographs, 0.25));
    all.push_back(choose_by_success("most likely right at IoU 0.50", photographs, 0.50));
  }
  all.push_back(best_possible(photographs));
  return all;
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

/// McNemar's test of each choice against those that need no learning of the first variant.
json paired_json(std::vector<selection> const& selections, std::vector<selection> const& references) {
  json rows = json::array();
  for (auto const& reference : references)
    for (auto const& chosen : selections)
      for (double const iou : {0.25, 0.50}) {
        if (chosen.overlaps == reference.overlaps) continue;
        auto const pair = compare_paired(reference.correct(iou), chosen.correct(iou));
        rows.push_back({{"choice", chosen.name},
                        {"against", reference.name},
                        {"iou", iou},
                        {"gain", pair.gain()},
                        {"p", pair.p_value()}});
      }
  return rows;
}

std::string detection_markdown(json const& result) {
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
    markdown_table figures{
        {"M_uc at the labelled centres", "against the label", "against the label of the place that fits best"}};
    auto const cell = [](json const& value) {
      return value.is_number_integer() ? value.dump() : significant_text(value.get<double>());
    };
    for (auto const& [name, value] : variant.at("certainty").items())
      figures.add({name, cell(value), cell(variant.at("certainty_of_place").at(name))});
    markdown_table components{
        {"component", "share of the loss", "in the most certain half", "Spearman of its variance and its loss"}};
    for (auto const& [name, row] : variant.at("components").items())
      components.add(
          {name, cell(row.at("share_of_loss")), cell(row.at("most_certain_half")), cell(row.at("spearman"))});
    text += "\n" + figures.text() + "\n" + components.text();
  }
  return text;
}

}  // namespace

std::vector<std::string> detection_variants() {
  std::vector<std::string> names;
  for (auto const& each : variants()) names.push_back(each.name);
  return names;
}

/// Mean validation loss of all poses and of the most certain half during PoseNet's training, over the folds.
std::vector<chart_series> training_curves(detection_experiment const& experiment, variant const& form) {
  std::map<double, std::vector<std::pair<double, double>>> by_step;
  for (std::size_t fold = 0; fold < std::min(experiment.folds, experiment.shown_folds); ++fold) {
    auto const record = json::parse(read_file(model_path(experiment, form, fold).string() + ".json"));
    for (auto const& point : record.at("curves").at("posenet"))
      if (point.contains("mean_error"))
        by_step[point.at("step").get<double>()].emplace_back(point.at("mean_error").get<double>(),
                                                             point.at("certain_error").get<double>());
  }
  chart_series all{.name = "all poses", .points = {}}, half{.name = "most certain half", .points = {}};
  for (auto const& [step, losses] : by_step) {
    std::vector<double> mean, certain;
    for (auto const& [of_all, of_half] : losses) {
      mean.push_back(of_all);
      certain.push_back(of_half);
    }
    for (auto const& [series, values] : {std::pair{&all, &mean}, std::pair{&half, &certain}}) {
      auto const at = spread_of(*values);
      series->points.push_back(
          {.x = step, .y = at.mean, .low = at.mean - at.standard_error, .high = at.mean + at.standard_error});
    }
  }
  return {all, half};
}

void run_detection(detection_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.work);
  create_directories(experiment.results);
  auto const labels = read_grasp_labels(experiment.data);
  bool const can_learn = std::min(experiment.folds, experiment.shown_folds) > 1;
  json result{{"record", to_json(run.record)}, {"photographs", 0}, {"variants", json::array()}};
  line_chart risk{
      .title = "Mean loss of the most certain poses", .x_label = "share kept", .y_label = "loss", .series = {}};
  std::vector<selection> references;
  for (auto const& name : experiment.variants) {
    auto const photographs = judged(experiment, variant_named(name), labels, run);
    auto const selections = all_selections(photographs, can_learn);
    if (references.empty()) {
      references = {selections[0], selections[1]};
      for (auto& each : references) each.name = name + ": " + each.name;
    }
    json rows = json::array();
    for (auto const& each : selections) rows.push_back(selection_json(each));
    result["photographs"] = photographs.size();
    json entry{{"name", name},
               {"selections", rows},
               {"paired", paired_json(selections, references)},
               {"certainty", certainty_json(errors_of(photographs, false))},
               {"certainty_of_place", certainty_json(errors_of(photographs, true))},
               {"components", components_json(photographs)}};
    if (can_learn) entry["success_model"] = success_model(photographs, 0.25).weights;
    result["variants"].push_back(std::move(entry));
    risk.series.push_back(risk_series(name, errors_of(photographs, false)));
  }
  auto const stem = [&](char const* ending) { return experiment.results / (experiment.name + ending); };
  write_file(stem(".json"), result.dump(1) + "\n");
  write_file(stem(".md"), detection_markdown(result));
  write_file(stem("-risk.svg"), to_svg(risk));
  write_file(stem("-training.svg"),
             to_svg({.title = "Validation loss during PoseNet's training",
                     .x_label = "step",
                     .y_label = "loss",
                     .series = training_curves(experiment, variant_named(experiment.variants.front()))}));
}

}  // namespace suregrasp::experiments
