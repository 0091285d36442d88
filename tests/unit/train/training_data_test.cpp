#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <suregrasp/train/impl/learning_curve.hpp>
#include <suregrasp/train/training_data.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

sample photograph(bool depth, double opening = 40) {
  sample one{"p", cv::Mat(480, 640, CV_8UC3, cv::Scalar(1, 2, 3)), {}, {{320, 240, 0.2, opening, 20}}};
  if (depth) one.depth = cv::Mat(480, 640, CV_32FC1, 0.7F);
  return one;
}

}  // namespace

TEST_CASE("training_data: an encoding is fitted to the labels in view, and depth is looked for") {
  auto const with = photograph(true), without = photograph(false, 80);
  sample_store const both(std::vector{with, without});
  std::vector<std::size_t> const colour{1};
  CHECK(have_depth(both, {0, 1}));
  CHECK_FALSE(have_depth(both, colour));
  auto const input = input_of(288);
  auto const fitted = fitted_encoding(both, colour, input, angle_code::raw);
  CHECK(fitted.angle == angle_code::raw);
  CHECK(fitted.opening.log_mean == Approx(std::log(grasps_in_input(without, input).at(0).opening)));
  auto bare = without;
  bare.grasps = {{1, 1, 0, 40, 20}};
  CHECK(error_of([&] { (void)fitted_encoding(std::vector{bare}, {0}, input, angle_code::raw); }).id ==
        "data.no_labels");
}

TEST_CASE("training_data: a configuration tells every option and the photographs apart") {
  auto const one = photograph(true), other = photograph(false);
  sample_store const both(std::vector{one, other});
  auto const configured = [&](training_options const& o) { return configuration_of(o, both, {{0}, {1}}); };
  CHECK(configured({}) == configured({}));
  std::vector<std::function<void(training_options&)>> const changes{[](auto& o) { o.backbone_weights = "w"; },
                                                                    [](auto& o) { o.pose_steps = 1; },
                                                                    [](auto& o) { o.heat_steps = 1; },
                                                                    [](auto& o) { o.pose_rate = 0.00100000001; },
                                                                    [](auto& o) { o.heat_rate = 1; },
                                                                    [](auto& o) { o.backbone_pace = 0.5; },
                                                                    [](auto& o) { o.frozen_stages = 1; },
                                                                    [](auto& o) { o.bfloat16 = true; },
                                                                    [](auto& o) { o.batch = 1; },
                                                                    [](auto& o) { o.locations = 1; },
                                                                    [](auto& o) { o.depth_dropout = 0; },
                                                                    [](auto& o) { o.disk_radius = 1; },
                                                                    [](auto& o) { o.augment = augmentation::weak; },
                                                                    [](auto& o) { o.validations = 1; },
                                                                    [](auto& o) { o.validation_images = 1; },
                                                                    [](auto& o) { o.seed = 2; }};
  for (auto const& change : changes) {
    training_options options;
    change(options);
    CHECK(configured(options) != configured({}));
  }
  training_options told;
  told.backbone_pace = 1;  // what a backbone from scratch has anyway
  CHECK(configured(told) == configured({}));
  CHECK(configuration_of({}, both, {{1}, {0}}) != configured({}));
  auto repainted = one;
  repainted.rgb = one.rgb.clone();
  repainted.rgb.at<cv::Vec3b>(9, 9)[0] = 77;
  CHECK(configuration_of({}, std::vector{repainted, other}, {{0}, {1}}).at("trained_on") !=
        configured({}).at("trained_on"));
}

TEST_CASE("learning_curve: a curve survives a checkpoint, and other numbers are refused") {
  std::vector<learning_point> const curve{{1, 0.5, 0.1, {}}, {2, 0.25, 0.05, certainty_summary{.mean_error = 3}}};
  auto const back = detail::curve_from(detail::curve_numbers(curve));
  REQUIRE(back.size() == 2);
  CHECK(back[0].loss == 0.5);
  CHECK_FALSE(back[0].validation);
  CHECK(back[1].step == 2);
  REQUIRE(back[1].validation);
  CHECK(back[1].validation->mean_error == 3);
  CHECK(std::isnan(back[1].validation->spearman));
  CHECK(detail::curve_from({}).empty());
  CHECK(error_of([] { (void)detail::curve_from({1, 2, 3}); }).id == "teacher.checkpoint.part");
}
