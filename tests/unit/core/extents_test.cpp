#include <catch2/catch.hpp>
#include <suregrasp/core/extents.hpp>

using namespace suregrasp;

TEST_CASE("extents: the elements of a shape") {
  CHECK(element_count({}) == 1);
  CHECK(element_count({5}) == 5);
  CHECK(element_count({2, 3, 4}) == 24);
  CHECK(element_count({2, 0, 4}) == 0);
}

TEST_CASE("extents: a shape as text") {
  CHECK(to_string(extents{}) == "[]");
  CHECK(to_string(extents{7}) == "[7]");
  CHECK(to_string(extents{2, 3, -1}) == "[2, 3, -1]");
}
