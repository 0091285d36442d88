#ifndef SUREGRASP_CHARTS_CHART_FRAME_HPP
#define SUREGRASP_CHARTS_CHART_FRAME_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <suregrasp/core/strict_arithmetic.hpp>
#include "charts/chart_axis.hpp"
#include "charts/line_chart.hpp"
#include "charts/svg.hpp"

namespace suregrasp::inline v2 {

/// Whether a value can be drawn on the chart.
[[nodiscard]] inline bool is_drawable(line_chart const& chart, double value) {
  return std::isfinite(value) && (!chart.log_y || value > 0);
}

/// Whether a point can be drawn on the chart.
[[nodiscard]] inline bool is_drawable(line_chart const& chart, chart_point const& point) {
  return std::isfinite(point.x) && is_drawable(chart, point.y);
}

/// The part of a picture where a chart's lines are drawn, with the axes that lead values there.
struct chart_frame {
  static constexpr double width = 460;   ///< of the whole picture
  static constexpr double height = 290;  ///< of the whole picture

  chart_axis x;
  chart_axis y;
  double left = 0;
  double top = 0;
  double right = width - 44;
  double bottom = height - 40;

  [[nodiscard]] double x_at(double value) const { return left + x.position(value) * (right - left); }
  [[nodiscard]] double y_at(double value) const {
    return std::clamp(bottom - y.position(value) * (bottom - top), top, bottom);
  }
  [[nodiscard]] std::string at(double x_value, double y_value) const {
    return svg_number(x_at(x_value)) + " " + svg_number(y_at(y_value));
  }
};

/// The frame that holds all drawable points and bands of the chart, its upper end at `top`.
[[nodiscard]] inline chart_frame frame_of(line_chart const& chart, double top) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  double x_low = nan, x_high = nan, y_low = chart.y_floor.value_or(nan), y_high = y_low;
  for (auto const& series : chart.series)
    for (auto const& p : series.points) {
      if (!is_drawable(chart, p)) continue;
      x_low = std::fmin(x_low, p.x);
      x_high = std::fmax(x_high, p.x);
      for (double const y : {p.y, p.low, p.high}) {
        if (!is_drawable(chart, y)) continue;
        y_low = std::fmin(y_low, y);
        y_high = std::fmax(y_high, y);
      }
    }
  chart_frame frame{.x = linear_axis(x_low, x_high, 5, false),
                    .y = chart.log_y ? logarithmic_axis(y_low, y_high) : linear_axis(y_low, y_high),
                    .left = chart.y_label.empty() ? 12.0 : 30.0,
                    .top = top};
  double widest = 0;
  for (auto const& label : frame.y.labels) widest = std::max(widest, svg_text_width(label, 11));
  frame.left += widest;
  return frame;
}

/// The grid, the ticks with their labels, and what the axes stand for.
[[nodiscard]] inline std::string frame_svg(chart_frame const& frame, line_chart const& chart) {
  std::string const ink(svg_colour::ink);
  std::string const quiet = "opacity:.8;fill:" + ink;
  std::string const grid = "stroke-width:1;stroke:" + std::string(svg_colour::grid);
  std::string const axis = "stroke-width:1;opacity:.55;stroke:" + ink;
  std::string result;
  for (std::size_t i = 0; i < frame.y.ticks.size(); ++i) {
    double const y = frame.y_at(frame.y.ticks[i]);
    result += svg_line(frame.left, y, frame.right, y, grid);
    if (!frame.y.labels[i].empty()) result += svg_text(frame.left - 6, y + 3.8, "end", frame.y.labels[i], quiet);
  }
  result += svg_line(frame.left, frame.bottom, frame.right, frame.bottom, axis);
  for (std::size_t i = 0; i < frame.x.ticks.size(); ++i) {
    double const x = frame.x_at(frame.x.ticks[i]);
    result += svg_line(x, frame.bottom, x, frame.bottom + 4, axis);
    result += svg_text(x, frame.bottom + 16, "middle", frame.x.labels[i], quiet);
  }
  result += svg_text((frame.left + frame.right) / 2, chart_frame::height - 6, "middle", chart.x_label, quiet);
  std::string const turned = "translate(11," + svg_number((frame.top + frame.bottom) / 2) + ") rotate(-90)";
  return result + svg_text(0, 0, "middle", chart.y_label, quiet, turned) + "\n";
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CHARTS_CHART_FRAME_HPP
