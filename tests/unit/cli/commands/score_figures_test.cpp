#include "cli/commands/score_figures.hpp"

#include "catch2.hpp"

using namespace suregrasp;
using namespace suregrasp::cli;
using Catch::Contains;

namespace {

score_figures some_figures() {
  return {{.photographs = 4,
           .predictions = 9,
           .missing = 1,
           .few = 2,
           .order = prediction_order::score,
           .dialect = metric_dialect::ivalab,
           .success = {{0.25, {2, 4}, {3, 4}, {4, 4}, {5, 9}}},
           .matched = 3,
           .pixels = {1.25, 2, 3, 4}}};
}

}  // namespace

TEST_CASE("score_figures: the table says what was measured and no more") {
  auto figures = some_figures();
  auto const plain = table(figures);
  CHECK_THAT(plain, Contains("4 photographs, 9 predictions, dialect ivalab, ranked by score"));
  CHECK_THAT(plain, Contains("without a prediction, which count as failures: 1"));
  CHECK_THAT(plain, Contains("IoU > 0.25") && Contains(" 50.0 %") && Contains(" 75.0 %") && Contains("100.0 %"));
  CHECK_THAT(plain, Contains("centre 1.2 px") && Contains("angle 4.0 degrees"));
  CHECK_THAT(plain,
             !Contains("millimetres") && !Contains("precision") && !Contains("certainty") && !Contains("McNemar"));
  figures.own.missing = 0;
  figures.own.millimetres = grasp_difference{7, 8, 9, 4};
  figures.own.average_precision = 0.5;
  figures.compared_with = "other.csv";
  figures.comparison.push_back({0.25, {1, 0, 3, 0}});
  auto const full = table(figures);
  CHECK_THAT(full, !Contains("without a prediction") && Contains("opening 8.0 mm") && Contains("one a label: 0.500"));
  CHECK_THAT(full, Contains("other.csv") && Contains("+75.0 points: only this one is right in 3"));
}

TEST_CASE("score_figures: a threshold reads as what was ranked by") {
  auto figures = some_figures();
  std::vector<double> const uncertainties{-0.9, -0.7, -0.5}, failures{0, 0, 1};
  figures.own.certainty =
      failure_certainty{risk_coverage(uncertainties, failures), 0, 0.5, controlled_threshold{-0.6, 2, 0, 0.5}};
  CHECK_THAT(table(figures), Contains("score above 0.6 keeps 50.0 %, of which at most 10 % fail with 90 % confidence"));
  auto const json = to_json(figures).at("certainty").at("controlled_threshold");
  CHECK(json.at("uncertainty_below") == -0.6);
  CHECK(json.at("risk") == 0.1);
  figures.own.order = prediction_order::uncertainty;
  figures.own.certainty->threshold->threshold = 0.25;
  CHECK_THAT(table(figures), Contains("uncertainty below 0.25 keeps"));
  figures.own.certainty->threshold.reset();
  CHECK_THAT(table(figures), Contains("no threshold is proven"));
  CHECK(to_json(figures).at("certainty").at("controlled_threshold").is_null());
}

TEST_CASE("score_figures: JSON holds every figure by name") {
  auto const json = to_json(some_figures());
  CHECK(json.at("success")[0].at("rate") == 0.5);
  CHECK(json.at("top_k_success")[0].at("successes") == 3);
  CHECK(json.at("any_success")[0].at("trials") == 4);
  CHECK(json.at("mean_difference_pixels").at("angle_degrees") == 4);
  CHECK_FALSE(json.contains("comparison"));
}
