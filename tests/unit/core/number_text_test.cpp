#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/number_text.hpp>

using namespace suregrasp;

TEST_CASE("fixed_text: decimals, no negative zero, a dash for what is no number") {
  CHECK(fixed_text(1.25, 1) == "1.2");  // 1.25 is a tie, rounded to even
  CHECK(fixed_text(-3.14159, 2) == "-3.14");
  CHECK(fixed_text(-0.001, 2) == "0.00");
  CHECK(fixed_text(1e300, 0).size() == 301);
  CHECK(fixed_text(std::nan(""), 2) == "\u2013");
  CHECK(fixed_text(INFINITY, 2) == "\u2013");
}

TEST_CASE("significant_text: as many digits as asked for") {
  CHECK(significant_text(0) == "0");
  CHECK(significant_text(1234.5) == "1234");
  CHECK(significant_text(12.345) == "12.3");
  CHECK(significant_text(-0.012345) == "-0.0123");
  CHECK(significant_text(1.5e-7) == "1.50e-07");
  CHECK(significant_text(2.5e9, 2) == "2.5e+09");
}

TEST_CASE("percent_text: the space before the sign does not break") {
  CHECK(percent_text(0.9079) == "90.8\u00a0%");
  CHECK(percent_text(1, 0) == "100\u00a0%");
  CHECK(percent_text(std::nan("")) == "\u2013");
}
