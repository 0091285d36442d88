#ifndef SUREGRASP_METRICS_PRECISION_RECALL_HPP
#define SUREGRASP_METRICS_PRECISION_RECALL_HPP

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/impl/stable_order.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What is found and what of it is right when all predictions of at least this score are kept.
struct precision_recall_point {
  double score = 0;
  double precision = 0;
  double recall = 0;
};

/// Precision and recall at every score that occurs.
struct precision_recall_curve {
  std::vector<precision_recall_point> points;  ///< highest score first, one a distinct score

  /// Average precision: the precisions weighted by the recall each adds. No interpolation, so nothing is embellished.
  [[nodiscard]] double average_precision() const {
    double sum = 0, reached = 0;
    for (auto const& point : points) {
      sum += (point.recall - reached) * point.precision;
      reached = point.recall;
    }
    return sum;
  }
};

/// The curve of scored predictions, of which some are right, where `positives` are there to be found.
///
/// Predictions of equal score come in together, so their order does not matter. Throws metric_error `metrics.length`,
/// `metrics.not_a_number`, `metrics.empty` without predictions, and `metrics.positives` where fewer are there to be
/// found than are right, or none.
[[nodiscard]] inline precision_recall_curve precision_recall(std::span<double const> scores,
                                                             std::vector<bool> const& right, std::size_t positives) {
  require_paired(scores.size(), right.size(), "precision and recall");
  require_numbers(scores, "precision and recall");
  auto const found = static_cast<std::size_t>(std::count(right.begin(), right.end(), true));
  if (positives == 0 || found > positives)
    throw metric_error("metrics.positives", "expected at least 1 positive and at least as many as the " +
                                                std::to_string(found) + " right predictions, got " +
                                                std::to_string(positives));
  auto const order = detail::descending_order(scores);
  precision_recall_curve curve;
  double hits = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (right[order[i]]) ++hits;
    if (i + 1 < order.size() && scores[order[i + 1]] == scores[order[i]]) continue;
    curve.points.push_back(
        {scores[order[i]], hits / static_cast<double>(i + 1), hits / static_cast<double>(positives)});
  }
  return curve;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PRECISION_RECALL_HPP
