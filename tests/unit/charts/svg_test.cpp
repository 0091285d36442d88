#include "charts/svg.hpp"
#include <catch2/catch.hpp>
#include <set>

using namespace suregrasp;

TEST_CASE("svg_text: the content is escaped, the transform appears only where there is one") {
  CHECK(svg_text(1, 2.25, "end", "a < b", "fill:red") ==
        "<text x=\"1.0\" y=\"2.2\" text-anchor=\"end\" style=\"fill:red\">a &lt; b</text>");
  CHECK(svg_text(0, 0, "middle", "x", "", "rotate(-90)") ==
        "<text x=\"0.0\" y=\"0.0\" text-anchor=\"middle\" style=\"\" transform=\"rotate(-90)\">x</text>");
}

TEST_CASE("svg_line: coordinates to a tenth") {
  CHECK(svg_line(0, 1, 2.34, 3, "stroke:red") ==
        "<line x1=\"0.0\" y1=\"1.0\" x2=\"2.3\" y2=\"3.0\" style=\"stroke:red\"/>");
}

TEST_CASE("svg_text_width: counts characters, not bytes") {
  CHECK(svg_text_width("\u2212\u00b0", 10) == svg_text_width("ab", 10));
}

TEST_CASE("svg_colour: six colours, then again from the first") {
  std::set<std::string> colours;
  for (std::size_t i = 0; i < 12; ++i) colours.insert(svg_colour::series(i));
  CHECK(colours.size() == 6);
}
