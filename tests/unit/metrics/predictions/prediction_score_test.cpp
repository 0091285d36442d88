#include <catch2/catch.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/metrics/labels/label_files.hpp>
#include <suregrasp/metrics/predictions/prediction_score.hpp>

#include "real_files.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

grasp<double> const here{100, 100, 0.3, 40, 20}, there{200, 100, -0.4, 50, 30};
grasp_labels const labels{{{"a", {here, there}}, {"b", {here}}, {"c", {there}}}, {}};

/// The first few labels of each photograph, as predictions.
prediction_set labels_as_predictions(grasp_labels const& truth, std::size_t most) {
  prediction_set set;
  for (auto const& photograph : truth.photographs) {
    set.push_back({photograph.id, "", {}});
    for (auto const& g : photograph.grasps)
      if (set.back().grasps.size() < most) set.back().grasps.push_back({g, 1.0, 0.0});
  }
  return set;
}

/// Two grasps on each of 200 photographs.
grasp_labels random_labels() {
  grasp_labels result;
  random_stream random(9);
  auto const draw = [&] {
    return grasp<double>{random.uniform(80, 560), random.uniform(80, 400), random.uniform(-1.57, 1.57),
                         random.uniform(10, 150), random.uniform(10, 120)};
  };
  for (int i = 0; i < 200; ++i) result.photographs.push_back({std::to_string(i), {draw(), draw()}});
  return result;
}

}  // namespace

TEST_CASE("prediction_score: overlaps in the order of the labels and of the ranking") {
  grasp<double> near = here;
  near.opening = 30;
  prediction_set const set{{"c", "p:1", {{here, 0.9, {}}, {there, 0.5, {}}}}, {"a", "p:3", {{near, 0.7, {}}}}};
  auto const score = score_predictions(labels, set, prediction_order::score, metric_dialect::jaccard);
  REQUIRE(score.overlaps.size() == 3);
  REQUIRE(score.overlaps[0].size() == 1);
  CHECK(score.overlaps[0][0] == Approx(0.75));
  CHECK(score.overlaps[1].empty());
  CHECK(score.overlaps[2] == ranked_overlaps{0, 1});
  CHECK(score.certainty[0] == 0.7);
  CHECK_FALSE(score.certainty[1]);
  CHECK(score.predictions == 3);
  CHECK(score.missing == 1);
  REQUIRE(score.matches.size() == 1);
  CHECK(score.matches[0].label == here);
}

TEST_CASE("prediction_score: where no order is asked for, what all predictions have ranks them") {
  prediction_set const set{{"c", "p:1", {{there, 0.5, {}}, {here, 0.9, {}}}}};
  auto const score = score_predictions(labels, set);
  CHECK(score.order == prediction_order::score);
  CHECK(score.dialect == metric_dialect::jaccard);
  CHECK(score.overlaps == score_predictions(labels, set, prediction_order::score).overlaps);
  CHECK(score.overlaps != score_predictions(labels, set, prediction_order::file).overlaps);
  CHECK(error_of([&] { (void)score_predictions(labels, set, prediction_order::uncertainty); }).id ==
        "data.predictions.order");
}

TEST_CASE("prediction_score: predictions of a photograph without labels are refused with their source") {
  prediction_set const set{{"d", "p.csv:7", {}}};
  auto const error =
      error_of([&] { (void)score_predictions(labels, set, prediction_order::file, metric_dialect::jaccard); });
  CHECK(error.id == "data.predictions.unknown");
  CHECK_THAT(error.message, Catch::StartsWith("p.csv:7: expected") && Catch::Contains("got d"));
}

