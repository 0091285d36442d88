#include <suregrasp/images/overlay.hpp>
#include <vector>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

cv::Vec3b colour_of(cv::Scalar const& s) {
  return {cv::saturate_cast<uchar>(s[0]), cv::saturate_cast<uchar>(s[1]), cv::saturate_cast<uchar>(s[2])};
}

}  // namespace

TEST_CASE("plates are drawn at the ends of the opening, thin lines between them") {
  cv::Mat const photograph(480, 640, CV_8UC3, cv::Scalar::all(90));
  overlay_options const options{.highlight_best = false};
  std::vector<grasp<double>> const grasps{{320, 240, 0, 100, 40}};
  auto const drawn = draw_grasps(photograph, grasps, options);
  CHECK(drawn.at<cv::Vec3b>(240, 370) == colour_of(options.plate));
  CHECK(drawn.at<cv::Vec3b>(240, 270) == colour_of(options.plate));
  CHECK(drawn.at<cv::Vec3b>(220, 320)[1] > 200);
  CHECK(drawn.at<cv::Vec3b>(260, 320)[1] > 200);
  CHECK(drawn.at<cv::Vec3b>(240, 320) == cv::Vec3b(90, 90, 90));
  CHECK(photograph.at<cv::Vec3b>(240, 370) == cv::Vec3b(90, 90, 90));
}

TEST_CASE("the most certain grasp has its own colour and lies on top") {
  cv::Mat const photograph(480, 640, CV_8UC3, cv::Scalar::all(90));
  overlay_options const options;
  std::vector<grasp<double>> const grasps{{320, 240, 0, 100, 40}, {320, 240, 0, 100, 40}};
  CHECK(draw_grasps(photograph, grasps, options).at<cv::Vec3b>(240, 370) == colour_of(options.best));
}

TEST_CASE("heat covers the photograph where it is high only") {
  cv::Mat const photograph(48, 64, CV_8UC3, cv::Scalar::all(90));
  cv::Mat heat(48, 64, CV_32FC1, 0.0F);
  heat(cv::Rect(30, 20, 5, 5)) = 1.0F;
  auto const drawn = draw_heat(photograph, heat);
  CHECK(drawn.at<cv::Vec3b>(5, 5) == cv::Vec3b(90, 90, 90));
  CHECK(drawn.at<cv::Vec3b>(22, 32)[0] > 180);
  auto const half = draw_heat(photograph, heat, {.highest = 2});
  CHECK(half.at<cv::Vec3b>(22, 32) != drawn.at<cv::Vec3b>(22, 32));
  CHECK(half.at<cv::Vec3b>(22, 32) != photograph.at<cv::Vec3b>(22, 32));
  CHECK(error_of([&] { (void)draw_heat(photograph, photograph); }).id == "shape.heat");
}
