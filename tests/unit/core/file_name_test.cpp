#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <suregrasp/core/impl/file_name.hpp>

using suregrasp::detail::file_name_of;

TEST_CASE("file_name: split as std::filesystem splits it") {
  for (std::string const path : {"pcd0100r.png", "set/pcd0100r.png", "/a.b/c", "a.b/c.tar.gz", ".hidden",
                                 "set/.hidden.png", "..", ".", "set/..", "no_dot", "ends.", "set/", "", "a..b"}) {
    CAPTURE(path);
    std::filesystem::path const known(path);
    CHECK(std::string(file_name_of(path).stem) == known.stem().string());
    CHECK(std::string(file_name_of(path).extension) == known.extension().string());
  }
}
