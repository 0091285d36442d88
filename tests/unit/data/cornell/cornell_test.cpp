#include <suregrasp/data/cornell/cornell.hpp>

#include "catch2.hpp"
#include "real_files.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"
#include "unit/images/image_files.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

constexpr char const* one_rectangle = "10 10\n30 10\n30 20\n10 20\n";

void put(std::filesystem::path const& folder, std::string const& id, cv::Size depth = {}) {
  std::filesystem::create_directories(folder);
  write_rgb(folder / (id + "r.png"), cv::Mat(48, 64, CV_8UC3, cv::Scalar(10, 20, 30)));
  write_file(folder / (id + "cpos.txt"), one_rectangle);
  if (!depth.empty()) write_depth(folder / (id + "d.tiff"), cv::Mat(depth, CV_32FC1, 0.7F));
}

}  // namespace

TEST_CASE("a folder is found flat or in subfolders, sorted by id") {
  temporary_folder const folder;
  put(folder.path(), "pcd0200");
  put(folder / "02", "pcd0101", {64, 48});
  put(folder / "01", "pcd0100");
  auto const dataset = scan_cornell(folder.path());
  REQUIRE(dataset.entries.size() == 3);
  CHECK(dataset.entries[0].id == "pcd0100");
  CHECK(dataset.entries[1].id == "pcd0101");
  CHECK(dataset.entries[2].id == "pcd0200");
  CHECK(dataset.entries[1].depth.has_value());
  auto const loaded = load(dataset.entries[1]);
  CHECK(loaded.id == "pcd0101");
  CHECK(loaded.rgb.at<cv::Vec3b>(0, 0) == cv::Vec3b(10, 20, 30));
  CHECK(loaded.depth.at<float>(0, 0) == 0.7F);
  CHECK(loaded.grasps == std::vector<grasp<double>>{{20, 15, 0, 20, 10}});
}

TEST_CASE("depth is read, required or ignored as asked") {
  temporary_folder const folder;
  put(folder.path(), "a", {64, 48});
  CHECK(load(scan_cornell(folder.path(), {.depth = depth_use::ignored}).entries[0]).depth.empty());
  put(folder.path(), "b");
  auto const failed = error_of([&] { (void)scan_cornell(folder.path(), {.depth = depth_use::required}); });
  CHECK(failed.id == "data.cornell.no_depth");
  CHECK_THAT(failed.message, Catch::Contains("bd.tiff"));
}

TEST_CASE("a cloud in rows is held against the size of its photograph, and turned with it") {
  temporary_folder const folder;
  put(folder.path(), "a");
  auto const cloud = [&](int width, int height) {
    std::string text = "FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nWIDTH " + std::to_string(width) + "\nHEIGHT " +
                       std::to_string(height) + "\nPOINTS " + std::to_string(width * height) + "\nDATA ascii\n";
    for (int i = 0; i < width * height; ++i) text += i % width < width / 2 ? "0 0 0.5\n" : "0 0 0.9\n";
    write_file(folder / "a.txt", text);
  };
  auto const read = [&] { return load(scan_cornell(folder.path()).entries[0]); };
  cloud(64, 48);
  CHECK(read().depth.at<float>(40, 31) == 0.5F);
  CHECK(read().depth.at<float>(40, 32) == 0.9F);
  for (auto const& [width, height] : {std::pair{32, 24}, {48, 64}, {64, 24}, {128, 96}}) {
    cloud(width, height);
    auto const failed = error_of(read);
    CHECK(failed.id == "data.depth.size");
    CHECK_THAT(failed.message, Catch::Contains("a.txt") && Catch::Contains("64x48") &&
                                   Catch::Contains(std::to_string(width) + "x" + std::to_string(height)));
  }
  auto const jpeg = suregrasp_tests::file_of(cv::Mat(48, 64, CV_8UC3, cv::Scalar::all(90)), ".jpg");
  write_file(folder / "ar.png", suregrasp_tests::jpeg_with_exif(jpeg, suregrasp_tests::exif(6)));
  cloud(64, 48);
  auto const turned = read();
  REQUIRE(turned.depth.size() == cv::Size(48, 64));
  CHECK(turned.depth.at<float>(31, 40) == 0.5F);
  CHECK(turned.depth.at<float>(32, 40) == 0.9F);
  write_file(folder / "ar.png", suregrasp_tests::jpeg_with_exif(jpeg, suregrasp_tests::exif(3)));
  CHECK(read().depth.at<float>(7, 31) == 0.9F);
  CHECK(read().depth.at<float>(7, 32) == 0.5F);
  auto const stored = parse_rectangles(read_file(folder / "acpos.txt"), "a").grasps.at(0);
  CHECK(read().grasps.at(0).x == Approx(63 - stored.x));
  CHECK(read().grasps.at(0).y == Approx(47 - stored.y));
}

