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

TEST_CASE("ranked_success: a table counts images by rank, and each prediction") {
  std::vector<ranked_overlaps> const images{{0.1, 0.6, 0.9}, {0.8}, {}, {0, 0, 0, 0.3}};
  auto const table = success_at(images, success_ious, 2);
  REQUIRE(table.size() == 3);
  CHECK(table[0] == success_row{0.25, {1, 4}, {2, 4}, {3, 4}, {4, 8}});
  CHECK(table[2] == success_row{0.75, {1, 4}, {1, 4}, {2, 4}, {2, 8}});
  CHECK(success_at({}, success_ious)[1] == success_row{0.5, {}, {}, {}, {}});
}

TEST_CASE("ranked_success: overlaps keep the order of the predictions, and are 0 where no axis fits") {
  grasp<double> const label{100, 100, 0, 40, 20}, across{100, 100, radians(90.0), 40, 20}, half{100, 100, 0, 40, 10};
  std::vector<grasp<double>> const labels{label}, ranked{across, half, label};
  auto const overlaps = overlaps_of(ranked, labels);
  REQUIRE(overlaps.size() == 3);
  CHECK(overlaps[0] == 0);
  CHECK(overlaps[1] == Approx(0.5));
  CHECK(overlaps[2] == 1);
  CHECK(overlaps_of(ranked, labels, {.dialect = metric_dialect::cornell})[1] == Approx(1));
  CHECK(overlaps_of(ranked, {}) == ranked_overlaps{0, 0, 0});
  CHECK(overlaps_of({}, labels).empty());
}
