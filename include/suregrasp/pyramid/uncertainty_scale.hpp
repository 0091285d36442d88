#ifndef SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
#define SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP

#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/pose_components.hpp>

namespace suregrasp::inline v2 {

/// How large a deviation of each component of a pose counts as 1 in M_uc: theta in radians, the sizes in standard
/// deviations of their logarithm.
///
/// Eq. 9 adds the variance of an angle in radians to variances of sizes in pixels; without a scale the choice of units
/// decides which of them dominates. The scale is saved with a model, because thresholds on M_uc depend on it.
using uncertainty_scale = pose_components;

/// 0.3 rad, and one standard deviation of the logarithm of either size.
inline constexpr uncertainty_scale default_uncertainty_scale{0.3, 1.0, 1.0};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
