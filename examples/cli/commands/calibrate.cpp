#include "calibrate.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/conformal_coverage.hpp>
#include <suregrasp/robot/grasp_calibration.hpp>

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

}  // namespace

void calibrate(calibrate_options const& options, run_options const& run) {
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

}  // namespace suregrasp::cli
