#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <suregrasp/data/epoch_sampler.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using positions = std::vector<std::size_t>;

namespace {

/// The first `count` positions of a sampler, batch after batch.
positions first(epoch_sampler const& sampler, std::size_t count) {
  positions sampled;
  for (std::int64_t n = 0; sampled.size() < count; ++n) {
    auto const batch = sampler(n);
    sampled.insert(sampled.end(), batch.begin(), batch.end());
  }
  sampled.resize(count);
  return sampled;
}

}  // namespace

TEST_CASE("epoch_sampler: every epoch holds each position once, whatever the batch") {
  for (std::size_t const count : {1U, 2U, 7U, 10U})
    for (std::size_t const batch : {1U, 3U, 7U, 25U}) {
      auto const sampled = first(epoch_sampler(count, batch, random_stream(71)), 6 * count);
      for (std::size_t epoch = 0; epoch < 6; ++epoch) {
        positions part(sampled.begin() + static_cast<std::ptrdiff_t>(epoch * count),
                       sampled.begin() + static_cast<std::ptrdiff_t>((epoch + 1) * count));
        std::sort(part.begin(), part.end());
        positions all(count);
        std::iota(all.begin(), all.end(), std::size_t{0});
        REQUIRE(part == all);
      }
    }
}

TEST_CASE("epoch_sampler: the order does not depend on the size of the batches") {
  random_stream const stream(72);
  CHECK(first(epoch_sampler(9, 1, stream), 60) == first(epoch_sampler(9, 4, stream), 60));
}

TEST_CASE("epoch_sampler: a batch depends on seed and number alone") {
  epoch_sampler const sampler(20, 6, random_stream(73));
  auto const late = sampler(11);
  for (std::int64_t n = 0; n < 11; ++n) CHECK(sampler(n).size() == 6);
  CHECK(sampler(11) == late);
  CHECK(epoch_sampler(20, 6, random_stream(73))(11) == late);
  CHECK(epoch_sampler(20, 6, random_stream(74))(11) != late);
}

TEST_CASE("epoch_sampler: epochs differ in order") {
  auto const sampled = first(epoch_sampler(30, 30, random_stream(75)), 60);
  CHECK(positions(sampled.begin(), sampled.begin() + 30) != positions(sampled.begin() + 30, sampled.end()));
}

TEST_CASE("epoch_sampler: nothing to sample from, or nothing asked for") {
  CHECK(suregrasp_tests::error_of([] { epoch_sampler(0, 3, random_stream(1)); }).id == "sampler.empty");
  CHECK(suregrasp_tests::error_of([] { epoch_sampler(3, 0, random_stream(1)); }).id == "sampler.empty");
}
