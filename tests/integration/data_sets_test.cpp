#include <nlohmann/json.hpp>
#include <suregrasp/files/read_file.hpp>

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
  auto const printed = nlohmann::json::parse(ended.out);
  CHECK(printed.at("findings").size() == 20);
  for (auto const& fault : planted) {
    INFO(fault.id << " in " << fault.source);
    CHECK(1 == std::ranges::count_if(printed.at("findings"), [&](nlohmann::json const& found) {
            auto const line = found.contains("line") ? ":" + std::to_string(found.at("line").get<int>()) : "";
            return found.at("id") == fault.id && (found.at("file").get<std::string>() + line).ends_with(fault.source);
          }));
  }
  auto const words = run({"inspect", folder.path(), "--quiet"});
  CHECK(words.status == 1);
  CHECK_THAT(words.out, Contains("pcd0105cpos.txt:5: expected 4 lines") && Contains("20 findings"));
  auto const oracle =
      run({"evaluate", "--oracle", "--data", folder.path(), "--size", "96", "--quiet", "--skip-faulty"});
  INFO(oracle.err);
  CHECK(oracle.status == 0);
  CHECK_THAT(oracle.out, Contains("13 images"));
}

TEST_CASE("inspect shows which labels a model disputes, on a page that has to be named") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const page = folder / "page.html";
  auto const ended = run({"inspect", at.source(), "--with", at.model(), "--out", page});
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("the model disputes labels of ") && Contains(" of 12 photographs: "));
  CHECK_THAT(suregrasp::read_file(page), Contains("<h1>Labels that a model disputes</h1>"));
  CHECK(run({"inspect", at.source(), "--with", at.model(), "--quiet"}).status == 2);
}

TEST_CASE("inspect says which detector a model file holds, and whether it is as it was written") {
  auto const& at = workplace::get();
  auto const ended = run({"inspect", at.model(), "--quiet"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, Contains(": a detector") && Contains("resnet18 of width 8, with depth") &&
                            Contains("as when it was written"));
  auto file = suregrasp::read_safetensors(at.model());
  auto const printed = nlohmann::json::parse(run({"inspect", at.model(), "--json", "--quiet"}).out);
  CHECK(printed.at("digest") == file.metadata.at("suregrasp.model_digest"));
  CHECK(printed.at("detector").at("input_size") == 96);
  temporary_folder const folder;
  auto const inspected_with_digest = [&](std::string const& digest) {
    file.metadata["suregrasp.model_digest"] = digest;
    if (digest.empty()) file.metadata.erase("suregrasp.model_digest");
    suregrasp::write_safetensors(folder / "model", file);
    return run({"inspect", folder / "model", "--quiet"});
  };
  CHECK_THAT(inspected_with_digest("").out, Contains("does not say its digest"));
  CHECK(inspected_with_digest("0123456789abcdef").status == 2);
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
  auto const nameless = faulty_folder(folder.path());
  nameless.put("pcd0100");
  nameless.put("pcd0101");
  CHECK(run({"split", "--data", folder.path(), "--out", file, "--by", "object", "--quiet"}).status == 2);
}

TEST_CASE("generated scenes of a stock of objects are split by object, and those without a grasp are read") {
  temporary_folder const folder;
  auto const scenes = folder / "scenes", file = folder / "split.json";
  REQUIRE(
      run({"synth", "--out", scenes, "--count", "24", "--stock", "4", "--width", "288", "--height", "288", "--quiet"})
          .status == 0);
  REQUIRE(run({"split", "--data", scenes, "--out", file, "--by", "object", "--holdout", "0.3", "--quiet"}).status == 0);
  auto const ended = run({"evaluate", "--oracle", "--data", scenes, "--split", file, "--quiet"});
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(nlohmann::json::parse(run({"inspect", scenes, "--json", "--quiet"}).out).at("objects").get<int>() <= 4);

  auto const bare = folder / "bare";
  REQUIRE(run({"synth", "--out", bare, "--count", "12", "--empty-share", "0.5", "--quiet"}).status == 0);
  auto const inspected = nlohmann::json::parse(run({"inspect", bare, "--json", "--quiet"}).out);
  CHECK(inspected.at("photographs") == 12);
  CHECK(inspected.at("labelled").get<int>() < 12);
  for (auto const& diagnostic : inspected.at("findings")) CHECK(diagnostic.at("id") == "data.unlabelled");
}

TEST_CASE("a converted data set holds what it was made from") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const inspected = [](std::string const& path) {
    auto printed = nlohmann::json::parse(run({"inspect", path, "--json", "--quiet"}).out);
    for (auto const* key : {"path", "format"}) printed.erase(key);
    return printed;
  };
  for (std::string const kind : {"json", "csv"}) {
    REQUIRE(run({"convert", "--data", at.source(), "--out", folder / kind, "--as", kind, "--quiet"}).status == 0);
    CHECK(inspected(folder / kind) == inspected(at.source()));
  }
  auto const again = run({"convert", "--data", at.source(), "--out", folder / "csv", "--quiet"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, Contains("expected an empty or new folder"));
}

TEST_CASE("names that are not UTF-8 are refused before anything is written, or left out, and reports survive them") {
  temporary_folder const folder;
  auto const data = folder / "set";
  std::filesystem::create_directories(data);
  faulty_folder const set(data);
  for (auto const* id : {"cup", "pcd0100", "becher_gr\xFCn"}) set.put(id);
  for (words const& command :
       {words{"convert", "--data", data.string(), "--out", (folder / "out").string()},
        words{"split", "--data", data.string(), "--out", (folder / "split.json").string(), "--by", "image"}}) {
    auto const refused = run(joined(command, {"--quiet"}));
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("`becher_gr\\xFCn") && Contains("UTF-8") && Contains("rename"));
  }
  CHECK(folder.count() == 1);  // the data set alone
  CHECK(run({"convert", "--data", data, "--out", folder / "some", "--skip-faulty", "--quiet"}).status == 0);
  CHECK_THAT(run({"inspect", folder / "some", "--quiet"}).out, Contains("photographs  2"));
  CHECK(run({"convert", "--data", data, "--out", folder / "csv", "--as", "csv", "--quiet"}).status == 0);
  CHECK_THAT(run({"inspect", folder / "csv", "--quiet"}).out, Contains("photographs  3"));
  auto const report = run({"inspect", data, "--json", "--quiet"});
  CHECK(nlohmann::json::parse(report.out).at("photographs") == 3);
}
