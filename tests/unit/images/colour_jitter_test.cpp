#include <suregrasp/images/colour_jitter.hpp>

#include "catch2.hpp"

using namespace suregrasp;

namespace {

cv::Vec3f pixel_after(colour_jitter const& p, cv::Vec3f colour) {
  return recoloured(cv::Mat(4, 4, CV_32FC3, cv::Scalar(colour[0], colour[1], colour[2])), p).at<cv::Vec3f>(1, 1);
}

void check_pixel(cv::Vec3f found, cv::Vec3f expected) {
  for (int c = 0; c < 3; ++c) CHECK(found[c] == Approx(expected[c]).margin(2e-3));
}

}  // namespace

TEST_CASE("plain photometry changes nothing") { check_pixel(pixel_after({}, {0.2F, 0.5F, 0.8F}), {0.2F, 0.5F, 0.8F}); }

TEST_CASE("brightness and contrast act on every channel and stay in range") {
  check_pixel(pixel_after({.brightness = 1.5}, {0.2F, 0.4F, 0.8F}), {0.3F, 0.6F, 1.0F});
  check_pixel(pixel_after({.contrast = 0.5}, {0.2F, 0.5F, 0.8F}), {0.35F, 0.5F, 0.65F});
}

TEST_CASE("grey is grey at any saturation and hue") {
  check_pixel(pixel_after({.saturation = 1.7, .hue = 0.9}, {0.4F, 0.4F, 0.4F}), {0.4F, 0.4F, 0.4F});
  auto const flat = pixel_after({.saturation = 0}, {0.9F, 0.1F, 0.1F});
  check_pixel(flat, {0.339F, 0.339F, 0.339F});
}

TEST_CASE("noise depends on its seed alone and has the deviation asked for") {
  cv::Mat const grey(200, 200, CV_32FC3, cv::Scalar::all(0.5));
  auto const a = recoloured(grey, {.noise = 0.05, .noise_seed = 7});
  CHECK(cv::norm(a, recoloured(grey, {.noise = 0.05, .noise_seed = 7}), cv::NORM_INF) == 0);
  CHECK(cv::norm(a, recoloured(grey, {.noise = 0.05, .noise_seed = 8}), cv::NORM_INF) > 0);
  cv::Scalar mean, deviation;
  cv::meanStdDev(a, mean, deviation);
  CHECK(mean[0] == Approx(0.5).margin(0.002));
  CHECK(deviation[1] == Approx(0.05).margin(0.002));
}
