#include <catch2/catch.hpp>
#include <suregrasp/detect/dense/dense_input.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

preprocess_options const whole{.size = 48, .field = 1};

/// 64 by 48 pixels, grey, 0.7 m away, with a box 5 cm high in the middle.
sample box_on_table() {
  sample s{"box", cv::Mat(48, 64, CV_8UC3, cv::Scalar(51, 102, 153)), cv::Mat(48, 64, CV_32F, cv::Scalar(0.7F)), {}};
  s.depth(cv::Rect(28, 20, 8, 8)) = cv::Scalar(0.65F);
  return s;
}

}  // namespace

TEST_CASE("dense_input_of: the largest square around the middle, depth about its mean") {
  auto const input = dense_input_of(box_on_table(), dense_channels::depth, whole);
  CHECK(input.image.shape == extents{1, 48, 48});
  auto const corner = input.to_input(point<double>{8, 0});
  CHECK(corner.x == Approx(0).margin(1e-9));
  CHECK(corner.y == Approx(0).margin(1e-9));
  double const mean = 0.7 - 0.05 * 64 / (48 * 48);
  CHECK(static_cast<double>(input.image.values[0]) == Approx(0.7 - mean).margin(1e-6));
  CHECK(static_cast<double>(input.image.values[24 * 48 + 24]) == Approx(0.65 - mean).margin(1e-6));
}

TEST_CASE("dense_input_of: colours follow the depth, about the mean of all three") {
  auto const input = dense_input_of(box_on_table(), dense_channels::rgbd, whole);
  REQUIRE(input.image.shape == extents{4, 48, 48});
  for (std::size_t k = 0; k < 3; ++k)
    CHECK(static_cast<double>(input.image.values[(k + 1) * 48 * 48]) ==
          Approx(0.2 * (static_cast<double>(k) - 1)).margin(1e-6));
}

TEST_CASE("dense_input_of: depth is clamped to a metre, and must be there") {
  auto far = box_on_table();
  far.depth(cv::Rect(28, 20, 8, 8)) = cv::Scalar(9.0F);
  auto const input = dense_input_of(far, dense_channels::depth, whole);
  CHECK(input.image.values[24 * 48 + 24] == 1);
  far.depth = cv::Mat();
  CHECK(error_of([&] { (void)dense_input_of(far, dense_channels::depth, whole); }).id == "data.depth.missing");
}
