#ifndef SUREGRASP_METRICS_RANK_CORRELATION_HPP
#define SUREGRASP_METRICS_RANK_CORRELATION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/core/impl/stable_order.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Rank of each value from 1, equal values sharing the mean of their ranks. Throws metric_error `metrics.not_a_number`.
[[nodiscard]] inline std::vector<double> average_ranks(std::span<double const> values) {
  require_numbers(values, "ranks");
  auto const order = detail::ascending_order(values);
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = static_cast<double>(begin + 1 + end) / 2;
  }
  return ranks;
}

/// Spearman's rank correlation in [-1, 1]; NaN where one list is constant.
///
/// Throws metric_error `metrics.length`, `metrics.empty` or `metrics.not_a_number`.
[[nodiscard]] inline double spearman(std::span<double const> a, std::span<double const> b) {
  require_paired(a.size(), b.size(), "rank correlation");
  auto const ra = average_ranks(a), rb = average_ranks(b);
  double const mean = static_cast<double>(a.size() + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) {
    ab += (ra[i] - mean) * (rb[i] - mean);
    aa += (ra[i] - mean) * (ra[i] - mean);
    bb += (rb[i] - mean) * (rb[i] - mean);
  }
  if (aa == 0 || bb == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

/// Area under the receiver operating characteristic: the probability that a positive scores higher than a negative,
/// equal scores counting half.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, and `metrics.one_class` where all
/// labels are equal.
[[nodiscard]] inline double auroc(std::span<double const> scores, std::vector<bool> const& labels) {
  require_paired(scores.size(), labels.size(), "AUROC");
  auto const ranks = average_ranks(scores);
  double positives = 0, rank_sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i]) positives += 1, rank_sum += ranks[i];
  double const negatives = static_cast<double>(labels.size()) - positives;
  if (positives == 0 || negatives == 0)
    throw metric_error("metrics.one_class", "AUROC: expected positive and negative labels, got " +
                                                std::to_string(labels.size()) + " of one kind");
  return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RANK_CORRELATION_HPP
