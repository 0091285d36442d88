#ifndef SUREGRASP_METRICS_RISK_CONTROL_HPP
#define SUREGRASP_METRICS_RISK_CONTROL_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/impl/stable_order.hpp>
#include <suregrasp/metrics/impl/binomial.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What the threshold T is to guarantee.
struct risk_control_options {
  double risk = 0.1;   ///< of the predictions kept, at most this share may fail
  double delta = 0.1;  ///< and the calibration data may be so unlucky that it does not hold, with this probability
  std::size_t candidates = 10;  ///< thresholds tried, at evenly spaced coverages
  bool risk_grows = false;      ///< take for granted that the share of failures among the kept never falls with T
  friend bool operator==(risk_control_options const&, risk_control_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = risk_control_options;
    return list(field{"risk", &o::risk, "Share of failures that the proposed threshold promises"}.between(0.001, 0.999),
                field{"delta", &o::delta, "Probability that it breaks the promise"}.between(0.001, 0.999),
                field{"candidates", &o::candidates}.at_least(1).not_offered(),
                field{"risk_grows", &o::risk_grows}.not_offered());
  }
};

/// A threshold with its guarantee, and what the calibration data shows at it.
struct controlled_threshold {
  double threshold = 0;      ///< T: keep predictions whose uncertainty is below it
  std::size_t kept = 0;      ///< calibration predictions below T
  std::size_t failures = 0;  ///< of them
  double coverage = 0;       ///< kept / all
  friend bool operator==(controlled_threshold const&, controlled_threshold const&) = default;

  static constexpr auto fields(auto list) {
    using t = controlled_threshold;
    return list(field{"threshold", &t::threshold}, field{"kept", &t::kept}, field{"failures", &t::failures},
                field{"coverage", &t::coverage});
  }
};

namespace detail {

/// Numbers of predictions to keep, ascending. They follow from the options and the size of the calibration set alone;
/// fewer than the first could not prove anything even without a failure.
[[nodiscard]] inline std::vector<std::size_t> kept_counts(std::size_t all, double level,
                                                          risk_control_options const& options) {
  double const least = std::max(1.0, std::ceil(std::log(level) / std::log1p(-options.risk)));
  std::vector<std::size_t> counts;
  double const most = static_cast<double>(all) - 1, steps = static_cast<double>(options.candidates);
  for (std::size_t i = 1; i <= options.candidates && least <= most; ++i) {
    double const share = options.candidates == 1 ? 1 : static_cast<double>(i - 1) / (steps - 1);
    counts.push_back(static_cast<std::size_t>(std::floor(least + share * (most - least))));
  }
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

inline void require_valid(risk_control_options const& options) {
  auto const share = [](double value) { return value > 0 && value < 1; };
  if (share(options.risk) && share(options.delta) && options.candidates > 0) return;
  throw option_error("option.risk_control",
                     "expected a risk and a delta between 0 and 1 and at least one candidate, got " +
                         std::to_string(options.risk) + ", " + std::to_string(options.delta) + " and " +
                         std::to_string(options.candidates));
}

}  // namespace detail

/// The largest threshold T on the uncertainty for which labelled data proves that few of the predictions below it
/// fail; nothing where the data is too little or too bad.
///
/// Theorem (after Angelopoulos et al., "Learn then Test", 2021). Let the calibration pairs (uncertainty, failed) and
/// the pairs met later be independent draws from one distribution, and R(t) = P(failed | uncertainty < t). Then
/// P(R(T) > risk) <= delta, over the draw of the calibration set.
///
/// Proof. Candidates are the order statistics T = U_(m+1) for numbers m fixed beforehand. Given U_(m+1) = t and that k
/// pairs lie below (m of them unless some are equal), these are independent draws given uncertainty < t, so their
/// failures are Binomial(k, R(t)); where R(t) > risk, P(Binomial(k, risk) <= failures) falls below a level with at most
/// the probability `level`. At level = delta / candidates no candidate of too high a risk passes, but with probability
/// delta (Bonferroni). With `risk_grows` each is tested at the level delta, from the smallest up to the first that does
/// not pass: the first of too high a risk would have to pass, and given which that is, its failures are stochastically
/// at least Binomial(k, risk). Where equal uncertainties leave too few below a candidate it is passed over; failures
/// have no say in that.
///
/// Data of another distribution, such as another workplace, or several predictions of one image, which are not
/// independent, void it. Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number` and
/// option_error `option.risk_control`.
[[nodiscard]] inline std::optional<controlled_threshold> control_risk(std::span<double const> uncertainties,
                                                                      std::vector<bool> const& failed,
                                                                      risk_control_options const& options = {}) {
  require_paired(uncertainties.size(), failed.size(), "risk control");
  require_numbers(uncertainties, "risk control");
  detail::require_valid(options);
  std::size_t const all = failed.size();
  auto const order = detail::ascending_order(uncertainties);
  std::vector<std::size_t> failures(all + 1, 0);
  for (std::size_t i = 0; i < all; ++i) failures[i + 1] = failures[i] + (failed[order[i]] ? 1U : 0U);

  double const level = options.risk_grows ? options.delta : options.delta / static_cast<double>(options.candidates);
  std::optional<controlled_threshold> chosen;
  for (std::size_t m : detail::kept_counts(all, level, options)) {
    double const threshold = uncertainties[order[m]];
    while (m > 0 && uncertainties[order[m - 1]] == threshold) --m;
    if (binomial_at_most(0, m, options.risk) > level) continue;  // too few to prove anything
    if (binomial_at_most(failures[m], m, options.risk) <= level)
      chosen = {threshold, m, failures[m], static_cast<double>(m) / static_cast<double>(all)};
    else if (options.risk_grows)
      break;
  }
  return chosen;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RISK_CONTROL_HPP
