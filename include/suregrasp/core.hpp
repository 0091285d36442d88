#ifndef SUREGRASP_CORE_HPP
#define SUREGRASP_CORE_HPP

/// Shapes, views of host memory, errors, seeded random streams, digests, numbers as text. Needs the standard library
/// alone.
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/core/version.hpp>

#endif  // SUREGRASP_CORE_HPP
