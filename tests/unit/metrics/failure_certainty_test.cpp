#include <catch2/catch.hpp>
#include <suregrasp/metrics/failure_certainty.hpp>
#include <vector>

#include "metric_failure.hpp"

using namespace suregrasp;
using uncertainties = std::vector<std::optional<double>>;

TEST_CASE("failure_certainty: the first grasp of each image counts, by its uncertainty") {
  std::vector<ranked_overlaps> const images{{0.9, 0.0}, {0.2, 0.9}, {0.6}, {0.1}};
  auto const found = certainty_of_failures(images, uncertainties{0.1, 0.8, 0.2, 0.9}, 0.25);
  REQUIRE(found);
  CHECK(found->curve.mean_error() == 0.5);
  CHECK(found->curve.risk_at(0.5) == 0);
  CHECK(found->excess_area == 0);
  CHECK(found->spearman == Approx(1));
  CHECK_FALSE(found->threshold);
  CHECK(certainty_of_failures(images, uncertainties{0.9, 0.2, 0.8, 0.1}, 0.25)->excess_area > 0);
}

TEST_CASE("failure_certainty: an overlap of the threshold itself fails") {
  std::vector<ranked_overlaps> const images{{0.25}, {0.5}};
  CHECK(certainty_of_failures(images, uncertainties{0, 1}, 0.25)->curve.mean_error() == 0.5);
  CHECK(certainty_of_failures(images, uncertainties{0, 1}, 0.2499)->curve.mean_error() == 0);
}

TEST_CASE("failure_certainty: with enough photographs a threshold is proven, which keeps the certain and right") {
  std::vector<ranked_overlaps> images;
  uncertainties all;
  for (int i = 0; i < 200; ++i) {
    images.push_back({i < 150 || i % 2 == 0 ? 1.0 : 0.0});
    all.push_back(i / 200.0);
  }
  auto const found = certainty_of_failures(images, all, 0.25, {.risk = 0.1, .delta = 0.1});
  REQUIRE(found);
  REQUIRE(found->threshold);
  CHECK(found->threshold->threshold > 0.7);
  CHECK(found->threshold->threshold < 0.9);
}

TEST_CASE("failure_certainty: images without a grasp or an uncertainty are left out; without any there is none") {
  std::vector<ranked_overlaps> const images{{}, {0.9}, {0.1}};
  auto const found = certainty_of_failures(images, uncertainties{0.5, std::nullopt, 0.5}, 0.25);
  REQUIRE(found);
  CHECK(found->curve.points.size() == 1);
  CHECK(found->curve.mean_error() == 1);
  CHECK_FALSE(certainty_of_failures(images, uncertainties{0.5, std::nullopt, std::nullopt}, 0.25));
  CHECK_FALSE(certainty_of_failures({}, {}, 0.25));
  CHECK(failure_of([&] { return certainty_of_failures(images, uncertainties{0.5}, 0.25); }) == "metrics.length");
}
