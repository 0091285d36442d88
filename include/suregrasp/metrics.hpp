#ifndef SUREGRASP_METRICS_HPP
#define SUREGRASP_METRICS_HPP

/// Figures of merit on plain values: the rectangle metric and the dialects of it in use, success rates with intervals,
/// how well an uncertainty foretells errors, thresholds with a guaranteed risk.
///
/// Begin with
/// - `is_correct`: the rectangle metric: IoU and angle against any label;
/// - `proportion`: a success rate with Wilson's interval;
/// - `risk_coverage`: failures among the most certain predictions, over their share;
/// - `control_risk`: the threshold on the uncertainty that keeps a risk, from labelled data;
/// - `calibrate_intervals`: how far errors reach for their uncertainty, with a promised coverage;
/// - `reliability`: stated probabilities beside what came of them, and their calibration error;
/// - `success_at`: success of ranked predictions at several thresholds, as a table.
///
/// Needs the standard library.
/// Doors of their own, since files need JSON (`suregrasp::io`): `metrics/labels.hpp` reads labels of any form,
/// `metrics/predictions.hpp` predictions of any detector, and makes all figures of them.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// std::vector<grasp<double>> const labels{{100, 100, 0, 40, 20}};
/// proportion success;
/// for (double const theta : {0.1, -0.2, 0.9})  // the last is 52 degrees off
///   success.add(is_correct(grasp<double>{102, 101, theta, 42, 18}, labels, {.iou = 0.25}));
/// auto const [low, high] = success.wilson();  // 95 %
/// assert(success.successes == 2 && low < 2.0 / 3 && 2.0 / 3 < high);
///
/// std::vector<double> const uncertainties{0.1, 0.2, 0.9}, failures{0, 0, 1};
/// assert(risk_coverage(uncertainties, failures).risk_at(0.6) == 0);  // of the most certain 60 %, none fails
/// ```
#include <suregrasp/metrics/conformal_coverage.hpp>
#include <suregrasp/metrics/conformal_interval.hpp>
#include <suregrasp/metrics/failure_certainty.hpp>
#include <suregrasp/metrics/grasp_difference.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/precision_recall.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <suregrasp/metrics/rasterised_iou.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/metrics/reliability.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <suregrasp/metrics/success_calibration.hpp>
#include <suregrasp/metrics/success_curve.hpp>

#endif  // SUREGRASP_METRICS_HPP