TEST_CASE("photographs without labels are refused unless allowed") {
  temporary_folder const folder;
  put(folder.path(), "a");
  std::filesystem::remove(folder / "acpos.txt");
  auto const failed = error_of([&] { (void)scan_cornell(folder.path()); });
  CHECK(failed.id == "data.cornell.unlabelled");
  CHECK_THAT(failed.message, Catch::Contains("acpos.txt"));
  CHECK(load(scan_cornell(folder.path(), {.allow_unlabelled = true}).entries.at(0)).grasps.empty());
}

TEST_CASE("folders that are none, empty or ambiguous are refused") {
  temporary_folder const folder;
  CHECK(error_of([&] { (void)scan_cornell(folder / "absent"); }).id == "data.cornell.missing");
  auto const empty = error_of([&] { (void)scan_cornell(folder.path()); });
  CHECK(empty.id == "data.cornell.empty");
  CHECK_THAT(empty.message, Catch::Contains("<id>r.png"));
  put(folder / "01", "pcd0100");
  put(folder / "02", "pcd0100");
  CHECK(error_of([&] { (void)scan_cornell(folder.path()); }).id == "data.cornell.duplicate");
}

TEST_CASE("broken files are named") {
  temporary_folder const folder;
  put(folder.path(), "a", {32, 24});
  auto const entry = scan_cornell(folder.path()).entries.at(0);
  auto const size = error_of([&] { (void)load(entry); });
  CHECK(size.id == "data.depth.size");
  CHECK_THAT(size.message, Catch::Contains("ad.tiff") && Catch::Contains("64x48") && Catch::Contains("32x24"));
  write_file(*entry.depth, "no image");
  CHECK(error_of([&] { (void)load(entry); }).id == "data.image");
  write_file(*entry.rectangles, "1 2\n");
  CHECK_THAT(error_of([&] { (void)load(entry); }).message, Catch::Contains("acpos.txt:1"));
  write_file(entry.rgb, "no image");
  CHECK_THAT(error_of([&] { (void)load(entry); }).message, Catch::Contains("ar.png"));
}

TEST_CASE("the report says which rectangles were left out") {
  temporary_folder const folder;
  put(folder.path(), "a");
  write_file(folder / "acpos.txt", std::string("NaN NaN\n1 2\n3 4\n5 6\n") + one_rectangle);
  auto const result = load_with_report(scan_cornell(folder.path()).entries.at(0));
  CHECK(result.data.grasps.size() == 1);
  REQUIRE(result.dropped.size() == 1);
  CHECK_THAT(result.dropped[0].where.text(), Catch::EndsWith("acpos.txt:1"));
}

TEST_CASE("the untouched pair reads whole") {
  auto const folder = suregrasp_tests::real_data("cornell-rgbd-pair");
  if (folder.empty()) return;
  auto const dataset = scan_cornell(folder, {.depth = depth_use::required});
  REQUIRE(dataset.entries.size() == 2);
  auto const first = load(dataset.entries[0]);
  CHECK(first.rgb.size() == cv::Size(640, 480));
  CHECK(first.depth.size() == first.rgb.size());
  CHECK(first.grasps.size() == 4);
}

TEST_CASE("every real photograph and rectangle is read") {
  auto const folder = suregrasp_tests::real_data("cornell-rgb");
  if (folder.empty()) return;
  auto const dataset = scan_cornell(folder);
  CHECK(dataset.entries.size() == 707);
  std::size_t rectangles = 0, wider = 0;
  double opening = 0, jaw = 0;
  for (auto const& entry : dataset.entries) {
    auto const labels = parse_rectangles(read_file(entry.rectangles.value()), entry.rectangles->string());
    for (auto const& g : labels.grasps) {
      opening += g.opening;
      jaw += g.jaw;
      wider += g.opening > g.jaw;
    }
    rectangles += labels.grasps.size();
  }
  CHECK(rectangles == 4066);
  CHECK(opening / 4066 == Approx(49.6).margin(0.1));
  CHECK(jaw / 4066 == Approx(29.0).margin(0.1));
  CHECK(static_cast<double>(wider) / 4066 == Approx(0.88).margin(0.01));
}

