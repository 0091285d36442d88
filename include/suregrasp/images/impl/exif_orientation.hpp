#ifndef SUREGRASP_IMAGES_IMPL_EXIF_ORIENTATION_HPP
#define SUREGRASP_IMAGES_IMPL_EXIF_ORIENTATION_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <suregrasp/images/orientation.hpp>

namespace suregrasp::inline v2::detail {

/// What the tag Orientation says, and where.
struct orientation_tag {
  image_orientation way = image_orientation::upright;
  std::size_t at = 0, size = 2;  ///< bytes of the value
  bool big_endian = false;
};

/// The orientation in TIFF's structure, which is EXIF's too; nothing where there is none, or none of 1 to 8: a viewer
/// then shows the image as it is stored. Damage counts as no tag. Source: TIFF revision 6.0, sections 2 and 8;
/// EXIF 2.3.
[[nodiscard]] inline std::optional<orientation_tag> exif_orientation(std::string_view bytes) {
  bool const big = bytes.starts_with("MM");
  if (bytes.size() < 8 || (!big && !bytes.starts_with("II"))) return std::nullopt;
  auto const number = [&](std::size_t at, std::size_t size) -> std::optional<std::size_t> {
    if (at > bytes.size() || bytes.size() - at < size) return std::nullopt;
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | static_cast<std::uint8_t>(bytes[big ? at + i : at + size - 1 - i]);
    return value;
  };
  auto const start = number(4, 4), count = start ? number(*start, 2) : std::nullopt;
  if (!count) return std::nullopt;
  for (std::size_t i = 0; i < *count && i < 512; ++i) {
    std::size_t const at = *start + 2 + 12 * i;
    auto const tag = number(at, 2), type = number(at + 2, 2), values = number(at + 4, 4);
    if (!values) return std::nullopt;
    if (tag != 274 || values != 1 || (type != 3 && type != 4)) continue;
    std::size_t const size = type == 3 ? 2 : 4;
    auto const value = number(at + 8, size);
    if (!value || *value < 1 || *value > 8) return std::nullopt;
    return orientation_tag{static_cast<image_orientation>(*value), at + 8, size, big};
  }
  return std::nullopt;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_EXIF_ORIENTATION_HPP
