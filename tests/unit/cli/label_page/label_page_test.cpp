#include "cli/label_page/label_page.hpp"

#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp::cli;

namespace {

label_page page_of(std::string const& id) {
  return {.title = "cups",
          .digest = "1f",
          .photographs = {
              {.id = id, .image = "a.png", .width = 640, .height = 480, .proposals = {{300, 200, 0.5, 60, 20}}}}};
}

}  // namespace

TEST_CASE("label_page: what the script reads is the page's data, whatever a name holds") {
  std::string const id = "</script><!-- \"a\" & \\u003c", begin = "id=\"data\">";
  auto const page = to_html(page_of(id));
  auto const first = page.find(begin) + begin.size();
  auto const text = page.substr(first, page.find("</script>", first) - first);
  CHECK_THAT(text, !Catch::Contains("<"));
  auto const data = nlohmann::json::parse(text);
  CHECK(data.at("digest") == "1f");
  auto const& photograph = data.at("photographs").at(0);
  CHECK(photograph.at("id") == id);
  CHECK(photograph.at("width") == 640);
  CHECK(photograph.at("proposals").at(0).at("opening") == 60);
}

TEST_CASE("label_page: names that are not UTF-8 are refused") {
  CHECK(suregrasp_tests::error_of([] { (void)to_html(page_of("\xff")); }).id == "json.text");
}
