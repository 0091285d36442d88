#include <catch2/catch.hpp>
#include <cstdint>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/warm_up_filter.hpp>
#include <vector>

using namespace suregrasp;
using list = std::vector<double>;
using groups = std::vector<std::int64_t>;

TEST_CASE("warm_up_filter: a warm-up keeps nothing, and learns") {
  after_warm_up<running_quantile> filter{.steps = 2, .filter = {.share = 0.5}};
  CHECK(filter(list{1, 2}) == list{0, 0});
  CHECK(filter(list{3, 4}) == list{0, 0});
  CHECK(filter(list{1, 5}) == list{1, 0});
  CHECK(filter.threshold() == 2);
  after_warm_up<per_group<keep_all>> grouped{.steps = 1};
  CHECK(grouped(list{1, 2}, groups{0, 1}) == list{0, 0});
  CHECK(grouped(list{1, 2}, groups{0, 1}) == list{1, 1});
}
