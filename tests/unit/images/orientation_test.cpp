#include <opencv2/imgproc.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/orientation.hpp>

#include "catch2.hpp"
#include "image_files.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

/// Grey levels of 4 columns and 3 rows; JPEG keeps them where blocks of 8 are of one level.
cv::Mat steps() {
  cv::Mat_<cv::Vec3b> small(3, 4);
  for (int i = 0; i < 12; ++i) small(i / 4, i % 4) = cv::Vec3b::all(static_cast<unsigned char>(20 * i));
  cv::Mat large;
  cv::resize(small, large, {}, 8, 8, cv::INTER_NEAREST);
  return large;
}

int level(cv::Mat const& image, int column, int row) {
  return image.at<cv::Vec3b>(8 * row + 4, 8 * column + 4)[0] / 20;
}

}  // namespace

TEST_CASE("each orientation brings the first stored row and column where the standard says") {
  // the level of the seen picture's upper left and upper right corner, by EXIF's description of each value
  std::vector<std::pair<int, int>> const corners{{0, 3}, {3, 0}, {11, 8}, {8, 11}, {0, 8}, {8, 0}, {11, 3}, {3, 11}};
  for (int way = 1; way <= 8; ++way) {
    INFO("orientation " << way);
    auto const shown = as_seen(steps(), static_cast<image_orientation>(way));
    bool const turned = swaps_sides(static_cast<image_orientation>(way));
    CHECK(turned == (way > 4));
    REQUIRE(shown.size() == (turned ? cv::Size(24, 32) : cv::Size(32, 24)));
    CHECK(level(shown, 0, 0) == corners[static_cast<std::size_t>(way) - 1].first);
    CHECK(level(shown, turned ? 2 : 3, 0) == corners[static_cast<std::size_t>(way) - 1].second);
    CHECK_THAT(orientation_text(static_cast<image_orientation>(way)), Catch::Contains(std::to_string(way)));
  }
}

TEST_CASE("a pixel moves to where the seen picture shows it") {
  cv::Mat_<int> stored(3, 4);
  for (int i = 0; i < 12; ++i) stored(i / 4, i % 4) = i;
  for (int way = 1; way <= 8; ++way) {
    INFO("orientation " << way);
    auto const shown = as_seen(stored, static_cast<image_orientation>(way));
    auto const map = map_to_seen(stored.size(), static_cast<image_orientation>(way));
    for (int i = 0; i < 12; ++i) {
      auto const at = map(point<double>{i % 4 + 0.0, i / 4 + 0.0});
      CHECK(shown.at<int>(static_cast<int>(at.y), static_cast<int>(at.x)) == i);
    }
  }
}

TEST_CASE("photographs are read as they are shown, whatever the format and byte order") {
  auto const jpeg = file_of(steps(), ".jpg", {cv::IMWRITE_JPEG_QUALITY, 100});
  auto const png = file_of(steps(), ".png");
  auto const image = steps();
  std::string_view const pixels(image.ptr<char>(), image.total() * 3);
  for (int way = 1; way <= 8; ++way)
    for (bool const big : {false, true}) {
      INFO("orientation " << way << (big ? " MM" : " II"));
      auto const expected = as_seen(steps(), static_cast<image_orientation>(way));
      auto const same = [&](cv::Mat const& read) {
        return read.size() == expected.size() && cv::norm(read, expected, cv::NORM_INF) <= 4;
      };
      CHECK(same(decode_rgb(jpeg_with_exif(jpeg, exif(way, big)), "a.jpg")));
      CHECK(same(decode_rgb(png_with_chunk(png, "eXIf", exif(way, big)), "a.png")));
      auto const w = static_cast<std::size_t>(way);
      CHECK(same(decode_rgb(tiff_of(pixels,
                                    {{256, 3, 32},
                                     {257, 3, 24},
                                     {258, 3, 8},
                                     {259, 3, 1},
                                     {262, 3, 2},
                                     {273, 4, 8},
                                     {274, 3, w},
                                     {277, 3, 3},
                                     {279, 4, pixels.size()}},
                                    big),
                            "a.tiff")));
    }
}

TEST_CASE("an orientation that is none leaves the picture as it is stored") {
  auto const jpeg = file_of(steps(), ".jpg", {cv::IMWRITE_JPEG_QUALITY, 100});
  auto const upright = decode_rgb(jpeg, "a.jpg");
  for (auto const& content : {exif(0), exif(9), exif(6).substr(0, 12), std::string("II*"), std::string(),
                              "MM" + number_bytes(42, 2, true) + number_bytes(0xfffffff0, 4, true)}) {
    auto const image = decode_rgb(jpeg_with_exif(jpeg, content), "a.jpg");
    CHECK(image.size() == upright.size());
    CHECK(cv::norm(image, upright, cv::NORM_INF) == 0);
  }
}
