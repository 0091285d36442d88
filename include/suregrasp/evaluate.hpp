#ifndef SUREGRASP_EVALUATE_HPP
#define SUREGRASP_EVALUATE_HPP

/// From a data set to figures of merit, and what a perfect network would reach on it.
///
/// Begin with
/// - `evaluation`: success, pose errors and uncertainties of one network on one data set;
/// - `oracle`: the same figures for a network without error, limited by views, encoding and grid.
///
/// Needs `suregrasp::io` (OpenCV, JSON).
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/evaluate/oracle.hpp>

#endif  // SUREGRASP_EVALUATE_HPP
