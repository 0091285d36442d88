#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <suregrasp/evaluate/evaluate.hpp>
#include <vector>

#include "thrown.hpp"
#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::three_peaks;

namespace {

cv::Size const photograph(20, 20);

sample labelled(std::vector<grasp<double>> const& grasps, std::string const& id = "a") {
  return {id, cv::Mat(photograph, CV_8UC3, cv::Scalar(90, 120, 30)), {}, grasps};
}

grasp<double> in_photograph(location const& at) {
  return input_map(photograph, input_of(three_peaks().input_size())).inverse()(three_peaks().pose(at));
}

evaluation evaluated(std::vector<sample> const& images, detect_options const& options) {
  return evaluate(host, three_peaks(), images, {.detecting = options});
}

detect_options const close_peaks{.peaks = {.radius = 2}, .always_one = true};

}  // namespace

TEST_CASE("evaluate: the first grasp counts for top, each of them for any") {
  auto const certain = in_photograph({0, 12, 2}), hottest = in_photograph({0, 3, 4});
  auto const result = evaluated({labelled({certain}), labelled({hottest}), labelled({{0, 0, 0, 3, 3}})}, close_peaks);
  CHECK(result.images == 3);
  REQUIRE(result.success.size() == 3);
  for (auto const& row : result.success) {
    CHECK(row.first == proportion{1, 3});
    CHECK(row.any == proportion{2, 3});
    CHECK(row.each == proportion{2, 9});
  }
  auto by_heat = close_peaks;
  by_heat.rank = ranking::heat;
  CHECK(evaluated({labelled({hottest})}, by_heat).success[2].first == proportion{1, 1});
  CHECK(evaluated({labelled({certain})}, by_heat).success[0].first == proportion{0, 1});
}

TEST_CASE("evaluate: success at an IoU is an overlap above it") {
  auto label = in_photograph({0, 12, 2});
  label.opening *= 0.6;
  auto const result = evaluated({labelled({label})}, close_peaks);
  CHECK(result.success[0].first == proportion{1, 1});
  CHECK(result.success[1].first == proportion{1, 1});
  CHECK(result.success[2].first == proportion{0, 1});
}

TEST_CASE("evaluate: an axis more than 30 degrees off is no success") {
  for (double const off : {29.0, 31.0}) {
    auto label = in_photograph({0, 12, 2});
    label.jaw = label.opening;
    label.theta += radians(off);
    CHECK(evaluated({labelled({label})}, close_peaks).success[0].any == proportion{off < 30 ? 1U : 0U, 1});
  }
}

TEST_CASE("evaluate: nothing detected, or nothing labelled, is no success") {
  auto const nothing =
      evaluated({labelled({in_photograph({0, 12, 2})})}, {.peaks = {.threshold = 2}, .always_one = false});
  CHECK(nothing.success[0].first == proportion{0, 1});
  CHECK(nothing.success[0].any == proportion{0, 1});
  auto const unlabelled = evaluated({labelled({})}, close_peaks);
  CHECK(unlabelled.success[0].first == proportion{0, 1});
  CHECK(unlabelled.errors.empty());
}

TEST_CASE("evaluate: each image's grasps, the M_uc of the first, and the errors at labels") {
  auto const certain = in_photograph({0, 12, 2});
  std::vector<std::string> told;
  std::vector<std::size_t> errors;
  auto const result =
      evaluate(host, three_peaks(), std::vector{labelled({certain}, "a"), labelled({}, "b")},
               {.detecting = close_peaks}, {.image = [&](sample const& image, image_evaluation const& one) {
                 told.push_back(image.id);
                 errors.push_back(one.errors.size());
                 CHECK(one.found.ranked.size() == one.overlaps.size());
               }});
  CHECK(told == std::vector<std::string>{"a", "b"});
  CHECK(errors == std::vector<std::size_t>{1, 0});
  REQUIRE(result.overlaps.size() == 2);
  CHECK(result.overlaps[0].front() == Approx(1));
  CHECK(result.overlaps[1] == ranked_overlaps{0, 0, 0});
  REQUIRE(result.uncertainties[0]);
  CHECK(*result.uncertainties[0] == Approx(0.01));
  CHECK(result.certainty.mean_error == Approx(0).margin(1e-12));
  CHECK(std::isnan(result.certainty.spearman));  // one pose has no order
}

TEST_CASE("evaluate: progress is told image by image, and stopping ends between two") {
  std::vector<sample> const images{labelled({}), labelled({}), labelled({})};
  std::vector<std::int64_t> done;
  (void)evaluate(host, three_peaks(), images, {},
                 {.progress = [&](run_progress const& at) { done.push_back(at.done * 10 + at.total); }});
  CHECK(done == std::vector<std::int64_t>{13, 23, 33});
  std::size_t told = 0;
  auto const stopped = error_of([&] {
    (void)evaluate(
        host, three_peaks(), images, {},
        {.stop = [&] { return told == 2; }, .image = [&](sample const&, image_evaluation const&) { ++told; }});
  });
  CHECK(stopped.id == "run.stopped");
  CHECK(told == 2);
}

TEST_CASE("evaluate: the dialect of the metric is an option, and so are the ranks of the few") {
  auto narrow = in_photograph({0, 12, 2});
  narrow.opening *= 3.5;  // the prediction covers less than a third of it, and is covered wholly
  std::vector<sample> const images{labelled({narrow})};
  auto const by = [&](metric_dialect dialect) {
    return evaluate(host, three_peaks(), images, {.detecting = close_peaks, .dialect = dialect}).success[1].first;
  };
  CHECK(by(metric_dialect::jaccard) == proportion{0, 1});
  CHECK(by(metric_dialect::cornell) == proportion{1, 1});
  auto by_heat = close_peaks;
  by_heat.rank = ranking::heat;  // the certain one is the second
  auto const few = [&](std::size_t ranks) {
    return evaluate(host, three_peaks(), std::vector{labelled({in_photograph({0, 12, 2})})},
                    {.detecting = by_heat, .few = ranks})
        .success[0]
        .first_few;
  };
  CHECK(few(1) == proportion{0, 1});
  CHECK(few(2) == proportion{1, 1});
}

TEST_CASE("evaluate: no images make no figures") {
  auto const none = evaluate(host, three_peaks(), {});
  CHECK(none.images == 0);
  CHECK(none.success[0].first == proportion{0, 0});
  CHECK(std::isnan(none.certainty.mean_error));
}
