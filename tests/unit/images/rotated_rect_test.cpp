#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/rotated_rect.hpp>
#include <vector>

using namespace suregrasp;

namespace {

/// Largest distance from a corner of the grasp to the nearest of the points.
double farthest_corner(grasp<double> const& g, std::array<cv::Point2f, 4> const& points) {
  double farthest = 0;
  for (auto const& corner : corners(g)) {
    double nearest = 1e9;
    for (auto const& p : points) nearest = std::min(nearest, std::hypot(p.x - corner.x, p.y - corner.y));
    farthest = std::max(farthest, nearest);
  }
  return farthest;
}

}  // namespace

TEST_CASE("rotated_rect: OpenCV draws the same corners, whatever the range of the angle") {
  random_stream random(12);
  for (int i = 0; i < 200; ++i) {
    grasp<double> const g{random.uniform(0, 600), random.uniform(0, 400), random.uniform(-1.57, 1.57),
                          random.uniform(5, 90), random.uniform(5, 90)};
    std::array<cv::Point2f, 4> points;
    for (auto const& rectangle : {to_opencv(g), to_opencv(g, opencv_angles::before_4_5_1).rectangle,
                                  to_opencv(g, opencv_angles::since_4_5_1).rectangle}) {
      rotated_rect_of(rectangle).points(points.data());
      CHECK(farthest_corner(g, points) < 1e-3);
      CHECK(rectangle_of(rotated_rect_of(rectangle)).width == Approx(rectangle.width));
    }
  }
}

TEST_CASE("rotated_rect: what minAreaRect finds is the grasp, once one says which side is the opening") {
  bool const since =
      CV_VERSION_MAJOR > 4 || (CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR * 100 + CV_VERSION_REVISION > 500);
  auto const version = since ? opencv_angles::since_4_5_1 : opencv_angles::before_4_5_1;
  random_stream random(13);
  for (int i = 0; i < 200; ++i) {
    grasp<double> const g{random.uniform(200, 400), random.uniform(200, 400), random.uniform(-1.5, 1.5),
                          random.uniform(60, 90), random.uniform(20, 50)};
    std::vector<cv::Point2f> points;
    for (auto const& p : corners(g)) points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
    auto const found = rectangle_of(cv::minAreaRect(points));
    auto const expected = to_opencv(g, version);
    CHECK(found.angle.value == Approx(expected.rectangle.angle.value).margin(0.01));
    auto const back = from_opencv(found, expected.opening);
    CHECK(axial_distance(back.theta, g.theta) < 1e-3);
    CHECK(back.opening == Approx(g.opening).margin(0.01));
    CHECK(back.jaw == Approx(g.jaw).margin(0.01));
  }
}
