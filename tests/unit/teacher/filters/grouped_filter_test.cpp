#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/warm_up_filter.hpp>
#include <vector>

using namespace suregrasp;
using list = std::vector<double>;
using groups = std::vector<std::int64_t>;

TEST_CASE("grouped_filter: each group is judged among its like") {
  per_group<running_quantile> filter{running_quantile{.share = 0.5}};
  CHECK(filter(list{1, 100, 2, 200, 3, 300, 4, 400}, groups{0, 7, 0, 7, 0, 7, 0, 7}) == list{1, 1, 1, 1, 0, 0, 0, 0});
  CHECK(filter.filters.at(0).recent == list{1, 2, 3, 4});
  CHECK(filter.filters.at(7).threshold() == 200);
  CHECK(filter(list{}, groups{}).empty());
  CHECK(per_group<running_quantile>{}(list{1, 2}) == list{1, 0});
}

TEST_CASE("grouped_filter: whole images pass or do not") {
  list const doubts{1, 9, 4, 4, 2};
  groups const images{3, 3, 1, 1, 2};
  CHECK(whole_groups<fixed_threshold>{{4.5}, group_reduction::mean}(doubts, images) == list{0, 0, 1, 1, 1});
  CHECK(whole_groups<fixed_threshold>{{6}, group_reduction::mean}(doubts, images) == list{1, 1, 1, 1, 1});
  CHECK(whole_groups<fixed_threshold>{{6}, group_reduction::largest}(doubts, images) == list{0, 0, 1, 1, 1});
  CHECK(whole_groups<keep_all>{}(list{}, groups{}).empty());
  CHECK(whole_groups<fixed_threshold>{{6}, group_reduction::largest}(list{1, std::nan(""), 2}, groups{0, 0, 1}) ==
        list{0, 0, 1});
}

TEST_CASE("grouped_filter: memories of filters within filters are given back to the bit") {
  using nested = after_warm_up<per_group<smoothed_quantile>>;
  nested filter{.steps = 3};
  list const first{1, 2, 3, 4, 5, 6}, second{6, 1, 5, 2, 4, 3};
  groups const of{0, -2, 0, -2, 5, 5};
  for (int n = 0; n < 4; ++n) (void)filter(first, of);
  nested other{.steps = 3};
  other.load(filter.state());
  CHECK(other(second, of) == filter(second, of));
  CHECK(other.state() == filter.state());
  whole_groups<running_quantile> images;
  (void)images(first, of);
  whole_groups<running_quantile> others;
  others.load(images.state());
  CHECK(others(second, of) == images(second, of));
  CHECK(per_group<keep_all>{}.state().empty());
}
