#include "nine_labels.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "cli/commands/adapt.hpp"
#include "cli/commands/evaluate.hpp"
#include "cli/commands/suggest.hpp"
#include "cli/console/run_record.hpp"
#include "cli/console/success_text.hpp"
#include "markdown_table.hpp"
#include "spread.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;
using options = adaptation_options;

void direct(options& o) { o.method = adaptation_method::direct; }
void teacher(options& o) { o.method = adaptation_method::mean_teacher; }
void confident(options& o) { o.method = adaptation_method::confident; }
void nothing(options& o) { direct(o), o.steps = 0; }
template <learning_parts Parts>
void direct_of(options& o) {
  direct(o), o.learns = Parts;
}
template <std::size_t Views>
void teacher_of(options& o) {
  teacher(o), o.teacher_views = Views;
}
template <std::size_t Views>
void confident_of(options& o) {
  confident(o), o.teacher_views = Views;
}
void without_heat(options& o) { confident(o), o.heat_samples = 0; }
void by_margin(options& o) { confident(o), o.student_margin = 1; }
void by_entropy(options& o) { confident(o), o.uncertainty = uncertainty_measure::entropy; }
void by_component(options& o) { confident(o), o.by_component = true; }
void agreeing(options& o) { confident(o), o.agreement = 0.1; }
void inverse_variance(options& o) {
  confident(o);
  o.filter.name = filter_name::inverse_variance;
  o.filter.softness = 1;
}

/// A way of adapting.
struct arm {
  char const* name;
  void (*apply)(options&);
  char const* against = "";  ///< compared with that arm, seed by seed
  bool chosen = false;       ///< the labelled photographs are suggested, not drawn
};

constexpr std::array arms{
    arm{"before adaptation", nothing},
    arm{"direct", direct, "before adaptation"},
    arm{"direct, heads", direct_of<learning_parts::heads>, "direct"},
    arm{"direct, pyramid", direct_of<learning_parts::pyramid>, "direct"},
    arm{"direct, all", direct_of<learning_parts::all>, "direct"},
    arm{"mean teacher, one view", teacher_of<1>, "direct"},
    arm{"mean teacher, four views", teacher_of<4>, "direct"},
    arm{"confident, one view", confident_of<1>, "mean teacher, one view"},
    arm{"confident, four views", confident_of<4>, "direct"},
    arm{"confident, four views, poses alone", without_heat, "confident, four views"},
    arm{"confident, more certain than the student", by_margin, "confident, four views"},
    arm{"confident, inverse variance", inverse_variance, "confident, four views"},
    arm{"confident, by entropy", by_entropy, "confident, four views"},
    arm{"confident, by component", by_component, "confident, four views"},
    arm{"confident, agreeing on M_uc", agreeing, "confident, four views"},
    arm{"direct, chosen", direct, "direct", true},
    arm{"confident, four views, chosen", confident_of<4>, "confident, four views", true},
};

std::string file_name(std::string name, std::size_t seed) {
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '-');
  return name + "-" + std::to_string(seed);
}

class adaptations {
 public:
  adaptations(nine_labels_experiment const& experiment, cli::run_options const& run)
      : experiment_(experiment), run_(run) {}

