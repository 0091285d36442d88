#include <suregrasp/distributed/shard.hpp>

#include <catch2/catch.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("shard: its text and its part") {
  CHECK(parse_shard("3/16") == shard{2, 16});
  CHECK(shard{3, 4}.part_of(10) == batch_part{7, 3, 10});
  for (auto const* text : {"", "3", "17/16", "0/4", "-1/4", "1/0", "1/4 ", "a/4", "1/", "/4", "1/2/3"})
    CHECK(error_of([&] { (void)parse_shard(text); }).id == "option.shard");
}
