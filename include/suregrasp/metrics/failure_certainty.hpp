#ifndef SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP
#define SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP

#include <cstddef>
#include <optional>
#include <span>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What the uncertainty of first-ranked grasps tells of their failures.
struct failure_certainty {
  risk_coverage_curve curve;                      ///< of failures
  double excess_area = 0;                         ///< under that curve, beyond the best order
  double spearman = 0;                            ///< of uncertainty and 1 - overlap
  std::optional<controlled_threshold> threshold;  ///< on the uncertainty; nothing where none is proven
};

/// The same from the overlaps of each image's ranked grasps and the uncertainty of the first of them; a first grasp
/// fails where its overlap is not above `iou`. Images without an uncertainty or a grasp are left out; nothing where
/// that leaves none. Throws metric_error `metrics.length`, and as `control_risk`.
[[nodiscard]] inline std::optional<failure_certainty> certainty_of_failures(
    std::span<ranked_overlaps const> images, std::span<std::optional<double> const> uncertainties, double iou,
    risk_control_options const& control = {}) {
  if (images.empty() && uncertainties.empty()) return std::nullopt;
  require_paired(images.size(), uncertainties.size(), "certainty of failures");
  std::vector<double> known, failures, distances;
  std::vector<bool> failed;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!uncertainties[i] || images[i].empty()) continue;
    known.push_back(*uncertainties[i]);
    distances.push_back(1 - images[i].front());
    failed.push_back(!(images[i].front() > iou));
    failures.push_back(failed.back() ? 1 : 0);
  }
  if (failed.empty()) return std::nullopt;
  return failure_certainty{risk_coverage(known, failures), excess_area(known, failures), spearman(known, distances),
                           control_risk(known, failed, control)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP
