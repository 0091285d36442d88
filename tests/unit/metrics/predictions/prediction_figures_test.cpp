#include <catch2/catch.hpp>
#include <suregrasp/metrics/predictions/prediction_figures.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

grasp<double> const here{100, 100, 0.3, 40, 20}, there{200, 100, -0.4, 50, 30};
grasp_labels const labels{{{"a", {here, there}}, {"b", {here}}, {"c", {there}}}, {}};

prediction_set predicted(double half_of_a) {
  auto narrow = here;
  narrow.opening *= half_of_a;
  return {{"a", "", {{narrow, 0.9, {}}, {there, 0.8, {}}}}, {"c", "", {{here, 0.7, {}}, {there, 0.6, {}}}}};
}

prediction_score scored(prediction_set const& set, prediction_order order = prediction_order::score,
                        metric_dialect dialect = metric_dialect::jaccard) {
  return score_predictions(labels, set, order, dialect);
}

}  // namespace

TEST_CASE("prediction_figures: success, differences, precision and certainty of one set") {
  auto const set = predicted(0.5);
  auto const figures = figures_of(labels, set, scored(set), {.few = 2});
  CHECK(figures.photographs == 3);
  CHECK(figures.predictions == 4);
  CHECK(figures.missing == 1);
  REQUIRE(figures.success.size() == overlap_sweep.size());
  CHECK(figures.success.front() == success_row{0.25, {1, 3}, {2, 3}, {2, 3}, {3, 4}});
  CHECK(figures.success.back().first == proportion{0, 3});
  CHECK(figures.matched == 1);
  CHECK(figures.pixels.opening == Approx(20));
  CHECK(figures.pixels.centre == Approx(0).margin(1e-12));
  CHECK_FALSE(figures.millimetres);
  REQUIRE(figures.average_precision);
  CHECK(*figures.average_precision ==
        detection_curve(labels, set, prediction_order::score, metric_dialect::jaccard, 0.25).average_precision());
  REQUIRE(figures.certainty);
  CHECK(figures.certainty->curve.points.size() == 2);  // b has no prediction
  CHECK(figures.certainty->curve.risk_at(0.5) == 0);
}

TEST_CASE("prediction_figures: differences are means over the matched grasps") {
  auto const off = [](grasp<double> g, double along, double turned, double wider, double thicker) {
    g.y += along, g.theta += turned, g.opening += wider, g.jaw += thicker;
    return g;
  };
  prediction_set const set{{"a", "", {{off(here, 2, radians(4.0), 4, -2), 0.9, {}}}},
                           {"c", "", {{off(there, 4, radians(-8.0), -2, 4), 0.8, {}}}}};
  auto const figures = figures_of(labels, set, scored(set), {.few = 2});
  CHECK(figures.matched == 2);
  CHECK(figures.pixels.centre == Approx(3));
  CHECK(figures.pixels.angle_degrees == Approx(6));
  CHECK(figures.pixels.opening == Approx(3));
  CHECK(figures.pixels.jaw == Approx(3));
}

TEST_CASE("prediction_figures: a camera adds millimetres; without scores nothing is said of certainty") {
  auto const set = predicted(0.5);
  auto const figures =
      figures_of(labels, set, scored(set, prediction_order::file), {.camera = camera_scale<double>{500, 500, 0.5}});
  REQUIRE(figures.millimetres);
  CHECK(figures.millimetres->opening == Approx(20));
  CHECK_FALSE(figures.average_precision);
  CHECK_FALSE(figures.certainty);
  CHECK(error_of([&] { (void)figures_of(labels, set, scored(set), {.camera = camera_scale<double>{}}); }).id ==
        "option.camera");
}

TEST_CASE("prediction_figures: the dialect decides what fails") {
  auto const set = predicted(0.3);  // an overlap of 0.3, of which the prediction is covered wholly
  auto const jaccard = figures_of(labels, set, scored(set));
  auto const cornell = figures_of(labels, set, scored(set, prediction_order::score, metric_dialect::cornell));
  CHECK(cornell.dialect == metric_dialect::cornell);
  CHECK(jaccard.success.back().first == proportion{0, 3});
  CHECK(cornell.success.back().first == proportion{1, 3});
}

TEST_CASE("prediction_figures: two sets are compared by their first grasps") {
  auto const rows = compare_first_grasps(scored(predicted(0.3)), scored(predicted(0.9)));
  REQUIRE(rows.size() == success_ious.size());
  CHECK(rows[0].counts == paired_comparison{1, 0, 0, 2});
  CHECK(rows[2].counts == paired_comparison{0, 0, 1, 2});
  CHECK(error_of([&] { (void)compare_first_grasps({}, scored(predicted(1))); }).id == "metrics.length");
}
