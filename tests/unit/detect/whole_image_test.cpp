#include <algorithm>
#include <catch2/catch.hpp>
#include <opencv2/imgproc.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <vector>

#include "host_backend.hpp"
#include "laws/expect_laws.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::host_tensor;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;

namespace {

constexpr std::int64_t side = 32;

/// Looks at one pixel at a time: heat is its red, and the two heads see its green as the opening and its blue as what
/// they differ by.
struct pixel_network {
  [[nodiscard]] pose_encoding encoding() const { return {angle_code::double_angle, {}, {1, 1}}; }
  [[nodiscard]] fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return side; }

  /// `[N, H, W, 3]`: red, green and blue from 0 to 1.
  [[nodiscard]] std::vector<level<host_tensor>> features(image_batch<host_tensor> const& images) const {
    preprocess_options const units;
    auto const shape = host.shape(images.rgb);
    auto const size = static_cast<std::size_t>(shape[2] * shape[3]);
    auto const from = values_of(images.rgb);
    std::vector<double> values(from.size());
    for (std::size_t i = 0; i < static_cast<std::size_t>(shape[0]); ++i)
      for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t k = 0; k < size; ++k)
          values[(i * size + k) * 3 + c] = from[(i * 3 + c) * size + k] * static_cast<double>(units.deviation[c]) +
                                           static_cast<double>(units.mean[c]);
    return {{tensor({shape[0], shape[2], shape[3], 3}, values), 1}};
  }
  [[nodiscard]] host_tensor heat(std::vector<level<host_tensor>> const& levels) const {
    auto const shape = host.shape(levels[0].features);
    std::vector<double> red;
    auto const all = values_of(levels[0].features);
    for (std::size_t i = 0; i < all.size(); i += 3) red.push_back(std::clamp(all[i], 0.0, 1.0));
    return tensor({shape[0], shape[1], shape[2]}, red);
  }
  [[nodiscard]] std::vector<host_tensor> poses(std::vector<level<host_tensor>> const& levels,
                                               std::span<location const> at) const {
    auto const shape = host.shape(levels[0].features);
    auto const all = values_of(levels[0].features);
    std::vector<host_tensor> heads;
    for (double const sign : {-1.0, 1.0}) {
      std::vector<double> rows;
      for (auto const& each : at) {
        auto const y = std::clamp<std::int64_t>(std::lround(each.y), 0, shape[1] - 1);
        auto const x = std::clamp<std::int64_t>(std::lround(each.x), 0, shape[2] - 1);
        auto const pixel = static_cast<std::size_t>(((each.image * shape[1] + y) * shape[2] + x) * 3);
        rows.insert(rows.end(), {1, 0, all[pixel + 1] + sign * all[pixel + 2], 0});
      }
      heads.push_back(tensor({std::ssize(at), 4}, rows));
    }
    return heads;
  }
};

/// The same that knows no location to grasp.
struct cold_network : pixel_network {
  [[nodiscard]] host_tensor heat(std::vector<level<host_tensor>> const& levels) const {
    return suregrasp::scale(host, pixel_network::heat(levels), 0);
  }
};

/// One that takes images of any size.
struct free_network : pixel_network {
  [[nodiscard]] static bool takes(std::int64_t height, std::int64_t width) { return height >= side && width >= side; }
};

static_assert(grasp_network<free_network, host_backend> && takes_sizes<free_network> && !takes_sizes<pixel_network>);

/// Of a picture whose shorter side is 152 pixels, scale 4 is one pixel of the network's input per pixel.
cv::Size const size(200, 152);
whole_image_options const pixel_by_pixel{.scales = {4}};
detect_options const close_peaks{.peaks = {.threshold = 0.5, .radius = 3}, .smoothing = 0};

/// A black picture with one dot: hot, opening exp(0.6), heads that differ by `doubt`.
sample dots(std::vector<cv::Point> const& at, int doubt = 51) {
  sample image{"dots", cv::Mat(size, CV_8UC3, cv::Scalar(0, 0, 0)), {}, {}};
  for (auto const& each : at) image.rgb.at<cv::Vec3b>(each) = {255, 153, static_cast<unsigned char>(doubt)};
  return image;
}

}  // namespace

