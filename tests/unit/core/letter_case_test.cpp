#include <catch2/catch.hpp>
#include <suregrasp/core/impl/letter_case.hpp>

using namespace suregrasp::detail;

TEST_CASE("letter_case: letters from A to Z alone change") {
  CHECK(small_letters("PCD0100R.Png") == "pcd0100r.png");
  CHECK(small_letters("\xC3\x9C_@[") == "\xC3\x9C_@[");
  CHECK(ends_in_either_case("pcd0100R.PNG", "r.png"));
  CHECK(ends_in_either_case("r.png", "R.png"));
  CHECK_FALSE(ends_in_either_case("png", "r.png"));
  CHECK_FALSE(ends_in_either_case("pcd0100.PNG", "r.png"));
}
