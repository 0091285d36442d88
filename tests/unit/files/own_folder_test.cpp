#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;
namespace fs = std::filesystem;

namespace {

bool is_log(std::string const& name) { return name.ends_with(".log"); }

std::string refusal(fs::path const& folder) {
  return error_of([&] { require_own_folder(folder, is_log); }).message;
}

}  // namespace

TEST_CASE("own_folder: what was written into a new or empty folder is removed with it") {
  temporary_folder const folder;
  for (bool const there : {false, true}) {
    if (there) fs::create_directory(folder / "ours");
    begin_folder(folder / "ours");
    CHECK(is_unfinished(folder / "ours"));
    write_file(folder / "ours" / "a.log", "1");
    write_file(folder / "ours" / "b.log.suregrasp-00000000000000ff", "half");
    begin_folder(folder / "ours");
    require_own_folder(folder / "ours", is_log);
    remove_own_files(folder / "ours", is_log);
    CHECK(folder.count() == 0);
  }
  require_own_folder(folder / "ours", is_log);
  remove_own_files(folder / "ours", is_log);
}

TEST_CASE("own_folder: what others put into it is refused by name and stays, with what links lead to") {
  temporary_folder const folder;
  write_file(folder / "outside.log", "mine");
  begin_folder(folder / "ours");
  write_file(folder / "ours" / "a.log", "1");
  SECTION("a file") { write_file(folder / "ours" / "notes", "mine"); }
  SECTION("a half written file of others") { write_file(folder / "ours" / "notes.suregrasp-00000000000000ff", "mine"); }
  SECTION("a link") { fs::create_symlink(folder / "outside.log", folder / "ours" / "notes.log"); }
  SECTION("a folder") { fs::create_directory(folder / "ours" / "notes.log"); }
  CHECK_THAT(refusal(folder / "ours"), Catch::Contains((folder / "ours").string() + ": holds notes"));
  remove_own_files(folder / "ours", is_log);
  CHECK(std::distance(fs::directory_iterator(folder / "ours"), {}) == 1);
  CHECK(read_file(folder / "outside.log") == "mine");
}

TEST_CASE("own_folder: a folder without the mark is of others, whatever is in it") {
  temporary_folder const folder;
  fs::create_directory(folder / "theirs");
  write_file(folder / "theirs" / "a.log", "mine");
  begin_folder(folder / "theirs");
  CHECK_FALSE(is_unfinished(folder / "theirs"));
  CHECK_THAT(refusal(folder / "theirs"), Catch::Contains("holds a.log"));
  remove_own_files(folder / "theirs", is_log);
  CHECK(read_file(folder / "theirs" / "a.log") == "mine");
  CHECK_THAT(refusal(folder / "theirs" / "a.log"), Catch::Contains("expected a folder"));

  begin_folder(folder / "ours");
  write_file(folder / "ours" / "a.log", "1");
  finish_folder(folder / "ours");
  remove_own_files(folder / "ours", is_log);
  CHECK(read_file(folder / "ours" / "a.log") == "1");
  CHECK(error_of([&] { begin_folder(folder / "ours" / "a.log"); }).id == "io.write");
}
