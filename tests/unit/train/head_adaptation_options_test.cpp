#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/train/head_adaptation_options.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

std::string refused(head_adaptation_options const& options) {
  return error_of([&] { require_valid(options); }).id;
}

}  // namespace

TEST_CASE("head_adaptation_options: what cannot be meant is refused") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refused({}).empty());
  CHECK(refused({.method = adaptation_method::direct}).empty());
  CHECK(refused({.steps = 0, .heat_steps = 0}).empty());
  for (head_adaptation_options const& options :
       {head_adaptation_options{.steps = -1}, head_adaptation_options{.learning_rate = 0},
        head_adaptation_options{.learning_rate = nan}, head_adaptation_options{.labelled_batch = 0},
        head_adaptation_options{.unlabelled_batch = 0}, head_adaptation_options{.alpha_first = 1.5},
        head_adaptation_options{.alpha_last = nan}, head_adaptation_options{.consistency = -1},
        head_adaptation_options{.views = 0}, head_adaptation_options{.heat_steps = -1},
        head_adaptation_options{.heat_learning_rate = -1}, head_adaptation_options{.evaluations = 0},
        head_adaptation_options{.filter = {.window = 0}},
        head_adaptation_options{.method = static_cast<adaptation_method>(9)}})
    CHECK(refused(options) == "option.field");
  CHECK(refused({.method = adaptation_method::direct, .filter = {.threshold = 1}}) == "adapt.filter");
  CHECK(refused({.method = adaptation_method::mean_teacher, .by_component = true}) == "adapt.filter");
  CHECK(refused({.method = adaptation_method::mean_teacher, .candidates = 8}) == "adapt.filter");
  CHECK(refused({.unlabelled_batch = 2, .candidates = 1}) == "adapt.candidates");
  CHECK(refused({.filter = {.name = filter_name::fixed}}) == "teacher.filter.options");
}

TEST_CASE("head_adaptation_options: only the confident method chooses from candidates by itself") {
  CHECK(candidates_of({.unlabelled_batch = 3}) == 12);
  CHECK(candidates_of({.method = adaptation_method::mean_teacher}) == 0);
  CHECK(candidates_of({.candidates = 0}) == 0);
}

TEST_CASE("head_adaptation_options: a configuration tells apart what gives another outcome, to the last digit") {
  CHECK(configuration_of({}) == configuration_of({.candidates = 8}));
  CHECK(configuration_of({}) == configuration_of({.filter = {.name = filter_name::quantile}}));
  CHECK(configuration_of({}) != configuration_of({.targets = pseudo_label_angle::fused}));
  CHECK(configuration_of({.learning_rate = 1e-4}) != configuration_of({.learning_rate = 1.0000000000000002e-4}));
  CHECK(configuration_of({}).at("method") == "confident");
  CHECK(configuration_of({}).at("filter.threshold") == "none");
  CHECK(configuration_of({}).size() == 26);
}
