#include <suregrasp/data/group_split.hpp>
#include <suregrasp/data/split_file.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

std::vector<std::string> const ids{"a1", "a2", "b1", "b2", "c1", "c2"}, objects{"a", "a", "b", "b", "c", "c"};

}  // namespace

TEST_CASE("a split that was saved reads back as it was") {
  auto const positions = split_by_group(objects, 0.34, random_stream(4));
  auto const split = named_split(positions, ids, "object", 4);
  CHECK(to_json(saved_split{"image", 3, {"a"}, {"b", "c"}}).dump() ==
        R"({"format":"suregrasp split 1","by":"image","seed":3,"train":["a"],"held_out":["b","c"]})");
  auto const back = parse_split(to_json(split).dump(), "s.json");
  CHECK(back == split);
  auto const again = positions_of(back, ids, "s.json");
  CHECK(again.train == positions.train);
  CHECK(again.test == positions.test);
  CHECK_NOTHROW(require_no_leak(back, ids, objects, "s.json"));
}

TEST_CASE("an object on both sides is a leak unless the split is by image") {
  saved_split split{"object", 1, {"a1", "b1"}, {"a2", "c1"}};
  auto const failed = error_of([&] { require_no_leak(split, ids, objects, "s.json"); });
  CHECK(failed.id == "data.split.leak");
  CHECK_THAT(failed.message, Catch::Contains("a1 and a2 show object a"));
  split.by = "block";
  CHECK(error_of([&] { require_no_leak(split, ids, objects, "s.json"); }).id == "data.split.leak");
  split.by = "image";
  CHECK_NOTHROW(require_no_leak(split, ids, objects, "s.json"));
  split.by = "object";
  CHECK_NOTHROW(require_no_leak(split, ids, std::vector<std::string>(6), "s.json"));
}

TEST_CASE("files that are no split are refused") {
  auto const id_of = [](std::string const& text) { return error_of([&] { (void)parse_split(text, "s.json"); }).id; };
  for (auto const* text : {"", "[]", "{}", R"({"format": "suregrasp split 1"})",
                           R"({"format": "suregrasp split 1", "by": "luck", "train": [], "held_out": []})",
                           R"({"format": "suregrasp split 1", "by": "image", "train": [1], "held_out": []})"})
    CHECK(id_of(text) == "data.split.file");
  CHECK(error_of([] {
          (void)parse_split(R"({"format": "suregrasp split 1", "by": "luck", "train": [], "held_out": []})", "s.json");
        }).message == "s.json: by: expected one of image, object, block, got \"luck\"");
  CHECK(id_of(R"({"format": "suregrasp split 1", "by": "image", "train": ["a"], "held_out": ["a"]})") ==
        "data.split.leak");
  CHECK(error_of([] { (void)positions_of({"image", 0, {"z"}, {}}, ids, "s.json"); }).id == "data.split.unknown");
}
