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

[[nodiscard]] inline nlohmann::ordered_json to_json(spread const& s) {
  return {{"mean", s.mean}, {"standard_error", std::isfinite(s.standard_error) ? s.standard_error : 0.0}};
}

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_SPREAD_HPP
