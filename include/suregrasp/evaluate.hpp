#ifndef SUREGRASP_EVALUATE_HPP
#define SUREGRASP_EVALUATE_HPP

/// From a data set to figures of merit, and what a perfect network would reach on it.
///
/// Begin with
/// - `evaluate`: success, pose errors of one network on one data set, and what M_uc tells of both;
/// - `evaluate_image`: the same of one image;
/// - `measure_oracle`: success of a network without error, limited by views, encoding and grid.
///
/// Needs `suregrasp::io` (OpenCV, JSON).
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/evaluate/oracle.hpp>
#include <suregrasp/evaluate/pose_error.hpp>

#endif  // SUREGRASP_EVALUATE_HPP
