#ifndef SUREGRASP_PYRAMID_ENTROPY_POWER_HPP
#define SUREGRASP_PYRAMID_ENTROPY_POWER_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>
#include <vector>

/// Uncertainty by entropy beside M_uc: what an axis that heads know nothing of can add is bounded, and a pose counts as
/// certain where any component is, since the volume that it is in is small then.
namespace suregrasp::inline v2 {

/// Ratio I1 / I0 of modified Bessel functions, for which A(concentration) is the length of the mean vector of a von
/// Mises distribution; by Gauss' continued fraction, or for large ones the first terms of its expansion.
[[nodiscard]] inline double von_mises_resultant(double concentration) {
  double const k = concentration;
  if (k <= 0) return 0;
  if (k > 60) return 1 - 1 / (2 * k) - 1 / (8 * k * k) - 1 / (8 * k * k * k);
  double ratio = 0;
  for (int n = 120; n >= 1; --n) ratio = 1 / (2 * n / k + ratio);
  return ratio;
}

/// The concentration of the von Mises distribution whose mean vector has this length in [0, 1): the inverse of
/// `von_mises_resultant`, by Best and Fisher (1981) and steps of Newton.
[[nodiscard]] inline double von_mises_concentration(double resultant) {
  double const r = std::clamp(resultant, 0.0, 1 - 1e-12);
  double k = r < 0.53   ? 2 * r + r * r * r + 5 * std::pow(r, 5) / 6
             : r < 0.85 ? -0.4 + 1.39 * r + 0.43 / (1 - r)
                        : 1 / (r * r * r - 4 * r * r + 3 * r);
  for (int step = 0; step < 4 && k > 1e-6 && k < 1e8; ++step) {
    double const a = suregrasp::von_mises_resultant(k);
    k = std::max(k - (a - r) / (1 - a / k - a * a), k / 2);
  }
  return k;
}

namespace detail {

/// log I0, to 2e-7 (Abramowitz and Stegun 1964, 9.8.1 and 9.8.2).
[[nodiscard]] inline double log_bessel_i0(double x) {
  auto const sum = [](auto const& terms, double t) {
    double total = 0;
    for (std::size_t i = terms.size(); i-- > 0;) total = total * t + terms[i];
    return total;
  };
  if (x < 3.75)
    return std::log(
        sum(std::array{1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813}, x * x / (3.75 * 3.75)));
  return x - std::log(x) / 2 +
         std::log(sum(std::array{0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537,
                                 -0.01647633, 0.00392377},
                      3.75 / x));
}

}  // namespace detail

/// Entropy power (Shannon 1948) of an axis, in rad^2: the variance of the normal distribution that is as uncertain as
/// the von Mises distribution of the double angle whose mean vector has the length that `variance`, as `fuse` states
/// it, stands for. Near the variance where that is small; pi / (2 e) where nothing is known.
[[nodiscard]] inline double axis_entropy_power(double variance) {
  if (variance < 1e-4) return std::fmax(variance, 0);
  double const resultant = std::exp(-2 * variance);
  double const k = suregrasp::von_mises_concentration(resultant);
  double const entropy = std::log(std::numbers::pi) + detail::log_bessel_i0(k) - k * resultant;
  return std::exp(2 * entropy - 1) / (2 * std::numbers::pi);
}

/// Entropy powers `[M, 3]` of theta, opening and jaw in squares of their unit, from variances `[M, 3]` as `fuse` states
/// them: of a von Mises distribution of the double angle and of normal distributions of the encoded sizes. A NaN stays.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> entropy_powers(B const& be, tensor_t<B> const& variance,
                                         uncertainty_scale const& unit = default_uncertainty_scale) {
  suregrasp::require_rank(be, variance, 2, "variances [M, 3]");
  auto all = be.to_host(variance);
  std::array const units{unit.theta, unit.opening, unit.jaw};
  for (std::size_t i = 0; i < all.values.size(); ++i) {
    auto const value = static_cast<double>(all.values[i]);
    auto const power = i % 3 == 0 && !std::isnan(value) ? suregrasp::axis_entropy_power(value) : value;
    all.values[i] = static_cast<scalar_t<B>>(power / (units[i % 3] * units[i % 3]));
  }
  return be.from_host(all.view());
}

/// `[M]`: three times the geometric mean of the entropy powers `[M, 3]` of a pose, which orders poses by the entropy of
/// all components together. M_uc is three times the arithmetic mean of the variances.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> joint_entropy_power(B const& be, tensor_t<B> const& powers) {
  auto const all = be.to_host(powers);
  std::vector<scalar_t<B>> joint;
  for (std::size_t i = 0; i + 2 < all.values.size(); i += 3) {
    double product = 1;
    for (std::size_t c = 0; c < 3; ++c) {
      auto const power = static_cast<double>(all.values[i + c]);
      product *= std::isnan(power) ? power : std::fmax(power, 1e-9);
    }
    joint.push_back(static_cast<scalar_t<B>>(3 * std::cbrt(product)));
  }
  return be.from_host(host_view<scalar_t<B> const>({std::ssize(joint)}, joint));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_ENTROPY_POWER_HPP
