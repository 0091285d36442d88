#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("write_file writes every byte and leaves nothing else behind") {
  temporary_folder const folder;
  std::string const content("a\0b\r\n\xff", 6);
  write_file(folder / "f", content);
  CHECK(read_file(folder / "f") == content);
  write_file(folder / "f", "");
  CHECK(read_file(folder / "f").empty());
  CHECK(folder.count() == 1);
}

TEST_CASE("write_file that fails keeps the old content and removes its temporary file") {
  temporary_folder const folder;
  std::filesystem::create_directories(folder / "taken/inside");
  auto const failed = error_of([&] { write_file(folder / "taken", "text"); });
  CHECK(failed.id == "io.write");
  CHECK_THAT(failed.message, Catch::Contains("taken"));
  CHECK(folder.count() == 1);
  CHECK(error_of([&] { write_file(folder / "no/such/file", "text"); }).id == "io.write");
}

TEST_CASE("read_file names what it cannot read") {
  temporary_folder const folder;
  auto const missing = error_of([&] { (void)read_file(folder / "absent.txt"); });
  CHECK(missing.id == "io.missing");
  CHECK_THAT(missing.message, Catch::Contains("absent.txt"));
  CHECK(error_of([&] { (void)read_file(folder.path()); }).id == "io.read");
}
