#include <nlohmann/json.hpp>
#include <suregrasp/io/read_file.hpp>

#include "../catch2.hpp"
#include "../faulty_folder.hpp"
#include "tool.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;

TEST_CASE("inspect reports twenty planted faults one by one, and the good rest is used") {
  temporary_folder const folder;
  auto const planted = faulty_folder(folder.path()).with_all_faults();
  REQUIRE(planted.size() == 20);
  auto const ended = run({"inspect", folder.path(), "--json", "--quiet"});
  CHECK(ended.status == 1);
  auto const json = nlohmann::json::parse(ended.out);
  CHECK(json.at("findings").size() == 20);
  for (auto const& fault : planted) {
    INFO(fault.id << " in " << fault.place);
    CHECK(1 == std::ranges::count_if(json.at("findings"), [&](nlohmann::json const& found) {
            auto const line = found.contains("line") ? ":" + std::to_string(found.at("line").get<int>()) : "";
            return found.at("id") == fault.id && (found.at("file").get<std::string>() + line).ends_with(fault.place);
          }));
  }
  auto const words = run({"inspect", folder.path(), "--quiet"});
  CHECK(words.status == 1);
  CHECK_THAT(words.out, Contains("pcd0105cpos.txt:5: expected 4 lines") && Contains("20 findings"));
  auto const oracle =
      run({"evaluate", "--oracle", "--data", folder.path(), "--size", "96", "--quiet", "--skip-faulty"});
  INFO(oracle.err);
  CHECK(oracle.status == 0);
  CHECK_THAT(oracle.out, Contains("14 images"));
}

TEST_CASE("inspect has nothing to say of generated scenes, and refuses what it cannot read") {
  auto const& at = workplace::get();
  auto const ended = run({"inspect", at.source(), "--quiet"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains("photographs  12") && Contains("nothing found that is wrong"));
  CHECK(run({"inspect", at("nothing"), "--quiet"}).status == 2);
}

TEST_CASE("a split is written, kept to and checked") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const file = folder / "split.json";
  auto const split =
      words{"split", "--data", at.source(), "--out", file, "--holdout", "0.34", "--block", "2", "--quiet"};
  REQUIRE(run(split).status == 0);
  auto const first = suregrasp::read_file(file);
  REQUIRE(run(split).status == 0);
  CHECK(suregrasp::read_file(file) == first);
  CHECK(nlohmann::json::parse(first).at("held_out").size() == 4);
  auto const ended = run({"evaluate", "--oracle", "--data", at.source(), "--split", file, "--quiet"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains("4 images"));
  CHECK(run({"split", "--data", at.source(), "--out", file, "--by", "object", "--quiet"}).status == 2);
}
