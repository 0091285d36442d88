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

TEST_CASE("checkpoint_file: tensors and numbers come back, and not as those of another backend") {
  training_checkpoint<float> const moment{.step = 3,
                                          .tensors = {{"student.w", host_array<float>({2, 2}, {1, -2, 0.5F, 4})}},
                                          .numbers = {{"loop", {1, 0.1}}}};
  auto const text = format_checkpoint(moment);
  auto const back = parse_checkpoint<float>(text, "here");
  CHECK(back.tensors.at("student.w").shape == extents{2, 2});
  CHECK(back.tensors.at("student.w").values == moment.tensors.at("student.w").values);
  CHECK(back.numbers == moment.numbers);
  CHECK(error_of([&] { (void)parse_checkpoint<double>(text, "here"); }).id == "teacher.checkpoint.type");
}

TEST_CASE("checkpoint_file: what is no checkpoint is refused by the name of its file") {
  auto const no_checkpoint = format_safetensors({{{"x", {"U8", {1}, "a"}}}, {}});
  auto const refused = error_of([&] { (void)parse_checkpoint<float>(no_checkpoint, "some/file"); });
  CHECK(refused.id == "data.checkpoint");
  CHECK_THAT(refused.message, Catch::Contains("some/file"));
  auto const words = error_of([&] { (void)parse_checkpoint<float>("words", "some/file"); });
  CHECK_THAT(words.id, Catch::StartsWith("data."));
}