TEST_CASE("a folder copied by way of other systems: links, capitals, hidden files") {
  temporary_folder const folder;
  auto const set = folder / "set";
  put(set / "01", "pcd0100");
  put(folder / "elsewhere", "pcd0200", {64, 48});
  std::filesystem::create_directory_symlink("../elsewhere", set / "02");
  put(set, "pcd0300", {64, 48});
  for (auto const& [from, to] : {std::pair{"pcd0300r.png", "pcd0300R.PNG"},
                                 {"pcd0300cpos.txt", "pcd0300CPOS.TXT"},
                                 {"pcd0300d.tiff", "pcd0300d.TIFF"}})
    std::filesystem::rename(set / from, set / to);
  write_file(set / "._pcd0300r.png", std::string("\0\5\x16\7", 4));
  std::filesystem::create_directories(set / "__MACOSX");
  write_file(set / "__MACOSX/pcd0400r.png", "no picture");
  auto const dataset = scan_cornell(set);
  REQUIRE(dataset.entries.size() == 3);
  CHECK(dataset.diagnostics.empty());
  CHECK(dataset.notes.empty());
  for (auto const& entry : dataset.entries) CHECK(load(entry).grasps.size() == 1);
  CHECK_FALSE(load(dataset.entries[2]).depth.empty());
}

TEST_CASE("what a folder holds beside the data set is told, and a link of its files to nowhere is a fault") {
  temporary_folder const folder;
  put(folder.path(), "pcd0100");
  for (auto const* name : {"a.jpg", "b.jpg", "notes.md", "README.txt", "Thumbs.db"}) write_file(folder / name, "x");
  std::filesystem::create_symlink("nowhere", folder / "other");
  auto const notes = scan_cornell(folder.path()).notes;
  REQUIRE(notes.size() == 2);
  CHECK_THAT(notes[0], Catch::StartsWith("passed over: 3 files of other kinds") && Catch::Contains("2 .jpg, 1 .md"));
  CHECK_THAT(notes[1], Catch::StartsWith("passed over: 1 links that lead nowhere"));
  std::filesystem::create_symlink("nowhere", folder / "pcd0100d.tiff");
  auto const broken = error_of([&] { (void)scan_cornell(folder.path()); });
  CHECK(broken.id == "data.link.broken");
  CHECK_THAT(broken.message, Catch::StartsWith((folder / "pcd0100d.tiff").string() + ": "));
  temporary_folder const others;
  write_file(others / "a.jpg", "x");
  std::filesystem::create_symlink("nowhere", others / "pcd0100r.png");
  CHECK_THAT(error_of([&] { (void)scan_cornell(others.path()); }).message,
             Catch::Contains("1 .jpg") && Catch::Contains("1 links that lead nowhere"));
}

TEST_CASE("different photographs of one name get their folders, the same photograph twice is a fault") {
  temporary_folder const folder;
  put(folder / "mugs", "0001");
  put(folder / "pens", "0001");
  write_rgb(folder / "pens/0001r.png", cv::Mat(48, 64, CV_8UC3, cv::Scalar(90, 20, 30)));
  put(folder.path(), "0002");
  write_file(folder / "objects.csv", "id,object\n0001,thing\n0002,cup\n");
  auto const ids = [&](cornell_options const& options) {
    std::vector<std::string> all;
    for (auto const& entry : scan_cornell(folder.path(), options).entries) all.push_back(entry.id);
    return all;
  };
  CHECK(ids({}) == std::vector<std::string>{"0002", "mugs/0001", "pens/0001"});
  CHECK(scan_cornell(folder.path()).entries[1].object == "thing");
  put(folder / "more", "0002");
  CHECK(error_of([&] { (void)ids({}); }).id == "data.cornell.duplicate");
  CHECK(ids({.report_faults = true}) == std::vector<std::string>{"0002", "mugs/0001", "pens/0001"});
}
