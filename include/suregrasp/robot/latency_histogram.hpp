#ifndef SUREGRASP_ROBOT_LATENCY_HISTOGRAM_HPP
#define SUREGRASP_ROBOT_LATENCY_HISTOGRAM_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// Times of any number of runs in a fixed amount of memory: 40 buckets a decade from a microsecond to a thousand
/// seconds, so that a quantile is right to 6 %.
class latency_histogram {
 public:
  /// Counts a time in seconds; what is below or beyond all buckets counts in the first or last.
  void add(double seconds) {
    double const at = seconds > 0 ? std::floor(per_decade * std::log10(seconds / shortest)) : 0;
    ++counts_[static_cast<std::size_t>(std::clamp(at, 0.0, double(buckets - 1)))];
    longest_ = std::max(longest_, seconds);
  }

  [[nodiscard]] std::size_t count() const { return std::accumulate(counts_.begin(), counts_.end(), std::size_t(0)); }

  /// The longest time, exactly; 0 without any.
  [[nodiscard]] double longest() const { return longest_; }

  /// A time that at least this share of the runs, in [0, 1], did not exceed; NaN without any.
  [[nodiscard]] double quantile(double share) const {
    auto const all = count();
    if (all == 0) return std::numeric_limits<double>::quiet_NaN();
    double const wanted = std::max(1.0, std::ceil(share * static_cast<double>(all)));
    std::size_t sum = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
      sum += counts_[i];
      if (static_cast<double>(sum) >= wanted)
        return std::min(longest_, shortest * std::pow(10, static_cast<double>(i + 1) / per_decade));
    }
    return longest_;
  }

 private:
  static constexpr double shortest = 1e-6, per_decade = 40;
  static constexpr std::size_t buckets = std::size_t{9} * 40;
  std::array<std::size_t, buckets> counts_{};
  double longest_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_LATENCY_HISTOGRAM_HPP
