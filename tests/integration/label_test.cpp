#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>

#include "../catch2.hpp"
#include "tool.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
using Catch::EndsWith;

namespace {

/// Three pictures in a folder, one of them larger than any screen.
struct pictures {
  temporary_folder folder;
  std::filesystem::path page = folder / "page.html";

  pictures() {
    std::filesystem::create_directories(folder / "my cups/more");
    for (auto const& [name, width] :
         {std::pair{"hammer.png", 64}, std::pair{"a b.png", 3200}, std::pair{"more/c.png", 64}})
      suregrasp::write_rgb(folder / "my cups" / name, cv::Mat(48, width, CV_8UC3, cv::Scalar(9, 120, 200)));
  }

  [[nodiscard]] outcome label(words const& more) const {
    return run(joined({"label", folder / "my cups", "--out", page, "--no-proposals", "--quiet"}, more));
  }

  /// What the script of the page reads.
  [[nodiscard]] nlohmann::json data() const {
    std::string const text = suregrasp::read_file(page), begin = "id=\"data\">";
    auto const first = text.find(begin) + begin.size();
    return nlohmann::json::parse(text.substr(first, text.find("</script>", first) - first));
  }

  [[nodiscard]] std::string list(std::string const& ids) const {
    suregrasp::write_file(folder / "ids.txt", ids);
    return folder / "ids.txt";
  }
};

}  // namespace

TEST_CASE("label: all photographs of a plain folder are in the page, in pixels of the files") {
  pictures const at;
  auto const ended = at.label({});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(ended.out + ended.err == "");
  auto const photographs = at.data().at("photographs");
  REQUIRE(photographs.size() == 3);
  CHECK(photographs[0].at("id") == "a b");
  CHECK(photographs[0].at("width") == 3200);
  CHECK(photographs[0].at("height") == 48);
  CHECK(photographs[2].at("id") == "more/c");
  CHECK(photographs[2].at("image") == "more/c.png");
  CHECK(photographs[2].at("proposals").empty());
  CHECK(photographs[2].at("source").get<std::string>().starts_with("data:image/jpeg;base64,"));
  CHECK(photographs[0].at("source").get<std::string>().size() < 30000);
}

TEST_CASE("label: --link shows files from where they lie, as the page sees them") {
  pictures const at;
  REQUIRE(at.label({"--link"}).status == 0);
  CHECK(at.data().at("photographs")[0].at("source") == "my%20cups/a%20b.png");
}

TEST_CASE("label: --list chooses photographs and their order, and the labels kept by a browser go by the choice") {
  pictures const at;
  REQUIRE(at.label({}).status == 0);
  auto const whole = at.data().at("digest");
  REQUIRE(at.label({"--list", at.list("more/c  # the most useful\n\nhammer\n")}).status == 0);
  CHECK(at.data().at("digest") != whole);
  REQUIRE(at.data().at("photographs").size() == 2);
  CHECK(at.data().at("photographs")[0].at("id") == "more/c");
  auto const ended = at.label({"--list", at.list("hammer\nsickle\n")});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("ids.txt:2: ") && Contains("sickle"));
}

TEST_CASE("label: a damaged photograph is refused by name, or left out") {
  pictures const at;
  suregrasp::write_file(at.folder / "my cups/d.png", "no picture");
  auto const ended = at.label({});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("my cups/d.png"));
  CHECK_FALSE(std::filesystem::exists(at.page));
  REQUIRE(at.label({"--skip-faulty"}).status == 0);
  CHECK(at.data().at("photographs").size() == 3);
}

TEST_CASE("label: photographs of one id, no photographs and a page that would write over one are refused") {
  pictures const at;
  suregrasp::write_rgb(at.folder / "my cups/hammer.tiff", cv::Mat(48, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  CHECK_THAT(at.label({}).err, Contains("hammer") && EndsWith("too\n"));
  CHECK(run({"label", at.folder / "none", "--out", at.page, "--no-proposals"}).status == 2);
  std::filesystem::remove(at.folder / "my cups/hammer.tiff");
  auto const over = run({"label", at.folder / "my cups", "--out", at.folder / "my cups/a b.png", "--no-proposals"});
  CHECK(over.status == 2);
  CHECK_THAT(over.err, Contains("a b.png"));
}
