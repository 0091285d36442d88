#include <catch2/catch.hpp>
#include <optional>
#include <suregrasp/core/random.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <vector>

#include "metric_failure.hpp"

using namespace suregrasp;
using enum metric_dialect;
using grasps = std::vector<grasp<double>>;

TEST_CASE("metric_dialect: names") {
  for (auto const dialect : {jaccard, ivalab, ggcnn, cornell}) CHECK(metric_dialect_named(name_of(dialect)) == dialect);
  CHECK(name_of(ggcnn) == "ggcnn");
  CHECK(failure_of([] { return metric_dialect_named("iou"); }) == "option.dialect");
}

TEST_CASE("metric_dialect: how far axes may differ") {
  grasp<double> const label{100, 100, 0.2, 60, 60};
  auto const turned = [&](double by) {
    auto g = label;
    g.theta = axial_wrap(g.theta + radians(by));
    return g;
  };
  CHECK(agreement(jaccard, turned(29.9), label));
  CHECK_FALSE(agreement(jaccard, turned(30.1), label));
  CHECK(agreement(ivalab, turned(-9.9), label));
  CHECK_FALSE(agreement(ivalab, turned(10.1), label));
  CHECK(agreement(ggcnn, turned(29), label));
  CHECK_FALSE(agreement(ggcnn, turned(31), label));
}

TEST_CASE("metric_dialect: axes may differ by the limit itself, whichever way the label points") {
  for (int label = 0; label < 180; label += 10) {
    auto const turned = [&](double by) { return grasp<double>{100, 80, radians(label + by), 40, 40}; };
    CAPTURE(label);
    CHECK(is_correct(turned(10), grasps{turned(0)}, {.dialect = ivalab}));
    CHECK(is_correct(turned(-10), grasps{turned(0)}, {.dialect = ivalab}));
    CHECK(is_correct(turned(30), grasps{turned(0)}, {.dialect = jaccard}));
    CHECK(is_correct(turned(-30), grasps{turned(0)}, {.dialect = jaccard}));
    CHECK_FALSE(is_correct(turned(10.0001), grasps{turned(0)}, {.dialect = ivalab}));
    CHECK_FALSE(is_correct(turned(-30.0001), grasps{turned(0)}, {.dialect = jaccard}));
    if (label < 60 || (label >= 90 && label < 150)) CHECK(agreement(cornell, turned(30), turned(0)));
    CHECK_FALSE(agreement(cornell, turned(30.0001), turned(0)));
  }
}

TEST_CASE("metric_dialect: the scorer of 2011 divides by the prediction and does not wrap angles") {
  grasp<double> const label{0, 0, 0, 40, 20}, half{0, 0, 0, 20, 10}, twice{0, 0, 0, 40, 40};
  CHECK(agreement(cornell, half, label) == Approx(1));
  CHECK(agreement(jaccard, half, label) == Approx(0.25));
  CHECK(agreement(cornell, twice, label) == Approx(0.5));
  CHECK_FALSE(is_correct(twice, grasps{label}, {.dialect = cornell}));
  CHECK(is_correct(twice, grasps{label}, {.dialect = jaccard}));
  CHECK_FALSE(is_correct(half, grasps{label}, {.dialect = jaccard}));
  CHECK(is_correct(half, grasps{label}, {.dialect = cornell}));
  grasp<double> const a{0, 0, radians(86.607), 40, 20}, b{0, 0, radians(-84.522), 40, 20};
  CHECK_FALSE(agreement(cornell, a, b));
  CHECK(agreement(jaccard, a, b));
}

TEST_CASE(
    "metric_dialect: is_correct and best_match follow the agreement of each dialect; without one, that of jaccard") {
  random_stream random(6);
  std::size_t correct = 0;
  for (int i = 0; i < 500; ++i) {
    auto const draw = [&] {
      return grasp<double>{random.uniform(0, 40), random.uniform(0, 40), random.uniform(-1.5, 1.5),
                           random.uniform(20, 60), random.uniform(10, 40)};
    };
    grasps const labels{draw(), draw(), draw()};
    auto const predicted = draw();
    CHECK(is_correct(predicted, labels, {.dialect = jaccard}) == is_correct(predicted, labels));
    for (auto const dialect : {jaccard, ivalab, ggcnn, cornell}) {
      std::optional<double> most;
      for (auto const& label : labels)
        if (auto const overlap = agreement(dialect, predicted, label); overlap && (!most || *overlap > *most))
          most = overlap;
      auto const match = best_match(predicted, labels, {.dialect = dialect});
      REQUIRE(match.has_value() == most.has_value());
      if (match) CHECK(match->iou == *most);
      if (match) CHECK(agreement(dialect, predicted, labels[match->index]) == *most);
      CHECK(is_correct(predicted, labels, {.dialect = dialect}) == (most && *most > usual_overlap(dialect)));
      CHECK(is_correct(predicted, labels, {.dialect = dialect, .iou = 0.1}) == (most && *most > 0.1));
    }
    correct += is_correct(predicted, labels) ? 1 : 0;
  }
  CHECK(correct > 50);
  CHECK(correct < 450);
}

TEST_CASE("metric_dialect: an angle of the options stands for the dialect's, and float decides as double") {
  grasp<double> const label{100, 100, 0.2, 60, 60}, turned{100, 100, 0.2 + radians(20.0), 60, 60};
  grasp<float> const single{100, 100, static_cast<float>(turned.theta), 60, 60};
  std::vector<grasp<float>> const single_label{{100, 100, 0.2F, 60, 60}};
  for (auto const dialect : {jaccard, ivalab, ggcnn, cornell}) {
    CHECK(is_correct(turned, grasps{label}, {.dialect = dialect}) == (dialect != ivalab));
    CHECK(is_correct(single, single_label, {.dialect = dialect}) == (dialect != ivalab));
    CHECK(is_correct(turned, grasps{label}, {.dialect = dialect, .angle = radians(25.0)}));
    CHECK_FALSE(is_correct(turned, grasps{label}, {.dialect = dialect, .angle = radians(15.0)}));
  }
}

TEST_CASE("metric_dialect: labels given as predictions are right in every dialect") {
  random_stream random(7);
  for (int i = 0; i < 500; ++i) {
    grasp<double> const g{random.uniform(80, 500), random.uniform(80, 400), random.uniform(-1.57, 1.57),
                          random.uniform(8, 150), random.uniform(8, 120)};
    for (auto const dialect : {jaccard, ivalab, ggcnn, cornell}) CHECK(is_correct(g, grasps{g}, {.dialect = dialect}));
    CHECK(agreement(jaccard, g, g) == 1.0);
    CHECK(is_correct(g, grasps{g}, {.dialect = ggcnn, .iou = 0.5}));
  }
  CHECK_FALSE(is_correct(grasp<double>{1, 1, 0, 2, 2}, grasps{}, {.dialect = jaccard}));
}

TEST_CASE("metric dialects: a prediction that is none covers no label") {
  grasp<double> const label{10, 10, 0, 8, 4};
  CHECK(agreement(metric_dialect::cornell, {NAN, 10, 0, -1e200, -1e200}, label) == 0);
  grasp<double> const large{10, 10, 0, 1e200, 1e200};
  CHECK(agreement(metric_dialect::cornell, large, large) == Approx(1));
}
