#ifndef SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
#define SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <type_traits>

namespace suregrasp::inline v2 {

/// Mean and spread of a set of axes.
template <std::floating_point T>
struct axial_statistics {
  T direction = 0;  ///< half the argument of the sum of exp(2 i theta), in [-pi/2, pi/2)
  T resultant = 0;  ///< length of the mean of exp(2 i theta): 1 for one common axis, 0 where no axis is preferred
  T variance = 0;   ///< mean square of the angle to `direction`, rad^2 (population form)
};

/// Mean axis of `angles`, each counted `weights` times; without weights all count the same.
///
/// An axis and the same axis turned by pi are one, so nothing breaks at +-90 degrees. Where `resultant` is 0 up to
/// rounding, `direction` means nothing. Throws shape_error `shape.axial_mean` where the lengths differ, geometry_error
/// `geometry.axial_mean` for an empty set, a weight below 0, a total weight of 0 or values that are not finite.
template <std::ranges::contiguous_range Angles, class T = std::ranges::range_value_t<Angles>>
  requires std::floating_point<T>
[[nodiscard]] axial_statistics<T> axial_mean(Angles const& angles,
                                             std::span<std::type_identity_t<T> const> weights = {}) {
  std::span<T const> const thetas(angles);
  if (!weights.empty() && weights.size() != thetas.size())
    throw shape_error("shape.axial_mean", "expected one weight an angle, got " + std::to_string(weights.size()) +
                                              " weights for " + std::to_string(thetas.size()) + " angles");
  auto const weight = [&](std::size_t i) { return weights.empty() ? T(1) : weights[i]; };
  T cos = 0, sin = 0, total = 0;
  bool valid = true;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    valid = valid && weight(i) >= 0;
    cos += weight(i) * std::cos(2 * thetas[i]);
    sin += weight(i) * std::sin(2 * thetas[i]);
    total += weight(i);
  }
  if (!valid || !(total > 0) || !std::isfinite(cos) || !std::isfinite(sin) || !std::isfinite(total))
    throw geometry_error("geometry.axial_mean",
                         "expected finite angles and weights of at least 0 with a sum above 0, got " +
                             std::to_string(thetas.size()) + " angles of total weight " + std::to_string(total));
  T const direction = axial_wrap(std::atan2(sin, cos) / 2);
  T squares = 0;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    T const off = axial_difference(thetas[i], direction);
    squares += weight(i) * off * off;
  }
  return {direction, std::hypot(cos, sin) / total, squares / total};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
