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

}  // namespace

std::string key_figures(json const& report) {
  std::string cards;
  json const& evaluations = list(report, "evaluations");
  if (!evaluations.empty()) {
    cards += success_card(evaluations.front(), "Success, " + text(evaluations.front(), "name"));
    cards += certainty_cards(evaluations.front());
  }
  json const& adaptation = field(report, "adaptation");
  for (json const& method : list(adaptation, "methods")) {
    if (text(method, "method") != "confident") continue;
    double const labels = number(adaptation, "labels");
    cards +=
        success_card(field(method, "evaluation"),
                     std::isfinite(labels) ? "Adapted with " + count_text(labels) + " labels" : "After adaptation");
  }
  return cards.empty() ? cards : "<dl class=\"cards\">\n" + cards + "</dl>\n";
}

}  // namespace suregrasp::cli
