#ifndef SUREGRASP_METRICS_RISK_COVERAGE_HPP
#define SUREGRASP_METRICS_RISK_COVERAGE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/stable_order.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Mean error of the most certain predictions.
struct risk_coverage_point {
  double coverage = 0;     ///< the fraction of predictions kept, k / n
  double uncertainty = 0;  ///< the largest uncertainty among them
  double risk = 0;         ///< their mean error
};

/// How the mean error grows as less certain predictions are let in; one point for each k = 1..n.
struct risk_coverage_curve {
  std::vector<risk_coverage_point> points;

  /// Mean error of all predictions.
  [[nodiscard]] double mean_error() const { return points.back().risk; }

  /// Area under the curve: the mean of its risks. Below `mean_error()` where uncertainty knows something of the error.
  [[nodiscard]] double area() const {
    double sum = 0;
    for (auto const& point : points) sum += point.risk;
    return sum / static_cast<double>(points.size());
  }

  /// Mean error of the most certain `fraction` in (0, 1] of the predictions, rounded up to a whole prediction. Throws
  /// option_error `metrics.fraction`.
  [[nodiscard]] double risk_at(double fraction) const {
    if (!(fraction > 0 && fraction <= 1))
      throw option_error("metrics.fraction", "expected a fraction in (0, 1], got " + std::to_string(fraction));
    double const n = static_cast<double>(points.size());
    auto const count = static_cast<std::size_t>(std::ceil(fraction * n * (1 - 1e-12)));
    return points[std::max<std::size_t>(count, 1) - 1].risk;
  }

  /// `risk_at(fraction)` as a multiple of the mean error; below 1 where the certain are better.
  [[nodiscard]] double relative_risk_at(double fraction) const { return risk_at(fraction) / mean_error(); }
};

/// The risk-coverage curve of paired uncertainties and errors.
///
/// Predictions of equal uncertainty enter in no order: each counts with the mean error of its group, so the curve does
/// not depend on the order of the input. Throws metric_error `metrics.length`, `metrics.empty` or
/// `metrics.not_a_number`.
[[nodiscard]] inline risk_coverage_curve risk_coverage(std::span<double const> uncertainties,
                                                       std::span<double const> errors) {
  require_paired(uncertainties.size(), errors.size(), "risk-coverage");
  require_numbers(uncertainties, "risk-coverage, uncertainties");
  require_numbers(errors, "risk-coverage, errors");
  std::size_t const n = errors.size();
  auto const order = detail::ascending_order(uncertainties);

  risk_coverage_curve curve;
  curve.points.reserve(n);
  double sum = 0;
  for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
    double const level = uncertainties[order[begin]];
    double group = 0;
    for (; end < n && uncertainties[order[end]] == level; ++end) group += errors[order[end]];
    for (std::size_t k = begin + 1; k <= end; ++k) {
      double const entered = group * static_cast<double>(k - begin) / static_cast<double>(end - begin);
      double const kept = static_cast<double>(k);
      curve.points.push_back({kept / static_cast<double>(n), level, (sum + entered) / kept});
    }
    sum += group;
  }
  return curve;
}

/// Area under the risk-coverage curve beyond that of the best possible order, by the errors themselves: 0 for an
/// uncertainty that ranks perfectly, whatever the mean error (Geifman et al., 2019); NaN where errors are infinite.
/// Throws as `risk_coverage`.
[[nodiscard]] inline double excess_area(std::span<double const> uncertainties, std::span<double const> errors) {
  return std::max(risk_coverage(uncertainties, errors).area() - risk_coverage(errors, errors).area(), 0.0);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RISK_COVERAGE_HPP
