#ifndef SUREGRASP_METRICS_PROPORTION_HPP
#define SUREGRASP_METRICS_PROPORTION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// A range of values, both ends included.
struct interval {
  double low = 0;
  double high = 0;
  friend bool operator==(interval const&, interval const&) = default;

  static constexpr auto fields(auto list) { return list(field{"low", &interval::low}, field{"high", &interval::high}); }
};

/// So many successes in so many trials: a success rate together with how little or much is known about it.
struct proportion {
  std::size_t successes = 0;
  std::size_t trials = 0;
  friend bool operator==(proportion const&, proportion const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"successes", &proportion::successes}, field{"trials", &proportion::trials});
  }

  /// Counts one more trial.
  void add(bool success) {
    ++trials;
    if (success) ++successes;
  }

  /// NaN without trials.
  [[nodiscard]] double rate() const {
    return trials == 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(successes) / static_cast<double>(trials);
  }

  /// Wilson's score interval (1927); `z` is the normal quantile, by default that of 95 %. Without trials it is [0, 1].
  [[nodiscard]] interval wilson(double z = 1.959963984540054) const {
    if (trials == 0) return {0, 1};
    double const n = static_cast<double>(trials), p = rate(), z2 = z * z;
    double const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double const half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {successes == 0 ? 0 : std::max(0.0, centre - half), successes == trials ? 1 : std::min(1.0, centre + half)};
  }

  /// `87.1 % [80.6, 91.7] (122/140)`: the rate with its 95 % interval and its counts.
  [[nodiscard]] std::string text() const {
    auto const [low, high] = wilson();
    return fixed_text(100 * rate(), 1) + " % [" + fixed_text(100 * low, 1) + ", " + fixed_text(100 * high, 1) + "] (" +
           std::to_string(successes) + "/" + std::to_string(trials) + ")";
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PROPORTION_HPP
