#include <catch2/catch.hpp>
#include <suregrasp/teacher/checkpoint_file.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("checkpoint_file: an empty checkpoint comes back") {
  auto const back = parse_checkpoint<double>(format_checkpoint(training_checkpoint<double>{.step = 7}), "here");
  CHECK(back.step == 7);
  CHECK(back.tensors.empty());
  CHECK(back.configuration.empty());
}

TEST_CASE("checkpoint_file: what is no checkpoint is refused by the name of its file") {
  auto const no_checkpoint = format_safetensors({{{"x", {"U8", {1}, "a"}}}, {}});
  auto const refused = error_of([&] { (void)parse_checkpoint<float>(no_checkpoint, "some/file"); });
  CHECK(refused.id == "data.checkpoint");
  CHECK_THAT(refused.message, Catch::Contains("some/file"));
  auto const words = error_of([&] { (void)parse_checkpoint<float>("words", "some/file"); });
  CHECK_THAT(words.id, Catch::StartsWith("data."));
}
