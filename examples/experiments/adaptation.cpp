#include "adaptation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <utility>
#include "charts/line_chart_svg.hpp"

#include "adaptation_arms.hpp"
#include "cli/commands/adapt.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/evaluation_text.hpp"
#include "cli/console/success_text.hpp"
#include "markdown_table.hpp"
#include "spread.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

/// One arm with one seed: `result` as `adapt_heads` returns it, and success counts where they are wanted.
class adaptation_runs {
 public:
  adaptation_runs(adaptation_experiment const& experiment, cli::run_options const& run)
      : experiment_(experiment), run_(run) {}

  json operator()(adaptation_arm const& arm, std::size_t seed) {
    auto const name = file_name(arm, seed);
    auto const kept = experiment_.work / (name + ".json");
    if (exists(kept)) return json::parse(read_file(kept));
    forget_unless(arm.labels, seed);
    auto run = run_;
    run.seed = run.record.seed = seed;
    run.quiet = true;
    say(run_, "adapting: " + arm.name + ", seed " + std::to_string(seed));
    auto const model = experiment_.work / (name + ".model");
    json result{{"result", adapt_heads(options_of(arm, model), run, memory_)}};
    if (arm.scored) result["success"] = success_of(arm, model, run);
    for (auto const& leftover : {model, std::filesystem::path(model.string() + ".json")}) remove(leftover);
    write_file(kept, result.dump(1) + "\n");
    return result;
  }

 private:
  static std::string file_name(adaptation_arm const& arm, std::size_t seed) {
    auto name = arm.name + " " + std::to_string(arm.labels) + " " + std::to_string(seed);
    std::ranges::replace_if(
        name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '-');
    return name;
  }

  /// Views differ from seed to seed: those of one are kept at a time.
  void forget_unless(std::size_t labels, std::size_t seed) {
    if (std::exchange(kept_, std::pair(labels, seed)) != std::pair(labels, seed)) memory_.forget_features();
  }

  cli::adapt_heads_options options_of(adaptation_arm const& arm, std::filesystem::path const& model) const {
    cli::adapt_heads_options options;
    options.at.model = experiment_.model;
    options.at.data = experiment_.data;
    if (arm.distractors) options.at.also = experiment_.distractors;
    options.at.out = model;
    options.cache = experiment_.work / "cache";
    options.at.labelled = arm.labels;
    options.how.steps = experiment_.steps;
    options.how.views = experiment_.views;
    options.at.telemetry = "none";
    arm.apply(options.how);
    return options;
  }

  json success_of(adaptation_arm const& arm, std::filesystem::path const& model, cli::run_options const& run) const {
    auto const measured = cli::evaluate({.model = model,
                                         .votes = {.views = arm.shown_views, .float32 = true},
                                         .data = experiment_.data,
                                         .part = "held-out"},
                                        run);
    return cli::success_json(measured.success, &success_row::first);
  }

  adaptation_experiment const& experiment_;
  cli::run_options const& run_;
  cli::adapt_memory memory_;
  std::pair<std::size_t, std::size_t> kept_{};
};

/// A figure of every run, in the order of the seeds.
std::vector<double> figures(json const& runs, auto const& figure_of) {
  std::vector<double> values;
  for (auto const& run : runs) values.push_back(figure_of(run));
  return values;
}

double last_or_nan(json const& run, char const* name) {
  auto const& point = run.at("result").at("curve").back();
  return point.contains(name) && point[name].is_number() ? point[name].get<double>() : std::nan("");
}

json summary_of(adaptation_arm const& arm, json const& runs, std::map<std::string, std::vector<double>> const& finals) {
  auto const result_of = [&](char const* name) {
    return figures(runs, [&](json const& run) { return run.at("result").at(name).template get<double>(); });
  };
  auto const last_of = [&](char const* name) {
    return figures(runs, [&](json const& run) { return last_or_nan(run, name); });
  };
  json row{{"arm", arm.name},
           {"labels", arm.labels},
           {"final_loss", to_json(spread_of(finals.at(arm.name)))},
           {"best_loss", to_json(spread_of(result_of("best_loss")))},
           {"final_fused_loss", to_json(spread_of(last_of("fused_loss")))}};
  if (!arm.against.empty()) {
    auto const difference = differences(finals.at(arm.name), finals.at(arm.against));
    row["against"] = arm.against;
    row["difference"] = to_json(spread_of(difference));
    row["lower_in"] = std::ranges::count_if(difference, [](double d) { return d < 0; });
  }
  for (auto const* name : {"pass_rate", "lesson_error", "candidate_error"})
    if (auto const values = last_of(name); !values.empty() && std::isfinite(values.front()))
      row[name] = to_json(spread_of(values));
  if (arm.scored)
    for (std::size_t k = 0; k < 3; ++k)
      row["success"].push_back(to_json(spread_of(
          figures(runs, [&](json const& run) { return run.at("success")[k].at("rate").template get<double>(); }))));
  return row;
}

