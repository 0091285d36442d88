#ifndef SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FIGURES_HPP
#define SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FIGURES_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/metrics/failure_certainty.hpp>
#include <suregrasp/metrics/grasp_difference.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/predictions/prediction_score.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What to compute of scored predictions.
struct prediction_figure_options {
  std::size_t few = usual_few;                   ///< ranks that `first_few` counts
  std::optional<camera_scale<double>> camera{};  ///< of all photographs; adds differences in millimetres
  risk_control_options control{};                ///< of the proposed threshold
};

/// All figures of one set of predictions.
struct prediction_figures {
  std::size_t photographs = 0;
  std::size_t predictions = 0;
  std::size_t missing = 0;  ///< photographs without a prediction, which count as failures
  std::size_t few = usual_few;
  prediction_order order = prediction_order::file;
  metric_dialect dialect = metric_dialect::jaccard;
  success_table success{};    ///< at each of `overlap_sweep`
  std::size_t matched = 0;    ///< first-ranked grasps that overlap a label
  grasp_difference pixels{};  ///< mean absolute differences of those
  std::optional<grasp_difference> millimetres{};
  std::optional<double> average_precision{};     ///< at the dialect's usual overlap; where something ranks
  std::optional<failure_certainty> certainty{};  ///< of first-ranked grasps, likewise
  risk_control_options control{};                ///< what `certainty->threshold` promises
};

/// Two sets of predictions of the same photographs at one threshold; the second is the one scored.
struct comparison_row {
  double iou = 0;
  paired_comparison counts;
};

namespace detail {

/// Mean absolute differences; `difference` tells those of one match.
template <class Difference>
[[nodiscard]] grasp_difference mean_difference(std::vector<matched_grasp> const& matches,
                                               Difference const& difference) {
  grasp_difference mean;
  double const share = 1 / static_cast<double>(std::max<std::size_t>(1, matches.size()));
  for (auto const& match : matches) {
    auto const d = difference(match);
    mean.centre += share * d.centre;
    mean.opening += share * std::abs(d.opening);
    mean.jaw += share * std::abs(d.jaw);
    mean.angle_degrees += share * d.angle_degrees;
  }
  return mean;
}

[[nodiscard]] inline std::vector<std::optional<double>> uncertainties_of(prediction_score const& score) {
  std::vector<std::optional<double>> uncertainties;
  for (auto const& each : score.certainty) uncertainties.push_back(each ? std::optional(-*each) : std::nullopt);
  return uncertainties;
}

[[nodiscard]] inline std::vector<bool> first_correct(prediction_score const& score, double iou) {
  std::vector<bool> correct;
  for (auto const& overlaps : score.overlaps) correct.push_back(!overlaps.empty() && overlaps.front() > iou);
  return correct;
}

}  // namespace detail

/// The figures of predictions `set` that `score_predictions` gave this score beside these labels. Throws option_error
/// `option.camera` for a camera that is none, and as `control_risk`.
[[nodiscard]] inline prediction_figures figures_of(grasp_labels const& labels, prediction_set const& set,
                                                   prediction_score const& score,
                                                   prediction_figure_options const& options = {}) {
  prediction_figures figures{.photographs = labels.photographs.size(),
                             .predictions = score.predictions,
                             .missing = score.missing,
                             .few = options.few,
                             .order = score.order,
                             .dialect = score.dialect,
                             .success = success_at(score.overlaps, overlap_sweep, options.few),
                             .matched = score.matches.size(),
                             .control = options.control};
  figures.pixels = detail::mean_difference(
      score.matches, [](matched_grasp const& m) { return difference_in_pixels(m.predicted, m.label); });
  if (options.camera)
    figures.millimetres = detail::mean_difference(
        score.matches, [&](matched_grasp const& m) { return difference_in_mm(m.predicted, m.label, *options.camera); });
  if (score.order == prediction_order::file || score.predictions == 0) return figures;
  double const usual = usual_overlap(score.dialect);
  figures.average_precision = detection_curve(labels, set, score.order, score.dialect, usual).average_precision();
  figures.certainty = certainty_of_failures(score.overlaps, detail::uncertainties_of(score), usual, options.control);
  return figures;
}

/// McNemar's comparison of the first-ranked grasps of two sets, at each of `ious`; the second is the one scored. Throws
/// metric_error `metrics.length` unless both were scored beside the same labels.
[[nodiscard]] inline std::vector<comparison_row> compare_first_grasps(prediction_score const& other,
                                                                      prediction_score const& scored,
                                                                      std::span<double const> ious = success_ious) {
  std::vector<comparison_row> rows;
  for (double const iou : ious)
    rows.push_back({iou, compare_paired(detail::first_correct(other, iou), detail::first_correct(scored, iou))});
  return rows;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PREDICTIONS_PREDICTION_FIGURES_HPP
