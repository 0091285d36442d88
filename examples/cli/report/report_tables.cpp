#include "report_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <suregrasp/core/number_text.hpp>
#include "charts/html.hpp"

#include "report_charts.hpp"
#include "report_results.hpp"
#include "report_success.hpp"

namespace suregrasp::cli {

namespace {

using results::field;
using results::json;
using results::list;
using results::number;
using results::text;

constexpr std::array overlaps = {0.25, 0.50, 0.75};

/// A proportion on a track from 0 to 1, its interval as a bar.
std::string interval_bar(double rate, double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) return {};
  auto rectangle = [](double x, double width, std::string const& kind) {
    return "<rect class=\"" + kind + "\" x=\"" + fixed_text(100 * x, 1) + "\" width=\"" + fixed_text(100 * width, 1) +
           "\" height=\"6\"/>";
  };
  return "<svg class=\"interval\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">" +
         rectangle(0, 1, "track") + rectangle(low, high - low, "range") +
         rectangle(std::clamp(rate - 0.008, 0.0, 0.984), 0.016, "rate") + "</svg>";
}

std::string success_cell(json const& success) {
  double const rate = number(success, "rate");
  if (!std::isfinite(rate)) return "<td>\u2013</td>";
  return "<td><strong>" + percent_text(rate) + "</strong>" +
         interval_bar(rate, number(success, "low"), number(success, "high")) + "<small>" + interval_text(success) +
         "</small></td>";
}

std::string success_cells(json const& entries) {
  std::string cells;
  for (double const iou : overlaps) cells += success_cell(success_at(entries, iou));
  return cells;
}

/// The number of trials; it is the same at each IoU.
std::string trials_text(json const& entries) {
  return entries.empty() ? "\u2013" : count_text(number(entries.front(), "trials"));
}

/// A table that scrolls sideways where it is wider than the page, with its explanation below.
std::string table(std::string_view caption, std::string_view head, std::string const& rows) {
  if (rows.empty()) return {};
  return "<figure class=\"table\"><div class=\"scroll\"><table>\n<thead><tr>" + std::string(head) +
         "</tr></thead>\n<tbody>\n" + rows + "</tbody></table></div>\n<figcaption>" + std::string(caption) +
         "</figcaption></figure>\n";
}

std::string number_cell(std::string const& content) { return "<td>" + content + "</td>"; }

std::string row_head(std::string const& name, std::string const& below = "") {
  return "<th scope=\"row\">" + html_escape(name) + (below.empty() ? "" : "<small>" + html_escape(below) + "</small>") +
         "</th>";
}

}  // namespace

std::string data_table(json const& sets) {
  std::string rows;
  for (json const& set : sets)
    rows += "<tr>" + row_head(text(set, "name")) + number_cell(count_text(number(set, "images"))) +
            number_cell(count_text(number(set, "grasps"))) + "</tr>\n";
  return table("The pictures and their labelled grasps.",
               "<th scope=\"col\">Set</th><th scope=\"col\">Images</th><th scope=\"col\">Grasps</th>", rows);
}

std::string success_table(json const& evaluations) {
  std::string rows;
  for (json const& one : evaluations) {
    json const& first = list(one, "success");
    json const& any = list(one, "any_success");
    std::string const name = text(one, "name");
    if (!first.empty())
      rows += "<tr>" + row_head(name, "the grasp ranked first") + number_cell(trials_text(first)) +
              success_cells(first) + "</tr>\n";
    if (!any.empty())
      rows += "<tr>" + row_head(name, "the best of all proposed") + number_cell(trials_text(any)) + success_cells(any) +
              "</tr>\n";
  }
  return table(
      "A grasp counts as a success when its angle is within 30&deg; of a labelled one and their rectangles "
      "overlap by more than the stated IoU. Below each rate its 95&nbsp;% Wilson interval; <i>n</i> counts images.",
      "<th scope=\"col\">Set</th><th scope=\"col\"><i>n</i></th><th scope=\"col\">IoU &gt; 0.25</th>"
      "<th scope=\"col\">IoU &gt; 0.50</th><th scope=\"col\">IoU &gt; 0.75</th>",
      rows);
}

std::string certainty_table(json const& evaluations) {
  std::string rows;
  for (json const& one : evaluations) {
    std::array const values = {number(one, "mean_error"), number(one, "certain_half_error"), number(one, "spearman"),
                               number(one, "angle_error_degrees")};
    if (std::ranges::none_of(values, [](double v) { return std::isfinite(v); })) continue;
    rows += "<tr>" + row_head(text(one, "name")) + number_cell(significant_text(values[0])) +
            number_cell(significant_text(values[1])) + number_cell(fixed_text(values[2], 2)) +
            number_cell(fixed_text(values[3], 1) + (std::isfinite(values[3]) ? "\u00b0" : "")) + "</tr>\n";
  }
  return table(
      "Error of all grasps and of the half with the smallest <i>M</i><sub>uc</sub>, the rank correlation of "
      "<i>M</i><sub>uc</sub> with the error (Spearman), and the mean angle error.",
      "<th scope=\"col\">Set</th><th scope=\"col\">All</th><th scope=\"col\">Surest half</th>"
      "<th scope=\"col\">Correlation</th><th scope=\"col\">Angle</th>",
      rows);
}

std::string adaptation_table(json const& adaptation) {
  std::string rows;
  if (json const& before = list(field(adaptation, "before"), "success"); !before.empty())
    rows += "<tr>" + row_head("before adaptation") + number_cell(trials_text(before)) + success_cells(before) +
            number_cell("") + number_cell("") + "</tr>\n";
  for (json const& method : list(adaptation, "methods")) {
    auto const style = style_of(text(method, "method"));
    json const& success = list(field(method, "evaluation"), "success");
    rows += "<tr><th scope=\"row\"><i class=\"swatch series-" + std::to_string(style.colour + 1) + "\"></i>" +
            html_escape(style.name) + "</th>" + number_cell(trials_text(success)) + success_cells(success) +
            number_cell(significant_text(number(method, "best_loss"))) +
            number_cell(significant_text(number(method, "final_loss"))) + "</tr>\n";
  }
  return table(
      "The grasp ranked first after adaptation, and the lowest and last evaluation loss on the way there; a last "
      "loss well above the lowest means that the method had begun to unlearn.",
      "<th scope=\"col\">Method</th><th scope=\"col\"><i>n</i></th><th scope=\"col\">IoU &gt; 0.25</th>"
      "<th scope=\"col\">IoU &gt; 0.50</th><th scope=\"col\">IoU &gt; 0.75</th>"
      "<th scope=\"col\">Lowest loss</th><th scope=\"col\">Last loss</th>",
      rows);
}

std::string order_of_methods(json const& methods) {
  double lowest_high = std::numeric_limits<double>::infinity(), highest_low = -lowest_high;
  int counted = 0;
  for (json const& method : methods) {
    json const& success = success_at(list(field(method, "evaluation"), "success"), 0.5);
    if (!std::isfinite(number(success, "low"))) continue;
    ++counted;
    highest_low = std::max(highest_low, number(success, "low"));
    lowest_high = std::min(lowest_high, number(success, "high"));
  }
  if (counted < 2) return {};
  return highest_low <= lowest_high ? "<p>At IoU 0.50 the intervals of all methods overlap: this run alone does not "
                                      "put them in an order.</p>\n"
                                    : "<p>At IoU 0.50 the intervals of at least two methods do not overlap.</p>\n";
}

}  // namespace suregrasp::cli
