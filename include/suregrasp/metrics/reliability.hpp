#ifndef SUREGRASP_METRICS_RELIABILITY_HPP
#define SUREGRASP_METRICS_RELIABILITY_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The predictions whose stated probability of success lies in one stretch.
struct reliability_bin {
  double stated = 0;     ///< their mean probability
  proportion outcome{};  ///< how many of them succeeded
  friend bool operator==(reliability_bin const&, reliability_bin const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"stated", &reliability_bin::stated}, field{"outcome", &reliability_bin::outcome});
  }
};

/// A reliability diagram: stated probabilities beside what came of them, in `bins` equal stretches of [0, 1],
/// ascending, without those that nothing falls into.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.probability` for what is none, option_error
/// `metrics.bins` for no bins.
[[nodiscard]] inline std::vector<reliability_bin> reliability(std::span<double const> probabilities,
                                                              std::vector<bool> const& succeeded,
                                                              std::size_t bins = 10) {
  require_paired(probabilities.size(), succeeded.size(), "reliability");
  if (bins == 0) throw option_error("metrics.bins", "reliability: expected at least one bin, got 0");
  std::vector<reliability_bin> all(bins);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    double const p = probabilities[i];
    if (!(p >= 0 && p <= 1))
      throw metric_error("metrics.probability", "reliability: expected probabilities in [0, 1], got " +
                                                    std::to_string(p) + " at index " + std::to_string(i));
    auto& bin = all[std::min(static_cast<std::size_t>(p * static_cast<double>(bins)), bins - 1)];
    bin.outcome.add(succeeded[i]);
    bin.stated += (p - bin.stated) / static_cast<double>(bin.outcome.trials);
  }
  std::erase_if(all, [](reliability_bin const& bin) { return bin.outcome.trials == 0; });
  return all;
}

/// Expected calibration error (Guo et al., 2017): how far success rates lie from what was stated, a mean over the
/// predictions of all bins. Even true probabilities have one, from chance, that grows with the number of bins.
[[nodiscard]] inline double expected_calibration_error(std::span<reliability_bin const> bins) {
  double sum = 0, count = 0;
  for (auto const& bin : bins) {
    auto const trials = static_cast<double>(bin.outcome.trials);
    sum += trials * std::abs(bin.outcome.rate() - bin.stated);
    count += trials;
  }
  return sum / count;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RELIABILITY_HPP
