#include <catch2/catch.hpp>
#include <opencv2/core.hpp>
#include <suregrasp/train/label_suggestion.hpp>
#include <vector>

#include "toy_whole_detector.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

TEST_CASE("label_suggestion: features of photographs are those of where it is hot") {
  toy_backend const be{plain_backend<float>{}};
  toy_whole_detector const net(be);
  auto const features_on = [&](cv::Scalar const& spot, cv::Scalar const& table) {
    sample s{.id = "a", .rgb = cv::Mat(24, 24, CV_8UC3, table), .depth = {}, .grasps = {}};
    s.rgb(cv::Rect(8, 8, 8, 8)).setTo(spot);
    return features_of(be, net, s).features;
  };
  auto const red = features_on({255, 0, 0}, {0, 0, 0}), red_on_green = features_on({255, 0, 0}, {0, 255, 0}),
             black = features_on({0, 0, 0}, {0, 0, 0});
  REQUIRE(red.size() == 3);
  CHECK(red[0] > black[0]);
  CHECK(red_on_green[1] > red[1]);
}

TEST_CASE("label_suggestion: the photograph that is like most others comes first") {
  std::vector<photograph_features> const all{{{0, 0}, 1}, {{0.1, 0}, 1}, {{0, 0.1}, 1}, {{9, 9}, 0.5}};
  auto const chosen = suggest_labels(all, {.count = 2});
  CHECK(chosen[0].position < 3);
  CHECK(chosen[1].position == 3);
  std::vector<photograph_features> uncertain = all;
  uncertain[3].uncertainty = 100;
  CHECK(suggest_labels(uncertain, {.count = 1, .uncertain_first = true})[0].position == 3);
}
