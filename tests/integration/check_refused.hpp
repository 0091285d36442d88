#ifndef SUREGRASP_TESTS_CHECK_REFUSED_HPP
#define SUREGRASP_TESTS_CHECK_REFUSED_HPP

#include <string>

#include "../catch2.hpp"
#include "tool.hpp"

namespace suregrasp_tests {

/// Says in one line what was wrong and where, with status 2.
inline void check_refused(outcome const& ended, std::string const& where, std::string const& expected) {
  INFO(ended.err);
  CHECK(ended.status == 2);
  CHECK(ended.error_lines() == 1);
  CHECK_THAT(ended.err, Catch::StartsWith("suregrasp: ") && Catch::Contains(where) && Catch::Contains(expected));
  CHECK(ended.out.empty());
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_CHECK_REFUSED_HPP
