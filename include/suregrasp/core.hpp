#ifndef SUREGRASP_CORE_HPP
#define SUREGRASP_CORE_HPP

/// What every other room uses: shapes, views of host memory, errors, seeded random streams, digests, numbers as
/// text, and structs that describe their fields once.
///
/// Begin with
/// - `error`: base of every exception: `id()` for programs, `what()` for people;
/// - `random_stream`: a seeded stream of random numbers that forks into named children;
/// - `host_array`: a shape and its values in host memory; `host_view` refers to those of others;
/// - `digest`: a hash of 64 bits;
/// - `field`: what a struct says of a member; printing, tables, checks and digests are made from that.
///
/// `core/fields.hpp` and what includes it need Boost.Hana; the others need the standard library.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one. Drawing
/// from a random stream changes it: give each thread a fork.
///
/// ```cpp
/// random_stream const seed(7);
/// std::vector<int> items{1, 2, 3, 4};
/// seed.fork("order", 3).shuffle(items);  // depends on 7, "order" and 3 alone, whatever was drawn before
///
/// host_array<float> const image({2, 3}, 0.5F);
/// assert(to_string(image.shape) == "[2, 3]" && image.values.size() == 6);
/// try {
///   (void)host_array<float>({2, 3}, std::vector<float>(5));  // five values for a shape of six
/// } catch (error const& problem) {
///   assert(problem.id() == "shape.host_view");
/// }
/// ```
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
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/core/version.hpp>

#endif  // SUREGRASP_CORE_HPP
