#include <suregrasp/data/diagnostic.hpp>

#include "catch2.hpp"

using namespace suregrasp;

TEST_CASE("a diagnostic has the source its error names") {
  auto const of = [](char const* message) { return diagnostic_of(data_error("a.b", message), "/d/pcd0100r.png"); };
  CHECK(of("/d/pcd0100cpos.txt:7: expected") == diagnostic{"a.b", {"/d/pcd0100cpos.txt", 7}, "expected"});
  CHECK(of("/d/pcd0100d.tiff: expected: x") == diagnostic{"a.b", {"/d/pcd0100d.tiff"}, "expected: x"});
  CHECK(of("expected: something") == diagnostic{"a.b", {"/d/pcd0100r.png"}, "expected: something"});
}
