#ifndef SUREGRASP_TESTS_UNIT_IMAGES_IMAGE_FILES_HPP
#define SUREGRASP_TESTS_UNIT_IMAGES_IMAGE_FILES_HPP

#include <cstddef>
#include <cstdint>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <string_view>
#include <suregrasp/images/impl/png_structure.hpp>
#include <vector>

namespace suregrasp_tests {

[[nodiscard]] inline std::string file_of(cv::Mat const& image, char const* extension,
                                         std::vector<int> const& settings = {}) {
  std::vector<std::uint8_t> bytes;
  if (!cv::imencode(extension, image, bytes, settings)) return {};
  return {bytes.begin(), bytes.end()};
}

/// `value` in `size` bytes of either order.
[[nodiscard]] inline std::string number_bytes(std::size_t value, std::size_t size, bool big_endian) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    bytes[big_endian ? size - 1 - i : i] = static_cast<char>(value >> (8 * i) & 255);
  return bytes;
}

/// EXIF that holds an orientation and nothing else.
[[nodiscard]] inline std::string exif(int orientation, bool big_endian = true) {
  auto const bytes = [&](std::size_t value, std::size_t size) { return number_bytes(value, size, big_endian); };
  return (big_endian ? "MM" : "II") + bytes(42, 2) + bytes(8, 4) + bytes(1, 2) + bytes(274, 2) + bytes(3, 2) +
         bytes(1, 4) + bytes(static_cast<std::size_t>(orientation), 2) + bytes(0, 2) + bytes(0, 4);
}

[[nodiscard]] inline std::string jpeg_with_exif(std::string const& jpeg, std::string const& content) {
  auto const segment = std::string("Exif\0\0", 6) + content;
  return jpeg.substr(0, 2) + "\xff\xe1" + number_bytes(segment.size() + 2, 2, true) + segment + jpeg.substr(2);
}

/// A PNG with one more chunk after its header; its checksum is off by `wrong`.
[[nodiscard]] inline std::string png_with_chunk(std::string const& png, std::string const& kind,
                                                std::string const& content, std::size_t wrong = 0) {
  auto const sum = suregrasp::detail::crc32::of(kind + content) ^ wrong;
  return png.substr(0, 33) + number_bytes(content.size(), 4, true) + kind + content + number_bytes(sum, 4, true) +
         png.substr(33);
}

/// What a TIFF directory says of a field: type 3 is two bytes, 4 is four.
struct tiff_field {
  std::size_t tag, type, value;
};

/// A TIFF file of one strip of raw bytes, with these fields beside those that place and shape it.
[[nodiscard]] inline std::string tiff_of(std::string_view pixels, std::vector<tiff_field> const& fields,
                                         bool big_endian = false) {
  auto const bytes = [&](std::size_t value, std::size_t size) { return number_bytes(value, size, big_endian); };
  std::string file = (big_endian ? "MM" : "II") + bytes(42, 2) + bytes(8 + pixels.size(), 4) + std::string(pixels);
  file += bytes(fields.size(), 2);
  for (auto const& f : fields) {
    file += bytes(f.tag, 2) + bytes(f.type, 2) + bytes(1, 4) + bytes(f.value, f.type == 3 ? 2 : 4);
    if (f.type == 3) file += bytes(0, 2);
  }
  return file + bytes(0, 4);
}

/// A TIFF of one float channel whose values are written as they are in memory; `more` fields are added.
[[nodiscard]] inline std::string float_tiff(cv::Mat const& values, std::vector<tiff_field> const& more = {}) {
  std::string_view const pixels(values.ptr<char>(), values.total() * values.elemSize());
  std::vector<tiff_field> fields{{256, 3, static_cast<std::size_t>(values.cols)},
                                 {257, 3, static_cast<std::size_t>(values.rows)},
                                 {258, 3, values.elemSize() * 8},
                                 {259, 3, 1},
                                 {262, 3, 1},
                                 {273, 4, 8}};
  for (auto const& f : more)
    if (f.tag < 277) fields.push_back(f);
  fields.push_back({277, 3, 1});
  for (auto const& f : more)
    if (f.tag >= 277 && f.tag < 339) fields.push_back(f);
  fields.push_back({339, 3, 3});
  return tiff_of(pixels, fields);
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_IMAGES_IMAGE_FILES_HPP
