#include <algorithm>
#include <cmath>
#include <numbers>
#include <suregrasp/images/preprocess.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

/// A photograph of a bright square around (330, 250) on grey, its depth nearer by 3 cm, and a grasp across it.
sample square_scene() {
  sample s{"square", cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(100)), cv::Mat(480, 640, CV_32FC1, 0.7F), {}};
  s.rgb(cv::Rect(310, 240, 41, 21)) = cv::Scalar(250, 200, 150);
  s.depth(cv::Rect(310, 240, 41, 21)) = 0.67F;
  s.grasps = {{330, 250, 0.0, 60, 20}, {5, 5, 0.3, 40, 20}};
  return s;
}

float at(host_array<float> const& a, int channel, double x, double y) {
  auto const size = a.shape.at(2);
  return a.values.at(static_cast<std::size_t>((channel * size + std::lround(y)) * size + std::lround(x)));
}

}  // namespace

TEST_CASE("the plain map is the paper's resize and crop") {
  using map = affine_map<double>;
  auto const expected = map::crop(84, 27) * map::resizing(456.0 / 640, 342.0 / 480);
  auto const made = input_map({640, 480});
  for (point<double> const p : {point<double>{0, 0}, {639, 0}, {320, 479}}) {
    CHECK(made(p).x == Approx(expected(p).x).margin(1e-9));
    CHECK(made(p).y == Approx(expected(p).y).margin(1e-9));
  }
}

TEST_CASE("any input size shows the same field of view") {
  auto const large = input_map({640, 480}, {.size = 288}).inverse(),
             small = input_map({640, 480}, {.size = 96}).inverse();
  CHECK(large(point<double>{-0.5, -0.5}).x == Approx(small(point<double>{-0.5, -0.5}).x));
  CHECK(large(point<double>{287.5, 287.5}).y == Approx(small(point<double>{95.5, 95.5}).y));
}

TEST_CASE("photograph, depth and grasps move together") {
  auto const s = square_scene();
  for (int const size : {288, 144, 96, 480}) {
    auto const in = preprocess(s, {.size = size});
    CHECK(in.rgb.shape == extents{3, size, size});
    CHECK(in.depth.shape == extents{3, size, size});
    REQUIRE(in.grasps.size() == 1);
    auto const& g = in.grasps[0];
    CHECK(at(in.rgb, 0, g.x, g.y) == Approx((250 / 255.0 - 0.485) / 0.229).margin(1e-4));
    CHECK(at(in.rgb, 1, g.x, g.y) == Approx((200 / 255.0 - 0.456) / 0.224).margin(1e-4));
    CHECK(at(in.rgb, 2, 3, 3) == Approx((100 / 255.0 - 0.406) / 0.225).margin(1e-4));
    CHECK(at(in.depth, 0, g.x, g.y) == Approx(-0.6).margin(1e-3));
    CHECK(at(in.depth, 0, 3, 3) == Approx(0).margin(1e-4));
    auto const back = in.to_input.inverse()(g);
    CHECK(back.x == Approx(330));
    CHECK(back.opening == Approx(60));
  }
}

TEST_CASE("averaging while shrinking keeps the brightness of a fine pattern") {
  sample s{"stripes", cv::Mat(480, 640, CV_8UC3), {}, {}};
  for (int y = 0; y < 480; ++y)
    for (int x = 0; x < 640; ++x) s.rgb.at<cv::Vec3b>(y, x) = cv::Vec3b::all(x % 2 == 0 ? 0 : 200);
  auto const in = preprocess(s, {.size = 72, .mean = {0, 0, 0}, .deviation = {1, 1, 1}});
  for (int x = 2; x < 70; ++x) CHECK(at(in.rgb, 0, x, 30) == Approx(100 / 255.0).margin(0.08));
  CHECK(in.depth.values.empty());
}

TEST_CASE("a view carries image and grasps by one map") {
  auto s = square_scene();
  view turned;
  turned.map = affine_map<double>::rotation(std::numbers::pi / 2, {143.5, 143.5});
  auto const in = preprocess(s, {}, turned);
  REQUIRE(in.grasps.size() == 1);
  CHECK(axial_distance(in.grasps[0].theta, std::numbers::pi / 2) < 1e-12);
  CHECK(at(in.rgb, 0, in.grasps[0].x, in.grasps[0].y) > 2);
  auto const p = corners(preprocess(s).grasps[0])[0];
  CHECK(at(in.rgb, 0, turned.map(p).x, turned.map(p).y) == Approx(at(preprocess(s).rgb, 0, p.x, p.y)).margin(0.05));
}

