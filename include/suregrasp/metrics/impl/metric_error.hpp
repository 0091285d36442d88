#ifndef SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP
#define SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

/// Measurements from which a figure cannot be computed.
struct metric_error : error {
  using error::error;
};

/// Throws metric_error `metrics.length` unless both counts agree and `metrics.empty` for a count of 0.
inline void require_paired(std::size_t first, std::size_t second, std::string const& what) {
  if (first != second)
    throw metric_error("metrics.length", what + ": expected two lists of one length, got " + std::to_string(first) +
                                             " and " + std::to_string(second) + " values");
  if (first == 0) throw metric_error("metrics.empty", what + ": expected at least one value, got none");
}

/// Throws metric_error `metrics.not_a_number` where a value is NaN; infinities can be ranked and pass.
inline void require_numbers(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isnan(values[i]))
      throw metric_error("metrics.not_a_number", what + ": expected numbers, got NaN at index " + std::to_string(i));
}

/// Throws metric_error `metrics.not_finite` where a value is NaN or infinite.
inline void require_finite(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      throw metric_error("metrics.not_finite", what + ": expected finite numbers, got " + std::to_string(values[i]) +
                                                   " at index " + std::to_string(i));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP
