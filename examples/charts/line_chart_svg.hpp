#ifndef SUREGRASP_CHARTS_LINE_CHART_SVG_HPP
#define SUREGRASP_CHARTS_LINE_CHART_SVG_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "charts/chart_frame.hpp"
#include "charts/line_chart.hpp"
#include "charts/svg.hpp"

namespace suregrasp::inline v2 {

namespace detail {

/// One chart on its way to SVG.
class line_chart_drawing {
 public:
  explicit line_chart_drawing(line_chart chart) : chart_(std::move(chart)) {
    for (std::size_t i = 0; i < chart_.series.size(); ++i)
      chart_.series[i].colour = chart_.series[i].colour.value_or(i);
    std::erase_if(chart_.series, [&](chart_series const& s) { return drawable_points(s) == 0; });
    frame_ = frame_of(chart_, lay_out_legend() + 14);
  }

  [[nodiscard]] std::string svg() const {
    if (chart_.series.empty()) return {};
    std::string result = "<svg class=\"chart\" viewBox=\"0 0 " + fixed_text(chart_frame::width, 0) + " " +
                         fixed_text(chart_frame::height, 0) + "\" role=\"img\" aria-label=\"" +
                         html_escape(description()) +
                         "\" xmlns=\"http://www.w3.org/2000/svg\" style=\"font:11px system-ui,sans-serif\">\n";
    result += svg_text(2, 16, "start", chart_.title, "font-size:13px;font-weight:600;" + fill(svg_colour::ink)) + "\n";
    result += frame_svg(frame_, chart_) + legend();
    for (auto const& series : chart_.series) result += band(series);
    for (auto const& series : chart_.series) result += line(series);
    return result + end_values() + "</svg>\n";
  }

 private:
  struct position {
    double x, y;
  };

  [[nodiscard]] static std::string fill(std::string_view colour) { return "fill:" + std::string(colour); }

  [[nodiscard]] static std::string stroke(chart_series const& series) {
    return std::string("fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;") +
           (series.dashed ? "stroke-dasharray:6 4;" : "") + "stroke:" + svg_colour::series(*series.colour);
  }

  [[nodiscard]] std::ptrdiff_t drawable_points(chart_series const& s) const {
    return std::ranges::count_if(s.points, [&](chart_point const& p) { return is_drawable(chart_, p); });
  }

  [[nodiscard]] chart_point last_point(chart_series const& series) const {
    return *std::find_if(series.points.rbegin(), series.points.rend(),
                         [&](chart_point const& p) { return is_drawable(chart_, p); });
  }

  /// Arranges the names in lines; returns the baseline of the last one.
  double lay_out_legend() {
    double x = 2, y = 34;
    for (auto const& series : chart_.series) {
      double const needed = 26 + svg_text_width(series.name, 11.5);
      if (x > 2 && x + needed > chart_frame::width) {
        x = 2;
        y += 17;
      }
      legend_.push_back({x, y});
      x += needed + 14;
    }
    return y;
  }

  [[nodiscard]] std::string legend() const {
    std::string result;
    for (std::size_t i = 0; i < legend_.size(); ++i) {
      auto const [x, y] = legend_[i];
      result += svg_line(x + 1, y - 4, x + 19, y - 4, stroke(chart_.series[i]));
      result += svg_text(x + 25, y, "start", chart_.series[i].name, "font-size:11.5px;" + fill(svg_colour::ink));
    }
    return result + "\n";
  }

  /// The band as one closed outline for each unbroken run of points that have one.
  [[nodiscard]] std::string band(chart_series const& series) const {
    std::string outline, upper, lower;
    auto close = [&] {
      if (!upper.empty()) outline += "M" + upper.substr(1) + lower + "Z";
      upper.clear();
      lower.clear();
    };
    for (auto const& p : series.points) {
      if (!is_drawable(chart_, p) || !is_drawable(chart_, p.low) || !is_drawable(chart_, p.high)) {
        close();
        continue;
      }
      upper += "L" + frame_.at(p.x, p.high);
      lower.insert(0, "L" + frame_.at(p.x, p.low));
    }
    close();
    if (outline.empty()) return {};
    return "<path d=\"" + outline + "\" style=\"opacity:.16;" + fill(svg_colour::series(*series.colour)) + "\"/>\n";
  }

  [[nodiscard]] std::string line(chart_series const& series) const {
    std::string path, dots;
    auto const& points = series.points;
    bool const few = drawable_points(series) <= 25;
    std::string const dot = "<circle r=\"2.6\" style=\"" + fill(svg_colour::series(*series.colour)) + "\" ";
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!is_drawable(chart_, points[i])) continue;
      bool const joins = i > 0 && is_drawable(chart_, points[i - 1]);
      bool const alone = !joins && (i + 1 == points.size() || !is_drawable(chart_, points[i + 1]));
      if (!alone) path += (joins ? "L" : "M") + frame_.at(points[i].x, points[i].y);
      if (!alone && !few) continue;
      dots += dot + "cx=\"" + svg_number(frame_.x_at(points[i].x)) + "\" cy=\"" + svg_number(frame_.y_at(points[i].y)) +
              "\"><title>" + html_escape(series.name) + ": " + significant_text(points[i].y) + " at " +
              significant_text(points[i].x) + "</title></circle>";
    }
    if (!path.empty()) path = "<path d=\"" + path + "\" style=\"" + stroke(series) + "\"/>";
    return path + dots + "\n";
  }

  /// The last value of each line at the right edge, pushed apart where they would overlap.
  [[nodiscard]] std::string end_values() const {
    struct label {
      double y;
      chart_series const* series;
    };
    std::vector<label> labels;
    for (auto const& series : chart_.series) labels.push_back({frame_.y_at(last_point(series).y), &series});
    std::stable_sort(labels.begin(), labels.end(), [](label const& a, label const& b) { return a.y < b.y; });
    double const gap = 13;
    for (std::size_t i = 1; i < labels.size(); ++i) labels[i].y = std::max(labels[i].y, labels[i - 1].y + gap);
    double limit = frame_.bottom;
    for (auto it = labels.rbegin(); it != labels.rend(); ++it, limit -= gap) it->y = std::min(it->y, limit);
    std::string result;
    for (auto const& [y, series] : labels)
      result += svg_text(frame_.right + 7, y + 4, "start", significant_text(last_point(*series).y),
                         "font-weight:600;" + fill(svg_colour::series(*series->colour)));
    return result + "\n";
  }

  [[nodiscard]] std::string description() const {
    std::string result = chart_.title + ": " + chart_.y_label + " over " + chart_.x_label + ".";
    for (auto const& series : chart_.series)
      result += " " + series.name + " ends at " + significant_text(last_point(series).y) + ".";
    return result;
  }

  line_chart chart_;
  std::vector<position> legend_;
  chart_frame frame_;
};

}  // namespace detail

/// The chart as an SVG element of 460 x 290 units that scales with the page, legible down to some 320 pixels.
///
/// It has a title, ticks, a legend, the last value of each line beside the plot, and a description for screen readers.
/// Series without a drawable point are left out; a chart with nothing to draw is an empty string.
[[nodiscard]] inline std::string to_svg(line_chart const& chart) { return detail::line_chart_drawing(chart).svg(); }

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CHARTS_LINE_CHART_SVG_HPP
