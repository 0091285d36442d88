#include <array>
#include <catch2/catch.hpp>
#include <suregrasp/metrics/impl/csv_table.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using Catch::Contains;
using Catch::StartsWith;
using suregrasp_tests::error_of;
using texts = std::vector<std::string>;

namespace {

constexpr std::array<std::string_view, 3> known{"id", "x", "note"};

detail::csv_table table(std::string_view text) { return {text, "t.csv", known, "id, x, note", "data.t"}; }

/// What reading all lines of a table and their numbers says.
std::string refusal(std::string const& text) {
  return error_of([&] {
           auto const read = table(text);
           for (auto line = read.first(); line < read.lines(); ++line)
             if (!read.is_empty(line)) (void)read.number(line, read.cells(line), "x");
         })
      .message;
}

}  // namespace

TEST_CASE("csv_table: cells in quotes hold commas, quotes and blanks") {
  auto const split = [](std::string const& line) { return detail::split_csv_line(line, ',').texts; };
  CHECK(split(R"(mug.png, 1 ,)") == texts{"mug.png", "1", ""});
  CHECK(split(R"("mug, blue.png",1)") == texts{"mug, blue.png", "1"});
  CHECK(split(R"("say ""cup""", "b" ,c)") == texts{R"(say "cup")", "b", "c"});
  CHECK(split(R"(" blank ","",)") == texts{" blank ", "", ""});
  CHECK(split(R"(5" pipe,x)") == texts{"5\" pipe", "x"});  // a quote within a cell is one
  CHECK(split("") == texts{""});
}

TEST_CASE("csv_table: the first line may be quoted, marked, or follow sep=, and semicolons do for commas") {
  for (auto const* text :
       {"id,x,note\na,1,n\n", "\"id\",\"x\",\"note\"\n\"a\",1,\"n\"\n", "\xEF\xBB\xBFid,x,note\r\na,+1,n\r\n",
        "id;x;note\na;1;n\n", "sep=;\nid;x;note\na;1.0;n\n", "id,x,note\ra,1,n\r", "note,id,x\nn,a,1e0"}) {
    INFO(text);
    auto const read = table(text);
    auto const line = read.first();
    auto const cells = read.cells(line);
    CHECK(read.text(cells, "id") == "a");
    CHECK(read.text(cells, "note") == "n");
    CHECK(read.number(line, cells, "x") == 1);
  }
}

TEST_CASE("csv_table: what is wrong is said with its line and the way out") {
  CHECK(refusal("id,x\na,1\nb,-2.5\n").empty());
  CHECK_THAT(refusal("\"\",\"id\",\"x\"\n\"1\",\"a\",1\n"), StartsWith("t.csv:1: ") && Contains("row.names = FALSE"));
  CHECK_THAT(refusal("id,y\n"), StartsWith("t.csv:1: ") && Contains("got `y`"));
  CHECK_THAT(refusal("id\tx\na\t1\n"), StartsWith("t.csv:1: ") && Contains("`id\\x09x`"));
  CHECK_THAT(refusal("id,x\na,\"3,5\"\n"), StartsWith("t.csv:2: ") && Contains("decimal comma: write 3.5"));
  CHECK_THAT(refusal("id;x\na;3,5\n"), StartsWith("t.csv:2: ") && Contains("decimal comma: write 3.5"));
  CHECK_THAT(refusal("id,x\na,3,5\n"), StartsWith("t.csv:2: ") && Contains("a point for its fraction"));
  CHECK_THAT(refusal("id,x\n\n\"a,1\n"), StartsWith("t.csv:3: ") && Contains("a closing double quote"));
  CHECK_THAT(refusal("id,x\n\"a\"b,1\n"), StartsWith("t.csv:2: ") && Contains("nothing between"));
  CHECK_THAT(refusal("sep=;\nid;x\na;one\n"), StartsWith("t.csv:3: ") && Contains("got `one`"));
  CHECK_THAT(refusal("id,x\na,1\xC2\xA0\n"), StartsWith("t.csv:2: ") && Contains("`1\\xC2\\xA0`"));
}
