#ifndef SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
#define SUREGRASP_METRICS_PAIRED_COMPARISON_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Two methods on the same cases: how often both, one or none of them succeeded.
struct paired_comparison {
  std::size_t both = 0;
  std::size_t only_first = 0;
  std::size_t only_second = 0;
  std::size_t neither = 0;
  friend bool operator==(paired_comparison const&, paired_comparison const&) = default;

  static constexpr auto fields(auto list) {
    using c = paired_comparison;
    return list(field{"both", &c::both}, field{"only_first", &c::only_first}, field{"only_second", &c::only_second},
                field{"neither", &c::neither});
  }

  /// Success rate of the second method minus that of the first; NaN without cases.
  [[nodiscard]] double gain() const {
    double const cases = static_cast<double>(both + only_first + only_second + neither);
    return (static_cast<double>(only_second) - static_cast<double>(only_first)) / cases;
  }

  /// Two-sided p-value of McNemar's exact test: the cases on which the methods differ are tosses of a fair coin.
  [[nodiscard]] double p_value() const {
    std::size_t const n = only_first + only_second, k = std::min(only_first, only_second);
    double log_term = -static_cast<double>(n) * std::numbers::ln2, tail = 0;
    for (std::size_t i = 0; i <= k; ++i) {
      tail += std::exp(log_term);
      log_term += std::log(static_cast<double>(n - i) / static_cast<double>(i + 1));
    }
    return std::min(1.0, 2 * tail);
  }
};

/// Counts the outcomes of two methods on the same cases, in the same order. Throws metric_error `metrics.length` or
/// `metrics.empty`.
[[nodiscard]] inline paired_comparison compare_paired(std::vector<bool> const& first, std::vector<bool> const& second) {
  require_paired(first.size(), second.size(), "paired comparison");
  paired_comparison counts;
  for (std::size_t i = 0; i < first.size(); ++i)
    ++(first[i] ? (second[i] ? counts.both : counts.only_first) : (second[i] ? counts.only_second : counts.neither));
  return counts;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
