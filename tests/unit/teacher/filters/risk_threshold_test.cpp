#include <catch2/catch.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/teacher/filters/risk_threshold.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using list = std::vector<double>;

TEST_CASE("risk_threshold: T of the labelled samples keeps its promise on others") {
  random_stream random(3);
  auto const draw = [&](list& uncertainties, list& errors) {
    for (int n = 0; n < 400; ++n) {
      uncertainties.push_back(random.uniform());
      errors.push_back(random.chance(0.6 * uncertainties.back()) ? 2.0 : 0.5);
    }
  };
  list uncertainties, errors, later, wrong;
  draw(uncertainties, errors);
  for (int n = 0; n < 20; ++n) draw(later, wrong);
  auto const filter = threshold_by_risk(uncertainties, errors, 1, {.risk = 0.2});
  CHECK(filter.threshold == control_risk(uncertainties,
                                         [&] {
                                           std::vector<bool> failed;
                                           for (double const e : errors) failed.push_back(e > 1);
                                           return failed;
                                         }(),
                                         {.risk = 0.2})
                                ->threshold);
  auto const weights = filter(later);
  double kept = 0, failed = 0;
  for (std::size_t i = 0; i < later.size(); ++i) kept += weights[i], failed += wrong[i] > 1 ? weights[i] : 0;
  CHECK(kept > 1000);
  CHECK(failed / kept < 0.2);
}

TEST_CASE("risk_threshold: without a proof there is no threshold; an error that is NaN is a failure") {
  list const uncertainties{1, 2, 3}, errors{0, 0, 0};
  auto const refused = error_of([&] { (void)threshold_by_risk(uncertainties, errors, 1); });
  CHECK(refused.id == "teacher.no_threshold");
  CHECK_THAT(refused.message, Catch::Contains("3 labelled samples") && Catch::Contains("label more"));
  list many, none;
  for (int n = 0; n < 200; ++n) many.push_back(n), none.push_back(std::numeric_limits<double>::quiet_NaN());
  CHECK(error_of([&] { (void)threshold_by_risk(many, none, 1); }).id == "teacher.no_threshold");
  CHECK(threshold_by_risk(many, list(200, 0.0), 1).threshold == 199);
}
