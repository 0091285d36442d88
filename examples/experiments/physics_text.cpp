#include "physics_text.hpp"

#include <suregrasp/core/number_text.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

#include "markdown_table.hpp"
#include "physics_figures.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

std::string fixed_or_dash(json const& value, double scale, int digits) {
  return value.is_null() ? "-" : fixed_text(scale * value.get<double>(), digits);
}

}  // namespace

std::string physics_markdown(json const& result) {
  markdown_table arms{{"first grasp", "lifted, %", "without touching, %", "right at IoU 0.25, %",
                       "things lifted in every scene, %", "without touching, against the shipped model"}};
  for (auto const& each : result.at("arms")) {
    auto const& pair = each.at("against_base");
    arms.add({each.at("arm"), success_cell(each.at("lifted")), success_cell(each.at("without_touching")),
              each.at("right").is_null() ? "-" : success_cell(each.at("right")),
              success_cell(each.at("things_always_lifted")),
              std::to_string(pair.at("more").get<int>()) + " : " + std::to_string(pair.at("fewer").get<int>()) +
                  ", p = " + fixed_text(pair.at("p").get<double>(), 3)});
  }
  markdown_table foresight{{"grasps", "figure", "AUROC for not lifted", "for not without touching",
                            "best half lifted, %", "without touching, %"}};
  for (auto const& [name, of] : result.at("foresight").items())
    for (auto const& each : of.at("figures"))
      foresight.add({name + ", " + std::to_string(of.at("grasps").get<int>()), each.at("figure"),
                     fixed_or_dash(each.at("auroc_not_lifted"), 1, 2),
                     fixed_or_dash(each.at("auroc_not_without_touching"), 1, 2),
                     fixed_or_dash(each.at("best_half_lifted"), 100, 1),
                     fixed_or_dash(each.at("best_half_without_touching"), 100, 1)});
  markdown_table metric{{"", "lifted", "not lifted"}};
  auto const count = [&](char const* name) { return std::to_string(result.at("metric").at(name).get<int>()); };
  metric.add({"right", count("right_and_lifted"), count("right_and_not_lifted")});
  metric.add({"wrong", count("wrong_and_lifted"), count("wrong_and_not_lifted")});
  markdown_table risk{{"risk, %", "splits with a threshold", "of them above the risk", "kept, %", "failing, %"}};
  for (auto const& each : result.at("risk_control"))
    risk.add({fixed_text(100 * each.at("risk").get<double>(), 0),
              std::to_string(each.at("with_a_threshold").get<int>()), std::to_string(each.at("above_risk").get<int>()),
              fixed_or_dash(each.at("mean_coverage"), 100, 1), fixed_or_dash(each.at("mean_risk"), 100, 1)});
  markdown_table stated{{"chance of being", "made of", "learned on", "stated of", "calibration error", "AUROC"}};
  for (auto const& of : result.at("reliability"))
    for (auto const& each : of.at("probabilities"))
      stated.add({of.at("success"), each.at("of"), std::to_string(of.at("learned_on").get<int>()),
                  std::to_string(of.at("stated_of").get<int>()), fixed_or_dash(each.at("calibration_error"), 1, 3),
                  fixed_or_dash(each.at("auroc"), 1, 2)});
  return "# Grasps carried out in a physics simulation\n\n" + std::to_string(result.at("scenes").get<int>()) +
         " scenes; left out, as their recorded trial came out otherwise: " +
         std::to_string(result.at("left_out").size()) + ".\n\n" + arms.text() + "\nWhat foresees failure:\n\n" +
         foresight.text() + "\nThe rectangle metric and what happened, shipped model, first grasps:\n\n" +
         metric.text() + "\n`control_risk` on M_uc for first grasps that are not lifted without touching:\n\n" +
         risk.text() + "\nStated chances:\n\n" + stated.text();
}

line_chart reliability_chart(json const& calibrated) {
  line_chart chart{.title = "Chance that a grasp is " + calibrated.at("success").get<std::string>(),
                   .x_label = "stated",
                   .y_label = "came true",
                   .series = {},
                   .y_floor = 0};
  chart.series.push_back({.name = "as stated", .points = {{.x = 0, .y = 0}, {.x = 1, .y = 1}}, .dashed = true});
  for (auto const& each : calibrated.at("probabilities")) {
    chart_series line{.name = each.at("of"), .points = {}};
    for (auto const& bin : each.at("diagram"))
      line.points.push_back({.x = bin.at("stated"), .y = bin.at("outcome").at("rate")});
    chart.series.push_back(std::move(line));
  }
  return chart;
}

line_chart risk_chart(tried_scenes const& tried, std::vector<std::string> const& arms) {
  line_chart chart{.title = "Grasps that are not lifted without touching",
                   .x_label = "share of scenes, the most certain first",
                   .y_label = "share of failures",
                   .series = {},
                   .y_floor = 0};
  for (auto const& arm : arms) {
    auto const firsts = tried.firsts(arm);
    std::vector<double> failures;
    for (auto const& each : firsts) failures.push_back(each.clean() ? 0 : 1);
    chart_series line{.name = arm, .points = {}};
    for (auto const& each : risk_coverage(certainties(firsts), failures).points)
      line.points.push_back({.x = each.coverage, .y = each.risk});
    chart.series.push_back(std::move(line));
  }
  return chart;
}

}  // namespace suregrasp::experiments
