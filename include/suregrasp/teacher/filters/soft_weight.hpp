#ifndef SUREGRASP_TEACHER_FILTERS_SOFT_WEIGHT_HPP
#define SUREGRASP_TEACHER_FILTERS_SOFT_WEIGHT_HPP

#include <cmath>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <vector>

/// Filters that weigh instead of choosing. A NaN weighs nothing.
namespace suregrasp::inline v2 {

/// `exp(-u / scale)`: 1 for the certain, 1/e at `scale`.
struct exponential_weight {
  double scale = 1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties) weights.push_back(std::isnan(u) ? 0 : std::fmin(1, std::exp(-u / scale)));
    return weights;
  }
};

/// `1 / (1 + exp((u - centre) / width))`: a threshold at `centre` with a soft edge.
struct sigmoid_weight {
  double centre = 1;
  double width = 0.1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties)
      weights.push_back(std::isnan(u) ? 0 : 1 / (1 + std::exp((u - centre) / width)));
    return weights;
  }
  [[nodiscard]] double threshold() const { return centre; }
};

/// `scale / (scale + u)`: what an observation of variance u counts beside others of variance `scale` (inverse-variance
/// weights, in [0, 1]): 1 for the certain, one half at `scale`, never quite 0.
struct inverse_variance_weight {
  double scale = 1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties)
      weights.push_back(std::isnan(u) ? 0 : std::fmin(1, 1 / (1 + std::fmax(u, 0) / scale)));
    return weights;
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_SOFT_WEIGHT_HPP
