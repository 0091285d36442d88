#include "score_figures.hpp"

#include <cmath>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/json_fields.hpp>

#include "cli/console/printf_text.hpp"
#include "cli/console/success_text.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

json certainty_json(failure_certainty const& figures, risk_control_options const& control) {
  json threshold = nullptr;
  if (figures.threshold)
    threshold = {{"uncertainty_below", figures.threshold->threshold},
                 {"kept", figures.threshold->kept},
                 {"failures", figures.threshold->failures},
                 {"coverage", figures.threshold->coverage},
                 {"risk", control.risk},
                 {"delta", control.delta}};
  return {{"aurc", figures.curve.area()},
          {"excess_aurc", figures.excess_area},
          {"failure_rate", figures.curve.mean_error()},
          {"certain_half_failure_rate", figures.curve.risk_at(0.5)},
          {"spearman", figures.spearman},
          {"controlled_threshold", threshold}};
}

json comparison_json(comparison_row const& row) {
  return {{"iou", row.iou},
          {"both", row.counts.both},
          {"only_other", row.counts.only_first},
          {"only_this", row.counts.only_second},
          {"neither", row.counts.neither},
          {"gain", row.counts.gain()},
          {"p_value", row.counts.p_value()}};
}

std::string certainty_lines(prediction_figures const& figures) {
  auto const& c = *figures.certainty;
  std::string lines = printf_text(
      "  first grasps by certainty: %.1f %% fail, of the most certain half %.1f %%; area under risk-coverage %.4f, "
      "%.4f "
      "above "
      "the best order; Spearman %s\n",
      100 * c.curve.mean_error(), 100 * c.curve.risk_at(0.5), c.curve.area(), c.excess_area,
      std::isnan(c.spearman) ? "- (all certainties or all overlaps are equal)" : fixed_text(c.spearman, 2).c_str());
  double const share = 100 * figures.control.risk, confidence = 100 * (1 - figures.control.delta);
  if (!c.threshold)
    return lines + printf_text("  no threshold is proven to keep failures below %.0f %% with %.0f %% confidence\n",
                               share, confidence);
  bool const by_score = figures.order == prediction_order::score;
  return lines +
         printf_text(
             "  %s %.6g keeps %.1f %%, of which at most %.0f %% fail with %.0f %% confidence (seen: %zu of %zu; "
             "independent photographs of the same kind)\n",
             by_score ? "score above" : "uncertainty below",
             by_score ? -c.threshold->threshold : c.threshold->threshold, 100 * c.threshold->coverage, share,
             confidence, c.threshold->failures, c.threshold->kept);
}

std::string difference_line(char const* unit, grasp_difference const& d) {
  return printf_text("centre %.1f %s, opening %.1f %s, jaw %.1f %s", d.centre, unit, d.opening, unit, d.jaw, unit);
}

std::string comparison_lines(score_figures const& figures) {
  std::string lines = "  first grasps against " + figures.compared_with + " (McNemar's exact test)\n";
  for (auto const& row : figures.comparison)
    lines += printf_text(
        "  IoU > %.2f   %+.1f points: only this one is right in %zu, only the other in %zu, p = %.3g\n", row.iou,
        100 * row.counts.gain(), row.counts.only_second, row.counts.only_first, row.counts.p_value());
  return lines;
}

}  // namespace

json to_json(score_figures const& figures) {
  auto const& own = figures.own;
  json result{{"photographs", own.photographs},
              {"predictions", own.predictions},
              {"without_prediction", own.missing},
              {"dialect", name_of(own.dialect)},
              {"ranked_by", name_of(own.order)},
              {"success", success_json(own.success, &success_row::first)},
              {"top_k", own.few},
              {"top_k_success", success_json(own.success, &success_row::first_few)},
              {"any_success", success_json(own.success, &success_row::any)},
              {"matched", own.matched},
              {"mean_difference_pixels", suregrasp::to_json(own.pixels)}};
  if (own.millimetres) result["mean_difference_millimetres"] = suregrasp::to_json(*own.millimetres);
  if (own.average_precision) result["average_precision"] = *own.average_precision;
  if (own.certainty) result["certainty"] = certainty_json(*own.certainty, own.control);
  if (figures.comparison.empty()) return result;
  json rows = json::array();
  for (auto const& row : figures.comparison) rows.push_back(comparison_json(row));
  result["comparison"] = {{"with", figures.compared_with}, {"rows", std::move(rows)}};
  return result;
}

std::string table(score_figures const& figures) {
  auto const& own = figures.own;
  std::string lines =
      printf_text("%zu photographs, %zu predictions, dialect %s, ranked by %s\n", own.photographs, own.predictions,
                  std::string(name_of(own.dialect)).c_str(), std::string(name_of(own.order)).c_str());
  if (own.missing > 0)
    lines += printf_text("  photographs without a prediction, which count as failures: %zu\n", own.missing);
  lines +=
      printf_text("  success      first-ranked grasp               one of the first %-4zu            any\n", own.few);
  for (auto const& row : own.success)
    lines += printf_text("  IoU > %.2f   ", row.iou) + success_text(row.first) + "   " + success_text(row.first_few) +
             "   " + success_text(row.any) + "\n";
  if (own.matched == 0)
    lines += "  no first grasp overlaps a label\n";
  else
    lines += printf_text("  the %zu first grasps that overlap a label are off by, on average, ", own.matched) +
             difference_line("px", own.pixels) + printf_text(", angle %.1f degrees\n", own.pixels.angle_degrees);
  if (own.millimetres && own.matched > 0)
    lines += "  in millimetres: " + difference_line("mm", *own.millimetres) + "\n";
  if (own.average_precision)
    lines += printf_text("  average precision of all predictions at IoU > %.2f, one a label: %.3f\n",
                         usual_overlap(own.dialect), *own.average_precision);
  if (own.certainty) lines += certainty_lines(own);
  if (!figures.comparison.empty()) lines += comparison_lines(figures);
  return lines + "  intervals: 95 % (Wilson)\n";
}

}  // namespace suregrasp::cli
