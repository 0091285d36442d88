#ifndef SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
#define SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP

#include <boost/hana/define_struct.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// How large a deviation of each component of a pose counts as 1 in M_uc.
///
/// The sum of variances in Eq. 9 adds radians to pixels; without a scale whichever unit is the smaller one decides
/// alone. The scale belongs to a model's recorded configuration, because thresholds on M_uc depend on it. The fields
/// are known by name to Boost.Hana, so that files and messages list them from here.
struct uncertainty_scale {
  BOOST_HANA_DEFINE_STRUCT(uncertainty_scale,  //
                           (double, theta),    // radians
                           (double, opening),  // standard deviations of log(opening)
                           (double, jaw));     // standard deviations of log(jaw)
  friend bool operator==(uncertainty_scale const&, uncertainty_scale const&) = default;
};

/// 0.3 rad, and one standard deviation of the logarithm of either size.
inline constexpr uncertainty_scale default_uncertainty_scale{0.3, 1.0, 1.0};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
