#ifndef SUREGRASP_METRICS_IMPL_BINOMIAL_HPP
#define SUREGRASP_METRICS_IMPL_BINOMIAL_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// Probability of at most `successes` in `trials` independent trials of the given probability.
[[nodiscard]] inline double binomial_at_most(std::size_t successes, std::size_t trials, double probability) {
  if (successes >= trials || probability <= 0) return 1;
  if (probability >= 1) return 0;
  double const n = static_cast<double>(trials), odds = std::log(probability) - std::log1p(-probability);
  double log_term = n * std::log1p(-probability), sum = 0;
  for (std::size_t i = 0; i <= successes; ++i) {
    sum += std::exp(log_term);
    log_term += odds + std::log((n - static_cast<double>(i)) / static_cast<double>(i + 1));
  }
  return std::min(1.0, sum);
}

/// Upper end of the one-sided interval of Clopper and Pearson (1934): a probability above it would give as few
/// successes with a probability below `delta`. 1 without trials.
[[nodiscard]] inline double clopper_pearson_upper(std::size_t successes, std::size_t trials, double delta) {
  if (successes >= trials) return 1;
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    double const middle = (low + high) / 2;
    (binomial_at_most(successes, trials, middle) > delta ? low : high) = middle;
  }
  return high;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_IMPL_BINOMIAL_HPP
