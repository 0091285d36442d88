#ifndef SUREGRASP_IMAGES_IMPL_TIFF_STRUCTURE_HPP
#define SUREGRASP_IMAGES_IMPL_TIFF_STRUCTURE_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/impl/picture_layout.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Whether the first bytes are those of a TIFF file, of either byte order; BigTIFF does not count.
[[nodiscard]] inline bool is_tiff(std::string_view bytes) {
  using namespace std::string_view_literals;
  return bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv);
}

namespace detail {

/// Reads the first directory of a TIFF file and checks that it leads to pixels in the file.
class tiff_directory {
 public:
  tiff_directory(std::string_view bytes, std::string const& path) : bytes_(bytes), path_(path) {
    big_ = bytes.starts_with("MM");
    std::size_t const at = number(4, 4);
    std::size_t const count = number(at, 2);
    if (count > 512) refuse("at most 512 fields, found " + std::to_string(count));
    for (std::size_t i = 0; i < count; ++i) take(at + 2 + 12 * i);
  }

  [[nodiscard]] picture_layout read() const {
    picture_layout layout{one(width), one(length), one(samples, 1), one(bits, 1), one(sample_format, 1) == 3};
    layout.negative = one(sample_format, 1) == 2;
    layout.orientation = exif_orientation(bytes_);
    auto const format = one(sample_format, 1);
    if (format < 1 || format > 3) refuse("samples that are numbers");
    if (layout.width == 0 || layout.height == 0) refuse("an image with pixels");
    if (layout.channels < 1 || layout.channels > 4) refuse("1 to 4 samples a pixel");
    constexpr std::array<std::size_t, 5> depths{1, 8, 16, 32, 64};
    if (std::ranges::find(depths, layout.bits) == depths.end()) refuse("samples of 1, 8, 16, 32 or 64 bits");
    constexpr std::array<std::size_t, 5> known{1, 5, 8, 32773, 32946};
    if (std::ranges::find(known, one(compression, 1)) == known.end())
      refuse("no compression, LZW, Deflate or PackBits, found kind " + std::to_string(one(compression, 1)));
    if (one(photometric, 1) > 3) refuse("grey, RGB or a palette");
    check_pixels(layout);
    return layout;
  }

 private:
  static constexpr std::size_t width = 256, length = 257, bits = 258, compression = 259, photometric = 262,
                               strip_offsets = 273, samples = 277, strip_rows = 278, strip_sizes = 279, planes = 284,
                               tile_width = 322, tile_length = 323, tile_offsets = 324, tile_sizes = 325,
                               sample_format = 339;
  struct field {
    std::size_t size, count, at;  ///< bytes per value, number of values, offset of the first
  };

  /// Notes a field of 12 bytes; its values must lie in the file, whatever they mean.
  void take(std::size_t at) {
    constexpr std::array<std::size_t, 14> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    std::size_t const tag = number(at, 2), type = number(at + 2, 2), count = number(at + 4, 4);
    if (type == 0 || type >= sizes.size()) refuse("fields of known types, field " + std::to_string(tag) + " is none");
    std::size_t const total = sizes[type] * count;
    std::size_t const position = total <= 4 ? at + 8 : number(at + 8, 4);
    require_inside(position, total);
    if (!fields_.emplace(tag, field{type == 3 ? 2U : type == 4 ? 4U : type == 1 ? 1U : 0U, count, position}).second)
      refuse("each field once, field " + std::to_string(tag) + " is there twice");
  }

  [[nodiscard]] std::vector<std::size_t> values(std::size_t tag) const {
    auto const found = fields_.find(tag);
    if (found == fields_.end()) return {};
    auto const& [size, count, at] = found->second;
    if (size == 0) refuse("whole numbers in field " + std::to_string(tag));
    std::vector<std::size_t> result(count);
    for (std::size_t i = 0; i < count; ++i) result[i] = number(at + i * size, size);
    return result;
  }

