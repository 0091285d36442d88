#ifndef SUREGRASP_TESTS_CATCH2_HPP
#define SUREGRASP_TESTS_CATCH2_HPP

// Catch2, version 2 or 3. LibTorch's logging macros of the same names give way to Catch2's, but not Catch2's own where
// a source has included it before.
#ifndef TEST_CASE
#undef CHECK
#undef CHECK_FALSE
#undef FAIL
#undef INFO
#endif

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>

using Catch::Approx;

namespace Catch {
using Matchers::EndsWith;
using Matchers::StartsWith;
inline auto Contains(std::string const& text) { return Matchers::ContainsSubstring(text); }
namespace Matchers {
inline auto Contains(std::string const& text) { return ContainsSubstring(text); }
}  // namespace Matchers
}  // namespace Catch
#else
#include <catch2/catch.hpp>
#endif

#endif  // SUREGRASP_TESTS_CATCH2_HPP
