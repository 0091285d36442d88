#include "physics_figures.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <suregrasp/core/random.hpp>
#include <suregrasp/metrics.hpp>
#include <suregrasp/robot/clearance_options.hpp>

#include "cli/console/success_text.hpp"
#include "logistic_model.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

template <class Holds>
std::vector<bool> flags(tried_proposals const& tried, Holds const& holds) {
  std::vector<bool> result;
  for (auto const& each : tried) result.push_back(holds(each));
  return result;
}

proportion share(std::vector<bool> const& holds) {
  proportion result;
  for (bool const each : holds) result.add(each);
  return result;
}

bool lifted(tried_proposal const& t) { return t.outcome.lifted; }
bool clean(tried_proposal const& t) { return t.clean(); }
bool right(tried_proposal const& t) { return t.made.right; }

/// Both lists over the scenes where both arms have a first grasp.
paired_comparison compared(tried_proposals const& base, tried_proposals const& other) {
  std::map<std::string, bool> at;
  for (auto const& each : base) at[each.made.tried.image] = each.clean();
  std::vector<bool> first, second;
  for (auto const& each : other)
    if (at.contains(each.made.tried.image)) {
      first.push_back(at[each.made.tried.image]);
      second.push_back(each.clean());
    }
  return compare_paired(first, second);
}

}  // namespace

json arms_json(tried_scenes const& tried, std::string const& base_arm) {
  std::vector<std::string> names;
  for (auto const& each : tried.all)
    if (std::ranges::find(names, each.made.arm) == names.end()) names.push_back(each.made.arm);
  auto const base = tried.firsts(base_arm);
  json rows = json::array();
  for (auto const& name : names) {
    auto const firsts = tried.firsts(name);
    std::map<std::string, bool> things;
    for (auto const& each : firsts) {
      auto const& image = each.made.tried.image;
      auto const [at, added] = things.emplace(image.substr(image.find('/') + 1), true);
      at->second = at->second && each.outcome.lifted;
    }
    proportion always;
    for (auto const& [thing, all] : things) always.add(all);
    auto const pair = compared(base, firsts);
    rows.push_back({{"arm", name},
                    {"lifted", cli::success_json(share(flags(firsts, lifted)))},
                    {"without_touching", cli::success_json(share(flags(firsts, clean)))},
                    {"right", name == recorded_lines ? json() : cli::success_json(share(flags(firsts, right)))},
                    {"things_always_lifted", cli::success_json(always)},
                    {"against_base", {{"more", pair.only_second}, {"fewer", pair.only_first}, {"p", pair.p_value()}}}});
  }
  return rows;
}

std::vector<double> certainties(tried_proposals const& tried) {
  std::vector<double> result;
  for (auto const& each : tried) result.push_back(each.made.uncertainty.value_or(0));
  return result;
}

namespace {

/// Which failures a figure foresees; larger values are to fail. Nothing where all fail or none.
json auroc_json(std::vector<double> const& scores, std::vector<bool> const& failed) {
  auto const failures = static_cast<std::size_t>(std::ranges::count(failed, true));
  return failures == 0 || failures == failed.size() ? json() : json(auroc(scores, failed));
}

}  // namespace

json foresight_json(tried_proposals const& tried) {
  auto const failed = flags(tried, [](auto const& t) { return !t.clean(); });
  auto const dropped = flags(tried, [](auto const& t) { return !t.outcome.lifted; });
  std::vector<double> heats, clearances;
  for (auto const& each : tried) {
    heats.push_back(-each.made.heat);
    clearances.push_back(-each.made.clearance.value_or(-1000 * most_clearance));
  }
  auto const uncertainties = certainties(tried);
  json rows = json::array();
  auto const add = [&](char const* name, std::vector<double> const& scores) {
    std::vector<double> const failures(failed.begin(), failed.end()), drops(dropped.begin(), dropped.end());
    auto const half = [&](std::vector<double> const& errors) { return 1 - risk_coverage(scores, errors).risk_at(0.5); };
    rows.push_back({{"figure", name},
                    {"auroc_not_lifted", auroc_json(scores, dropped)},
                    {"auroc_not_without_touching", auroc_json(scores, failed)},
                    {"best_half_lifted", half(drops)},
                    {"best_half_without_touching", half(failures)}});
  };
  add("M_uc", uncertainties), add("heat", heats), add("clearance", clearances);
  return {{"grasps", tried.size()}, {"figures", rows}};
}

