#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/core/impl/utf8.hpp>

using suregrasp::detail::is_utf8;
using suregrasp::detail::visible;

TEST_CASE("utf8: characters of one to four bytes, and what is none") {
  for (auto const* text :
       {"", "cup", "gr\xC3\xBCn", "\xE2\x82\xAC", "\xF0\x9F\xA4\x96", "\xEF\xBB\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"})
    CHECK(is_utf8(text));
  for (auto const* text : {"gr\xFCn", "\xC3", "\xC3(", "\xE2\x82", "\xF0\x9F\xA4", "\x80", "\xC0\xAF", "\xE0\x80\xAF",
                           "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xFF"})
    CHECK_FALSE(is_utf8(text));
  CHECK_FALSE(is_utf8(std::string_view("gr\xC3\xBC", 3)));  // cut within a character
}

TEST_CASE("utf8: a message shows what nobody would see, and the rest as it is") {
  CHECK(visible("image, x") == "image, x");
  CHECK(visible("gr\xC3\xBCn") == "gr\xC3\xBCn");
  CHECK(visible("gr\xFCn") == "gr\\xFCn");
  CHECK(visible("\xEF\xBB\xBFimage") == "\\xEF\\xBB\\xBFimage");
  CHECK(visible("a\xC2\xA0"
                "b\tc") == "a\\xC2\\xA0b\\x09c");
  CHECK(visible(std::string(100, 'x')).size() == 60);
  CHECK(visible("ab\xC3\xBC", 3) == "ab\xC3\xBC");  // never half a character
}
