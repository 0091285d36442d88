#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/core/impl/file_text.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using lines = std::vector<std::string_view>;

TEST_CASE("file_text: a byte order mark is no part of the text") {
  CHECK(detail::text_of_file("\xEF\xBB\xBFimage,x", "a.csv") == "image,x");
  CHECK(detail::text_of_file("image,x", "a.csv") == "image,x");
  CHECK(detail::text_of_file("\xEF\xBB\xBF", "a.csv").empty());
  CHECK(detail::text_of_file("", "a.csv").empty());
  CHECK(detail::text_of_file("x\xEF\xBB\xBF", "a.csv").size() == 4);
}

TEST_CASE("file_text: UTF-16 is refused with what to do, marked or not") {
  for (auto const& bytes : {std::string("\xFF\xFEi\0m\0", 6), std::string("\xFE\xFF\0i\0m", 6),
                            std::string("i\0m\0", 4), std::string("\0i\0m", 4)}) {
    auto const refused = error_of([&] { (void)detail::text_of_file(bytes, "a.csv"); });
    CHECK(refused.id == "data.text.encoding");
    CHECK_THAT(refused.message,
               Catch::StartsWith("a.csv:1: ") && Catch::Contains("UTF-16") && Catch::Contains("save it as UTF-8"));
  }
}

TEST_CASE("file_text: lines end as Unix, Windows or old Macs end them") {
  for (auto const* text : {"a\nb\nc", "a\r\nb\r\nc", "a\rb\rc",
                           "\xEF\xBB\xBF"
                           "a\r\nb \r\n c"})
    CHECK(detail::lines_of_file(text, "") == lines{"a", "b", "c"});
  CHECK(detail::lines_of_file("a\r\n", "") == lines{"a", ""});
  CHECK(detail::lines_of_file("", "") == lines{""});
}