json metric_json(tried_proposals const& firsts) {
  paired_comparison const both = compare_paired(flags(firsts, right), flags(firsts, lifted));
  return {{"right_and_lifted", both.both},
          {"right_and_not_lifted", both.only_first},
          {"wrong_and_lifted", both.only_second},
          {"wrong_and_not_lifted", both.neither}};
}

json risk_control_json(tried_proposals const& firsts, std::uint64_t seed, double risk) {
  constexpr std::size_t splits = 1000;
  risk_control_options const control{.risk = risk, .delta = 0.1};
  std::size_t proven = 0, broken = 0;
  double kept = 0, failing = 0;
  for (std::size_t k = 0; k < splits; ++k) {
    auto draw = random_stream(seed).fork("risk", k);
    auto shuffled = firsts;
    draw.shuffle(shuffled);
    auto const middle = shuffled.begin() + static_cast<std::ptrdiff_t>(shuffled.size() / 2);
    tried_proposals const calibrating(shuffled.begin(), middle), testing(middle, shuffled.end());
    auto const limit =
        control_risk(certainties(calibrating), flags(calibrating, [](auto const& t) { return !t.clean(); }), control);
    if (!limit) continue;
    proportion failed;
    for (auto const& each : testing)
      if (each.made.uncertainty < limit->threshold) failed.add(!each.clean());
    ++proven;
    if (failed.trials > 0 && failed.rate() > risk) ++broken;
    kept += static_cast<double>(failed.trials) / static_cast<double>(testing.size());
    failing += failed.trials > 0 ? failed.rate() : 0;
  }
  auto const n = static_cast<double>(std::max<std::size_t>(proven, 1));
  return {{"risk", risk},         {"delta", control.delta},    {"splits", splits},        {"with_a_threshold", proven},
          {"above_risk", broken}, {"mean_coverage", kept / n}, {"mean_risk", failing / n}};
}

namespace {

/// What a probability is made of.
struct probability_model {
  std::string name;
  std::function<std::vector<double>(tried_proposals const& learned, std::vector<bool> const& outcomes,
                                    tried_proposals const& asked)>
      probabilities;
};

std::vector<double> figures_of(proposal const& p, bool with_clearance) {
  std::vector<double> figures{log_odds_of(p.heat), std::log(std::max(p.uncertainty.value_or(1), 1e-6))};
  double const furthest = 1000 * most_clearance;
  if (with_clearance) figures.push_back(std::clamp(p.clearance.value_or(-furthest), -furthest, furthest) / 10);
  return figures;
}

std::vector<double> logistic(tried_proposals const& learned, std::vector<bool> const& outcomes,
                             tried_proposals const& asked, bool with_clearance) {
  std::vector<std::vector<double>> rows;
  for (auto const& each : learned) rows.push_back(figures_of(each.made, with_clearance));
  auto const model = fit_logistic(rows, outcomes);
  std::vector<double> result;
  for (auto const& each : asked) result.push_back(model.probability(figures_of(each.made, with_clearance)));
  return result;
}

std::vector<double> isotonic(tried_proposals const& learned, std::vector<bool> const& outcomes,
                             tried_proposals const& asked) {
  auto failed = outcomes;
  failed.flip();
  auto const curve = success_curve_of(certainties(learned), failed);
  std::vector<double> result;
  for (auto const& each : asked) result.push_back(curve.probability(each.made.uncertainty.value_or(0)));
  return result;
}

std::vector<probability_model> probability_models() {
  return {{"M_uc, isotonic", isotonic},
          {"heat and M_uc, logistic", [](auto const&... given) { return logistic(given..., false); }},
          {"heat, M_uc and clearance, logistic", [](auto const&... given) { return logistic(given..., true); }}};
}

}  // namespace

json reliability_json(tried_proposals const& learned, tried_proposals const& asked, bool without_touching) {
  auto const success = without_touching ? clean : lifted;
  auto const outcomes = flags(learned, success), came = flags(asked, success);
  json rows = json::array();
  for (auto const& model : probability_models()) {
    auto const stated = model.probabilities(learned, outcomes, asked);
    auto const bins = reliability(stated, came);
    json diagram = json::array();
    for (auto const& bin : bins)
      diagram.push_back({{"stated", bin.stated}, {"outcome", cli::success_json(bin.outcome)}});
    rows.push_back({{"of", model.name},
                    {"calibration_error", expected_calibration_error(bins)},
                    {"auroc", auroc_json(stated, came)},
                    {"diagram", diagram}});
  }
  return {{"success", without_touching ? "lifted without touching" : "lifted"},
          {"learned_on", learned.size()},
          {"stated_of", asked.size()},
          {"probabilities", rows}};
}

}  // namespace suregrasp::experiments