TEST_CASE("detect_whole_image: a grasp is found once and as sure wherever in the picture it lies") {
  auto const middle = detect_whole_image(host, pixel_network{}, dots({{100, 76}}), close_peaks, pixel_by_pixel);
  REQUIRE(middle.ranked.size() == 1);
  CHECK(middle.ranked[0].heat == Approx(1));
  CHECK(middle.ranked[0].uncertainty == Approx(0.04).epsilon(1e-4));
  for (int x = 0; x < size.width; x += 3)
    for (int const y : {0, 1, 15, 16, 31, 32, 75, 90, 151}) {
      auto const found = detect_whole_image(host, pixel_network{}, dots({{x, y}}), close_peaks, pixel_by_pixel);
      INFO(x << ", " << y);
      REQUIRE(found.ranked.size() == 1);
      CHECK(found.ranked[0].grasp.x == Approx(x).margin(1e-6));
      CHECK(found.ranked[0].grasp.y == Approx(y).margin(1e-6));
      CHECK(found.ranked[0].grasp.opening == Approx(middle.ranked[0].grasp.opening));
      CHECK(found.ranked[0].heat == Approx(middle.ranked[0].heat));
      CHECK(found.ranked[0].uncertainty == Approx(middle.ranked[0].uncertainty));
    }
}

TEST_CASE("detect_whole_image: a picture that is shown larger than memory is refused before it is") {
  sample line{"line", cv::Mat(1, 1 << 20, CV_8UC3, cv::Scalar(0, 0, 0)), {}, {}};
  auto const refused = error_of([&] { (void)detect_whole_image(host, pixel_network{}, line); });
  CHECK(refused.id == "option.scale");
  CHECK_THAT(refused.message, Catch::Contains("choose a smaller scale or cut the picture"));
}

TEST_CASE("detect_whole_image: windows, one window over all, and mirrored views find the same") {
  auto const image = dots({{3, 4}, {60, 31}, {33, 140}, {199, 151}, {120, 60}});
  auto const expected = detect_whole_image(host, pixel_network{}, image, close_peaks, pixel_by_pixel);
  REQUIRE(expected.ranked.size() == 5);
  auto const same = [&](detections const& found) {
    REQUIRE(found.ranked.size() == 5);
    for (auto const& each : found.ranked)
      CHECK(std::ranges::count_if(expected.ranked, [&](detection const& other) {
              return std::abs(other.grasp.x - each.grasp.x) < 1e-6 && std::abs(other.grasp.y - each.grasp.y) < 1e-6;
            }) == 1);
  };
  same(detect_whole_image(host, free_network{}, image, close_peaks, {.scales = {4}, .largest = 8}));
  same(detect_whole_image(host, free_network{}, image, close_peaks, {.scales = {4}, .largest = 2}));
  same(detect_whole_image(host, symmetric_views(host, free_network{}, 4), image, close_peaks,
                          {.scales = {4}, .largest = 8}));
  same(detect_whole_image(host, symmetric_views(host, free_network{}, 8), image, close_peaks, pixel_by_pixel));
}

TEST_CASE("detect_whole_image: nothing hot enough is nothing, or the hottest if wanted") {
  auto image = dots({});
  CHECK(detect_whole_image(host, pixel_network{}, image, close_peaks, pixel_by_pixel).ranked.empty());
  image.rgb.at<cv::Vec3b>(20, 190) = {64, 153, 0};
  auto wanted = close_peaks;
  wanted.always_one = true;
  auto const found = detect_whole_image(host, pixel_network{}, image, wanted, pixel_by_pixel);
  REQUIRE(found.ranked.size() == 1);
  CHECK(found.ranked[0].grasp.x == Approx(190));
}

TEST_CASE("detect_whole_image: where all is equally cold there is nothing, or the middle of what is shown, if wanted") {
  auto const black = dots({});
  auto wanted = close_peaks;
  wanted.always_one = true;
  auto const region = region_inside({{150, 10}, {190, 10}, {190, 50}, {150, 50}}, size);
  for (double const scale : {0.5, 4.0}) {
    INFO(scale);
    auto const found = [&](detect_options const& options, cv::Mat const& where) {
      return detect_whole_image(host, cold_network{}, black, options, {.scales = {scale}}, where).ranked;
    };
    CHECK(found(close_peaks, {}).empty());
    auto const middle = found(wanted, {}), inside = found(wanted, region);
    REQUIRE(middle.size() == 1);
    CHECK(middle[0].heat == 0);
    CHECK(middle[0].grasp.x == Approx(99.5).margin(8));  // a pixel of the smallest input is eight of the picture's
    CHECK(middle[0].grasp.y == Approx(75.5).margin(8));
    REQUIRE(inside.size() == 1);
    CHECK(inside[0].grasp.x == Approx(170).margin(8));
    CHECK(inside[0].grasp.y == Approx(30).margin(8));
    CHECK(found(wanted, cv::Mat(size, CV_8UC1, cv::Scalar(0))).empty());
  }
}

