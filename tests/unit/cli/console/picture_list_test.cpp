#include "cli/console/picture_list.hpp"
//
#include <catch2/catch.hpp>
#include <sstream>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp::cli;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

std::vector<std::string> names_of(std::vector<listed_picture> const& all) {
  std::vector<std::string> names;
  for (auto const& each : all) names.push_back(each.name.string());
  return names;
}

}  // namespace

TEST_CASE("picture_list: of folders the pictures at any depth in order, files as they are, paths from a stream") {
  temporary_folder const folder;
  std::filesystem::create_directories(folder / "in/deep");
  for (char const* name : {"in/b.PNG", "in/a.jpeg", "in/deep/a.tiff", "in/.hidden.png", "in/labels.txt", "x.png"})
    suregrasp::write_file(folder / name, std::string_view("picture"));
  std::istringstream none, lines((folder / "x.png").string() + "\r\n\n");
  std::filesystem::create_directory_symlink(".", folder / "in/again");
  CHECK(names_of(picture_list({folder / "in"}, none)) == std::vector<std::string>{"a.jpeg", "b.PNG", "deep/a.tiff"});
  CHECK(names_of(picture_list({folder / "in/labels.txt"}, none)) == std::vector<std::string>{"labels.txt"});
  auto const both = picture_list({folder / "in/deep", "-"}, lines);
  CHECK(names_of(both) == std::vector<std::string>{"a.tiff", "x.png"});
  CHECK(both[1].file == folder / "x.png");
}

TEST_CASE("picture_list: depth of a folder is no photograph, unless it is asked for by name") {
  temporary_folder const folder;
  cv::Mat const depth(4, 4, CV_32FC1, cv::Scalar(0.5));
  suregrasp::write_depth(folder / "ad.TIFF", depth);
  suregrasp::write_file(folder / "ar.png", std::string_view("picture"));
  suregrasp::write_file(folder / "damaged.tif", std::string_view("II"));
  std::istringstream none;
  CHECK(names_of(picture_list({folder.path()}, none)) == std::vector<std::string>{"ar.png", "damaged.tif"});
  CHECK(names_of(picture_list({folder / "ad.TIFF"}, none)) == std::vector<std::string>{"ad.TIFF"});
}

TEST_CASE("picture_list: what is not there, folders without pictures and two of one name are refused") {
  temporary_folder const folder;
  std::filesystem::create_directories(folder / "in/deep");
  std::istringstream none;
  CHECK(error_of([&] { (void)picture_list({folder / "nowhere.png"}, none); }).id == "data.image");
  CHECK(error_of([&] { (void)picture_list({folder / "in"}, none); }).id == "data.image");
  suregrasp::write_file(folder / "in/a.png", std::string_view("picture"));
  suregrasp::write_file(folder / "in/deep/a.png", std::string_view("picture"));
  CHECK(error_of([&] {
          (void)picture_list({folder / "in/a.png", folder / "in/deep/a.png"}, none);
        }).id == "option.images");
  CHECK(picture_list({folder / "in"}, none).size() == 2);
}

TEST_CASE("shard_of: shards are all pictures, each once") {
  std::vector<listed_picture> all;
  for (char const* name : {"a", "b", "c", "d", "e"}) all.push_back({name, name});
  CHECK(names_of(shard_of(all, "")) == names_of(all));
  CHECK(names_of(shard_of(all, "1/2")) == std::vector<std::string>{"a", "c", "e"});
  CHECK(names_of(shard_of(all, "2/2")) == std::vector<std::string>{"b", "d"});
  CHECK(shard_of(all, "7/9").empty());
  for (char const* bad : {"0/2", "3/2", "1", "/", "1/x", "x/2", "1/2/3", "-1/2"})
    CHECK(error_of([&] { (void)shard_of(all, bad); }).id == "option.shard");
}
