#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/folder_files.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;
namespace fs = std::filesystem;

namespace {

void put(fs::path const& file) {
  fs::create_directories(file.parent_path());
  write_file(file, "x");
}

std::vector<std::string> names(fs::path const& root, std::vector<fs::path> const& files) {
  std::vector<std::string> result;
  for (auto const& each : files) result.push_back(each.lexically_relative(root).generic_string());
  return result;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("folder_files: files are found through links to folders and files") {
  temporary_folder const folder;
  auto const set = folder / "set";
  put(set / "01/a.png");
  put(folder / "elsewhere/deep/b.png");
  put(folder / "c.png");
  fs::create_directory_symlink("../elsewhere", set / "02");
  fs::create_symlink("../c.png", set / "d.png");
  auto const found = list_folder(set);
  CHECK(names(set, found.files) == list{"01/a.png", "02/deep/b.png", "d.png"});
  CHECK(found.broken_links.empty());
  CHECK(names(set, list_folder(set.string() + "/").files) == names(set, found.files));
  fs::create_directory_symlink(set, folder / "link");
  CHECK(list_folder(folder / "link").files.size() == 3);
}

TEST_CASE("folder_files: links in a circle end, and a folder is entered once, by its own path") {
  temporary_folder const folder;
  auto const set = folder / "set";
  put(set / "a/1.png");
  put(set / "z/2.png");
  put(folder / "other/3.png");
  fs::create_directory_symlink(".", set / "self");
  fs::create_directory_symlink("..", set / "up");
  fs::create_directory_symlink("../z", set / "a/b");
  fs::create_directory_symlink("../../other", set / "a/o");
  fs::create_directory_symlink("../other", set / "o");
  CHECK(names(set, list_folder(set).files) == list{"a/1.png", "a/o/3.png", "z/2.png"});
}

TEST_CASE("folder_files: links to nothing and hidden names are told") {
  temporary_folder const folder;
  put(folder / "a.png");
  for (auto const* name : {"._a.png", ".hidden/b.png", "__MACOSX/a.png", ".DS_Store"}) put(folder / name);
  fs::create_symlink("nowhere", folder / "broken.png");
  fs::create_symlink("loop", folder / "loop");
  auto const found = list_folder(folder.path());
  CHECK(names(folder.path(), found.files) == list{"a.png"});
  CHECK(names(folder.path(), found.broken_links) == list{"broken.png", "loop"});
  CHECK(names(folder.path(), found.hidden) == list{".DS_Store", "._a.png", ".hidden", "__MACOSX"});
  auto const missing = error_of([&] { (void)list_folder(folder / "none"); });
  CHECK(missing.id == "io.missing");
  CHECK_THAT(missing.message, Catch::StartsWith((folder / "none").string() + ": "));
}

TEST_CASE("folder_files: a name is found in capital letters, its own case first") {
  file_names const files({"set/pcd0100R.PNG", "set/PCD0101CPOS.TXT", "set/both.png", "set/BOTH.png", "Set/other.png"});
  CHECK(files.find("set/pcd0100r.png") == fs::path("set/pcd0100R.PNG"));
  CHECK(files.find("set/pcd0101cpos.txt") == fs::path("set/PCD0101CPOS.TXT"));
  CHECK(files.find("set/BOTH.png") == fs::path("set/BOTH.png"));
  CHECK(files.find("set/Both.png") == fs::path("set/both.png"));
  CHECK_FALSE(files.find("set/other.png"));
}

TEST_CASE("folder_files: kinds are counted, the most usual first") {
  CHECK(kinds_of_files({"a.jpg", "b.jpg", "c.JPG", "README"}) == "2 .jpg, 1 without an ending, 1 .JPG");
  CHECK(kinds_of_files({"a.1", "a.2", "a.3", "a.4", "a.5", "a.6"}) == "1 .1, 1 .2, 1 .3, 1 .4, 1 .5, ...");
  CHECK(kinds_of_files({}).empty());
}

TEST_CASE("list_folder: what is neither file nor folder is listed apart, also through a link") {
  temporary_folder const folder;
  REQUIRE(::mkfifo((folder / "acpos.txt").c_str(), 0600) == 0);
  std::filesystem::create_symlink("acpos.txt", folder / "link");
  std::filesystem::create_symlink("/dev/zero", folder / "zero");
  auto const found = list_folder(folder.path());
  CHECK(found.files.empty());
  CHECK(found.broken_links.empty());
  CHECK(names(folder.path(), found.special) == list{"acpos.txt", "link", "zero"});
}
