#include <catch2/catch.hpp>
#include <suregrasp/core/impl/text_fields.hpp>

using namespace suregrasp::detail;

TEST_CASE("text_fields: a plus may stand before a number, one sign and no more") {
  for (auto const& [text, value] : {std::pair{"+38", 38.0},
                                    {"+0.0", 0.0},
                                    {"+1e+2", 100.0},
                                    {"+.5", 0.5},
                                    {"22.", 22.0},
                                    {"2.2e1", 22.0},
                                    {"-4", -4.0},
                                    {"3.8E+01", 38.0}}) {
    INFO(text);
    REQUIRE(number_in(text));
    CHECK(*number_in(text) == value);
  }
  for (auto const* text : {"", "+", "-", "++5", "+-5", "-+5", "5+", "+ 5", "1,5", "0x10", "5 6",
                           "\xE2\x88\x92"
                           "5"})
    CHECK_FALSE(number_in(text));
}

TEST_CASE("text_fields: a decimal comma is called by its name") {
  for (auto const* text : {"3,5", "-0,25", "+1,0", "1,5e3"}) CHECK(decimal_comma_text(text).find("comma") < 40);
  CHECK(decimal_comma_text("3,5") == ", which has a decimal comma: write 3.5");
  for (auto const* text : {"", "3.5", "a,b", "1,234,567", "1,234.5", ","}) CHECK(decimal_comma_text(text).empty());
}
