#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("read_file: a file of more bytes than it may have is refused unread") {
  temporary_folder const folder;
  write_file(folder / "labels", "12345");
  CHECK(read_file(folder / "labels", 5) == "12345");
  auto const refused = error_of([&] { (void)read_file(folder / "labels", 4); });
  CHECK(refused.id == "io.size");
  CHECK_THAT(refused.message, Catch::StartsWith((folder / "labels").string() + ": expected a file of at most "));
  std::filesystem::resize_file(folder / "labels", std::uintmax_t{9} << 30);  // sparse: takes no room
  CHECK(error_of([&] { (void)read_file(folder / "labels"); }).id == "io.size");
}

TEST_CASE("read_file: parts of a file, and none beyond its end") {
  temporary_folder const folder;
  write_file(folder / "f", "abcdef");
  detail::opened_file file(folder / "f", 6);
  CHECK(file.take(2) == "ab");
  CHECK(file.left() == 4);
  file.go_to(4);
  CHECK(file.take(2) == "ef");
  CHECK(file.take(0).empty());
  CHECK(error_of([&] { (void)file.take(1); }).id == "io.read");
}

TEST_CASE("read_file: folders, devices and what is not there") {
  temporary_folder const folder;
  CHECK(error_of([&] { (void)read_file(folder / "none"); }).id == "io.missing");
  CHECK(error_of([&] { (void)read_file(folder.path()); }).id == "io.read");
  CHECK(error_of([] { (void)read_file("/dev/zero"); }).id == "io.read");
}
