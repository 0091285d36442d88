#include "report_key_figures.hpp"

#include <cmath>
#include <suregrasp/core/number_text.hpp>
#include "charts/html.hpp"

#include "report_results.hpp"
#include "report_success.hpp"

namespace suregrasp::cli {

namespace {

using results::field;
using results::json;
using results::list;
using results::number;
using results::text;

std::string card(std::string const& value, std::string const& label, std::string const& detail) {
  return "<div class=\"card\"><dt>" + html_escape(label) + "</dt><dd><strong>" + html_escape(value) +
         "</strong><small>" + html_escape(detail) + "</small></dd></div>\n";
}

std::string success_card(json const& evaluation, std::string const& label) {
  json const& success = success_at(list(evaluation, "success"), 0.25);
  double const rate = number(success, "rate");
  if (!std::isfinite(rate)) return {};
  return card(
      percent_text(rate), label,
      "95\u00a0% interval " + interval_text(success) + ", n\u00a0=\u00a0" + count_text(number(success, "trials")));
}

std::string certainty_cards(json const& evaluation) {
  std::string cards;
  double const saving = 1 - number(evaluation, "certain_half_error") / number(evaluation, "mean_error");
  if (std::isfinite(saving))
    cards += card(percent_text(std::abs(saving), 0) + (saving < 0 ? " more" : " less"), "Error of the surest half",
                  "against all grasps of \u201c" + text(evaluation, "name") + "\u201d");
  double const spearman = number(evaluation, "spearman");
  if (std::isfinite(spearman))
    cards += card(fixed_text(spearman, 2), "Uncertainty against error", "rank correlation; 0 is chance, 1 perfect");
  return cards;
}

/// What an adaptation is for: grasps that fit at IoU 0.50, before and after it.
std::string adaptation_card(json const& adaptation, json const& method) {
  json const& before = success_at(list(field(adaptation, "before"), "success"), 0.5);
  json const& after = success_at(list(field(method, "evaluation"), "success"), 0.5);
  double const from = number(before, "rate"), to = number(after, "rate"), labels = number(adaptation, "labels");
  if (!std::isfinite(from) || !std::isfinite(to)) return {};
  auto const with = std::isfinite(labels) ? " with " + count_text(labels) + " labels" : "";
  return card(percent_text(from) + " \u2192 " + percent_text(to), "Grasps right at IoU 0.50, adapted" + with,
              "95\u00a0% intervals " + interval_text(before) + " and " + interval_text(after) + ", n\u00a0=\u00a0" +
                  count_text(number(after, "trials")));
}

}  // namespace

std::string key_figures(json const& report) {
  std::string cards;
  json const& adaptation = field(report, "adaptation");
  for (json const& method : list(adaptation, "methods"))
    if (text(method, "method") == "confident") cards += adaptation_card(adaptation, method);
  json const& evaluations = list(report, "evaluations");
  if (!evaluations.empty()) {
    cards += success_card(evaluations.front(), "Success, " + text(evaluations.front(), "name"));
    cards += certainty_cards(evaluations.front());
  }
  return cards.empty() ? cards : "<dl class=\"cards\">\n" + cards + "</dl>\n";
}

}  // namespace suregrasp::cli
