#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using list = std::vector<double>;
using numbers = std::vector<std::int64_t>;

namespace {

named_filter_options named(filter_name name) {
  named_filter_options options{.name = name, .softness = 1};
  if (name == filter_name::fixed || name == filter_name::soft) options.threshold = 2;
  return options;
}

}  // namespace

TEST_CASE("named_filter: each name is a filter of the room, with its memory") {
  list const batch{1, 3, 2.5, 0.5};
  for (auto const& [name, text, short_text] : names_of(filter_name{})) {
    INFO(text);
    named_filter filter(named(name)), other(named(name));
    auto const weights = filter(batch);
    REQUIRE(weights.size() == 4);
    CHECK((weights[1] < weights[3]) == (name != filter_name::all));
    other.load(filter.state());
    CHECK(filter(list{2, 2.2, 4}) == other(list{2, 2.2, 4}));
  }
  CHECK(named_filter(named(filter_name::fixed))(batch) == list{1, 0, 0, 1});
  CHECK(named_filter(named(filter_name::exponential))(batch)[0] == Approx(std::exp(-1)));
}

TEST_CASE("named_filter: without a name a quantile, with a threshold a fixed one") {
  CHECK(named_filter_options{}.chosen() == filter_name::quantile);
  CHECK(named_filter_options{.threshold = 3}.chosen() == filter_name::fixed);
  named_filter filter({.threshold = 3});
  CHECK(filter(list{2.9, 3}) == list{1, 0});
  CHECK(filter.threshold() == 3);
}

TEST_CASE("named_filter: groups are judged among themselves, and nothing passes during the warm-up") {
  named_filter filter({.keep_share = 0.5, .warm_up = 1});
  list const batch{1, 100, 2, 200};
  numbers const groups{0, 1, 0, 1};
  CHECK(filter(batch, groups) == list{0, 0, 0, 0});
  CHECK(filter(batch, groups) == list{1, 1, 0, 0});
  CHECK(std::isnan(filter.threshold()));
}

TEST_CASE("named_filter: what cannot be meant is refused") {
  auto const refused = [](named_filter_options const& options) {
    return error_of([&] { named_filter const filter(options); }).id;
  };
  CHECK(refused({.name = static_cast<filter_name>(99)}) == "teacher.filter.options");
  CHECK(refused({.name = filter_name::fixed}) == "teacher.filter.options");
  CHECK(refused({.name = filter_name::soft}) == "teacher.filter.options");
  CHECK(refused({.threshold = std::numeric_limits<double>::quiet_NaN()}) == "teacher.filter.options");
  CHECK(refused({.name = filter_name::quantile, .threshold = 1}) == "teacher.filter.options");
}
