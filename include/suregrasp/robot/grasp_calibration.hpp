#ifndef SUREGRASP_ROBOT_GRASP_CALIBRATION_HPP
#define SUREGRASP_ROBOT_GRASP_CALIBRATION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/metrics/conformal_interval.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <suregrasp/robot/drift_alarm.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What labelled photographs say of a detector's grasps, for use on a robot.
struct grasp_calibration {
  conformal_calibration angle{};    ///< of axial errors, radians
  conformal_calibration opening{};  ///< of |log(opening / true opening)|
  drift_reference drift{};          ///< of those photographs
  friend bool operator==(grasp_calibration const&, grasp_calibration const&) = default;

  static constexpr auto fields(auto list) {
    using c = grasp_calibration;
    return list(field{"angle", &c::angle}, field{"opening", &c::opening}, field{"drift", &c::drift});
  }
};

/// What a detector said at labelled centres, and what was true.
struct calibration_data {
  std::vector<double> uncertainties{};     ///< M_uc
  std::vector<double> angles{};            ///< axial errors, radians
  std::vector<double> openings{};          ///< |log(opening / true opening)|
  std::vector<std::size_t> photographs{};  ///< which photograph each is of
  drift_reference drift{};                 ///< of those photographs
};

/// Calibrates by labelled photographs. Throws as `calibrate_intervals`; `metric_error` `metrics.conformal.few` where
/// they are too few for the coverage.
[[nodiscard]] inline grasp_calibration calibrate_grasps(calibration_data const& data,
                                                        conformal_options const& options = {}) {
  auto const angle = calibrate_intervals(data.angles, data.uncertainties, options);
  auto const opening = calibrate_intervals(data.openings, data.uncertainties, options);
  if (!angle || !opening)
    throw metric_error("metrics.conformal.few", "expected enough labels for a coverage of " +
                                                    text_of(options.coverage) + ", got " + text_of(data.angles.size()));
  return {*angle, *opening, data.drift};
}

/// Where the true pose of a grasp lies, with the probability that its calibration promises, each by itself.
struct grasp_intervals {
  double angle = 0;    ///< the axis is at most so far from the grasp's, radians; at most pi / 2, which says nothing
  interval opening{};  ///< pixels, or whatever the grasp's is in
  friend bool operator==(grasp_intervals const&, grasp_intervals const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"angle", &grasp_intervals::angle, "", "rad"}, field{"opening", &grasp_intervals::opening});
  }
};

/// The intervals of a grasp of this M_uc.
[[nodiscard]] inline grasp_intervals intervals_of(grasp_calibration const& calibration, grasp<double> const& g,
                                                  double uncertainty) {
  auto const log_opening = conformal_interval(calibration.opening, std::log(g.opening), uncertainty);
  return {std::min(calibration.angle.half_width(uncertainty), std::numbers::pi / 2),
          {std::exp(log_opening.low), std::exp(log_opening.high)}};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_GRASP_CALIBRATION_HPP
