#include <suregrasp/robot/latency_histogram.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/random.hpp>
#include <vector>

using namespace suregrasp;

TEST_CASE("latencies: quantiles within a bucket of the exact ones, never below") {
  random_stream draw(1);
  latency_histogram all;
  std::vector<double> exact;
  for (int i = 0; i < 5000; ++i) {
    exact.push_back(std::exp(draw.normal(-3, 1.5)));
    all.add(exact.back());
  }
  std::ranges::sort(exact);
  for (double const share : {0.01, 0.5, 0.9, 0.99, 1.0}) {
    double const truth = exact[std::size_t(std::ceil(share * 5000)) - 1];
    CAPTURE(share);
    CHECK(all.quantile(share) >= truth);
    CHECK(all.quantile(share) <= 1.06 * truth);
  }
  CHECK(all.count() == 5000);
  CHECK(all.longest() == exact.back());
}

TEST_CASE("latencies: nothing is known of none, and nothing falls out of the buckets") {
  latency_histogram all;
  CHECK(std::isnan(all.quantile(0.5)));
  for (double const seconds : {0.0, -1.0, 1e-9, 1e9}) all.add(seconds);
  CHECK(all.count() == 4);
  CHECK(all.longest() == 1e9);
}
