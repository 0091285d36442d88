#include "charts/html.hpp"
#include <catch2/catch.hpp>

using namespace suregrasp;

TEST_CASE("html_escape: text can end neither an element nor an attribute") {
  CHECK(html_escape("<b class=\"x\">'a' & b</b>") == "&lt;b class=&quot;x&quot;&gt;&#39;a&#39; &amp; b&lt;/b&gt;");
  CHECK(html_escape("&amp;") == "&amp;amp;");
  CHECK(html_escape("M\u00fcller \u2264 3\n\t") == "M\u00fcller \u2264 3\n\t");
  CHECK(html_escape(std::string("a\0b\x1b", 4)) == "a\ufffdb\ufffd");
}

TEST_CASE("to_html: the title is escaped, style and body stand as they are, nothing from outside is allowed") {
  auto const page = to_html({.title = "a < b", .style = "p { margin: 0; }", .body = "<p>hello</p>"});
  CHECK(page.starts_with("<!DOCTYPE html>\n"));
  CHECK_THAT(page, Catch::Contains("<title>a &lt; b</title>"));
  CHECK_THAT(page, Catch::Contains("p { margin: 0; }"));
  CHECK_THAT(page, Catch::Contains("<body>\n<p>hello</p>"));
  CHECK_THAT(page, Catch::Contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\""));
  CHECK_THAT(page, !Catch::Contains("<script"));
}

TEST_CASE("to_html: a script of the page's own is allowed where there is one, and images from where it says") {
  auto const page = to_html({.title = "a", .style = "", .body = "<p>", .script = "run();\n", .images = "file:"});
  CHECK_THAT(page, Catch::Contains("img-src file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\""));
  CHECK_THAT(page, Catch::Contains("<p><script>\nrun();\n</script>\n</body>"));
}
