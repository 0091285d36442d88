#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <suregrasp/files/folder_lock.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

TEST_CASE("folder_lock: the second is told who holds the folder, and gets it after the first") {
  temporary_folder const folder;
  std::optional<folder_lock> first(folder.path());
  auto const refused = error_of([&] { folder_lock const second(folder.path()); });
  CHECK(refused.id == "io.locked");
  CHECK_THAT(refused.message, Catch::StartsWith(folder.path().string() + ": another run is writing it now") &&
                                  Catch::Contains("process " + std::to_string(::getpid()) + ":"));
  first.reset();
  CHECK(error_of([&] { folder_lock const second(folder.path()); }).id.empty());
  CHECK(folder.count() == 0);
}

TEST_CASE("folder_lock: a process that dies holds nothing any more") {
  temporary_folder const folder;
  ::pid_t const child = ::fork();
  if (child == 0) {
    folder_lock const held(folder.path());
    ::_exit(error_of([&] { folder_lock const again(folder.path()); }).id == "io.locked" ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(error_of([&] { folder_lock const held(folder.path()); }).id.empty());
}

TEST_CASE("folder_lock: a folder that is not there is nobody's") {
  temporary_folder const folder;
  CHECK(error_of([&] { folder_lock const held(folder / "none"); }).id.empty());
}
