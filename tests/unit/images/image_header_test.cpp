#include <suregrasp/images/images.hpp>
#include <suregrasp/images/impl/image_header.hpp>

#include "catch2.hpp"
#include "image_files.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

std::string encoded(char const* extension, int type, std::vector<int> const& settings = {}) {
  cv::Mat image(9, 13, type);
  cv::randu(image, 0, 200);
  std::vector<std::uint8_t> bytes;
  REQUIRE(cv::imencode(extension, image, bytes, settings));
  return {bytes.begin(), bytes.end()};
}

std::string layout_text(std::string const& bytes) {
  auto const layout = detail::checked_layout(bytes, "a", {});
  return std::to_string(layout.width) + "x" + std::to_string(layout.height) + " " + detail::kind_text(layout);
}

std::string refusal(std::string const& bytes, image_limits const& limits = {}) {
  return error_of([&] { (void)detail::checked_layout(bytes, "a", limits); }).message;
}

/// A little-endian TIFF whose field `tag` got another value.
std::string with_field(std::string bytes, unsigned tag, unsigned value) {
  auto const at = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
  std::size_t const start = at(4) | at(5) << 8 | at(6) << 16;
  for (std::size_t i = start + 2; i < start + 2 + std::size_t{12} * at(start); i += 12)
    if ((at(i) | at(i + 1) << 8) == tag)
      for (std::size_t k = 0; k < (at(i + 2) == 3 ? 2U : 4U); ++k)
        bytes[i + 8 + k] = static_cast<char>(value >> (8 * k));
  return bytes;
}

}  // namespace

TEST_CASE("size and kind are read of every format before a pixel is") {
  CHECK(layout_text(encoded(".png", CV_8UC3)) == "13x9 CV_8UC3");
  CHECK(layout_text(encoded(".png", CV_16UC1)) == "13x9 CV_16UC1");
  CHECK(layout_text(encoded(".png", CV_8UC4)) == "13x9 CV_8UC4");
  CHECK(layout_text(encoded(".png", CV_8UC1, {cv::IMWRITE_PNG_BILEVEL, 1})) == "13x9 CV_8UC1");
  CHECK(layout_text(encoded(".tiff", CV_32FC1)) == "13x9 CV_32FC1");
  for (int const compression : {1, 5, 8, 32773})
    CHECK(layout_text(encoded(".tiff", CV_16UC3, {cv::IMWRITE_TIFF_COMPRESSION, compression})) == "13x9 CV_16UC3");
  CHECK(layout_text(encoded(".jpg", CV_8UC1)) == "13x9 CV_8UC1");
  CHECK(layout_text(encoded(".jpg", CV_8UC3, {cv::IMWRITE_JPEG_PROGRESSIVE, 1})) == "13x9 CV_8UC3");
}

TEST_CASE("a big-endian TIFF is read too") {
  using namespace std::string_literals;
  auto const field = [](char tag, char value) { return "\x01"s + tag + "\0\x03\0\0\0\x01\0"s + value + "\0\0"s; };
  std::string const tiff = "MM\0*\0\0\0\x08\0\x06"s + field(0, 2) + field(1, 1) + field(2, 8) + field(6, 1) +
                           field(17, 86) + field(23, 2) + "\0\0\0\0"s + "\x0a\x14"s;
  CHECK(layout_text(tiff) == "2x1 CV_8UC1");
  auto const image = decode_rgb(tiff, "a");
  CHECK(image.at<cv::Vec3b>(0, 1) == cv::Vec3b(20, 20, 20));
}

TEST_CASE("an image beyond the limit is refused by its header, whatever its file holds") {
  CHECK(refusal(encoded(".png", CV_8UC3), {.most_pixels = 117}).empty());
  for (auto const* extension : {".png", ".jpg", ".tiff"})
    CHECK_THAT(refusal(encoded(extension, CV_8UC3), {.most_pixels = 116}),
               Catch::Contains("116 pixels") && Catch::Contains("13x9"));
  auto large = encoded(".tiff", CV_8UC1, {cv::IMWRITE_TIFF_COMPRESSION, 5});
  for (unsigned const tag : {256U, 257U, 278U}) large = with_field(large, tag, 32000);
  CHECK_THAT(refusal(large), Catch::Contains("67108864 pixels"));
}

