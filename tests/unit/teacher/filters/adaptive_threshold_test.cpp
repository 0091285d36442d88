#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <suregrasp/core/random.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <vector>

using namespace suregrasp;
using list = std::vector<double>;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The share kept of 20000 uncertainties whose scale grows tenfold on the way.
template <class Filter>
double share_kept(Filter filter) {
  random_stream random(5);
  double kept = 0;
  for (int step = 0; step < 5000; ++step) {
    list batch(4);
    for (auto& u : batch) u = std::exp(random.normal()) * (1 + 9 * step / 5000.0);
    auto const weights = filter(batch);
    kept += std::accumulate(weights.begin(), weights.end(), 0.0);
  }
  return kept / 20000;
}

}  // namespace

TEST_CASE("adaptive_threshold: a smoothed quantile averages the quantiles of batches") {
  smoothed_quantile filter{.share = 0.5, .smoothing = 0.75};
  CHECK(std::isinf(filter.threshold()));
  CHECK(filter(list{4, 1, 3, 2}) == list{0, 1, 0, 1});
  CHECK(filter.threshold() == 2);
  CHECK(filter(list{5, 6, 7, 8}) == list{0, 0, 0, 0});
  CHECK(filter.threshold() == 0.75 * 2 + 0.25 * 6);
  CHECK(filter(list{not_a_number, 0}) == list{0, 1});
  CHECK(filter(list{}).empty());
}

TEST_CASE("adaptive_threshold: all or nothing") {
  CHECK(smoothed_quantile{.share = 0}(list{1, 2}) == list{0, 0});
  CHECK(smoothed_quantile{.share = 1}(list{1, 2}) == list{1, 1});
  CHECK(smoothed_quantile{}(list{not_a_number, not_a_number}) == list{0, 0});
  CHECK(target_coverage{}(list{not_a_number, not_a_number}) == list{0, 0});
  CHECK(target_coverage{}(list{}).empty());
  CHECK(target_coverage{.coverage = 1}(list{1, 2}) == list{1, 1});
}

TEST_CASE("adaptive_threshold: an infinite uncertainty is not kept, and forgotten") {
  double const infinity = std::numeric_limits<double>::infinity();
  smoothed_quantile quantile{.share = 0.5, .smoothing = 0.5};
  CHECK(quantile(list{infinity, infinity}) == list{0, 0});
  CHECK(quantile(list{1, infinity, 3}) == list{1, 0, 0});
  CHECK(quantile.threshold() == 1);
  target_coverage coverage{.coverage = 0.5, .rate = 0.5};
  CHECK(coverage(list{1, infinity, 3}) == list{1, 0, 1});
  CHECK(coverage.level == 3 - 0.5 * 2 * 0.5);
  CHECK(coverage.scale == 2);
}

TEST_CASE("adaptive_threshold: the target coverage is reached, also while the scale drifts") {
  for (double const wanted : {0.2, 0.5, 0.8})
    CHECK(share_kept(target_coverage{.coverage = wanted}) == Approx(wanted).margin(0.02));
}

TEST_CASE("adaptive_threshold: the sum of the corrections bounds how far the coverage is off") {
  target_coverage filter{.coverage = 0.3, .rate = 0.05};
  random_stream random(6);
  (void)filter(list{1, 2, 3, 4});
  double const start = filter.level;
  filter.scale = 1;
  double kept = 0;
  for (int n = 0; n < 400; ++n) {
    filter.scale = 1;
    list const batch{random.uniform(0, 1), random.uniform(0, 1)};
    auto const weights = filter(batch);
    kept += (weights[0] + weights[1]) / 2;
  }
  CHECK(std::abs(kept / 400 - 0.3) <= std::abs(filter.level - start) / (0.05 * 0.98 * 400));
}

TEST_CASE("adaptive_threshold: a memory given back goes on to the bit") {
  auto const check = [](auto filter) {
    random_stream random(7);
    auto const batch = [&] { return list{random.uniform(), random.uniform(), random.uniform()}; };
    for (int n = 0; n < 10; ++n) (void)filter(batch());
    auto other = decltype(filter){};
    other.load(filter.state());
    for (int n = 0; n < 10; ++n) {
      auto const next = batch();
      CHECK(filter(next) == other(next));
    }
    CHECK(filter.state() == other.state());
  };
  check(smoothed_quantile{});
  check(target_coverage{});
  check(running_quantile{});
}
