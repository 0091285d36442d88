#ifndef SUREGRASP_TESTS_LAWS_EXPECT_LAWS_HPP
#define SUREGRASP_TESTS_LAWS_EXPECT_LAWS_HPP

#include <suregrasp/testing/law.hpp>

#include "catch2.hpp"

namespace suregrasp_tests {

/// Each law is an assertion that names it.
inline void expect_laws(suregrasp::testing::law_results const& results) {
  CHECK(!results.empty());
  for (auto const& law : results) {
    CAPTURE(law.name, law.detail);
    CHECK(law.passed);
  }
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_EXPECT_LAWS_HPP
