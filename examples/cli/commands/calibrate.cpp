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

void add_photograph(calibration_data& to, json const& photograph) {
  double hottest = 0;
  for (auto const& each : photograph.at("grasps")) hottest = std::max(hottest, each.at("heat").get<double>());
  if (!photograph.at("grasps").empty()) {
    to.drift.uncertainties.push_back(photograph.at("grasps")[0].at("uncertainty").get<double>());
    to.drift.heats.push_back(hottest);
  }
  auto const number = to.photographs.empty() ? 0 : to.photographs.back() + 1;
  for (auto const& each : photograph.at("at_labels")) {
    to.uncertainties.push_back(each.at("uncertainty").get<double>());
    to.angles.push_back(each.at("place_angle").get<double>());
    to.openings.push_back(each.at("place_opening").get<double>());
    to.photographs.push_back(number);
  }
}

calibration_data read_data(std::filesystem::path const& file) try {
  calibration_data data;
  auto const document = parse_json<json>(read_file(file), file.string(), "data.predictions");
  for (auto const& photograph : document.at("predictions")) add_photograph(data, photograph);
  return data;
} catch (json::exception const& problem) {
  throw data_error("data.predictions",
                   file.string() + ": expected what `evaluate --predictions` writes (" + problem.what() + ")");
}

void append(calibration_data& to, calibration_data const& more) {
  auto const add = [](auto& list, auto const& others) { list.insert(list.end(), others.begin(), others.end()); };
  auto const first = to.photographs.empty() ? 0 : to.photographs.back() + 1;
  add(to.uncertainties, more.uncertainties), add(to.angles, more.angles), add(to.openings, more.openings);
  for (auto const each : more.photographs) to.photographs.push_back(first + each);
  add(to.drift.uncertainties, more.drift.uncertainties), add(to.drift.heats, more.drift.heats);
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
  for (auto const& each : options.predictions) append(data, read_data(each));
  auto const result = calibrate_grasps(data, options.intervals);
  auto const tried = [&](std::vector<double> const& errors) {
    return conformal_coverage_of(errors, data.uncertainties, data.photographs, options.intervals, options.splits,
                                 random_stream(static_cast<std::uint64_t>(run.seed)));
  };
  std::printf("%zu labels of %zu photographs, promised %g %%; on halves that did not calibrate, %zu splits:\n",
              data.angles.size(), data.photographs.empty() ? 0 : data.photographs.back() + 1,
              100 * options.intervals.coverage, options.splits);
  print("angle", tried(data.angles), 180 / 3.14159265358979, "degrees");
  print("opening", tried(data.openings), 100, "% (logarithm)");
  if (options.out.empty()) return;
  auto all = to_json(result);
  all["record"] = to_json(run.record);
  write_file(options.out, json_text(all, options.out.string()) + "\n");
}

}  // namespace suregrasp::cli
