#ifndef SUREGRASP_EVALUATE_HPP
#define SUREGRASP_EVALUATE_HPP

/// From a data set to figures of merit, and what a perfect network would reach. Needs `suregrasp::io`.
///
/// Begin with `evaluate(be, network, samples)`: how often grasps are correct, how far poses are off, and what M_uc
/// tells of both. `measure_oracle(samples)` says what no network can exceed.
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/evaluate/oracle.hpp>
#include <suregrasp/evaluate/pose_error.hpp>

#endif  // SUREGRASP_EVALUATE_HPP
