#include "report_charts.hpp"

#include <cmath>
#include "charts/html.hpp"
#include "charts/line_chart_svg.hpp"

#include "report_results.hpp"

namespace suregrasp::cli {

namespace {

using results::json;
using results::list;
using results::number;

enum class nulls { leave_gaps, are_skipped };

chart_series series_of(std::string name, json const& records, char const* x, char const* y, nulls handling) {
  chart_series series{.name = std::move(name), .points = {}};
  for (auto const& record : records) {
    chart_point const point{.x = number(record, x), .y = number(record, y)};
    if (std::isfinite(point.y) || handling == nulls::leave_gaps) series.points.push_back(point);
  }
  return series;
}

/// A noisy curve with a point for each step, drawn as its local mean inside the range of its values.
chart_series training_series(std::string name, json const& records) {
  chart_series series = series_of(std::move(name), records, "step", "loss", nulls::leave_gaps);
  series.points = condensed(series.points, 120);
  return series;
}

/// Whether the positive values are spread so far that a linear axis would flatten most of them.
bool spread_wide(std::vector<chart_series> const& all) {
  double low = INFINITY, high = 0;
  for (auto const& series : all)
    for (auto const& point : series.points) {
      if (!std::isfinite(point.y)) continue;
      if (point.y <= 0) return false;
      low = std::fmin(low, point.y);
      high = std::fmax(high, point.y);
    }
  return high > 20 * low;
}

/// At most `count` of the points, evenly picked, the last one among them.
std::vector<chart_point> thinned(std::vector<chart_point> const& points, std::size_t count) {
  if (points.size() <= count) return points;
  std::vector<chart_point> result;
  for (std::size_t k = 1; k <= count; ++k) result.push_back(points[k * points.size() / count - 1]);
  return result;
}

chart_series risk_series(std::string name, json const& evaluation) {
  auto series = series_of(std::move(name), list(evaluation, "risk_coverage"), "coverage", "risk", nulls::leave_gaps);
  series.points = thinned(series.points, 100);
  return series;
}

std::string figure(line_chart const& chart, std::string_view caption) {
  std::string const svg = to_svg(chart);
  if (svg.empty()) return {};
  return "<figure>" + svg + "<figcaption>" + std::string(caption) + "</figcaption></figure>\n";
}

std::string learning_chart(std::string const& network, json const& records, std::string_view caption) {
  std::vector<chart_series> series = {training_series("training", records),
                                      series_of("held out", records, "step", "validation_loss", nulls::are_skipped)};
  bool const wide = spread_wide(series);
  return figure({.title = network + ": loss",
                 .x_label = "step",
                 .y_label = wide ? "loss (log scale)" : "loss",
                 .series = std::move(series),
                 .log_y = wide},
                caption);
}

std::vector<chart_series> method_series(json const& methods, char const* value) {
  std::vector<chart_series> all;
  for (auto const& method : methods) {
    auto const style = style_of(results::text(method, "method"));
    all.push_back(series_of(style.name, list(method, "curve"), "step", value, nulls::are_skipped));
    all.back().colour = style.colour;
  }
  return all;
}

std::string risk_figure(std::vector<chart_series> series) {
  return figure({.title = "Error of the grasps that are kept",
                 .x_label = "share kept, most certain first",
                 .y_label = "mean error",
                 .series = std::move(series)},
                "Risk&ndash;coverage: keep only the most certain grasps and the mean error of what is kept should fall "
                "towards the left. A flat line would mean that the certainty says nothing.");
}

}  // namespace

method_style style_of(std::string_view method) {
  if (method == "direct") return {"direct fine-tuning", 1};
  if (method == "mean-teacher") return {"mean teacher", 3};
  if (method == "confident") return {"confident mean teacher", 0};
  return {std::string(method), 4};
}

std::string posenet_chart(json const& records) {
  return learning_chart("PoseNet", records,
                        "How far the predicted angle, opening and jaw are off, in the units the network is trained in. "
                        "The pale band holds the single steps.");
}

std::string locnet_chart(json const& records) {
  return learning_chart("LocNet", records, "Cross entropy of the heatmap that says where grasps have their centres.");
}

std::string certainty_chart(json const& records) {
  return figure(
      {.title = "Most certain against average",
       .x_label = "step",
       .y_label = "error on held-out grasps",
       .series = {series_of("all grasps", records, "step", "mean_error", nulls::are_skipped),
                  series_of("most certain", records, "step", "certain_error", nulls::are_skipped)}},
      "If the certainty is worth something, the grasps on which the four heads agree best lie closer to the truth "
      "than the average one: the gap between the lines.");
}

std::string risk_coverage_chart(json const& evaluations) {
  std::vector<chart_series> all;
  for (auto const& one : evaluations) all.push_back(risk_series(results::text(one, "name"), one));
  return risk_figure(std::move(all));
}

std::string adaptation_loss_chart(json const& methods) {
  auto series = method_series(methods, "evaluation_loss");
  bool const wide = spread_wide(series);
  return figure({.title = "Loss on the new domain during adaptation",
                 .x_label = "step",
                 .y_label = wide ? "evaluation loss (log scale)" : "evaluation loss",
                 .series = std::move(series),
                 .log_y = wide},
                "Measured on labelled pictures of the new domain that no method learns from. A line that turns upwards "
                "has begun to unlearn.");
}

std::string pass_rate_chart(json const& methods) {
  return figure({.title = "Pseudo-labels that pass the filter",
                 .x_label = "step",
                 .y_label = "share accepted",
                 .series = method_series(methods, "pass_rate"),
                 .y_floor = 0.0},
                "The share of the teacher&rsquo;s grasps with <i>M</i><sub>uc</sub> below the threshold, which alone "
                "are taught to the student.");
}

std::string adapted_risk_coverage_chart(json const& methods) {
  std::vector<chart_series> all;
  for (auto const& method : methods) {
    auto const style = style_of(results::text(method, "method"));
    all.push_back(risk_series(style.name, results::field(method, "evaluation")));
    all.back().colour = style.colour;
  }
  return risk_figure(std::move(all));
}

std::string figure_row(std::vector<std::string> const& figures) {
  std::string inside;
  for (auto const& one : figures) inside += one;
  return inside.empty() ? inside : "<div class=\"figures\">\n" + inside + "</div>\n";
}

}  // namespace suregrasp::cli
