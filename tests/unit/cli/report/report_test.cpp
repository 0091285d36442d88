#include "cli/report/report.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

using namespace suregrasp::cli;
using Catch::Contains;
using json = nlohmann::ordered_json;

namespace {

/// The smallest PNG: one transparent pixel.
std::string const pixel(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    "\0\0\0\rIDAT\x78\xda\x63\x64\x60\xf8\x5f\x0f\0\x02\x87\x01\x80\xeb\x47\xba\x92"
    "\0\0\0\0IEND\xae\x42\x60\x82",
    70);

class temporary_folder {
 public:
  temporary_folder() { std::filesystem::create_directory(path); }
  temporary_folder(temporary_folder const&) = delete;
  temporary_folder& operator=(temporary_folder const&) = delete;
  ~temporary_folder() { std::filesystem::remove_all(path); }
  std::filesystem::path const path =
      std::filesystem::temp_directory_path() / ("suregrasp_report_" + std::to_string(::getpid()));
};

json success(double rate, double low, double high) {
  auto rates = json::array();
  for (double const iou : {0.25, 0.5})
    rates.push_back({{"iou", iou}, {"successes", 9}, {"trials", 10}, {"rate", rate}, {"low", low}, {"high", high}});
  return rates;
}

json method(std::string const& name, double low, double high) {
  return {{"method", name},
          {"curve", {{{"step", 0}, {"evaluation_loss", 2.0}}, {{"step", 9}, {"evaluation_loss", 1.5}}}},
          {"best_loss", 1.5},
          {"final_loss", nullptr},
          {"evaluation", {{"success", success((low + high) / 2, low, high)}}}};
}

std::string page_of(json const& results) { return report_html(results, "."); }

}  // namespace

TEST_CASE("report: without results there is a page without sections, tables and charts") {
  auto const page = page_of(json::object());
  CHECK_THAT(page, Contains("<title>SureGrasp report</title>"));
  CHECK_THAT(page, !Contains("<svg") && !Contains("<table") && !Contains("<img") && !Contains("Do it again"));
  auto const nulls =
      page_of({{"title", nullptr}, {"evaluations", nullptr}, {"adaptation", nullptr}, {"data", json::array()}});
  CHECK(nulls == page);
}

TEST_CASE("report: text from the results is escaped everywhere") {
  std::string const evil = "<script>\"x\"</script>";
  auto const page = page_of({{"title", evil},
                             {"generated", evil},
                             {"version", evil},
                             {"command", evil},
                             {"configuration", {{evil, evil}}},
                             {"data", {{{"name", evil}, {"images", 1}}}},
                             {"evaluations",
                              {{{"name", evil},
                                {"success", success(0.9, 0.6, 0.98)},
                                {"mean_error", 1},
                                {"risk_coverage", {{{"coverage", 1}, {"risk", 1}}}}}}},
                             {"adaptation", {{"methods", {method(evil, 0.5, 0.6)}}}}});
  CHECK_THAT(page, !Contains("<script") && Contains("&lt;script&gt;"));
}

TEST_CASE("report: rates come with their interval and number of trials") {
  auto const page = page_of({{"evaluations", {{{"name", "held out"}, {"success", success(0.9, 0.596, 0.982)}}}}});
  CHECK_THAT(page, Contains("90.0\u00a0%") && Contains("59.6\u201398.2\u00a0%") && Contains("n\u00a0=\u00a010"));
}

TEST_CASE("report: numbers that are null leave gaps in lines and dashes in tables, never a nan") {
  json posenet = json::array();
  for (int step = 0; step < 5; ++step) posenet.push_back({{"step", step}, {"loss", 1.0 / (step + 1)}});
  posenet[2]["loss"] = nullptr;
  posenet[4]["validation_loss"] = 0.5;
  auto const page = page_of({{"training", {{"posenet", posenet}}},
                             {"data", {{{"name", "unlabelled"}, {"images", 3}, {"grasps", nullptr}}}},
                             {"adaptation", {{"methods", {method("direct", 0.5, 0.6)}}}}});
  CHECK_THAT(page, Contains("PoseNet: loss") && !Contains("LocNet: loss"));
  CHECK_THAT(page, Contains("<td>\u2013</td>"));
  CHECK_THAT(page, !Contains("nan\"") && !Contains(">nan"));
}

