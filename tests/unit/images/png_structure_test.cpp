#include <suregrasp/images/images.hpp>
#include <suregrasp/images/impl/png_structure.hpp>

#include "catch2.hpp"

using namespace suregrasp;

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

TEST_CASE("any changed byte of a PNG is damage") {
  auto const png = small_png();
  for (std::size_t i = 0; i < png.size(); ++i) {
    auto changed = png;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    INFO("byte " << i);
    CHECK(png_damage(changed));
  }
}
