#include <cstdlib>
#include <iostream>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// A part of the real data that may lie beside the project; empty, and said so, where it does not.
fs::path real(std::string const& part) {
  char const* const named = std::getenv("SUREGRASP_DATA");
  auto const path = (named != nullptr ? fs::path(named) : fs::path("../shared/data")) / part;
  if (fs::exists(path)) return path;
  std::cout << "skipped: no real data at " << path.string() << std::endl;
  return {};
}

}  // namespace

TEST_CASE("all photographs of a real folder are read") {
  auto const data = real("cornell-rgb");
  if (data.empty()) return;
  temporary_folder const folder;
  auto const ended = run(joined({"train", "--data", data, "--out", folder / "model", "--no-depth"}, tiny_training));
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK_THAT(ended.err, Contains("reading " + data.string() + ": 707 steps"));
  auto const record = nlohmann::json::parse(suregrasp::read_file(folder / "model.json"));
  auto const& split = record.at("configuration").at("split");
  CHECK(split.at("train").size() + split.at("held_out").size() == 707);
}

TEST_CASE("grasps are found in a real photograph with its depth") {
  auto const data = real("cornell-rgbd-pair");
  if (data.empty()) return;
  fs::path photograph;
  for (auto const& file : fs::recursive_directory_iterator(data))
    if (file.path().filename() == "pcd0100r.png") photograph = file.path();
  auto const depth = photograph.parent_path() / "pcd0100d.tiff";
  temporary_folder const folder;
  auto const ended = run({"detect", photograph, "--depth", depth, "--model", workplace::get().model(), "--threshold",
                          "0", "--out", folder / "picture.png", "--quiet"});
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  CHECK(fs::exists(folder / "picture.png"));
}
