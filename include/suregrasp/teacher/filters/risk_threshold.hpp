#ifndef SUREGRASP_TEACHER_FILTERS_RISK_THRESHOLD_HPP
#define SUREGRASP_TEACHER_FILTERS_RISK_THRESHOLD_HPP

#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The filter with the largest T for which labelled samples prove that few of the predictions it keeps are wrong by
/// more than `tolerance`; see `control_risk` for what is proven, and when not.
///
/// `uncertainties` and `errors` are of the same predictions, in the unit the filter will see and in any unit. Throws
/// `training_error` `teacher.no_threshold` where no T can be proven, and as `control_risk`.
[[nodiscard]] inline fixed_threshold threshold_by_risk(std::span<double const> uncertainties,
                                                       std::span<double const> errors, double tolerance,
                                                       risk_control_options const& options = {}) {
  std::vector<bool> failed;
  for (double const error : errors) failed.push_back(!(error <= tolerance));
  auto const chosen = control_risk(uncertainties, failed, options);
  if (!chosen)
    throw training_error("teacher.no_threshold",
                         "no T keeps the risk at " + std::to_string(options.risk) + " with " +
                             std::to_string(errors.size()) +
                             " labelled samples; label more, or allow a larger risk, tolerance or delta");
  return {chosen->threshold};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_RISK_THRESHOLD_HPP
