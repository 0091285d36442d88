#include <suregrasp/images/images.hpp>
#include <suregrasp/images/impl/png_structure.hpp>

#include "catch2.hpp"
#include "image_files.hpp"

using namespace suregrasp;
using suregrasp_tests::png_with_chunk;

namespace {

std::string small_png() {
  cv::Mat image(9, 13, CV_8UC3);
  cv::randu(image, 0, 255);
  auto const bytes = encode_png(image);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("the checksum is PNG's: CRC-32 of `123456789` and of nothing") {
  CHECK(detail::crc32::of("123456789") == 0xcbf43926U);
  CHECK(detail::crc32::of("") == 0U);
  CHECK(detail::crc32::of("IEND") == 0xae426082U);
}

TEST_CASE("a whole PNG is not damaged, any torn one is") {
  auto const png = small_png();
  CHECK_FALSE(png_damage(png));
  for (std::size_t length = 0; length < png.size(); ++length) CHECK(png_damage(png.substr(0, length)));
}

TEST_CASE("a wrong checksum of a chunk without pixels leaves that chunk out") {
  auto const png = small_png();
  auto const pixels = decode_rgb(png, "a.png");
  for (auto const* kind : {"tEXt", "iCCP", "zTXt", "eXIf", "pHYs"}) {
    INFO(kind);
    auto const faulty = png_with_chunk(png, kind, "Title a picture", 1);
    CHECK_FALSE(png_damage(faulty));
    auto const layout = detail::checked_layout(faulty, "a.png", {});
    REQUIRE(layout.faults.size() == 1);
    CHECK_THAT(layout.faults[0].text, Catch::Contains(std::string(kind) + " at byte 33"));
    CHECK(detail::sound_png(faulty) == png);
    CHECK(cv::norm(decode_rgb(faulty, "a.png"), pixels, cv::NORM_INF) == 0);
    CHECK(png_damage(faulty.substr(0, 45)));
  }
  for (auto const* kind : {"tRNS", "IDAT", "PLTE", "abCd"})
    CHECK_THAT(png_damage(png_with_chunk(png, kind, "abc", 1)).value_or(""), Catch::Contains(kind));
  CHECK(detail::checked_layout(png_with_chunk(png, "tEXt", "Title a picture"), "a.png", {}).faults.empty());
}

TEST_CASE("any changed byte of a PNG is damage") {
  auto const png = small_png();
  for (std::size_t i = 0; i < png.size(); ++i) {
    auto changed = png;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    INFO("byte " << i);
    CHECK(png_damage(changed));
  }
}
