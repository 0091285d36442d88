#include <nlohmann/json.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

TEST_CASE("without a model, detect takes the one that comes with the tool, with depth and without") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  for (auto const& depth : {words{}, words{"--depth", at.depth()}}) {
    auto const ended = run(joined({"detect", at.photograph(), "--json", folder / "grasps", "--quiet"}, depth));
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    CHECK_FALSE(json_of(folder / "grasps").at("grasps").empty());
  }
}

TEST_CASE("the model that comes with the tool grasps in scenes it has not seen, of both domains") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  for (auto const& scenes : {at.source(), at.target()}) {
    REQUIRE(run({"evaluate", "--data", scenes, "--json", folder / "figures", "--quiet"}).status == 0);
    CHECK(json_of(folder / "figures").at("success")[0].at("successes") >= 9);  // of 12; by chance there would be none
  }
}

TEST_CASE("adaptation starts from it, too") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const ended = run({"adapt", "--data", at.target(), "--out", folder / "adapted", "--labelled", "3", "--steps",
                          "2", "--evaluations", "1", "--block", "1", "--quiet"});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(json_of(folder / "adapted.json").at("result").at("final_loss") > 0);
}

TEST_CASE("a tool without its model says where it looked") {
  temporary_folder const folder;
  fs::copy_file(SUREGRASP_TOOL, folder / "suregrasp");
  auto const called = [&] { return tool({"detect", "picture", "--quiet"}, folder / "suregrasp").finish(); };
  auto const alone = called();  // the launcher, without the program that it starts
  CHECK(alone.status == 2);
  CHECK_THAT(alone.err, Contains(folder / "suregrasp_main") && Contains("libexec/suregrasp/suregrasp_main"));
  fs::copy_file(std::string(SUREGRASP_TOOL) + "_main", folder / "suregrasp_main");
  auto const ended = called();
  CHECK(ended.status == 2);
  CHECK(ended.error_lines() == 1);
  CHECK_THAT(ended.err, Contains(folder / "models/scenes.safetensors") && Contains("share/suregrasp/models"));
}
