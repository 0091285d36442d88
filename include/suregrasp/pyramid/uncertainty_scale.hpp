#ifndef SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
#define SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP

#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/pose_components.hpp>

namespace suregrasp::inline v2 {

/// How large a deviation of each component of a pose counts as 1 in M_uc: theta in radians, the sizes in standard
/// deviations of their logarithm.
///
/// The sum of variances in Eq. 9 adds radians to pixels; without a scale whichever unit is the smaller one decides
/// alone. The scale belongs to a model's recorded configuration, because thresholds on M_uc depend on it.
using uncertainty_scale = pose_components;

/// 0.3 rad, and one standard deviation of the logarithm of either size.
inline constexpr uncertainty_scale default_uncertainty_scale{0.3, 1.0, 1.0};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