TEST_CASE("prediction_score: each label is claimed once") {
  prediction_set const set{{"a", "", {{here, 0.9, {}}, {here, 0.8, {}}, {there, 0.7, {}}}},
                           {"b", "", {{there, 0.95, {}}}}};
  auto const curve = detection_curve(labels, set, prediction_order::score, metric_dialect::jaccard, 0.25);
  REQUIRE(curve.points.size() == 4);
  CHECK(curve.points[0].precision == 0);  // b: wrong
  CHECK(curve.points[1].precision == 0.5);
  CHECK(curve.points[2].recall == 0.25);  // the second one here: claimed already
  CHECK(curve.points[3].recall == 0.5);
  CHECK(curve.average_precision() == Approx(0.25 * 0.5 + 0.25 * 0.5));
}

TEST_CASE("prediction_score: the oracle scores 100 % in every dialect, on random labels and on real ones") {
  std::vector<grasp_labels> sets{random_labels()};
  for (char const* part : {"cornell-rgb", "cornell-rgbd-pair", "jacquard-sample"})
    if (auto const folder = suregrasp_tests::real_data(part); !folder.empty())
      sets.push_back(read_grasp_labels(folder));
  for (auto const& truth : sets)
    for (auto const dialect :
         {metric_dialect::jaccard, metric_dialect::ivalab, metric_dialect::ggcnn, metric_dialect::cornell}) {
      auto const oracle = labels_as_predictions(truth, 2);
      auto const score = score_predictions(truth, oracle, prediction_order::score, dialect);
      CHECK(success_within(score.overlaps, 1, usual_overlap(dialect)).successes == truth.photographs.size());
      if (dialect == metric_dialect::jaccard)
        CHECK(success_within(score.overlaps, 1, 0.999).successes == truth.photographs.size());
    }
}

TEST_CASE("prediction_score: the oracle's average precision is 1") {
  auto const truth = random_labels();
  CHECK(detection_curve(truth, labels_as_predictions(truth, any_rank), prediction_order::score, metric_dialect::jaccard,
                        0.25)
            .average_precision() == Approx(1));
}

TEST_CASE("prediction_score: photographs are known by their ids, with folders where it takes them") {
  grasp_labels const set{
      {{"cup", {here}}, {"door", {here}}, {"mugs/0001", {here}}, {"pcd0100", {there}}, {"pens/0001", {there}}}, {}};
  auto const labelled_as = [&](std::string const& name) {
    auto const found = beside_labels(set, {{photograph_id(name), "p.csv:2", {{here, {}, {}}}, name}});
    std::size_t at = 0;
    while (found[at].empty()) ++at;
    return set.photographs[at].id;
  };
  CHECK(labelled_as("cup") == "cup");
  CHECK(labelled_as("cup.JPG") == "cup");
  CHECK(labelled_as("door.png") == "door");  // whose r is not Cornell's
  CHECK(labelled_as("pcd0100r.png") == "pcd0100");
  CHECK(labelled_as("01\\pcd0100R.PNG") == "pcd0100");
  CHECK(labelled_as("/data/pens/0001.png") == "pens/0001");
  CHECK(labelled_as("mugs\\0001.tiff") == "mugs/0001");
  CHECK(labelled_as("./mugs/0001.png") == "mugs/0001");
  auto const refused = [&](std::string const& name) { return error_of([&] { (void)labelled_as(name); }); };
  auto const both = refused("0001.png");
  CHECK(both.id == "data.predictions.ambiguous");
  CHECK_THAT(both.message, Catch::StartsWith("p.csv:2: ") && Catch::Contains("mugs/0001 or pens/0001"));
  CHECK(refused("cans/0001.png").id == "data.predictions.unknown");
  CHECK(refused("smugs/0001.png").id == "data.predictions.unknown");
  auto const twice = error_of([&] {
    (void)beside_labels(set, {{"cup", "p:2", {}, "a/cup.png"}, {"cup", "p:3", {}, "b/cup.png"}});
  });
  CHECK(twice.id == "data.predictions.twice");
  CHECK_THAT(twice.message, Catch::StartsWith("p:3: ") && Catch::Contains("a/cup.png and b/cup.png"));
}
