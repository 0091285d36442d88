#ifndef SUREGRASP_CHARTS_LINE_CHART_HPP
#define SUREGRASP_CHARTS_LINE_CHART_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// One point of a line; `low` and `high`, where finite, bound a band around it.
struct chart_point {
  double x = 0;
  double y = 0;
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// One line of a chart. A point with a non-finite `y` leaves a gap; a point alone between gaps is drawn as a dot.
struct chart_series {
  std::string name;
  std::vector<chart_point> points;
  bool dashed = false;
  std::optional<std::size_t> colour = std::nullopt;  ///< index into the palette; by position in the chart when left out
};

/// Lines over a common x; `to_svg` in io/line_chart_svg.hpp draws them.
struct line_chart {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<chart_series> series;
  bool log_y = false;                            ///< values that are not positive then leave gaps
  std::optional<double> y_floor = std::nullopt;  ///< the y axis reaches down at least to here, such as 0 for a rate
};

/// The points averaged over at most `count` equal stretches of x, each with the range of its values as a band.
///
/// Points are in the order of x. A stretch whose points have no finite `y` becomes a gap. No more than `count` points
/// come back as they are.
[[nodiscard]] inline std::vector<chart_point> condensed(std::vector<chart_point> const& points, std::size_t count) {
  if (points.size() <= count || count == 0) return points;
  double const first = points.front().x;
  double const width = (points.back().x - first) / static_cast<double>(count);
  std::vector<chart_point> result;
  auto next = points.begin();
  for (std::size_t k = 0; k < count && next != points.end(); ++k) {
    auto const end = k + 1 == count ? points.end() : std::find_if(next, points.end(), [&](chart_point const& p) {
      return p.x >= first + static_cast<double>(k + 1) * width;
    });
    if (next == end) continue;
    chart_point mean{.x = 0, .y = 0};
    double finite = 0;
    for (auto p = next; p != end; ++p) {
      mean.x += p->x / static_cast<double>(end - next);
      if (!std::isfinite(p->y)) continue;
      mean.y += p->y;
      mean.low = std::fmin(mean.low, p->y);
      mean.high = std::fmax(mean.high, p->y);
      ++finite;
    }
    mean.y /= finite;  // nothing finite: 0 / 0, a gap
    result.push_back(mean);
    next = end;
  }
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CHARTS_LINE_CHART_HPP
