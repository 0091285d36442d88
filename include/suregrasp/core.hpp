#ifndef SUREGRASP_CORE_HPP
#define SUREGRASP_CORE_HPP

/// Shapes, views of host memory, errors, seeded random streams, digests, numbers as text; and structs that say what
/// their fields are, from which printing, tables, checks and digests are made. `fields.hpp` and what includes it need
/// Boost.Hana.
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/field_table.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/core/version.hpp>

#endif  // SUREGRASP_CORE_HPP