TEST_CASE("detect_whole_image: what lies around the picture is never a grasp, however hot it looks") {
  auto image = dots({});
  image.rgb.setTo(cv::Scalar(0, 0, 0));
  auto warm = close_peaks;
  warm.peaks.threshold = 0.3;  // the mean colour around the picture has a red of 0.485
  auto const found = detect_whole_image(host, pixel_network{}, image, warm, {.scales = {0.5}});
  for (auto const& each : found.ranked) UNSCOPED_INFO(each);
  CHECK(found.ranked.empty());
  CHECK(found.heat.shape == extents{32, 32});
}

TEST_CASE("detect_whole_image: only inside of a region, whose size and type are held to the picture") {
  auto const image = dots({{20, 20}, {120, 60}});
  auto const region = region_inside({{100, 40}, {150, 40}, {150, 100}, {100, 100}}, size);
  auto const found = detect_whole_image(host, pixel_network{}, image, close_peaks, pixel_by_pixel, region);
  REQUIRE(found.ranked.size() == 1);
  CHECK(found.ranked[0].grasp.x == Approx(120));
  auto cold = close_peaks;
  cold.peaks.threshold = 0;  // which all that is black reaches
  for (auto const& each : detect_whole_image(host, pixel_network{}, image, cold, pixel_by_pixel, region).ranked)
    CHECK(region.at<uchar>(cvRound(each.grasp.y), cvRound(each.grasp.x)) == 255);
  auto const refused = [&](cv::Mat const& bad) {
    return error_of([&] { (void)detect_whole_image(host, pixel_network{}, image, {}, {}, bad); });
  };
  CHECK(refused(cv::Mat(152, 199, CV_8UC1)).id == "option.region");
  CHECK_THAT(refused(cv::Mat(size, CV_8UC3)).message, Catch::Contains("dots: expected a region of 200x152"));
  CHECK(error_of([] { (void)region_inside({{0, 0}, {1, 1}}, size); }).id == "option.region");
}

TEST_CASE("detect_whole_image: of several scales the most certain answer to one object stays") {
  sample image = dots({});
  cv::rectangle(image.rgb, {90, 60, 12, 12}, cv::Scalar(255, 153, 51), cv::FILLED);
  cv::rectangle(image.rgb, {20, 100, 12, 12}, cv::Scalar(255, 153, 0), cv::FILLED);
  auto large = close_peaks;
  large.peaks.radius = 16;
  auto const both = detect_whole_image(host, pixel_network{}, image, large, {.scales = {2, 4}, .repeat_iou = 0});
  REQUIRE(both.ranked.size() >= 2);
  CHECK(both.ranked[0].uncertainty < both.ranked[1].uncertainty);
  CHECK(both.heat.shape[1] >= 200);
  CHECK(error_of([&] { (void)detect_whole_image(host, pixel_network{}, image, {}, {.scales = {}}); }).id ==
        "option.field");
  CHECK(error_of([&] {
          (void)detect_whole_image(host, pixel_network{}, image, {}, {.scales = {1, -1}});
        }).id == "option.field");
}

TEST_CASE("detect_whole_image: the networks of its tests keep the laws of a network") {
  suregrasp_tests::expect_laws(testing::check_network(host, pixel_network{}));
  suregrasp_tests::expect_laws(testing::check_network(host, free_network{}));
}

TEST_CASE("detect_whole_image: the scale is found at which the hottest grasp is clearly hotter than at the usual one") {
  detect_options const warm{.peaks = {.threshold = 0.1, .radius = 3}, .smoothing = 0};
  auto const rows_of_heat = [&](int square, double doubling) {
    sample image = dots({});
    cv::rectangle(image.rgb, {90, 60, square, square}, cv::Scalar(255, 153, 51), cv::FILLED);
    auto const found = detect_whole_image(host, free_network{}, image, warm,
                                          {.scales = {1, 4}, .automatic = true, .doubling = doubling});
    return found.heat.shape[0];
  };
  auto const rows_at = [&](double scale) {
    return detect_whole_image(host, free_network{}, dots({}), warm, {.scales = {scale}}).heat.shape[0];
  };
  CHECK(rows_of_heat(60, 0.15) == rows_at(1));  // as hot at both
  CHECK(rows_of_heat(1, 0.15) == rows_at(4));   // at 1 a sixteenth of it
  CHECK(rows_of_heat(1, 0.5) == rows_at(1));
}
