#ifndef SUREGRASP_EVALUATE_CERTAINTY_SUMMARY_HPP
#define SUREGRASP_EVALUATE_CERTAINTY_SUMMARY_HPP

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/evaluate/pose_error.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How errors and uncertainties of poses relate: what the paper's Fig. 3 is about. NaN where a figure has nothing to be
/// computed from.
struct certainty_summary {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  double mean_error = none;             ///< mean evaluation loss
  double certain_half_error = none;     ///< of the most certain half of all poses
  double certain_quarter_error = none;  ///< of the most certain quarter
  double most_certain_error = none;     ///< of the most certain pose of each image
  double spearman = none;               ///< rank correlation of M_uc and loss
  double mean_angle_degrees = none;     ///< axial angle error
  double angle_failure_auroc = none;    ///< of M_uc for angle errors above 30 degrees; NaN where all or none are

  static constexpr auto fields(auto list) {
    using s = certainty_summary;
    return list(field{"mean_error", &s::mean_error}, field{"certain_half_error", &s::certain_half_error},
                field{"certain_quarter_error", &s::certain_quarter_error},
                field{"most_certain_error", &s::most_certain_error}, field{"spearman", &s::spearman},
                field{"angle_error_degrees", &s::mean_angle_degrees},
                field{"angle_failure_auroc", &s::angle_failure_auroc});
  }
};

namespace detail {

[[nodiscard]] inline std::vector<double> column(std::span<pose_error const> errors, double pose_error::*member) {
  std::vector<double> values;
  for (auto const& each : errors) values.push_back(each.*member);
  return values;
}

/// Mean loss of the most certain pose of each image.
[[nodiscard]] inline double most_certain_error(std::span<pose_error const> errors) {
  std::map<std::size_t, pose_error const*> first;
  for (auto const& each : errors) {
    auto const [at, fresh] = first.emplace(each.image, &each);
    if (!fresh && each.uncertainty < at->second->uncertainty) at->second = &each;
  }
  double sum = 0;
  for (auto const& [image, each] : first) sum += each->loss;
  return sum / static_cast<double>(first.size());
}

}  // namespace detail

/// The risk-coverage curve of M_uc and loss. Throws metric_error `metrics.empty` for no poses.
[[nodiscard]] inline risk_coverage_curve risk_coverage(std::span<pose_error const> errors) {
  return risk_coverage(detail::column(errors, &pose_error::uncertainty), detail::column(errors, &pose_error::loss));
}

/// The figures of poses at labelled centres.
[[nodiscard]] inline certainty_summary summarise(std::span<pose_error const> errors) {
  if (errors.empty()) return {};
  auto const uncertainty = detail::column(errors, &pose_error::uncertainty);
  auto const loss = detail::column(errors, &pose_error::loss);
  double angle = 0;
  std::vector<bool> turned;
  for (auto const& each : errors) {
    angle += each.angle;
    turned.push_back(!angle_at_most(each.angle, radians(30.0)));
  }
  auto const curve = risk_coverage(uncertainty, loss);
  bool const both = std::ranges::count(turned, true) > 0 && std::ranges::count(turned, false) > 0;
  return {.mean_error = curve.mean_error(),
          .certain_half_error = curve.risk_at(0.5),
          .certain_quarter_error = curve.risk_at(0.25),
          .most_certain_error = detail::most_certain_error(errors),
          .spearman = spearman(uncertainty, loss),
          .mean_angle_degrees = degrees(angle / static_cast<double>(errors.size())),
          .angle_failure_auroc = both ? auroc(uncertainty, turned) : certainty_summary::none};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_CERTAINTY_SUMMARY_HPP
