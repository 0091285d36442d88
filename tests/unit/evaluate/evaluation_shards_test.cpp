#include <catch2/catch.hpp>
#include <limits>
#include <optional>
#include <string>
#include <suregrasp/evaluate/evaluation_shards.hpp>
#include <suregrasp/files/read_file.hpp>
#include <vector>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

/// An evaluation of images `first` to `first + count` of a set, with images without a grasp among them.
evaluation some(std::size_t first, std::size_t count) {
  evaluation part;
  for (std::size_t i = first; i < first + count; ++i) {
    part.overlaps.push_back(ranked_overlaps(i % 3, 0.1 * static_cast<double>(i) + 1.0 / 3));
    part.uncertainties.push_back(i % 3 == 0 ? std::nullopt : std::optional(1.0 / static_cast<double>(i)));
    for (std::size_t k = 0; k < i % 4; ++k) {
      pose_error error{.image = part.images, .uncertainty = 0.7 / static_cast<double>(i), .loss = 0.1};
      error.variance.opening = 1.0 / 7;
      error.across_loss = std::numeric_limits<double>::quiet_NaN();
      part.errors.push_back(error);
    }
    ++part.images;
  }
  std::vector<evaluation> const one{part};
  return merged_evaluation(one);
}

void check_same(evaluation const& a, evaluation const& b) {
  CHECK(a.images == b.images);
  CHECK(a.overlaps == b.overlaps);
  CHECK(a.uncertainties == b.uncertainties);
  CHECK(a.success == b.success);
  CHECK(a.certainty.mean_error == b.certainty.mean_error);
  REQUIRE(a.errors.size() == b.errors.size());
  for (std::size_t i = 0; i < a.errors.size(); ++i) {
    CHECK(a.errors[i].image == b.errors[i].image);
    CHECK(a.errors[i].uncertainty == b.errors[i].uncertainty);
    CHECK(a.errors[i].variance.opening == b.errors[i].variance.opening);
    CHECK(std::isnan(b.errors[i].across_loss));
  }
}

}  // namespace

TEST_CASE("evaluation_shards: parts that are put together are the whole, to the bit") {
  temporary_folder const folder;
  auto const whole = some(1, 11);
  for (std::size_t const count : {1U, 2U, 3U, 11U, 13U}) {
    evaluation_shards const shards(folder.path() / std::to_string(count), count, {{"model", "one"}});
    CHECK(shards.missing() == count);
    for (std::size_t n = count; n-- > 0;) {  // in whatever order
      auto const part = shard{n, count}.part_of(11);
      auto const claim = shards.claim(n);
      CHECK(error_of([&] { (void)shards.claim(n); }).id == "io.locked");
      CHECK_FALSE(shards.part(n));
      CHECK(error_of([&] { (void)shards.all(); }).id == "shard.missing");
      shards.write(n, some(1 + part.first, part.count), "text " + std::to_string(n));
      REQUIRE(shards.part(n));
    }
    CHECK(shards.missing() == 0);
    std::vector<evaluation> parts;
    std::string texts;
    for (auto const& each : shards.all()) parts.push_back(each.result), texts += each.text + ",";
    CHECK(texts.starts_with("text 0,"));
    check_same(whole, merged_evaluation(parts));
  }
}

TEST_CASE("evaluation_shards: parts of another evaluation and damaged ones are refused") {
  temporary_folder const folder;
  evaluation_shards(folder.path(), 2, {{"model", "one"}}).write(0, some(1, 3), "");
  evaluation_shards const other(folder.path(), 2, {{"model", "another"}});
  CHECK(error_of([&] { (void)other.part(0); }).id == "teacher.checkpoint.configuration");
  auto const file = folder.path() / "1-of-2.safetensors";
  auto bytes = read_file(file);
  bytes[bytes.size() - 3] ^= 1;
  write_file(file, std::string_view(bytes));
  CHECK(error_of([&] {
          (void)evaluation_shards(folder.path(), 2, {{"model", "one"}}).part(0);
        }).id == "data.checkpoint");
}