TEST_CASE("report: methods whose intervals overlap are not put in an order") {
  json results{{"adaptation", {{"methods", {method("direct", 0.5, 0.7), method("confident", 0.6, 0.8)}}}}};
  CHECK_THAT(page_of(results), Contains("does not put them in an order"));
  results["adaptation"]["methods"][1] = method("confident", 0.71, 0.8);
  CHECK_THAT(page_of(results), Contains("do not overlap"));
}

TEST_CASE("report: before and after adaptation stand side by side") {
  json results{{"adaptation", {{"labels", 9}, {"repetitions", 2}, {"methods", {method("confident", 0.5, 0.75)}}}}};
  CHECK_THAT(page_of(results), !Contains("before adaptation") && !Contains("\u2192"));
  results["adaptation"]["before"] = {{"success", success(0.125, 0.1, 0.2)}};
  auto const page = page_of(results);
  CHECK_THAT(page, Contains("12.5\u00a0% \u2192 62.5\u00a0%") && Contains("adapted with 9 labels"));
  CHECK_THAT(page, Contains("10.0\u201320.0\u00a0% and 50.0\u201375.0\u00a0%") && Contains("gone 2 times"));
  CHECK(page.find(">before adaptation<") < page.find("confident mean teacher</th>"));
}

TEST_CASE("report: pictures are put into the page, by group") {
  temporary_folder const folder;
  suregrasp::write_file(folder.path / "a.png", pixel);
  json const results{{"pictures",
                      {{{"group", "Heat"}, {"file", "a.png"}, {"caption", "one"}},
                       {{"group", "Scenes"}, {"file", "a.png"}, {"caption", "two"}},
                       {{"group", "Heat"}, {"file", "a.png"}, {"caption", "three"}}}}};
  auto const page = report_html(results, folder.path);
  CHECK_THAT(page, Contains("src=\"data:image/png;base64,iVBORw0KGgo"));
  CHECK(page.find("<h3>Heat</h3>") < page.find("alt=\"three\""));
  CHECK(page.find("alt=\"three\"") < page.find("<h3>Scenes</h3>"));
  write_report(results, folder.path, folder.path / "report.html");
  CHECK(suregrasp::read_file(folder.path / "report.html") == page);
}

TEST_CASE("report: a picture that is missing or damaged is named") {
  temporary_folder const folder;
  json const results{{"pictures", {{{"file", "a.png"}, {"caption", "one"}}}}};
  CHECK_THROWS_WITH(report_html(results, folder.path), Contains("a.png") && Contains("is missing"));
  suregrasp::write_file(folder.path / "a.png", pixel.substr(0, 60));
  CHECK_THROWS_WITH(report_html(results, folder.path), Contains("is not a whole PNG file"));
  suregrasp::write_file(folder.path / "a.png", std::string_view("GIF89a"));
  CHECK_THROWS_AS(report_html(results, folder.path), suregrasp::data_error);
}

TEST_CASE("report: results of another form are refused by the field's name") {
  CHECK_THROWS_WITH(page_of(json::array()), Contains("the report") && Contains("array"));
  CHECK_THROWS_WITH(page_of({{"title", 3}}), Contains("title") && Contains("number"));
  CHECK_THROWS_WITH(page_of({{"evaluations", "none"}}), Contains("evaluations") && Contains("a list"));
  CHECK_THROWS_WITH(page_of({{"training", 3}}), Contains("posenet"));
  CHECK_THROWS_AS(page_of({{"seed", "seven"}}), suregrasp::data_error);
}
