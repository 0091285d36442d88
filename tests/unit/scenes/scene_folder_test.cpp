#include <suregrasp/data/cornell/cornell.hpp>
#include <suregrasp/data/open_data_set.hpp>
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
