#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <vector>

#include "metric_failure.hpp"

using namespace suregrasp;
using list = std::vector<double>;

TEST_CASE("average_ranks: equal values share the mean of their ranks") {
  CHECK(average_ranks(list{30, 10, 20}) == list{3, 1, 2});
  CHECK(average_ranks(list{7, 7, 1, 7}) == list{3, 3, 1, 3});
  CHECK(average_ranks(list{}).empty());
}

TEST_CASE("spearman: values computed elsewhere") {
  CHECK(spearman(list{1, 2, 2, 4, 5, 7, 7, 7}, list{3, 1, 4, 4, 9, 8, 8, 2}) ==
        Approx(0.4410703672300034).epsilon(1e-14));
  CHECK(spearman(list{0.3, -1.2, 2.5, 0.1, 7.7}, list{1.1, 0.2, 0.9, 0.4, 3.3}) == Approx(0.9).epsilon(1e-14));
}

TEST_CASE("spearman: rising is 1, falling is -1, a constant has no correlation") {
  CHECK(spearman(list{1, 2, 3, 4}, list{1, 8, 27, 64}) == 1);
  CHECK(spearman(list{1, 2, 3, 4}, list{9, 7, 5, 3}) == -1);
  for (double const none : {spearman(list{1, 2, 3}, list{5, 5, 5}), spearman(list{5, 5, 5}, list{1, 2, 3}),
                            spearman(list{5, 5}, list{5, 5}), spearman(list{1}, list{2})}) {
    CHECK(std::isnan(none));
    CHECK_FALSE(std::signbit(none));  // which would be printed
  }
}

TEST_CASE("auroc: the share of pairs in the right order, equal scores half") {
  CHECK(auroc(list{0.1, 0.2, 0.8, 0.9}, {false, false, true, true}) == 1);
  CHECK(auroc(list{0.1, 0.2, 0.8, 0.9}, {true, true, false, false}) == 0);
  CHECK(auroc(list{0.5, 0.5, 0.5}, {true, false, true}) == 0.5);
  CHECK(auroc(list{0.8, 0.4, 0.4, 0.9, 0.1, 0.4, 0.5, 0.2, 0.4},
              {true, true, true, true, false, false, false, false, false}) == Approx(0.8));
}

TEST_CASE("auroc: equals the count over all pairs") {
  random_stream random(61);
  list scores;
  std::vector<bool> labels;
  for (int i = 0; i < 200; ++i) {
    labels.push_back(random.chance(0.3));
    scores.push_back(std::round(random.normal(labels.back() ? 1 : 0, 1) * 4));
  }
  double right = 0, pairs = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    for (std::size_t j = 0; j < labels.size(); ++j) {
      if (!labels[i] || labels[j]) continue;
      pairs += 1;
      right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  CHECK(auroc(scores, labels) == Approx(right / pairs).epsilon(1e-14));
}

TEST_CASE("rank figures: refuse what cannot be ranked or paired") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(failure_of([] { return spearman(list{1, 2}, list{1}); }) == "metrics.length");
  CHECK(failure_of([] { return spearman(list{}, list{}); }) == "metrics.empty");
  CHECK(failure_of([&] { return spearman(list{1, nan}, list{1, 2}); }) == "metrics.not_a_number");
  CHECK(failure_of([] { return auroc(list{1, 2}, {true}); }) == "metrics.length");
  CHECK(failure_of([&] { return auroc(list{1, nan}, {true, false}); }) == "metrics.not_a_number");
  CHECK(failure_of([] { return auroc(list{1, 2}, {true, true}); }) == "metrics.one_class");
  CHECK(failure_of([] { return auroc(list{1, 2}, {false, false}); }) == "metrics.one_class");
}
