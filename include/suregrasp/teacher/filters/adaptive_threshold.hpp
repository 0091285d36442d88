#ifndef SUREGRASP_TEACHER_FILTERS_ADAPTIVE_THRESHOLD_HPP
#define SUREGRASP_TEACHER_FILTERS_ADAPTIVE_THRESHOLD_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <vector>

/// Filters whose T follows the uncertainties from batch to batch in one or two numbers. Learnt is from finite ones
/// alone: a single infinite one would stay in their memory for ever. NaN is never kept.
namespace suregrasp::inline v2 {

namespace detail {

/// The finite uncertainties, ascending.
[[nodiscard]] inline std::vector<double> sorted_finite(std::span<double const> uncertainties) {
  std::vector<double> numbers;
  for (double const u : uncertainties)
    if (std::isfinite(u)) numbers.push_back(u);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace detail

/// T is a moving average of the batches' own quantiles: smooth where batches are small. The first batch is judged by
/// its own quantile. A share of 0 keeps nothing; of 1, whatever lies below the average of the largest.
struct smoothed_quantile {
  double share = 0.5;                                       ///< in [0, 1]
  double smoothing = 0.9;                                   ///< weight of the T so far
  double level = std::numeric_limits<double>::quiet_NaN();  ///< T so far; NaN before the first batch

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    auto const sorted = detail::sorted_finite(uncertainties);
    auto const kept = detail::count_of_share(share, sorted.size());
    if (kept > 0) level = std::isnan(level) ? sorted[kept - 1] : smoothing * level + (1 - smoothing) * sorted[kept - 1];
    return detail::up_to(threshold(), uncertainties);
  }

  [[nodiscard]] double threshold() const {
    return share > 0 && !std::isnan(level) ? level : -std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] std::vector<double> state() const { return {level}; }
  void load(std::vector<double> const& memory) { level = memory.at(0); }
};

/// Steers T so that in the long run the wanted share passes, whatever the uncertainties do: after each batch T grows by
/// `rate * scale * (coverage - share that passed)`, where `scale` is a moving average of the uncertainties' size.
///
/// The share over n batches differs from `coverage` by at most |T_n - T_0| / (rate scale n): the sum of the corrections
/// (the argument of Gibbs and Candes 2021 for adaptive conformal inference). T begins at the first batch's quantile.
struct target_coverage {
  double coverage = 0.5;  ///< in [0, 1]
  double rate = 0.1;
  double level = std::numeric_limits<double>::quiet_NaN();  ///< T; NaN before the first batch
  double scale = 0;                                         ///< mean |u|, averaged over batches

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    auto const sorted = detail::sorted_finite(uncertainties);
    if (sorted.empty()) return std::vector<double>(uncertainties.size(), 0.0);
    double size = 0, passed = 0;
    for (double const u : sorted) size += std::fabs(u) / static_cast<double>(sorted.size());
    if (std::isnan(level)) {
      scale = size;
      auto const rank = std::clamp(coverage, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
      level = sorted[static_cast<std::size_t>(std::lround(rank))];
    }
    auto weights = detail::up_to(level, uncertainties);
    for (double const u : sorted) passed += u <= level ? 1 / static_cast<double>(sorted.size()) : 0;
    scale = 0.99 * scale + 0.01 * size;
    level += rate * scale * (coverage - passed);
    return weights;
  }

  [[nodiscard]] double threshold() const { return level; }
  [[nodiscard]] std::vector<double> state() const { return {level, scale}; }
  void load(std::vector<double> const& memory) { level = memory.at(0), scale = memory.at(1); }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_ADAPTIVE_THRESHOLD_HPP