/// Mean evaluation loss over the seeds, with its standard error as a band.
chart_series curve_of(adaptation_arm const& arm, json const& runs) {
  chart_series series{.name = arm.name, .points = {}};
  auto const& first = runs.front().at("result").at("curve");
  for (std::size_t i = 0; i < first.size(); ++i) {
    auto const at = spread_of(figures(runs, [&](json const& run) {
      return run.at("result").at("curve")[i].at("evaluation_loss").template get<double>();
    }));
    series.points.push_back({.x = first[i].at("step").get<double>(),
                             .y = at.mean,
                             .low = at.mean - at.standard_error,
                             .high = at.mean + at.standard_error});
  }
  return series;
}

std::string mean_and_error(json const& row, char const* name, int decimals, double factor = 1) {
  if (!row.contains(name) || row[name].is_null()) return "";
  auto const part = [&](char const* which) { return fixed_text(factor * row[name].at(which).get<double>(), decimals); };
  return part("mean") + " (" + part("standard_error") + ")";
}

std::string adaptation_markdown(json const& study) {
  markdown_table table{{"", "final loss", "best loss", "final loss, fused", "difference", "against", "lower in",
                        "share kept", "loss of kept lessons", "of all lessons", "success at 0.25 / 0.50 / 0.75, %"}};
  for (auto const& row : study.at("arms")) {
    std::string success;
    if (row.contains("success"))
      for (auto const& each : row.at("success"))
        success += (success.empty() ? "" : " / ") + fixed_text(100 * each.at("mean").get<double>(), 1);
    table.add({row.at("arm").get<std::string>(), mean_and_error(row, "final_loss", 4),
               mean_and_error(row, "best_loss", 4), mean_and_error(row, "final_fused_loss", 4),
               mean_and_error(row, "difference", 4), row.value("against", ""),
               row.contains("lower_in") ? std::to_string(row.at("lower_in").get<int>()) : "",
               mean_and_error(row, "pass_rate", 2), mean_and_error(row, "lesson_error", 3),
               mean_and_error(row, "candidate_error", 3), success});
  }
  return "\n## " + study.at("title").get<std::string>() + "\n\n" + table.text();
}

}  // namespace

std::vector<std::string> adaptation_study_names() {
  std::vector<std::string> names;
  for (auto const& study : adaptation_studies()) names.push_back(study.name);
  return names;
}

void run_adaptation(adaptation_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.work);
  create_directories(experiment.results);
  adaptation_runs one_run(experiment, run);
  auto const wanted = [&](auto const& study) {
    return std::ranges::find(experiment.studies, study.name) != experiment.studies.end();
  };
  std::map<std::string, json> runs;
  for (std::size_t seed = 1; seed <= experiment.seeds; ++seed)  // seed by seed: arms of one share features
    for (auto const& study : adaptation_studies())
      for (auto const& arm : study.arms)
        if (wanted(study)) runs[arm.name].push_back(one_run(arm, seed));
  std::map<std::string, std::vector<double>> finals;
  for (auto const& [name, all] : runs)
    finals[name] =
        figures(all, [](json const& each) { return each.at("result").at("final_loss").template get<double>(); });

  json result{{"record", to_json(run.record)}, {"seeds", experiment.seeds}, {"studies", json::array()}};
  std::string text = "# Adaptation\n\nMeans over " + std::to_string(experiment.seeds) +
                     " seeds, each with its own split and labels, and their standard errors; differences are paired.\n";
  for (auto const& study : adaptation_studies()) {
    if (!wanted(study)) continue;
    json rows = json::array();
    line_chart chart{.title = study.title, .x_label = "step", .y_label = "evaluation loss", .series = {}};
    for (auto const& arm : study.arms) {
      rows.push_back(summary_of(arm, runs.at(arm.name), finals));
      chart.series.push_back(curve_of(arm, runs.at(arm.name)));
    }
    result["studies"].push_back({{"name", study.name}, {"title", study.title}, {"arms", rows}});
    text += adaptation_markdown(result["studies"].back());
    write_file(experiment.results / (experiment.name + "-" + study.name + ".svg"), to_svg(chart));
  }
  write_file(experiment.results / (experiment.name + ".json"), result.dump(1) + "\n");
  write_file(experiment.results / (experiment.name + ".md"), text);
}

}  // namespace suregrasp::experiments
