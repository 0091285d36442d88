#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>
#include <suregrasp/core/random.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <vector>

using namespace suregrasp;
using list = std::vector<double>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double sum(list const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

TEST_CASE("confidence_filter: everything and nothing") {
  list const uncertainties{0, 1, infinity, not_a_number};
  CHECK(keep_all{}(uncertainties) == list(4, 1));
  CHECK(keep_none{}(uncertainties) == list(4, 0));
  CHECK(keep_all{}(list{}).empty());
}

TEST_CASE("confidence_filter: below a fixed T, never NaN") {
  list const uncertainties{0.1, 0.2, 0.3, not_a_number, -1, infinity};
  CHECK(fixed_threshold{0.2}(uncertainties) == list{1, 0, 0, 0, 1, 0});
  CHECK(fixed_threshold{0}(list{0, 1e-300}) == list{0, 0});
  CHECK(fixed_threshold{}(uncertainties) == list{1, 1, 1, 0, 1, 0});
}

TEST_CASE("confidence_filter: a running quantile keeps its share of a batch") {
  list const batch{5, 1, 4, 2, 3, 8, 7, 6};
  CHECK(running_quantile{.share = 0.5}(batch) == list{0, 1, 1, 1, 1, 0, 0, 0});
  CHECK(running_quantile{.share = 0.25}(batch) == list{0, 1, 0, 1, 0, 0, 0, 0});
  CHECK(running_quantile{.share = 0}(batch) == list(8, 0));
  CHECK(running_quantile{.share = 1}(batch) == list(8, 1));
  CHECK(running_quantile{.share = 7}(batch) == list(8, 1));
  CHECK(running_quantile{.share = -1}(batch) == list(8, 0));
}

TEST_CASE("confidence_filter: a running quantile judges by what it saw lately") {
  running_quantile filter{.share = 0.5, .window = 4};
  CHECK(filter(list{1, 2, 3, 4}) == list{1, 1, 0, 0});
  CHECK(filter.threshold() == 2);
  CHECK(filter(list{10}) == list{0});
  CHECK(filter.recent == list{2, 3, 4, 10});
  CHECK(filter.threshold() == 3);
  CHECK(filter(list{20, 30, 40}) == list{1, 0, 0});
  CHECK(filter.recent == list{10, 20, 30, 40});
  CHECK(filter(list{1, 2, 3, 4, 5, 6}) == list{1, 1, 1, 1, 0, 0});
  CHECK(filter.recent == list{3, 4, 5, 6});
}

TEST_CASE("confidence_filter: a running quantile keeps its share over many batches, also while the scale drifts") {
  for (double const share : {0.25, 0.5, 0.75}) {
    running_quantile filter{.share = share, .window = 200};
    random_stream random(51);
    double kept = 0;
    for (int step = 0; step < 1000; ++step) {
      list batch(8);
      for (auto& u : batch) u = random.uniform(0, 1) * (1 + 0.002 * step);
      kept += sum(filter(batch));
    }
    CHECK(kept / 8000 == Approx(share).margin(0.03));
  }
}

TEST_CASE("confidence_filter: a running quantile ignores NaN, and before the first uncertainty keeps nothing") {
  running_quantile filter{.share = 0.5};
  CHECK(filter.threshold() == -infinity);
  CHECK(filter(list{not_a_number, not_a_number}) == list{0, 0});
  CHECK(filter(list{not_a_number, 1, 2}) == list{0, 1, 0});
  CHECK(filter.recent == list{1, 2});
  CHECK(filter(list{}).empty());
}

TEST_CASE("first_accepted: the first that were kept") {
  CHECK(suregrasp::first_accepted({0, 1, 0.5, 0, 1, 1}, 2) == std::vector<double>{0, 1, 0.5, 0, 0, 0});
  CHECK(suregrasp::first_accepted({0, 1, 0}, 2) == std::vector<double>{0, 1, 0});
  CHECK(suregrasp::first_accepted({0, 0}, 2) == std::vector<double>{0, 0});
  CHECK(suregrasp::first_accepted({1, 1}, 0) == std::vector<double>{0, 0});
  CHECK(suregrasp::first_accepted({}, 3).empty());
}
