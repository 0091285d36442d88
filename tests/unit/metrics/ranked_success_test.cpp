#include <catch2/catch.hpp>
#include <suregrasp/metrics/ranked_success.hpp>

using namespace suregrasp;

TEST_CASE("ranked_success: the first, the first few, any") {
  std::vector<ranked_overlaps> const images{{0.1, 0.6, 0.9}, {0.8}, {}, {0, 0, 0, 0.3}};
  CHECK(success_within(images, 1, 0.25) == proportion{1, 4});
  CHECK(success_within(images, 2, 0.25) == proportion{2, 4});
  CHECK(success_within(images, any_rank, 0.25) == proportion{3, 4});
  CHECK(success_within(images, any_rank, 0.75) == proportion{2, 4});
  CHECK(success_within(images, 2, 0.6) == proportion{1, 4});
  CHECK(success_within({}, 1, 0.25) == proportion{0, 0});
}

TEST_CASE("ranked_success: the sweep goes from 0.25 to 0.75") {
  CHECK(overlap_sweep.front() == 0.25);
  CHECK(overlap_sweep.back() == 0.75);
  for (std::size_t i = 0; i < overlap_sweep.size(); ++i)
    CHECK(overlap_sweep[i] == Approx(0.25 + 0.05 * static_cast<double>(i)));
}
