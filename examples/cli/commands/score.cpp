#include "score.hpp"

#include <iostream>
#include <optional>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/metrics/labels/label_files.hpp>
#include <suregrasp/metrics/predictions/prediction_figures.hpp>
#include <suregrasp/metrics/predictions/prediction_files.hpp>

#include "cli/console/output_file.hpp"
#include "score_figures.hpp"

namespace suregrasp::cli {

namespace {

/// Predictions of one file, ranked, beside the labels.
struct scored_file {
  prediction_set set;
  prediction_score score;
};

scored_file score_file(std::filesystem::path const& file, grasp_labels const& labels, score_options const& options) {
  auto set = read_predictions(file);
  try {
    auto score = score_predictions(labels, set, options.rank, options.dialect);
    return {std::move(set), std::move(score)};
  } catch (data_error const& problem) {
    std::string const message = problem.what();
    if (message.starts_with(file.string())) throw;
    throw data_error(problem.id(), file.string() + ": " + message);
  }
}

std::optional<camera_scale<double>> camera_of(std::vector<double> const& numbers) {
  if (numbers.empty()) return std::nullopt;
  if (numbers.size() != 3)
    throw option_error("option.camera",
                       "--camera: expected fx,fy,depth, got " + std::to_string(numbers.size()) + " numbers");
  camera_scale<double> const camera{numbers[0], numbers[1], numbers[2]};
  require_valid(camera);
  return camera;
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
  auto const camera = camera_of(options.camera);
  auto const labels = read_grasp_labels(options.data);
  for (auto const& each : labels.dropped) say(run, "left out: " + each.where.text() + ": " + each.reason);
  auto const scored = score_file(options.predictions, labels, options);
  score_figures figures{figures_of(labels, scored.set, scored.score,
                                   {.few = options.top_k, .camera = camera, .control = options.control})};
  if (!options.compare.empty()) {
    figures.compared_with = options.compare.string();
    figures.comparison = compare_first_grasps(score_file(options.compare, labels, options).score, scored.score);
  }
  std::cout << options.predictions.string() << ": " << table(figures) << std::flush;
  if (options.json.empty()) return;
  auto json = to_json(figures);
  json["record"] = to_json(run.record);
  write_file(options.json, json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace suregrasp::cli
