#ifndef SUREGRASP_METRICS_PREDICTIONS_HPP
#define SUREGRASP_METRICS_PREDICTIONS_HPP

/// Predictions of any detector: read from JSON, CSV or Jacquard's text, scored, and told as tables.
///
/// Begin with
/// - `prediction_set`: predictions by photograph, `read_predictions` those of a file;
/// - `score_predictions`: each against the labels of its photograph;
/// - `figures_of`: success, ranking and certainty of all of them.
///
/// Needs JSON for Modern C++ (`suregrasp::io`); `prediction_files.hpp` alone does, the other headers of the folder need
/// the standard library.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// grasp_labels const labels{.photographs = {{"pcd0100", {{280, 335, 0, 56, 26}}}}, .dropped = {}};
/// auto const found = parse_csv_predictions("id,x,y,theta_degrees,opening,jaw,uncertainty\n"
///                                          "pcd0100,283,331,5,60,24,0.02\n",
///                                          "mine.csv");
/// auto const figures = figures_of(labels, found, score_predictions(labels, found));
/// assert(figures.photographs == 1 && figures.success.front().first.rate() == 1);
/// ```
#include <suregrasp/metrics/predictions/prediction_figures.hpp>
#include <suregrasp/metrics/predictions/prediction_files.hpp>
#include <suregrasp/metrics/predictions/prediction_score.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>

#endif  // SUREGRASP_METRICS_PREDICTIONS_HPP
