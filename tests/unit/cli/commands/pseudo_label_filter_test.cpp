#include "cli/commands/pseudo_label_filter.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp::cli;
using suregrasp_tests::error_of;
using list = std::vector<double>;
using numbers = std::vector<std::int64_t>;

namespace {

pseudo_label_filter_options named(std::string const& name) {
  pseudo_label_filter_options options{.name = name, .softness = 1};
  if (name == "fixed" || name == "soft") options.threshold = 2;
  return options;
}

}  // namespace

TEST_CASE("lesson_filter: each name is a filter of the library, with its memory") {
  list const batch{1, 3, 2.5, 0.5};
  for (std::string const name : pseudo_label_filter_names) {
    INFO(name);
    pseudo_label_filter filter(named(name)), other(named(name));
    auto const weights = filter(batch);
    REQUIRE(weights.size() == 4);
    CHECK((weights[1] < weights[3]) == (name != "all"));
    other.load(filter.state());
    CHECK(filter(list{2, 2.2, 4}) == other(list{2, 2.2, 4}));
    CHECK(to_json(named(name)).at("name") == name);
  }
  CHECK(pseudo_label_filter(named("fixed"))(batch) == list{1, 0, 0, 1});
  CHECK(pseudo_label_filter(named("exponential"))(batch)[0] == Approx(std::exp(-1)));
}

TEST_CASE("lesson_filter: without a name a quantile, with a threshold a fixed one") {
  CHECK(to_json(pseudo_label_filter_options{}).at("name") == "quantile");
  CHECK(to_json(pseudo_label_filter_options{.threshold = 3}).at("name") == "fixed");
  pseudo_label_filter filter({.threshold = 3});
  CHECK(filter(list{2.9, 3}) == list{1, 0});
  CHECK(filter.threshold() == 3);
}

TEST_CASE("lesson_filter: groups are judged among themselves, and nothing passes during the warm-up") {
  pseudo_label_filter filter({.keep_share = 0.5, .warm_up = 1});
  list const batch{1, 100, 2, 200};
  numbers const groups{0, 1, 0, 1};
  CHECK(filter(batch, groups) == list{0, 0, 0, 0});
  CHECK(filter(batch, groups) == list{1, 1, 0, 0});
  CHECK(std::isnan(filter.threshold()));
}

TEST_CASE("lesson_filter: what cannot be meant is refused") {
  auto const refused = [](pseudo_label_filter_options const& options) {
    return error_of([&] { pseudo_label_filter const filter(options); }).id;
  };
  CHECK(refused({.name = "magic"}) == "adapt.filter");
  CHECK(refused({.name = "fixed"}) == "adapt.filter");
  CHECK(refused({.name = "soft"}) == "adapt.filter");
  CHECK(refused({.name = "quantile", .threshold = 1}) == "adapt.filter");
}
