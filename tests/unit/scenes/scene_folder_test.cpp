#include <fstream>
#include <map>
#include <suregrasp/data/cornell/cornell.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/metrics/labels/label_files.hpp>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("a written folder reads back as the same samples") {
  temporary_folder const folder;
  random_stream const stream(2);
  scene_folder out(folder / "scenes", {{"seed", 2}});
  for (std::uint64_t i = 0; i < 3; ++i) out.add(generate_scene(stream, i));
  CHECK_FALSE(std::filesystem::exists(folder / "scenes/manifest.json"));
  out.finish();
  CHECK_FALSE(std::filesystem::exists(folder / "scenes/dataset.json"));

  auto const dataset = scan_cornell(folder / "scenes", {.depth = depth_use::required});
  REQUIRE(dataset.entries.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    auto const read = load(dataset.entries[i]), made = generate_scene(stream, i);
    CHECK(read.id == made.id);
    CHECK(read.object == made.object);
    CHECK_FALSE(read.object.empty());
    CHECK(cv::norm(read.rgb, made.rgb, cv::NORM_INF) == 0);
    CHECK(cv::norm(read.depth, made.depth, cv::NORM_INF) == 0);
    REQUIRE(read.grasps.size() == made.grasps.size());
    for (std::size_t k = 0; k < made.grasps.size(); ++k) {
      CHECK(read.grasps[k].x == Approx(made.grasps[k].x).margin(1e-3));
      CHECK(read.grasps[k].opening == Approx(made.grasps[k].opening).margin(2e-3));
    }
  }
  auto const manifest = nlohmann::json::parse(read_file(folder / "scenes/manifest.json"));
  CHECK(manifest["origin"]["seed"] == 2);
  CHECK(manifest["samples"].size() == 3);
  CHECK(manifest["samples"][0]["id"] == "scene00000");
}

TEST_CASE("scenes without labels are read as such, beside those with labels") {
  temporary_folder const folder;
  scene_folder out(folder / "scenes");
  for (std::uint64_t i = 0; i < 6; ++i)
    out.add(encoded_sample(generate_scene(random_stream(3), i, {.empty_share = 0.5})));
  out.finish();
  auto const set = open_data_set(folder / "scenes");
  REQUIRE(set.entries.size() == 6);
  for (std::uint64_t i = 0; i < 6; ++i) {
    auto const made = generate_scene(random_stream(3), i, {.empty_share = 0.5});
    auto const read = set.entries[i].read().data;
    CHECK(read.grasps == made.grasps);
    CHECK(read.object == made.object);
    CHECK(cv::norm(read.depth, made.depth, cv::NORM_INF) == 0);
  }
}

TEST_CASE("a folder with something in it and ids that are no file names are refused") {
  temporary_folder const folder;
  scene_folder out(folder / "new");
  CHECK(error_of([&] { out.add({.id = "../up", .rgb = {}, .depth = {}, .grasps = {}}); }).id == "data.scene_folder.id");
  CHECK(error_of([&] { scene_folder again(folder.path()); }).id == "data.scene_folder.not_empty");
}

TEST_CASE("a folder that was left unfinished is gone on with to the same files, and read by nobody before") {
  temporary_folder const folder;
  random_stream const stream(5);
  auto const scene = [&](std::uint64_t i) { return generate_scene(stream, i, {.empty_share = 0.4}); };
  auto const write_all = [&](std::filesystem::path const& root) {
    scene_folder out(root, {}, "five");
    for (auto i = out.photographs().size(); i < 5; ++i) out.add(scene(i));
    out.finish();
  };
  auto const files_of = [](std::filesystem::path const& root) {
    std::map<std::string, std::string> files;
    for (auto const& entry : std::filesystem::directory_iterator(root))
      files[entry.path().filename().string()] = read_file(entry.path());
    return files;
  };
  write_all(folder / "whole");
  auto const left = folder / "left";
  {
    scene_folder out(left, {}, "five");
    for (std::uint64_t i = 0; i < 3; ++i) out.add(scene(i));
  }
  CHECK(error_of([&] { (void)open_data_set(left); }).id == "data.unfinished");
  CHECK(error_of([&] { (void)read_grasp_labels(left); }).id == "data.unfinished");
  CHECK_THAT(error_of([&] { scene_folder other(left, {}, "six"); }).message,
             Catch::Contains("did not finish, with other options"));
  CHECK(error_of([&] { scene_folder nameless(left); }).id == "data.scene_folder.not_empty");
  write_file(left / "scene00003r.png.suregrasp-00000000000000ff", "half");
  std::filesystem::resize_file(left / "scene00002r.png", 0);
  std::ofstream(left / unfinished_mark, std::ios::app) << R"({"format": "suregra)";
  CHECK(scene_folder(left, {}, "five").photographs().size() == 2);  // the third lost its bytes
  write_all(left);
  CHECK(files_of(left) == files_of(folder / "whole"));
  CHECK(open_data_set(left).entries.size() == 5);
  CHECK(error_of([&] { write_all(left); }).id == "data.scene_folder.not_empty");
}
