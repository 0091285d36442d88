#ifndef SUREGRASP_EXPERIMENTS_SPREAD_HPP
#define SUREGRASP_EXPERIMENTS_SPREAD_HPP

#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

namespace suregrasp::experiments {

/// What repeated runs gave.
struct spread {
  double mean = 0;
  double standard_error = 0;  ///< of the mean; NaN for a single value
};

[[nodiscard]] inline spread spread_of(std::vector<double> const& values) {
  double const n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (double const each : values) sum += each;
  for (double const each : values) squares += (each - sum / n) * (each - sum / n);
  return {sum / n, std::sqrt(squares / (n - 1) / n)};
}

/// Of paired values: those of `of` minus those of `from`.
[[nodiscard]] inline std::vector<double> differences(std::vector<double> const& of, std::vector<double> const& from) {
  std::vector<double> result;
  for (std::size_t i = 0; i < of.size(); ++i) result.push_back(of[i] - from[i]);
  return result;
}

/// How likely a mean of paired differences at least so far from 0 is where each might as well have the other sign: over
/// all signs, exactly, so for up to 20 differences; NaN for more.
[[nodiscard]] inline double sign_flip_p(std::vector<double> const& differences) {
  if (differences.size() > 20) return std::nan("");
  double observed = 0;
  for (double const each : differences) observed += each;
  std::size_t as_far = 0;
  std::size_t const all = std::size_t{1} << differences.size();
  for (std::size_t signs = 0; signs < all; ++signs) {
    double sum = 0;
    for (std::size_t i = 0; i < differences.size(); ++i)
      sum += ((signs >> i) & 1U) != 0 ? differences[i] : -differences[i];
    if (std::fabs(sum) >= std::fabs(observed) * (1 - 1e-12)) ++as_far;
  }
  return static_cast<double>(as_far) / static_cast<double>(all);
}

[[nodiscard]] inline nlohmann::ordered_json to_json(spread const& s) {
  return {{"mean", s.mean}, {"standard_error", std::isfinite(s.standard_error) ? s.standard_error : 0.0}};
}

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_SPREAD_HPP