  /// What one arm reaches with one seed; what is kept of an earlier call is not made again.
  json operator()(arm const& one, std::size_t seed) {
    auto const name = file_name(one.name, seed);
    auto const kept = experiment_.work / (name + ".json");
    if (exists(kept)) return json::parse(read_file(kept));
    say(run_, "adapting: " + std::string(one.name) + ", seed " + std::to_string(seed));
    auto run = run_;
    run.seed = run.record.seed = seed;
    run.quiet = true;
    auto const model = experiment_.work / (name + ".model");
    auto const began = std::chrono::steady_clock::now();
    json result{{"result", adapt(options_of(one, seed, model, run), run, memory_)}};
    result["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    for (std::size_t const views : {1U, 8U})
      result["success"].push_back(cli::success_json(measured(model, views, run).success, &success_row::first));
    for (auto const& leftover : {model, std::filesystem::path(model.string() + ".json")}) remove(leftover);
    write_file(kept, result.dump(1) + "\n");
    return result;
  }

 private:
  std::filesystem::path const& split(std::size_t seed) const { return experiment_.splits[seed - 1]; }

  cli::adapt_options options_of(arm const& one, std::size_t seed, std::filesystem::path const& model,
                                cli::run_options const& run) const {
    cli::adapt_options all{.at = {.model = experiment_.model,
                                  .data = experiment_.data,
                                  .out = model,
                                  .labelled = experiment_.labels,
                                  .split = split(seed),
                                  .telemetry = "none"}};
    all.how.steps = experiment_.steps;
    all.how.evaluations = 1;
    one.apply(all.how);
    if (one.chosen) all.at.label_list = chosen_labels(seed, run);
    return all;
  }

  std::filesystem::path chosen_labels(std::size_t seed, cli::run_options const& run) const {
    auto const list = experiment_.work / ("chosen-" + std::to_string(seed) + ".txt");
    if (!exists(list))
      suggest({.model = experiment_.model,
               .data = experiment_.data,
               .split = split(seed),
               .out = list,
               .how = {.count = experiment_.labels}},
              run);
    return list;
  }

  evaluation measured(std::filesystem::path const& model, std::size_t views, cli::run_options const& run) const {
    return cli::evaluate({.model = model, .votes = {.views = views}, .data = experiment_.data, .part = "held-out"},
                         run);
  }

  nine_labels_experiment const& experiment_;
  cli::run_options const& run_;
  cli::adapt_memory memory_;
};

/// Success of every run in percent, in `views` 0 (one) or 1 (eight), at the first or second threshold of IoU.
std::vector<double> percents(json const& runs, std::size_t views, std::size_t threshold) {
  std::vector<double> values;
  for (auto const& each : runs) values.push_back(100 * each.at("success")[views][threshold].at("rate").get<double>());
  return values;
}

std::vector<double> losses(json const& runs) {
  std::vector<double> values;
  for (auto const& each : runs) values.push_back(each.at("result").at("final_loss").get<double>());
  return values;
}

std::string text_of(spread const& s, int digits) {
  return fixed_text(s.mean, digits) +
         (std::isfinite(s.standard_error) ? " (" + fixed_text(s.standard_error, digits) + ")" : "");
}

json row_of(arm const& one, std::map<std::string, json> const& runs) {
  auto const& own = runs.at(one.name);
  json row{{"arm", one.name}, {"loss", to_json(spread_of(losses(own)))}};
  double seconds = 0;
  for (auto const& each : own) seconds += each.at("seconds").get<double>() / static_cast<double>(own.size());
  row["seconds"] = seconds;
  for (std::size_t const views : {0U, 1U})
    for (std::size_t const threshold : {0U, 1U}) {
      auto const values = percents(own, views, threshold);
      row["success"].push_back(to_json(spread_of(values)));
      if (*one.against == '\0' || !runs.contains(one.against)) continue;
      auto const gained = differences(values, percents(runs.at(one.against), views, threshold));
      row["against"] = one.against;
      row["gain"].push_back(to_json(spread_of(gained)));
      row["p"].push_back(sign_flip_p(gained));
    }
  return row;
}

std::string nine_labels_markdown(json const& result) {
  markdown_table table({"arm", "loss", "IoU 0.25", "IoU 0.50", "eight views, 0.25", "eight views, 0.50", "seconds",
                        "against", "gain at 0.25", "p", "gain at 0.50", "p"});
  for (auto const& row : result.at("arms")) {
    auto const at = [&](char const* name, std::size_t i, int digits) {
      auto const& s = row.at(name)[i];
      return text_of({s.at("mean").get<double>(), s.at("standard_error").get<double>()}, digits);
    };
    std::vector<std::string> cells{row.at("arm").get<std::string>(),
                                   fixed_text(row.at("loss").at("mean").get<double>(), 3)};
    for (std::size_t i = 0; i < 4; ++i) cells.push_back(at("success", i, 1));
    cells.push_back(fixed_text(row.at("seconds").get<double>(), 0));
    bool const compared = row.contains("gain");
    cells.push_back(compared ? row.at("against").get<std::string>() : "");
    for (std::size_t i = 0; i < 2; ++i) {
      cells.push_back(compared ? at("gain", i, 1) : "");
      cells.push_back(compared ? significant_text(row.at("p")[i].get<double>()) : "");
    }
    table.add(cells);
  }
  return "# Adaptation with " + std::to_string(result.at("labels").get<std::size_t>()) + " labels\n\nMeans over " +
         std::to_string(result.at("seeds").get<std::size_t>()) +
         " seeds, each with its own split and labels, and their standard errors; success of the first grasp in "
         "percent; gains are paired, p by exchange of signs.\n\n" +
         table.text();
}

}  // namespace

std::vector<std::string> nine_labels_arms() {
  std::vector<std::string> names;
  for (auto const& each : arms) names.emplace_back(each.name);
  return names;
}

void run_nine_labels(nine_labels_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.work);
  create_directories(experiment.results);
  adaptations adapted(experiment, run);
  auto const wanted = [&](arm const& each) {
    return std::ranges::find(experiment.arms, each.name) != experiment.arms.end();
  };
  std::map<std::string, json> runs;
  for (std::size_t seed = 1; seed <= experiment.splits.size(); ++seed)
    for (auto const& each : arms)
      if (wanted(each)) runs[each.name].push_back(adapted(each, seed));
  json result{{"record", to_json(run.record)},
              {"seeds", experiment.splits.size()},
              {"labels", experiment.labels},
              {"arms", json::array()}};
  for (auto const& each : arms)
    if (wanted(each)) result["arms"].push_back(row_of(each, runs));
  write_file(experiment.results / (experiment.name + ".json"), result.dump(1) + "\n");
  write_file(experiment.results / (experiment.name + ".md"), nine_labels_markdown(result));
}

}  // namespace suregrasp::experiments
