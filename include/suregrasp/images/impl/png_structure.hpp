#ifndef SUREGRASP_IMAGES_IMPL_PNG_STRUCTURE_HPP
#define SUREGRASP_IMAGES_IMPL_PNG_STRUCTURE_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/impl/picture_layout.hpp>

namespace suregrasp::inline v2 {

namespace detail {

/// CRC-32 of PNG and zlib (polynomial 0xedb88320), eight bytes per step.
class crc32 {
 public:
  [[nodiscard]] static std::uint32_t of(std::string_view bytes) {
    static auto const tables = make_tables();
    std::uint32_t crc = 0xffffffffU;
    std::size_t i = 0;
    auto const at = [&](std::size_t k) { return static_cast<std::uint8_t>(bytes[k]); };
    for (; i + 8 <= bytes.size(); i += 8)
      crc = tables[7][(crc ^ at(i)) & 255] ^ tables[6][((crc >> 8) ^ at(i + 1)) & 255] ^
            tables[5][((crc >> 16) ^ at(i + 2)) & 255] ^ tables[4][(crc >> 24) ^ at(i + 3)] ^ tables[3][at(i + 4)] ^
            tables[2][at(i + 5)] ^ tables[1][at(i + 6)] ^ tables[0][at(i + 7)];
    for (; i < bytes.size(); ++i) crc = tables[0][(crc ^ at(i)) & 255] ^ (crc >> 8);
    return ~crc;
  }

 private:
  static std::array<std::array<std::uint32_t, 256>, 8> make_tables() {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t n = 0; n < 256; ++n) {
      std::uint32_t c = n;
      for (int k = 0; k < 8; ++k) c = (c & 1) ? 0xedb88320U ^ (c >> 1) : c >> 1;
      tables[0][n] = c;
    }
    for (std::size_t t = 1; t < 8; ++t)
      for (std::size_t n = 0; n < 256; ++n) tables[t][n] = tables[0][tables[t - 1][n] & 255] ^ (tables[t - 1][n] >> 8);
    return tables;
  }
};

[[nodiscard]] inline std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

}  // namespace detail

/// Whether the first bytes are those of a PNG file.
[[nodiscard]] inline bool is_png(std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n"); }

namespace detail {

/// Whether a chunk of a PNG file holds remarks: text, time, colour management. No pixel depends on them.
[[nodiscard]] inline bool is_png_remark(std::string_view kind) {
  static constexpr std::array<std::string_view, 14> remarks{"tEXt", "zTXt", "iTXt", "iCCP", "gAMA", "cHRM", "sRGB",
                                                            "pHYs", "tIME", "bKGD", "hIST", "sPLT", "sBIT", "eXIf"};
  return std::ranges::find(remarks, kind) != remarks.end();
}

/// Calls `chunk(kind, whole, sound)` for every chunk of a PNG file with its bytes from length to checksum; returns what
/// is wrong with the file, its remarks aside.
template <class Chunk>
[[nodiscard]] std::optional<std::string> walk_png(std::string_view bytes, Chunk&& chunk) {
  if (!bytes.starts_with("\x89PNG\r\n\x1a\n")) return "the PNG signature is missing";
  for (std::size_t at = 8; at < bytes.size();) {
    std::string const position = " at byte " + std::to_string(at);
    if (bytes.size() - at < 12) return "a chunk" + position + " is cut off";
    std::size_t const length = big_endian(bytes, at);
    std::string const kind(bytes.substr(at + 4, 4));
    if (bytes.size() - at - 12 < length)
      return "chunk " + kind + position + " needs " + std::to_string(length) + " bytes, the file ends after " +
             std::to_string(bytes.size() - at - 8);
    bool const sound = crc32::of(bytes.substr(at + 4, length + 4)) == big_endian(bytes, at + 8 + length);
    if (!sound && !is_png_remark(kind)) return "the checksum of chunk " + kind + position + " is wrong";
    chunk(std::string_view(kind), bytes.substr(at, length + 12), sound);
    if (kind == "IEND") return std::nullopt;
    at += length + 12;
  }
  return "the file ends without an IEND chunk";
}

}  // namespace detail

/// What is wrong with the chunks of a PNG file; nothing where every chunk is complete with a right checksum, up to
/// IEND. Chunks of text, time and colour management may have a wrong one: no pixel depends on them.
///
/// Decoders fill what they cannot read of a damaged file with grey or zeros, without an error.
/// Source: PNG specification (ISO/IEC 15948), section 5.
[[nodiscard]] inline std::optional<std::string> png_damage(std::string_view bytes) {
  return detail::walk_png(bytes, [](auto const&...) {});
}

namespace detail {

/// Size, type and orientation of the image in an undamaged PNG file; a palette counts as three channels of 8 bits.
/// Throws `data_error` `data.image` where the first chunk is no valid header.
[[nodiscard]] inline picture_layout png_layout(std::string_view bytes, std::string const& path) {
  constexpr std::array<std::size_t, 7> channels{1, 0, 3, 3, 2, 0, 4};
  bool const first = bytes.size() >= 29 && bytes.substr(12, 4) == "IHDR" && big_endian(bytes, 8) == 13;
  std::size_t const bits = first ? static_cast<std::uint8_t>(bytes[24]) : 0;
  std::size_t const kind = first ? static_cast<std::uint8_t>(bytes[25]) : 1;
  if ((bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) || kind > 6 || channels[kind] == 0)
    throw data_error("data.image", path + ": expected a PNG file that begins with a sound header");
  picture_layout layout{big_endian(bytes, 16), big_endian(bytes, 20), channels[kind], kind == 3 ? 8 : bits};
  (void)walk_png(bytes, [&](std::string_view name, std::string_view chunk, bool sound) {
    if (!sound)
      layout.faults.push_back({"data.png.checksum", "the checksum of chunk " + std::string(name) + " at byte " +
                                                        std::to_string(chunk.data() - bytes.data()) +
                                                        " is wrong; the chunk is left out"});
    else if (name == "eXIf")
      layout.orientation = exif_orientation(chunk.substr(8, chunk.size() - 12));
  });
  return layout;
}

/// The file without the chunks whose checksums are wrong, and without a word on its orientation.
[[nodiscard]] inline std::string sound_png(std::string_view bytes) {
  std::string result(bytes.substr(0, 8));
  (void)walk_png(bytes, [&](std::string_view name, std::string_view chunk, bool sound) {
    if (sound && name != "eXIf") result += chunk;
  });
  return result;
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMPL_PNG_STRUCTURE_HPP
