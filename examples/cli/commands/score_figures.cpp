#include "score_figures.hpp"

#include <cstdio>
#include <suregrasp/files/json_fields.hpp>

#include "cli/console/success_text.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::string text(char const* format, auto... arguments) {
  char buffer[240];
  std::snprintf(buffer, sizeof buffer, format, arguments...);
  return buffer;
}

json certainty_json(certainty_figures const& figures, risk_control_options const& control) {
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

std::string certainty_lines(score_figures const& figures) {
  auto const& c = *figures.certainty;
  std::string lines = text(
      "  first grasps by certainty: %.1f %% fail, of the surest half %.1f %%; area under risk-coverage %.4f, %.4f "
      "above "
      "the best order; Spearman %.2f\n",
      100 * c.curve.mean_error(), 100 * c.curve.risk_at(0.5), c.curve.area(), c.excess_area, c.spearman);
  double const share = 100 * figures.control.risk, confidence = 100 * (1 - figures.control.delta);
  if (!c.threshold)
    return lines +
           text("  no threshold is proven to keep failures below %.0f %% with %.0f %% confidence\n", share, confidence);
  bool const by_score = figures.ranked_by == "score";
  return lines +
         text(
             "  %s %.6g keeps %.1f %%, of which at most %.0f %% fail with %.0f %% confidence (seen: %zu of %zu; "
             "independent photographs of the same kind)\n",
             by_score ? "score above" : "uncertainty below",
             by_score ? -c.threshold->threshold : c.threshold->threshold, 100 * c.threshold->coverage, share,
             confidence, c.threshold->failures, c.threshold->kept);
}

std::string difference_line(char const* unit, grasp_difference const& d) {
  return text("centre %.1f %s, opening %.1f %s, jaw %.1f %s", d.centre, unit, d.opening, unit, d.jaw, unit);
}

std::string comparison_lines(score_figures const& figures) {
  std::string lines = "  first grasps against " + figures.compared_with + " (McNemar's exact test)\n";
  for (auto const& row : figures.comparison)
    lines +=
        text("  IoU > %.2f   %+.1f points: only this one is right in %zu, only the other in %zu, p = %.3g\n", row.iou,
             100 * row.counts.gain(), row.counts.only_second, row.counts.only_first, row.counts.p_value());
  return lines;
}

}  // namespace

json to_json(score_figures const& figures) {
  json success = json::array(), few = json::array(), any = json::array(), comparison = json::array();
  for (auto const& row : figures.success) {
    success.push_back(success_json(row.iou, row.first));
    few.push_back(success_json(row.iou, row.first_few));
    any.push_back(success_json(row.iou, row.any));
  }
  for (auto const& row : figures.comparison) comparison.push_back(comparison_json(row));
  json result{{"photographs", figures.photographs},
              {"predictions", figures.predictions},
              {"without_prediction", figures.missing},
              {"dialect", figures.dialect},
              {"ranked_by", figures.ranked_by},
              {"success", success},
              {"top_k", figures.top_k},
              {"top_k_success", few},
              {"any_success", any},
              {"matched", figures.matched},
              {"mean_difference_pixels", suregrasp::to_json(figures.pixels)}};
  if (figures.millimetres) result["mean_difference_millimetres"] = suregrasp::to_json(*figures.millimetres);
  if (figures.average_precision) result["average_precision"] = *figures.average_precision;
  if (figures.certainty) result["certainty"] = certainty_json(*figures.certainty, figures.control);
  if (!figures.comparison.empty()) result["comparison"] = {{"with", figures.compared_with}, {"rows", comparison}};
  return result;
}

std::string table(score_figures const& figures) {
  std::string lines = text("%zu photographs, %zu predictions, dialect %s, ranked by %s\n", figures.photographs,
                           figures.predictions, figures.dialect.c_str(), figures.ranked_by.c_str());
  if (figures.missing > 0)
    lines += text("  photographs without a prediction, which count as failures: %zu\n", figures.missing);
  lines +=
      text("  success      first-ranked grasp               one of the first %-4zu            any\n", figures.top_k);
  for (auto const& row : figures.success)
    lines += text("  IoU > %.2f   ", row.iou) + success_text(row.first) + "   " + success_text(row.first_few) + "   " +
             success_text(row.any) + "\n";
  lines += text("  the %zu first grasps that overlap a label are off by, on average, ", figures.matched) +
           difference_line("px", figures.pixels) + text(", angle %.1f degrees\n", figures.pixels.angle_degrees);
  if (figures.millimetres) lines += "  in millimetres: " + difference_line("mm", *figures.millimetres) + "\n";
  if (figures.average_precision)
    lines += text("  average precision of all predictions at IoU > %.2f, one a label: %.3f\n", figures.usual_iou,
                  *figures.average_precision);
  if (figures.certainty) lines += certainty_lines(figures);
  if (!figures.comparison.empty()) lines += comparison_lines(figures);
  return lines + "  intervals: 95 % (Wilson)\n";
}

}  // namespace suregrasp::cli
