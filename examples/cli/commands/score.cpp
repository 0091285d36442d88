#include "score.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/metrics/labels/grasp_labels.hpp>
#include <suregrasp/metrics/predictions/prediction_files.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>

#include "cli/console/output_file.hpp"
#include "score_figures.hpp"

namespace suregrasp::cli {

namespace {

/// Predictions of one file, ranked, beside the labels.
struct scored_file {
  prediction_set set;
  prediction_order order;
  prediction_score score;
};

scored_file score_file(std::filesystem::path const& file, grasp_labels const& labels, score_options const& options) {
  auto set = read_predictions(file);
  try {
    auto const order = order_for(set, options.rank);
    auto score = score_predictions(labels, set, order, options.dialect);
    return {std::move(set), order, std::move(score)};
  } catch (data_error const& problem) {
    std::string const message = problem.what();
    if (message.starts_with(file.string())) throw;
    throw data_error(problem.id(), file.string() + ": " + message);
  }
}

/// Mean absolute differences; `difference` tells those of one match.
template <class Difference>
grasp_difference mean_difference(std::vector<matched_grasp> const& matches, Difference const& difference) {
  grasp_difference mean;
  double const share = 1 / static_cast<double>(std::max<std::size_t>(1, matches.size()));
  for (auto const& match : matches) {
    auto const d = difference(match);
    mean.centre += share * d.centre;
    mean.opening += share * std::abs(d.opening);
    mean.jaw += share * std::abs(d.jaw);
    mean.angle_degrees += share * d.angle_degrees;
  }
  return mean;
}

std::optional<certainty_figures> certainty_of(prediction_score const& score, double usual,
                                              risk_control_options const& control) {
  std::vector<double> uncertainties, failures, distances;
  std::vector<bool> failed;
  for (std::size_t i = 0; i < score.overlaps.size(); ++i) {
    if (!score.certainty[i]) continue;
    uncertainties.push_back(-*score.certainty[i]);
    distances.push_back(1 - score.overlaps[i].front());
    failed.push_back(!(score.overlaps[i].front() > usual));
    failures.push_back(failed.back() ? 1 : 0);
  }
  if (failed.empty()) return std::nullopt;
  return certainty_figures{risk_coverage(uncertainties, failures), excess_area(uncertainties, failures),
                           spearman(uncertainties, distances), control_risk(uncertainties, failed, control)};
}

std::vector<bool> first_correct(prediction_score const& score, double iou) {
  std::vector<bool> correct;
  for (auto const& overlaps : score.overlaps) correct.push_back(!overlaps.empty() && overlaps.front() > iou);
  return correct;
}

void add_errors(score_figures& figures, std::vector<matched_grasp> const& matches, std::vector<double> const& camera) {
  figures.matched = matches.size();
  figures.pixels = mean_difference(matches, [](auto const& m) { return difference_in_pixels(m.predicted, m.label); });
  if (camera.empty()) return;
  camera_scale<double> const scale{camera.at(0), camera.at(1), camera.at(2)};
  figures.millimetres =
      mean_difference(matches, [&](auto const& m) { return difference_in_mm(m.predicted, m.label, scale); });
}

score_figures figures_of(scored_file const& file, grasp_labels const& labels, score_options const& options) {
  score_figures figures{.photographs = labels.photographs.size(),
                        .predictions = file.score.predictions,
                        .missing = file.score.missing,
                        .top_k = options.top_k,
                        .dialect = std::string(name_of(options.dialect)),
                        .ranked_by = std::string(name_of(file.order)),
                        .usual_iou = usual_overlap(options.dialect),
                        .control = options.control};
  for (double const iou : overlap_sweep)
    figures.success.push_back({iou, success_within(file.score.overlaps, 1, iou),
                               success_within(file.score.overlaps, options.top_k, iou),
                               success_within(file.score.overlaps, any_rank, iou)});
  add_errors(figures, file.score.matches, options.camera);
  if (file.order != prediction_order::file && file.score.predictions > 0) {
    figures.average_precision =
        detection_curve(labels, file.set, file.order, options.dialect, figures.usual_iou).average_precision();
    figures.certainty = certainty_of(file.score, figures.usual_iou, options.control);
  }
  return figures;
}

void require_camera(std::vector<double> const& camera) {
  if (camera.empty()) return;
  if (camera.size() != 3)
    throw option_error("option.camera",
                       "--camera: expected fx,fy,depth, got " + std::to_string(camera.size()) + " numbers");
  require_valid(camera_scale<double>{camera[0], camera[1], camera[2]});
}

}  // namespace

std::string prediction_formats() {
  return R"(Forms of a file of predictions, told apart by their content:
  JSON       [{"id": "pcd0100", "grasps": [{"x": 280, "y": 335, "theta": -0.08, "opening": 56, "jaw": 26,
             "uncertainty": 0.2}, ...]}, ...], or one such object, as `suregrasp detect --json` writes it
  CSV        id,x,y,theta_degrees,opening,jaw,score
             pcd0100,280,335,-4.4,56,26,0.93
  Jacquard   pcd0100, on a line of its own, then a line 280;335;4.4;56;26 for each grasp, best first
Angles: theta in radians and theta_degrees are counter-clockwise on the screen, Jacquard's are clockwise. An id is the
name of the photograph without r.png or _RGB.png. heat stands for score; score, uncertainty may be missing.)";
}

void score_and_print(score_options const& options, run_options const& run) {
  require_outputs({.writes = {{"--json", options.json}},
                   .reads = {{"--predictions", options.predictions}, {"--compare", options.compare}},
                   .data = {{"--data", options.data}}});
  require_camera(options.camera);
  auto const labels = read_grasp_labels(options.data);
  for (auto const& each : labels.dropped) say(run, "left out: " + each.where.text() + ": " + each.reason);
  auto const scored = score_file(options.predictions, labels, options);
  auto figures = figures_of(scored, labels, options);
  if (!options.compare.empty()) {
    auto const other = score_file(options.compare, labels, options);
    figures.compared_with = options.compare.string();
    for (double const iou : {0.25, 0.50, 0.75})
      figures.comparison.push_back(
          {iou, compare_paired(first_correct(other.score, iou), first_correct(scored.score, iou))});
  }
  std::cout << options.predictions.string() << ": " << table(figures) << std::flush;
  if (options.json.empty()) return;
  auto json = to_json(figures);
  json["record"] = to_json(run.record);
  write_file(options.json, json.dump(1) + "\n");
}

}  // namespace suregrasp::cli
