#include <limits>
#include <suregrasp/images/depth_holes.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("holes take the value of the nearest measurement, measurements stay") {
  cv::Mat_<float> depth(5, 9, 0.8F);
  depth(cv::Rect(5, 0, 4, 5)) = 0.5F;
  depth(2, 1) = 0;
  depth(2, 7) = std::numeric_limits<float>::quiet_NaN();
  depth(4, 8) = -1;
  auto const filled = fill_depth_holes(depth);
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 9; ++x) CHECK(filled.at<float>(y, x) == (x < 5 ? 0.8F : 0.5F));
}

TEST_CASE("depth without measurements or of another kind is refused") {
  CHECK(error_of([] { (void)fill_depth_holes(cv::Mat_<float>::zeros(3, 3)); }).id == "data.depth.empty");
  CHECK(error_of([] { (void)fill_depth_holes(cv::Mat_<double>::ones(3, 3)); }).id == "data.depth.kind");
}
