#ifndef SUREGRASP_METRICS_HPP
#define SUREGRASP_METRICS_HPP

/// Figures of merit on plain values: the rectangle metric and its dialects, success with intervals, risk and coverage,
/// thresholds with a guaranteed risk; predictions and labels as text.
///
/// Not in it, for they need `suregrasp::io`: `metrics/labels/label_files.hpp`, `metrics/labels/native_description.hpp`,
/// `metrics/labels/native_json.hpp`, `metrics/predictions/prediction_files.hpp`.
#include <suregrasp/metrics/failure_certainty.hpp>
#include <suregrasp/metrics/grasp_difference.hpp>
#include <suregrasp/metrics/labels/grasp_labels.hpp>
#include <suregrasp/metrics/labels/jacquard_file.hpp>
#include <suregrasp/metrics/labels/jacquard_row.hpp>
#include <suregrasp/metrics/labels/native_csv.hpp>
#include <suregrasp/metrics/labels/native_photograph.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/precision_recall.hpp>
#include <suregrasp/metrics/predictions/prediction_figures.hpp>
#include <suregrasp/metrics/predictions/prediction_score.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <suregrasp/metrics/rasterised_iou.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

#endif  // SUREGRASP_METRICS_HPP
