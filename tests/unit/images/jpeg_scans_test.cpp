#include <opencv2/imgproc.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/impl/image_header.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

struct jpeg_kind {
  std::string name;
  std::vector<int> settings;
};

std::vector<jpeg_kind> kinds() {
  std::vector<jpeg_kind> all;
  for (int const quality : {20, 95, 100})
    for (int const progressive : {0, 1})
      for (int const restart : {0, 1, 3})
        all.push_back({"quality " + std::to_string(quality) + (progressive ? ", progressive" : "") + ", restart " +
                           std::to_string(restart),
                       {cv::IMWRITE_JPEG_QUALITY, quality, cv::IMWRITE_JPEG_PROGRESSIVE, progressive,
                        cv::IMWRITE_JPEG_RST_INTERVAL, restart, cv::IMWRITE_JPEG_OPTIMIZE, restart == 3}});
  return all;
}

/// Soft shapes with some noise, so that codes of all lengths come up.
cv::Mat scene(cv::Size size, int type) {
  cv::Mat image(size, type);
  cv::randu(image, 0, 255);
  cv::GaussianBlur(image, image, {0, 0}, 3);
  cv::circle(image, {size.width / 2, size.height / 2}, size.height / 3, cv::Scalar(20, 200, 90), -1);
  cv::Mat noise(size, type);
  cv::randu(noise, 0, 12);
  return image + noise;
}

std::string jpeg(cv::Mat const& image, std::vector<int> const& settings) {
  std::vector<std::uint8_t> bytes;
  REQUIRE(cv::imencode(".jpg", image, bytes, settings));
  return {bytes.begin(), bytes.end()};
}

std::string refusal(std::string const& bytes) {
  return error_of([&] { (void)detail::checked_layout(bytes, "a.jpg", {}); }).message;
}

/// Where the codes of the first scan begin.
std::size_t first_codes(std::string const& bytes) {
  auto const at = bytes.find("\xff\xda");
  REQUIRE(at != std::string::npos);
  return at + 2 + static_cast<unsigned char>(bytes[at + 3]);
}

}  // namespace

TEST_CASE("whole JPEGs of every kind and size are followed to their last block") {
  for (auto const& kind : kinds())
    for (cv::Size const size : {cv::Size(64, 48), cv::Size(33, 17), cv::Size(8, 8), cv::Size(1, 1), cv::Size(129, 90)})
      for (int const type : {CV_8UC3, CV_8UC1}) {
        INFO(kind.name << " " << size << " type " << type);
        CHECK(refusal(jpeg(scene(size, type), kind.settings)) == "");
      }
}

TEST_CASE("a JPEG cut in a scan is refused though an end marker follows") {
  for (auto const& kind : kinds()) {
    auto const whole = jpeg(scene({61, 45}, CV_8UC3), kind.settings);
    std::size_t const first = first_codes(whole), last = whole.size() - 2;
    for (std::size_t length = first; length < last; length += 1 + (last - first) / 400) {
      INFO(kind.name << " cut at " << length << " of " << whole.size());
      CHECK_FALSE(refusal(whole.substr(0, length) + "\xff\xd9").empty());
    }
    CHECK_FALSE(refusal(whole.substr(0, last - 1) + "\xff\xd9").empty());
  }
  auto const whole = jpeg(scene({61, 45}, CV_8UC3), {});
  auto const half = whole.substr(0, (first_codes(whole) + whole.size()) / 2) + "\xff\xd9";
  CHECK_THAT(refusal(half), Catch::StartsWith("a.jpg: ") && Catch::Contains("scan at byte") &&
                                Catch::Contains("% of its pixels") && Catch::Contains("anew"));
}

TEST_CASE("a JPEG whose end marker alone is missing gives every pixel") {
  for (auto const& kind : kinds()) {
    INFO(kind.name);
    auto const whole = jpeg(scene({61, 45}, CV_8UC3), kind.settings);
    for (std::size_t const lost : {1U, 2U}) {
      auto const cut = whole.substr(0, whole.size() - lost);
      auto const layout = detail::checked_layout(cut, "a.jpg", {});
      REQUIRE(layout.faults.size() == 1);
      CHECK(layout.faults[0].id == "data.jpeg.no_end");
      CHECK(cv::norm(decode_rgb(cut, "a.jpg"), decode_rgb(whole, "a.jpg"), cv::NORM_INF) == 0);
    }
  }
}

TEST_CASE("codes that no table has and a lost restart marker are damage") {
  auto whole = jpeg(scene({61, 45}, CV_8UC3), {});
  std::string ones;
  for (int i = 0; i < 8; ++i) ones += std::string("\xff\0", 2);
  whole.replace(first_codes(whole) + 40, ones.size(), ones);
  CHECK_THAT(refusal(whole), Catch::Contains("codes that are none"));
  auto const restarts = jpeg(scene({61, 45}, CV_8UC3), {cv::IMWRITE_JPEG_RST_INTERVAL, 1});
  auto const mark = restarts.find("\xff\xd1", first_codes(restarts));
  REQUIRE(mark != std::string::npos);
  CHECK_THAT(refusal(restarts.substr(0, mark) + restarts.substr(mark + 2)), Catch::Contains("lacks a restart marker"));
}

TEST_CASE("a JPEG that claims a vast size in few bytes is refused by its header") {
  auto bytes = jpeg(scene({61, 45}, CV_8UC3), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  auto const frame = bytes.find("\xff\xc2");
  REQUIRE(frame != std::string::npos);
  for (std::size_t i = 5; i < 9; ++i) bytes[frame + i] = '\xff';
  CHECK_THAT(refusal(bytes), Catch::Contains("65535x65535"));
}
