#ifndef SUREGRASP_TEACHER_FILTERS_CONFIDENCE_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_CONFIDENCE_FILTER_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <utility>
#include <vector>

/// Which of a teacher's predictions to learn from (Eq. 12).
namespace suregrasp::inline v2 {

/// A rule that gives each of a batch of predictions a weight in [0, 1] from its uncertainty.
template <class F>
concept confidence_filter = requires(F filter, std::span<double const> uncertainties) {
  { filter(uncertainties) } -> std::same_as<std::vector<double>>;
};

/// A filter that judges each prediction among those of its group.
template <class F>
concept group_filter = requires(F filter, std::span<double const> uncertainties, std::span<std::int64_t const> groups) {
  { filter(uncertainties, groups) } -> std::same_as<std::vector<double>>;
};

/// A filter whose memory can be saved and restored.
template <class F>
concept remembering_filter = requires(F filter, std::vector<double> const& memory) {
  { std::as_const(filter).state() } -> std::same_as<std::vector<double>>;
  filter.load(memory);
};

/// A filter that has a threshold T to report.
template <class F>
concept threshold_filter = requires(F const& filter) {
  { filter.threshold() } -> std::convertible_to<double>;
};

namespace detail {

/// 1 for an uncertainty up to `threshold`, 0 for a larger one or a NaN.
[[nodiscard]] inline std::vector<double> up_to(double threshold, std::span<double const> uncertainties) {
  std::vector<double> weights;
  for (double const u : uncertainties) weights.push_back(u <= threshold ? 1.0 : 0.0);
  return weights;
}

/// How many of `count` make a share in [0, 1] of them, rounded up.
[[nodiscard]] inline std::size_t count_of_share(double share, std::size_t count) {
  return static_cast<std::size_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count)));
}

}  // namespace detail

/// Keeps everything: the original mean teacher.
struct keep_all {
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    return std::vector<double>(uncertainties.size(), 1.0);
  }
};

/// Keeps nothing: direct training on the labelled samples.
struct keep_none {
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    return std::vector<double>(uncertainties.size(), 0.0);
  }
};

/// Keeps predictions whose uncertainty is below a fixed T: the paper's form. A NaN is never kept.
struct fixed_threshold {
  double threshold = std::numeric_limits<double>::infinity();

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties) weights.push_back(u < threshold ? 1.0 : 0.0);
    return weights;
  }
};

/// Keeps about the given share of predictions: T is a quantile of the last `window` uncertainties, the current batch
/// included.
///
/// In a new domain a fixed T may keep nothing, because the heads disagree everywhere, or everything, because they agree
/// too well; the running quantile does neither.
struct running_quantile {
  double share = 0.5;  ///< in [0, 1]
  std::size_t window = 256;
  std::vector<double> recent = {};  ///< oldest first

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    for (double const u : uncertainties)
      if (!std::isnan(u)) recent.push_back(u);
    if (recent.size() > window) recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(window));
    return detail::up_to(threshold(), uncertainties);
  }

  /// The T in force; minus infinity before the first uncertainty.
  [[nodiscard]] double threshold() const {
    auto const kept = detail::count_of_share(share, recent.size());
    if (kept == 0) return -std::numeric_limits<double>::infinity();
    auto sorted = recent;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(kept - 1), sorted.end());
    return sorted[kept - 1];
  }

  [[nodiscard]] std::vector<double> state() const { return recent; }
  void load(std::vector<double> const& memory) { recent = memory; }
};

/// Fills the unlabelled slots of a batch from more candidates than there are slots: the first `slots` positive weights
/// stay, all others become 0. Where fewer are positive, slots stay empty.
[[nodiscard]] inline std::vector<double> first_accepted(std::vector<double> weights, std::size_t slots) {
  for (double& weight : weights) {
    if (!(weight > 0)) continue;
    if (slots > 0)
      --slots;
    else
      weight = 0;
  }
  return weights;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_CONFIDENCE_FILTER_HPP