TEST_CASE("any cut of a JPEG or TIFF is damage, though decoders fill in what lacks") {
  for (auto const* extension : {".jpg", ".tiff"}) {
    auto const whole = encoded(extension, CV_8UC3);
    REQUIRE(refusal(whole).empty());
    std::size_t const needed = whole.size() - (is_jpeg(whole) ? 2 : 0);  // a JPEG's end marker is no pixel
    for (std::size_t length = 0; length < needed; ++length) {
      INFO(extension << " cut at " << length);
      CHECK_FALSE(refusal(whole.substr(0, length)).empty());
    }
  }
}

TEST_CASE("what a TIFF says of its pixels has to hold") {
  auto const raw = encoded(".tiff", CV_8UC1, {cv::IMWRITE_TIFF_COMPRESSION, 1});
  REQUIRE(refusal(raw).empty());
  CHECK_THAT(refusal(with_field(raw, 256, 26)), Catch::Contains("pixels for every row"));
  CHECK_THAT(refusal(with_field(raw, 257, 0)), Catch::Contains("with pixels"));
  CHECK_THAT(refusal(with_field(raw, 258, 12)), Catch::Contains("8, 16, 32 or 64 bits"));
  CHECK_THAT(refusal(with_field(raw, 259, 7)), Catch::Contains("LZW") && Catch::Contains("kind 7"));
  CHECK_THAT(refusal(with_field(raw, 262, 6)), Catch::Contains("grey, RGB or a palette"));
  CHECK_THAT(refusal(with_field(raw, 273, 100000)), Catch::Contains("byte 100000"));
  CHECK_THAT(refusal(with_field(raw, 278, 4)), Catch::Contains("3 strips or tiles, found 1"));
}

TEST_CASE("the size of a TIFF's only strip may be missing or too large where its pixels are there") {
  cv::Mat depth(9, 13, CV_32FC1);
  cv::randu(depth, 0.5, 0.9);
  auto const size = depth.total() * 4;
  using fields = std::vector<suregrasp_tests::tiff_field>;
  for (auto const& more : {fields{}, fields{{279, 4, 0}}, fields{{279, 4, size}}, fields{{279, 4, size + 4000}},
                           fields{{278, 3, 9}}, fields{{278, 4, 0xffffffff}}}) {
    INFO((more.empty() ? 0 : more[0].tag) << " " << (more.empty() ? 0 : more[0].value));
    auto const tiff = suregrasp_tests::float_tiff(depth, more);
    CHECK(cv::norm(decode_depth(tiff, "d.tiff"), depth, cv::NORM_INF) == 0);
    auto cut = tiff.substr(0, 8) + tiff.substr(12);  // a pixel less
    for (std::size_t i = 0; i < 4; ++i) cut[4 + i] = static_cast<char>((4 + size) >> (8 * i) & 255);
    cut.resize(cut.size() - 4 * more.size());
    CHECK(error_of([&] { (void)decode_depth(cut.substr(0, size), "d.tiff"); }).id == "data.image");
  }
  CHECK_THAT(error_of([&] {
               (void)decode_depth(suregrasp_tests::float_tiff(depth, {{278, 3, 3}}), "d.tiff");
             }).message,
             Catch::Contains("3 strips or tiles, found 1"));
}

TEST_CASE("a JPEG of a kind that is not read is refused by name") {
  auto bytes = encoded(".jpg", CV_8UC1);
  auto const frame = bytes.find("\xff\xc0");
  REQUIRE(frame != std::string::npos);
  bytes[frame + 1] = '\xc3';
  CHECK_THAT(refusal(bytes), Catch::Contains("of kind 3"));
}

TEST_CASE("a PNG without a sound header is refused") {
  auto png = encoded(".png", CV_8UC1);
  png.replace(12, 4, "tEXt");
  auto const sum = detail::crc32::of(std::string_view(png).substr(12, 17));
  for (std::size_t i = 0; i < 4; ++i) png[29 + i] = static_cast<char>(sum >> (24 - 8 * i));
  CHECK_THAT(refusal(png), Catch::Contains("sound header"));
}

TEST_CASE("a photograph of floats is refused before it is decoded") {
  auto const failed = error_of([] {
    (void)decode_rgb(encoded(".tiff", CV_32FC3, {cv::IMWRITE_TIFF_COMPRESSION, 1}), "a.tiff");
  });
  CHECK(failed.id == "data.image");
  CHECK_THAT(failed.message, Catch::Contains("a.tiff") && Catch::Contains("CV_32FC3"));
}
