#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/train/adaptation_options.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

std::string refused(adaptation_options const& options) {
  return error_of([&] { require_valid(options); }).id;
}

}  // namespace

TEST_CASE("adaptation_options: what cannot be meant is refused") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refused({}).empty());
  CHECK(refused({.method = adaptation_method::direct}).empty());
  for (adaptation_options const& options :
       {adaptation_options{.learns = static_cast<learning_parts>(7)}, adaptation_options{.steps = -1},
        adaptation_options{.learning_rate = nan}, adaptation_options{.backbone_pace = 0},
        adaptation_options{.labelled_batch = 0}, adaptation_options{.unlabelled_batch = 0},
        adaptation_options{.locations = 0}, adaptation_options{.disk_radius = 0}, adaptation_options{.heat_weight = -1},
        adaptation_options{.alpha_first = 1.5}, adaptation_options{.consistency = nan},
        adaptation_options{.evaluations = 0}})
    CHECK(refused(options) == "option.field");
  CHECK(refused({.teacher_views = 3}) == "views.count");
  CHECK(refused({.method = adaptation_method::direct, .filter = {.threshold = 1}}) == "adapt.filter");
  CHECK(refused({.method = adaptation_method::direct, .student_margin = 1}) == "adapt.filter");
  CHECK(refused({.method = adaptation_method::mean_teacher, .by_component = true}) == "adapt.filter");
  CHECK(refused({.method = adaptation_method::direct, .uncertainty = uncertainty_measure::entropy}) == "adapt.filter");
  CHECK(refused({.agreement = -1}) == "option.field");
  CHECK(refused({.method = adaptation_method::mean_teacher, .agreement = 1}).empty());
  CHECK(refused({.filter = {.threshold = 1}, .student_margin = 1}) == "adapt.filter");
  CHECK(refused({.student_margin = 0}) == "adapt.filter");
  CHECK(refused({.student_margin = 0.5}).empty());
  CHECK(refused({.filter = {.name = filter_name::fixed}}) == "teacher.filter.options");
}

TEST_CASE("adaptation_options: a configuration tells apart what gives another outcome") {
  CHECK(configuration_of(adaptation_options{}) ==
        configuration_of(adaptation_options{.filter = {.name = filter_name::quantile}}));
  CHECK(configuration_of(adaptation_options{}) != configuration_of(adaptation_options{.learns = learning_parts::all}));
  CHECK(configuration_of(adaptation_options{}).at("learns") == "stages");
}
