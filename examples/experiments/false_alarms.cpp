#include "false_alarms.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

#include "charts/line_chart_svg.hpp"
#include "cli/commands/detector_runtime.hpp"
#include "cli/commands/samples.hpp"
#include "cli/commands/shipped_model.hpp"
#include "cli/console/picture_list.hpp"
#include "cli/console/progress.hpp"
#include "markdown_table.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

/// What a detector says of one picture: how hot it becomes, M_uc of the first grasp, and whether that is right.
struct judged_picture {
  double heat = 0, uncertainty = 0;
  bool right = false;
};

/// The pictures of one folder.
struct judged_folder {
  std::string name, kind;  ///< kind: `objects`, `empty` or `others`
  std::vector<judged_picture> pictures{};

  [[nodiscard]] double share(auto const& of) const {
    return static_cast<double>(std::ranges::count_if(pictures, of)) / static_cast<double>(pictures.size());
  }
  [[nodiscard]] std::vector<double> all(double judged_picture::*figure) const {
    std::vector<double> values;
    for (auto const& each : pictures) values.push_back(each.*figure);
    std::ranges::sort(values);
    return values;
  }
};

judged_picture judged(cli::trained_detector const& detector, sample image) {
  image.depth = cv::Mat();  // `detect` has none for many photographs
  detect_options const search{.peaks = {.threshold = 0.02}, .shortlist = 0.8, .always_one = true};
  auto const found = detector.detect_whole(image, search, {}, {});
  auto const hottest = std::ranges::max_element(found.ranked, {}, &detection::heat);
  auto const overlaps = overlaps_of(found, image.grasps);
  return {hottest->heat, found.ranked.front().uncertainty, overlaps.at(0) > 0.25};
}

/// Scenes without a grasp, of each domain in turn: empty tables, flat sheets, a crate wider than the gripper opens.
std::vector<sample> generated_scenes(std::size_t count, std::uint64_t seed) {
  std::array const domains{synthetic::source_domain(), synthetic::target_domain(), synthetic::workshop_domain()};
  std::vector<sample> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back(generate_scene(random_stream(seed), i, {.domain = domains[i % domains.size()], .empty_share = 1}));
  return all;
}

std::vector<sample> pictures_of(std::filesystem::path const& folder) {
  std::vector<sample> all;
  for (auto const& each : cli::picture_list({folder}, std::cin))
    all.push_back({each.name.string(), read_rgb(each.file), {}, {}});
  return all;
}

std::vector<judged_folder> judged_folders(false_alarms_experiment const& experiment, cli::run_options const& run) {
  cli::trained_detector const detector(cli::model_or_shipped(experiment.model), run);
  std::vector<judged_folder> all;
  auto const add = [&](std::string const& name, char const* kind, std::vector<sample> const& pictures) {
    cli::progress bar(name, static_cast<std::int64_t>(pictures.size()), run.progress_display());
    all.push_back({name, kind});
    for (auto const& each : pictures) {
      all.back().pictures.push_back(judged(detector, each));
      bar.update(static_cast<std::int64_t>(all.back().pictures.size()));
    }
    bar.finish(kind);
  };
  auto const name_of = [](std::filesystem::path const& folder) {
    return (folder / "").parent_path().filename().string();
  };
  for (auto const& each : experiment.objects) add(name_of(each), "objects", cli::load_samples(each, run));
  add("generated scenes", "empty", generated_scenes(experiment.scenes, run.seed));
  for (auto const& each : experiment.empty) add(name_of(each), "empty", pictures_of(each));
  for (auto const& each : experiment.others) add(name_of(each), "others", pictures_of(each));
  return all;
}

/// At a threshold, each a mean over the folders of its kind.
struct threshold_point {
  double threshold = 0, missed = 0, right = 0, false_alarms = 0;
  [[nodiscard]] double errors() const { return missed + false_alarms; }
};

threshold_point point_at(double threshold, std::vector<judged_folder> const& folders) {
  threshold_point point{.threshold = threshold};
  auto const mean = [&](std::string const& kind, auto const& of) {
    double sum = 0, count = 0;
    for (auto const& each : folders)
      if (each.kind == kind) sum += each.share(of), ++count;
    return sum / count;
  };
  point.missed = mean("objects", [&](judged_picture const& p) { return p.heat < threshold; });
  point.right = mean("objects", [&](judged_picture const& p) { return p.heat >= threshold && p.right; });
  point.false_alarms = mean("empty", [&](judged_picture const& p) { return p.heat >= threshold; });
  return point;
}

std::vector<threshold_point> curve_of(std::vector<judged_folder> const& folders) {
  std::vector<threshold_point> curve;
  for (int percent = 5; percent <= 95; percent += 5) curve.push_back(point_at(percent / 100.0, folders));
  return curve;
}

