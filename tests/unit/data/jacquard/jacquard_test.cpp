#include <suregrasp/data/jacquard/jacquard.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

constexpr char const* golden = "583.90408;479.20119;-66.2885;135.0;26.1855\r\n";

void put(std::filesystem::path const& folder, std::string const& id, bool labelled = true) {
  std::filesystem::create_directories(folder);
  write_rgb(folder / (id + "_RGB.png"), cv::Mat(64, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  write_depth(folder / (id + "_stereo_depth.tiff"), cv::Mat(64, 64, CV_32FC1, 1.5F));
  write_depth(folder / (id + "_perfect_depth.tiff"), cv::Mat(64, 64, CV_32FC1, 1.25F));
  if (labelled) write_file(folder / (id + "_grasps.txt"), golden);
}

}  // namespace

TEST_CASE("a folder is listed by id, a photograph's object is its hash of 32 or 31 digits") {
  temporary_folder const folder;
  std::string const hash(32, 'a'), shorter(31, 'b');
  put(folder / hash, "1_" + hash);
  put(folder / hash, "0_" + hash);
  put(folder / shorter, "0_" + shorter);
  auto const set = scan_jacquard(folder.path());
  REQUIRE(set.entries.size() == 3);
  CHECK(set.entries[0].object == hash);
  CHECK(set.entries[1].object == shorter);
  auto const read = set.entries[2].read();
  CHECK(read.data.id == "1_" + hash);
  CHECK(read.data.depth.at<float>(0, 0) == 1.5F);
  CHECK(read.data.grasps.size() == 1);
  auto const perfect = scan_jacquard(folder.path(), {.depth = jacquard_depth::perfect}).entries[0].read();
  CHECK(perfect.data.depth.at<float>(0, 0) == 1.25F);
}

TEST_CASE("photographs without grasps are refused, reported or allowed") {
  temporary_folder const folder;
  put(folder.path(), "0_abc", false);
  CHECK(error_of([&] { (void)scan_jacquard(folder.path()); }).id == "data.jacquard.unlabelled");
  CHECK(scan_jacquard(folder.path(), {.report_faults = true}).diagnostics.size() == 1);
  CHECK(scan_jacquard(folder.path(), {.allow_unlabelled = true}).diagnostics.empty());
}

TEST_CASE("Jacquard's files behind links, in capitals, and beside hidden ones") {
  temporary_folder const folder;
  put(folder / "elsewhere", "0_abc");
  std::filesystem::create_directories(folder / "set");
  std::filesystem::create_directory_symlink("../elsewhere", folder / "set/link");
  put(folder / "set", "0_def");
  for (auto const& [from, to] : {std::pair{"0_def_RGB.png", "0_def_rgb.PNG"}, {"0_def_grasps.txt", "0_DEF_GRASPS.TXT"}})
    std::filesystem::rename(folder / "set" / from, folder / "set" / to);
  write_file(folder / "set/._0_def_RGB.png", "x");
  write_file(folder / "set/list.csv", "x");
  auto const set = scan_jacquard(folder / "set");
  REQUIRE(set.entries.size() == 2);
  for (auto const& entry : set.entries) CHECK(entry.read().data.grasps.size() == 1);
  REQUIRE(set.notes.size() == 1);
  CHECK_THAT(set.notes[0], Catch::Contains("1 .csv"));
}
