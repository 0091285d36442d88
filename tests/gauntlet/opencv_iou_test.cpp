#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <vector>

#include "../unit/geometry/double_double.hpp"
#include "../unit/geometry/polygon_overlap.hpp"
#include "regimes.hpp"

using namespace suregrasp;

namespace {

float opencv_iou(grasp<float> const& a, grasp<float> const& b) {
  auto const rectangle = [](grasp<float> const& g) {
    return cv::RotatedRect({g.x, g.y}, {g.opening, g.jaw}, -degrees(g.theta));
  };
  std::vector<cv::Point2f> corners;
  if (cv::rotatedRectangleIntersection(rectangle(a), rectangle(b), corners) == cv::INTERSECT_NONE) return 0;
  auto const common = static_cast<float>(cv::contourArea(corners));
  return common / (a.opening * a.jaw + b.opening * b.jaw - common);
}

/// How far OpenCV and `iou` are from the truth over some pairs of a kind.
struct errors {
  double opencv = 0, ours = 0;
};

errors over(random_grasps::kind const& kind, int pairs) {
  random_stream random(5);
  errors worst;
  for (int i = 0; i < pairs; ++i) {
    auto const drawn = kind.draw(random);
    auto const a = random_grasps::rounded<float>(drawn.a), b = random_grasps::rounded<float>(drawn.b);
    auto const exact = static_cast<double>(polygon_overlap::iou<double_double>(grasp<double>(a), grasp<double>(b)));
    worst.opencv = std::max(worst.opencv, std::abs(static_cast<double>(opencv_iou(a, b)) - exact));
    worst.ours = std::max(worst.ours, std::abs(static_cast<double>(iou(a, b)) - exact));
  }
  return worst;
}

}  // namespace

TEST_CASE("opencv_iou: agrees where OpenCV is right: crossing, contained, touching and tiny rectangles") {
  for (auto const& kind :
       {random_grasps::kinds[0], random_grasps::kinds[3], random_grasps::kinds[4], random_grasps::kinds[7]}) {
    INFO(kind.name);
    auto const worst = over(kind, 20000);
    CHECK(worst.opencv < 2e-3);
    CHECK(worst.ours < 2e-5);
  }
}

TEST_CASE("opencv_iou: is right where OpenCV is wrong: near-identical, parallel and thin rectangles") {
  for (std::size_t i = 1; i < 4; ++i) {
    auto const& kind = gauntlet_regimes::kinds[i];
    auto const worst = over(kind, 20000);
    WARN(kind.name << ": OpenCV " CV_VERSION " errs by up to " << worst.opencv << ", iou by up to " << worst.ours);
    CHECK(worst.ours < 2e-5);
  }
}

TEST_CASE("opencv_iou: exactly 1 for a rectangle and itself, where OpenCV's quotient is above or below") {
  random_stream random(6);
  int beyond = 0, different = 0;
  for (int i = 0; i < 20000; ++i) {
    auto const g = random_grasps::rounded<float>(random_grasps::any(random));
    beyond += opencv_iou(g, g) > 1;
    different += iou(g, g) != 1;
  }
  WARN("OpenCV " CV_VERSION ": above 1 for " << beyond << " of 20000 rectangles and themselves");
  CHECK(different == 0);
}