  /// The value of a field that is the same for every sample; `missing` where there is no such field.
  [[nodiscard]] std::size_t one(std::size_t tag, std::size_t missing = 0) const {
    auto const all = values(tag);
    if (all.empty()) return missing;
    if (std::ranges::any_of(all, [&](auto value) { return value != all.front(); }))
      refuse("one value for all samples in field " + std::to_string(tag));
    return all.front();
  }

  /// Checks the strips or tiles: as many as the size needs, all in the file, none shorter than its raw pixels. The size
  /// of the only strip may be missing, 0 or too large, as some programs write it: the image's own says it.
  void check_pixels(picture_layout& layout) const {
    bool const tiled = fields_.contains(tile_width) || fields_.contains(tile_offsets);
    std::size_t const across = tiled ? one(tile_width) : layout.width;
    std::size_t const down = tiled ? one(tile_length) : std::min(one(strip_rows, layout.height), layout.height);
    if (across == 0 || down == 0 || across > layout.width + 1024 || down > layout.height + 1024)
      refuse("strips or tiles no larger than the image");
    bool const apart = one(planes, 1) == 2;
    auto const parts = [](std::size_t whole, std::size_t part) { return (whole + part - 1) / part; };
    auto const offsets = values(tiled ? tile_offsets : strip_offsets);
    auto sizes = values(tiled ? tile_sizes : strip_sizes);
    std::size_t const pieces = parts(layout.width, across) * parts(layout.height, down);
    if (offsets.size() != pieces * (apart ? layout.channels : 1))
      refuse(std::to_string(pieces) + " strips or tiles, found " + std::to_string(offsets.size()));
    std::size_t const line = (across * (apart ? 1 : layout.channels) * layout.bits + 7) / 8;
    if (offsets.size() == 1 && !tiled) sizes = {size_of_strip(sizes, offsets[0], layout.height * line)};
    if (sizes.size() != offsets.size())
      refuse("the sizes of its " + std::to_string(offsets.size()) + " strips or tiles (field " +
             std::to_string(tiled ? tile_sizes : strip_sizes) + "), found " + std::to_string(sizes.size()));
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      std::size_t const rows = tiled ? down : std::min(down, layout.height - i % pieces * down);
      bool const raw = one(compression, 1) == 1;
      if (raw && sizes[i] < rows * line) refuse("pixels for every row");
      require_inside(offsets[i], raw && !tiled ? rows * line : sizes[i]);
      layout.needs = std::max(layout.needs, offsets[i] + sizes[i]);
    }
    if (layout.needs > bytes_.size() + (std::size_t{1} << 26)) refuse("strips or tiles no larger than the image");
  }

  /// The size of the only strip: as stated, else that of the raw pixels or what is left of the file.
  [[nodiscard]] std::size_t size_of_strip(std::vector<std::size_t> const& stated, std::size_t at,
                                          std::size_t raw) const {
    require_inside(at, 0);
    bool const known = stated.size() == 1 && stated[0] > 0;
    if (one(compression, 1) != 1) return known ? stated[0] : bytes_.size() - at;
    return known ? stated[0] : raw;
  }

  [[nodiscard]] std::size_t number(std::size_t at, std::size_t size) const {
    require_inside(at, size);
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | static_cast<std::uint8_t>(bytes_[big_ ? at + i : at + size - 1 - i]);
    return value;
  }

  void require_inside(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size)
      refuse(std::to_string(size) + " bytes at byte " + std::to_string(at) + ", the file has " +
             std::to_string(bytes_.size()));
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error("data.image", path_ + ": expected a whole TIFF file with " + expected);
  }

  std::string_view bytes_;
  std::string const& path_;
  bool big_ = false;
  std::map<std::size_t, field> fields_;
};

/// Size, type and orientation of the first image in a TIFF file. Throws `data_error` `data.image` where a field or
/// pixels lie outside of the file, and for kinds of TIFF that are not read. Source: TIFF revision 6.0, sections 2, 7
/// and 15.
[[nodiscard]] inline picture_layout tiff_layout(std::string_view bytes, std::string const& path) {
  return tiff_directory(bytes, path).read();
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMPL_TIFF_STRUCTURE_HPP
