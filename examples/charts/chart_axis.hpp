#ifndef SUREGRASP_CHARTS_CHART_AXIS_HPP
#define SUREGRASP_CHARTS_CHART_AXIS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// One axis of a chart: the range it shows, where its ticks stand and how they read.
struct chart_axis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  std::vector<double> ticks;
  std::vector<std::string> labels;  ///< one a tick; empty where the tick carries only a line

  /// Where a value lies between the ends, 0 to 1; not finite where a logarithmic axis can't show it.
  [[nodiscard]] double position(double value) const {
    if (!logarithmic) return (value - low) / (high - low);
    return std::log(value / low) / std::log(high / low);
  }
};

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that divides `span` into at most `intervals` parts.
[[nodiscard]] inline double nice_step(double span, int intervals) {
  double const raw = span / intervals;
  double const power = std::pow(10.0, std::floor(std::log10(raw)));
  for (double const factor : {1.0, 2.0, 2.5, 5.0})
    if (factor * power >= raw * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

/// A tick's text with just the decimals its step needs: `0.25`, `-3`, `20k`.
[[nodiscard]] inline std::string tick_text(double value, double step) {
  bool const thousands = step >= 1000;
  double const unit = thousands ? 1000 : 1;
  if (step < 1e-6 || step >= 1e9) return significant_text(value, 2);
  double scaled = step / unit;
  int decimals = 0;
  for (; decimals < 9 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; ++decimals) scaled *= 10;
  std::string text = fixed_text(value / unit, decimals);
  if (text.front() == '-') text = "\u2212" + text.substr(1);
  return thousands && value != 0 ? text + "k" : text;
}

/// A linear axis over `[low, high]`.
///
/// A `loose` axis is stretched outwards to whole steps; otherwise it ends where the data end. An empty or non-finite
/// range is widened to something that can be drawn.
[[nodiscard]] inline chart_axis linear_axis(double low, double high, int intervals = 5, bool loose = true) {
  if (!std::isfinite(low) || !std::isfinite(high)) std::tie(low, high) = std::pair(0.0, 1.0);
  if (high - low <= 1e-12 * std::max(std::abs(low), std::abs(high))) {
    double const margin = low == 0 ? 0.5 : 0.5 * std::abs(low);
    low -= margin;
    high += margin;
  }
  double const step = nice_step(high - low, intervals);
  double const first = loose ? std::floor(low / step + 1e-9) : std::ceil(low / step - 1e-9);
  double const last = loose ? std::ceil(high / step - 1e-9) : std::floor(high / step + 1e-9);
  chart_axis axis{.low = loose ? first * step : low, .high = loose ? last * step : high, .ticks = {}, .labels = {}};
  for (double k = first; k <= last; ++k) {
    axis.ticks.push_back(k * step);
    axis.labels.push_back(tick_text(k * step, step));
  }
  return axis;
}

/// A logarithmic axis over `[low, high]`, both positive, stretched outwards to 1, 2 or 5 times a power of ten.
///
/// Where there are more than seven ticks only the powers of ten keep their labels.
[[nodiscard]] inline chart_axis logarithmic_axis(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high) || low <= 0) std::tie(low, high) = std::pair(0.1, 1.0);
  chart_axis axis{.low = low, .high = std::max(high, low), .logarithmic = true, .ticks = {}, .labels = {}};
  std::vector<double> candidates;
  double const lowest = std::floor(std::log10(low)) - 1;
  double const highest = std::ceil(std::log10(axis.high)) + 1;
  for (double decade = lowest; decade <= highest; ++decade)
    for (double const factor : {1.0, 2.0, 5.0}) candidates.push_back(factor * std::pow(10.0, decade));
  auto first = std::upper_bound(candidates.begin(), candidates.end(), low * (1 + 1e-9)) - 1;
  auto last = std::lower_bound(first + 1, candidates.end(), axis.high * (1 - 1e-9));
  axis.ticks.assign(first, last + 1);
  axis.low = axis.ticks.front();
  axis.high = axis.ticks.back();
  for (double const tick : axis.ticks) {
    double const exponent = std::log10(tick);
    bool const labelled = axis.ticks.size() <= 7 || std::abs(exponent - std::round(exponent)) < 1e-9;
    axis.labels.push_back(labelled ? tick_text(tick, tick) : "");
  }
  return axis;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CHARTS_CHART_AXIS_HPP
