#include <suregrasp/images/contact_sheet.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("a contact sheet has a tile for each image and room for the gaps") {
  std::vector<cv::Mat> images;
  for (int i = 0; i < 5; ++i) images.emplace_back(48, 64, CV_8UC3, cv::Scalar::all(40 * i));
  auto const sheet = contact_sheet(images, {.columns = 3, .tile_width = 32, .gap = 4});
  CHECK(sheet.size() == cv::Size(3 * 36 + 4, 2 * 28 + 4));
  CHECK(sheet.at<cv::Vec3b>(16, 20 + 2 * 36) == cv::Vec3b(80, 80, 80));
  CHECK(sheet.at<cv::Vec3b>(16 + 28, 20 + 36) == cv::Vec3b(160, 160, 160));
  CHECK(sheet.at<cv::Vec3b>(16 + 28, 20 + 72) == cv::Vec3b(248, 248, 248));
}

TEST_CASE("a contact sheet has a row of its own for one image too many") {
  std::vector<cv::Mat> const images(4, cv::Mat(10, 10, CV_8UC3, cv::Scalar::all(0)));
  CHECK(contact_sheet(images, {.columns = 3, .tile_width = 10, .gap = 0}).size() == cv::Size(30, 20));
}

TEST_CASE("a contact sheet of nothing is refused") {
  CHECK(error_of([] { (void)contact_sheet({}); }).id == "shape.contact_sheet");
}
