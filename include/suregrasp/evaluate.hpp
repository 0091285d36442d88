#ifndef SUREGRASP_EVALUATE_HPP
#define SUREGRASP_EVALUATE_HPP

/// From a data set to figures of merit, and what a perfect network would reach. Needs `suregrasp::io`.
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/evaluate/oracle.hpp>

#endif  // SUREGRASP_EVALUATE_HPP
