#include "calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <suregrasp/detect/detector_file.hpp>
#include <suregrasp/detect/success_calibrations.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/conformal_coverage.hpp>
#include <suregrasp/metrics/reliability.hpp>
#include <suregrasp/robot/files/outcome_log.hpp>
#include <suregrasp/robot/grasp_calibration.hpp>

#include "shipped_model.hpp"

#include "cli/console/output_file.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::size_t photograph_count(calibration_data const& data) {
  return data.photographs.empty() ? 0 : data.photographs.back() + 1;
}

void add_photograph(calibration_data& to, json const& photograph) {
  double hottest = 0;
  for (auto const& each : photograph.at("grasps")) hottest = std::max(hottest, each.at("heat").get<double>());
  if (!photograph.at("grasps").empty()) {
    to.drift.uncertainties.push_back(photograph.at("grasps")[0].at("uncertainty").get<double>());
    to.drift.heats.push_back(hottest);
  }
  auto const number = photograph_count(to);
  for (auto const& each : photograph.at("at_labels")) {
    to.uncertainties.push_back(each.at("uncertainty").get<double>());
    to.angles.push_back(each.at("place_angle").get<double>());
    to.openings.push_back(each.at("place_opening").get<double>());
    to.photographs.push_back(number);
  }
}

void add_file(calibration_data& to, std::filesystem::path const& file) try {
  auto const document = parse_json<json>(read_file(file), file.string(), "data.predictions");
  for (auto const& photograph : document.at("predictions")) add_photograph(to, photograph);
} catch (json::exception const& problem) {
  throw data_error("data.predictions",
                   file.string() + ": expected what `evaluate --predictions` writes (" + problem.what() + ")");
}

void print(char const* name, conformal_coverage const& tried, double per_unit, char const* unit) {
  std::printf("  %-8s %5.1f %% [%.1f, %.1f]   +- %.3g %s on average\n", name, 100 * tried.coverage,
              100 * tried.middle.low, 100 * tried.middle.high, per_unit * tried.half_width, unit);
}

void calibrate_intervals_by(calibrate_options const& options, run_options const& run) {
  call_files files{.writes = {{"--out", options.out}}};
  for (auto const& each : options.predictions) files.reads.push_back({"the predictions", each});
  require_outputs(files);
  calibration_data data;
  for (auto const& each : options.predictions) add_file(data, each);
  auto const result = calibrate_grasps(data, options.intervals);
  auto const tried = [&](std::vector<double> const& errors) {
    return conformal_coverage_of(errors, data.uncertainties, data.photographs, options.intervals, options.splits,
                                 random_stream(static_cast<std::uint64_t>(run.seed)));
  };
  std::printf("%zu labels of %zu photographs, promised %g %%; on halves that did not calibrate, %zu splits:\n",
              data.angles.size(), photograph_count(data), 100 * options.intervals.coverage, options.splits);
  print("angle", tried(data.angles), degrees(1.0), "degrees");
  print("opening", tried(data.openings), 100, "% (logarithm)");
  if (options.out.empty()) return;
  auto all = to_json(result);
  all["record"] = to_json(run.record);
  write_file(options.out, json_text(all, options.out.string()) + "\n");
}

std::vector<grasp_outcome> outcomes_in(std::vector<std::filesystem::path> const& logs) {
  std::vector<grasp_outcome> all;
  for (auto const& log : logs) std::ranges::move(read_outcomes(log), std::back_inserter(all));
  return all;
}

/// The calibration error of curves on the fifth of the pictures that each did not see.
double calibration_error_of(std::vector<grasp_outcome> const& outcomes) {
  constexpr std::size_t parts = 5;
  std::map<std::string, std::size_t> part;
  for (auto const& each : outcomes) part.emplace(each.image, part.size() % parts);
  std::vector<double> stated;
  std::vector<bool> came;
  for (std::size_t k = 0; k < parts; ++k) {
    std::vector<grasp_outcome> learned, asked;
    for (auto const& each : outcomes) (part.at(each.image) == k ? asked : learned).push_back(each);
    if (learned.empty() || asked.empty()) continue;
    auto const [uncertainties, failed] = failures_of(learned);
    auto const curve = success_curve_of(uncertainties, failed);
    for (auto const& each : asked) {
      stated.push_back(curve.probability(each.uncertainty));
      came.push_back(each.success);
    }
  }
  return stated.empty() ? std::nan("") : expected_calibration_error(reliability(stated, came));
}

void calibrate_success_by(calibrate_options const& options) {
  auto const model = model_or_shipped(options.model);
  call_files files{.writes = {{"--out", options.out}}, .reads = {{"--model", model}}};
  for (auto const& each : options.outcomes) files.reads.push_back({"--outcomes", each});
  require_outputs(files);
  auto const outcomes = outcomes_in(options.outcomes);
  auto const [uncertainties, failed] = failures_of(outcomes);
  success_calibration const learned{options.success, options.views, outcomes.size(),
                                    success_curve_of(uncertainties, failed), least_heat_of(outcomes)};
  auto file = read_model_file(model);
  (void)checked_detector_options(file, model.string());
  add_success_calibration(file.metadata, learned, model.string());
  proportion successes;
  for (auto const& each : outcomes) successes.add(each.success);
  std::printf("%s: %s; calibration error of the chance, on pictures that did not calibrate it: %.3f\n",
              options.success.c_str(), successes.text().c_str(), calibration_error_of(outcomes));
  for (std::size_t i = 0; i < learned.curve.uncertainties.size(); ++i)
    std::printf("  M_uc up to %-9.4g %5.1f %%\n", learned.curve.uncertainties[i], 100 * learned.curve.probabilities[i]);
  if (!options.out.empty()) write_safetensors(options.out, file);
}

}  // namespace

void calibrate(calibrate_options const& options, run_options const& run) {
  if (options.predictions.empty() == options.outcomes.empty())
    throw option_error("option.calibrate", "expected predictions of `evaluate --predictions`, or --outcomes");
  options.outcomes.empty() ? calibrate_intervals_by(options, run) : calibrate_success_by(options);
}

}  // namespace suregrasp::cli
