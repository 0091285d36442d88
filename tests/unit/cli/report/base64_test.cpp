#include "cli/report/base64.hpp"
#include <catch2/catch.hpp>
#include <string_view>

using namespace suregrasp;

TEST_CASE("base64: the test vectors of RFC 4648") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("base64: bytes are not characters") {
  using namespace std::string_view_literals;
  CHECK(base64("\x00\xff\xfe\x80"sv) == "AP/+gA==");
}
