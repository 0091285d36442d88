#ifndef SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP
#define SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What intervals promise.
struct conformal_options {
  double coverage = 0.9;  ///< share of true values that lie within their intervals, at least
  /// Added to the square root of M_uc before errors are divided by it, so that heads that happen to agree do not
  /// promise an interval of no width. Must not be chosen by the calibration data.
  double offset = 0.3;
  friend bool operator==(conformal_options const&, conformal_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"coverage", &conformal_options::coverage, "Share of intervals that hold the truth"}.between(0.01, 0.999),
        field{"offset", &conformal_options::offset, "Added to the root of M_uc"}.between(0, 1e6));
  }
};

/// What labelled data says of how far errors reach for their M_uc.
struct conformal_calibration {
  double quantile = 0;  ///< of error / (sqrt(M_uc) + offset)
  double offset = 0;
  double coverage = 0;         ///< promised
  std::size_t calibrated = 0;  ///< errors that were looked at
  friend bool operator==(conformal_calibration const&, conformal_calibration const&) = default;

  static constexpr auto fields(auto list) {
    using c = conformal_calibration;
    return list(field{"quantile", &c::quantile}.at_least(0), field{"offset", &c::offset}.at_least(0),
                field{"coverage", &c::coverage}.between(0, 1), field{"calibrated", &c::calibrated});
  }

  /// Half the width of the interval of a prediction of this M_uc, in the unit of the errors; NaN for NaN.
  [[nodiscard]] double half_width(double uncertainty) const {
    constexpr double least = 1e-12;  // so that an error can be divided by it
    return quantile * std::max(std::sqrt(std::max(uncertainty, 0.0)) + offset, least);
  }
};

/// Calibrates intervals by the absolute errors and the M_uc of labelled predictions; nothing where they are too few for
/// the coverage.
///
/// Split conformal prediction, normalised (Papadopoulos et al., 2002; Lei et al., 2018): with n calibration pairs and a
/// further one exchangeable with them, the further error is at most the interval's half width with a probability of at
/// least `coverage`; over calibration sets and predictions together, not for each M_uc. Data of another distribution
/// voids it, and so do calibration pairs that stand for fewer, as many labels of one photograph.
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, `metrics.not_finite`, option_error
/// `option.conformal`.
[[nodiscard]] inline std::optional<conformal_calibration> calibrate_intervals(std::span<double const> errors,
                                                                              std::span<double const> uncertainties,
                                                                              conformal_options const& options = {}) {
  require_paired(errors.size(), uncertainties.size(), "conformal intervals");
  require_numbers(errors, "conformal intervals, errors");
  require_numbers(uncertainties, "conformal intervals, uncertainties");
  require_finite(errors, "conformal intervals, errors");
  require_finite(uncertainties, "conformal intervals, uncertainties");
  if (!(options.coverage > 0 && options.coverage < 1 && options.offset >= 0 && std::isfinite(options.offset)))
    throw option_error("option.conformal",
                       "expected a coverage between 0 and 1 and a finite offset of at least 0, got " +
                           text_of(options.coverage) + " and " + text_of(options.offset));
  conformal_calibration const unit{1, options.offset, options.coverage, errors.size()};
  std::vector<double> scores;
  for (std::size_t i = 0; i < errors.size(); ++i)
    scores.push_back(std::abs(errors[i]) / unit.half_width(uncertainties[i]));
  double const rank = std::max(1.0, std::ceil((static_cast<double>(scores.size()) + 1) * options.coverage - 1e-9));
  if (rank > static_cast<double>(scores.size())) return std::nullopt;
  auto const at = scores.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(scores.begin(), at, scores.end());
  auto result = unit;
  result.quantile = *at;
  return result;
}

/// The interval about a predicted value. Angles are for the caller to take as axes.
[[nodiscard]] inline interval conformal_interval(conformal_calibration const& calibration, double predicted,
                                                 double uncertainty) {
  double const half = calibration.half_width(uncertainty);
  return {predicted - half, predicted + half};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP
