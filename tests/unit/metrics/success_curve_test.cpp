#include <suregrasp/metrics/success_curve.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("success curve: the truth, where it falls with M_uc") {
  random_stream draw(9);
  std::vector<double> uncertainties;
  std::vector<bool> failed;
  auto const truth = [](double u) { return std::exp(-u); };
  for (int i = 0; i < 20000; ++i) {
    uncertainties.push_back(3 * draw.uniform());
    failed.push_back(!draw.chance(truth(uncertainties.back())));
  }
  auto const curve = success_curve_of(uncertainties, failed);
  for (double const u : {0.2, 0.7, 1.5, 2.5}) CHECK(curve.probability(u) == Approx(truth(u)).margin(0.05));
  CHECK(std::ranges::is_sorted(curve.probabilities, std::greater{}));
  CHECK(std::ranges::is_sorted(curve.uncertainties));
}

TEST_CASE("success curve: violators are pooled, few outcomes promise neither 0 nor 1") {
  std::vector<double> const u{1, 2, 3, 4};
  auto const pooled = success_curve_of(u, {false, true, false, true});
  // One success; one of two; one failure: each with one of either added.
  CHECK(pooled.probability(0.5) == Approx(2.0 / 3));
  CHECK(pooled.probability(2) == Approx(0.5));
  CHECK(pooled.probability(3) == Approx(0.5));
  CHECK(pooled.probability(4) == Approx(1.0 / 3));
  CHECK(pooled.probability(100) == Approx(1.0 / 3));
  auto const equal = success_curve_of(std::vector<double>{1, 1}, {false, true});
  CHECK(equal.probability(1) == Approx(0.5));
  // Of equal uncertainty is half of what follows a sure success, whichever of the two comes first.
  std::vector<double> const tied{0, 5, 5};
  CHECK(success_curve_of(tied, {false, false, true}) == success_curve{{0, 5}, {2.0 / 3, 0.5}});
  CHECK(success_curve_of(tied, {false, true, false}) == success_curve{{0, 5}, {2.0 / 3, 0.5}});
  CHECK(error_of([] { (void)success_curve_of({}, {}); }).id == "metrics.empty");
  CHECK(error_of([&] { (void)success_curve_of(u, {true}); }).id == "metrics.length");
}

TEST_CASE("success curve: no M_uc, no chance") {
  auto const curve = success_curve_of(std::vector<double>{1, 2}, {false, true});
  CHECK(std::isnan(curve.probability(std::nan(""))));
}
