#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/train/impl/adaptation_curve.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp::detail::adaptation_curve;
using suregrasp_tests::error_of;

namespace {

step_report report(std::int64_t step) {
  auto const n = static_cast<double>(step);
  return {.step = step, .supervised_loss = n, .pass_rate = 0.5, .weights = {1, 0.5, 1}, .errors = {n, 4, std::nan("")}};
}

}  // namespace

TEST_CASE("adaptation_curve: a point is what happened since the last, also across a break") {
  adaptation_curve unbroken, before, after;
  for (auto* each : {&unbroken, &before}) {
    each->close(0, {2, 2}, false);
    each->add(report(1));
  }
  after.load(before.state());
  for (auto* each : {&unbroken, &after}) {
    each->add(report(3));
    each->close(2, {1.5, 1.25}, true);
  }
  for (auto const* each : {&unbroken, &after}) {
    REQUIRE(each->points().size() == 2);
    auto const& point = each->points().at(1);
    CHECK(point.step == 2);
    CHECK(point.loss == 2);
    CHECK(point.pass_rate == 0.5);
    CHECK(point.candidate_error == (1 + 3 + 4 + 4) / 4.0);
    CHECK(point.pseudo_label_error == (1 + 3 + 0.5 * 8) / 3.0);
    CHECK(point.fused_loss == 1.25);
    CHECK(std::isnan(each->points().at(0).loss));
    CHECK(std::isnan(each->points().at(0).pass_rate));
    CHECK(each->evaluation_loss() == 1.5);
  }
}

TEST_CASE("adaptation_curve: numbers that are no curve are refused") {
  adaptation_curve curve;
  for (std::size_t const size : {0, 7, 15})
    CHECK(error_of([&] { curve.load(std::vector<double>(size)); }).id == "adapt.checkpoint");
}