/// How well a figure tells the pictures of a folder from all photographs with objects; larger ones are to be theirs.
double auroc_against_objects(judged_folder const& others, std::vector<judged_folder> const& folders,
                             double judged_picture::*figure, double sign) {
  std::vector<double> scores;
  std::vector<bool> other;
  for (auto const& folder : folders)
    if (folder.kind == "objects" || &folder == &others)
      for (auto const& each : folder.pictures) {
        scores.push_back(sign * each.*figure);
        other.push_back(&folder == &others);
      }
  return auroc(scores, other);
}

constexpr std::array quantiles{0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0};

/// The value below which a share of sorted values lies, the nearest of them.
double quantile(std::vector<double> const& sorted, double share) {
  return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

json json_of(std::vector<judged_folder> const& folders, std::vector<threshold_point> const& curve,
             cli::run_options const& run) {
  json result{{"record", to_json(run.record)}, {"folders", json::array()}, {"curve", json::array()}};
  for (auto const& each : folders) {
    json row{{"name", each.name}, {"kind", each.kind}, {"pictures", each.pictures.size()}, {"quantiles", quantiles}};
    for (double const share : quantiles) {
      row["heat"].push_back(quantile(each.all(&judged_picture::heat), share));
      row["uncertainty"].push_back(quantile(each.all(&judged_picture::uncertainty), share));
    }
    if (each.kind != "objects")
      row["auroc"] = {{"heat", auroc_against_objects(each, folders, &judged_picture::heat, -1)},
                      {"uncertainty", auroc_against_objects(each, folders, &judged_picture::uncertainty, 1)}};
    result["folders"].push_back(std::move(row));
  }
  for (auto const& each : curve)
    result["curve"].push_back({{"threshold", each.threshold},
                               {"missed", each.missed},
                               {"right", each.right},
                               {"false_alarms", each.false_alarms}});
  result["least_errors_at"] = std::ranges::min_element(curve, {}, &threshold_point::errors)->threshold;
  return result;
}

std::string false_alarms_markdown(json const& result) {
  auto const cell = [](json const& value) { return fixed_text(value.get<double>(), 2); };
  auto const percent = [](json const& value) { return fixed_text(100 * value.get<double>(), 1); };
  markdown_table heat{{"pictures", "", "number", "highest heat: least", "5 %", "quarter", "median", "three quarters",
                       "95 %", "most", "median M_uc"}};
  for (auto const& each : result.at("folders")) {
    std::vector<std::string> cells{each.at("name"), each.at("kind"), std::to_string(each.at("pictures").get<int>())};
    for (auto const& value : each.at("heat")) cells.push_back(cell(value));
    cells.push_back(cell(each.at("uncertainty")[3]));
    heat.add(cells);
  }
  markdown_table curve{{"threshold", "objects missed, %", "first grasp right, %", "false alarms, %"}};
  for (auto const& each : result.at("curve"))
    curve.add({cell(each.at("threshold")), percent(each.at("missed")), percent(each.at("right")),
               percent(each.at("false_alarms"))});
  markdown_table unfamiliar{{"against photographs with objects", "AUROC of low heat", "AUROC of high M_uc"}};
  for (auto const& each : result.at("folders"))
    if (each.contains("auroc"))
      unfamiliar.add({each.at("name"), cell(each.at("auroc").at("heat")), cell(each.at("auroc").at("uncertainty"))});
  return "# False alarms\n\n" + heat.text() + "\nMeans over the folders of a kind; fewest errors at " +
         cell(result.at("least_errors_at")) + ":\n\n" + curve.text() + "\n" + unfamiliar.text();
}

line_chart chart_of(std::vector<threshold_point> const& curve) {
  chart_series missed{.name = "objects missed", .points = {}}, alarms{.name = "false alarms", .points = {}};
  for (auto const& each : curve) {
    missed.points.push_back({.x = each.threshold, .y = each.missed});
    alarms.points.push_back({.x = each.threshold, .y = each.false_alarms});
  }
  return {.title = "Misses and false alarms",
          .x_label = "threshold of heat",
          .y_label = "share",
          .series = {missed, alarms}};
}

}  // namespace

void run_false_alarms(false_alarms_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.results);
  auto const folders = judged_folders(experiment, run);
  auto const curve = curve_of(folders);
  auto const result = json_of(folders, curve, run);
  write_file(experiment.results / "false_alarms.json", result.dump(1) + "\n");
  write_file(experiment.results / "false_alarms.md", false_alarms_markdown(result));
  write_file(experiment.results / "false_alarms.svg", to_svg(chart_of(curve)));
}

}  // namespace suregrasp::experiments