TEST_CASE("grasp points move as the centres of grasps do, and those outside are left out") {
  auto s = square_scene();
  s.grasp_points = {{330, 250}, {5, 5}, {300, 200}};
  view turned;
  turned.map = affine_map<double>::rotation(0.3, {143.5, 143.5});
  auto const in = preprocess(s, {}, turned);
  REQUIRE(in.grasp_points.size() == 2);
  CHECK(in.grasp_points[0] == point<double>{in.grasps.at(0).x, in.grasps.at(0).y});
  CHECK(in.grasp_points[1] == in.to_input(point<double>{300, 200}));
  CHECK(points_inside({{0, 0}, {9, 4}, {9.1, 4}, {-0.1, 2}, {2, 4.1}}, {}, {10, 5}).size() == 2);
}

TEST_CASE("depth does not depend on the camera's height") {
  auto low = square_scene();
  auto high = low;
  high.depth = low.depth + 0.4;
  auto const a = preprocess(low).depth.values, b = preprocess(high).depth.values;
  for (std::size_t i = 0; i < a.size(); i += 997) CHECK(a[i] == Approx(b[i]).margin(1e-4));
}

TEST_CASE(
    "a black picture is less than the mean everywhere, a flat depth is 0 to rounding, measured once or everywhere") {
  sample s{"black", cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(0)), cv::Mat(480, 640, CV_32FC1, 0.7F), {}};
  preprocess_options const units{.size = 64};
  auto const black = preprocess(s, units);
  for (std::size_t i = 0; i < black.rgb.values.size(); ++i) {
    std::size_t const channel = i / (64 * 64);
    REQUIRE(black.rgb.values[i] == Approx(-units.mean[channel] / units.deviation[channel]));
  }
  auto const zero = [](float value) { return std::abs(value) < 1e-5F; };
  CHECK(std::ranges::all_of(black.depth.values, zero));
  s.depth.setTo(0);
  s.depth.at<float>(7, 600) = 0.9F;
  CHECK(std::ranges::all_of(preprocess(s, units).depth.values, zero));
}

TEST_CASE("slopes point where the depth grows") {
  sample s{"ramp", cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(9)), cv::Mat(480, 640, CV_32FC1), {}};
  for (int y = 0; y < 480; ++y)
    for (int x = 0; x < 640; ++x) s.depth.at<float>(y, x) = 0.5F + 0.0002F * static_cast<float>(x);
  auto const in = preprocess(s).depth;
  CHECK(at(in, 1, 100, 100) == Approx(0.0002 / 0.7125 / 0.05).margin(1e-4));
  CHECK(at(in, 2, 100, 100) == Approx(0).margin(1e-4));
}

TEST_CASE("cutouts hide the same pixels in every channel") {
  view hidden;
  hidden.colours.cutouts = {{0.25, 0.5, 0.25, 0.25}};
  auto const in = preprocess(square_scene(), {}, hidden);
  for (int c = 0; c < 3; ++c) {
    CHECK(at(in.rgb, c, 100, 180) == 0);
    CHECK(at(in.depth, c, 100, 180) == 0);
    CHECK(at(in.rgb, c, 40, 180) != 0);
  }
}

TEST_CASE("without a jitter colours are what one that changes nothing makes of them, to the bit") {
  auto s = square_scene();
  for (int i = 0; i < 256; ++i)
    for (int channel = 0; channel < 3; ++channel)
      s.rgb.at<cv::Vec3b>(200, 200 + i)[channel] = static_cast<unsigned char>((i + 50 * channel) % 256);
  view same;
  same.colours.noise_seed = 1;  // of no noise
  CHECK(preprocess(s).rgb.values == preprocess(s, {}, same).rgb.values);
  preprocess_options const as_stored{.size = 480, .field = 1};  // pixel on pixel
  CHECK(preprocess(s, as_stored).rgb.values == preprocess(s, as_stored, same).rgb.values);
}

TEST_CASE("what cannot be preprocessed is refused") {
  auto s = square_scene();
  s.depth = cv::Mat(10, 10, CV_32FC1, 1.0F);
  CHECK(error_of([&] { (void)preprocess(s); }).id == "data.depth.size");
  s.depth = cv::Mat::zeros(480, 640, CV_32FC1);
  CHECK(error_of([&] { (void)preprocess(s); }).id == "data.depth.empty");
  s.rgb = cv::Mat();
  CHECK(error_of([&] { (void)preprocess(s); }).id == "data.rgb.kind");
  CHECK(error_of([&] { (void)input_map({640, 480}, {.size = 0}); }).id == "option.preprocess");
}
