#ifndef SUREGRASP_IMAGES_IMPL_JPEG_STRUCTURE_HPP
#define SUREGRASP_IMAGES_IMPL_JPEG_STRUCTURE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/impl/picture_layout.hpp>

namespace suregrasp::inline v2 {

/// Whether the first bytes are those of a JPEG file.
[[nodiscard]] inline bool is_jpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8\xff"); }

namespace detail {

/// Walks the segments of a JPEG file from the first to the end-of-image marker.
class jpeg_walk {
 public:
  jpeg_walk(std::string_view bytes, std::string const& path) : bytes_(bytes), path_(path) {}

  [[nodiscard]] picture_layout read() {
    while (true) {
      int const kind = marker();
      if (kind == end_of_image) break;
      if (kind == start_of_scan && !framed_) refuse("a frame before the first scan");
      auto const segment = body();
      if (kind >= 0xc0 && kind <= 0xcf && kind != huffman_tables && kind != 0xc8 && kind != 0xcc) frame(kind, segment);
      if (kind == start_of_scan) skip_scan();
    }
    if (!framed_ || !scanned_) refuse("an image before the end marker");
    return layout_;
  }

 private:
  static constexpr int end_of_image = 0xd9, start_of_scan = 0xda, huffman_tables = 0xc4;

  [[nodiscard]] int byte(std::size_t at) const {
    if (at >= bytes_.size()) refuse("a whole JPEG file, but it ends before its end marker");
    return static_cast<std::uint8_t>(bytes_[at]);
  }

  [[nodiscard]] int marker() {
    if (byte(at_) != 0xff) refuse("a marker at byte " + std::to_string(at_));
    while (byte(at_) == 0xff) ++at_;
    return byte(at_++);
  }

  /// The content of the segment at hand; the walk moves on to what follows it.
  [[nodiscard]] std::string_view body() {
    auto const length = static_cast<std::size_t>(byte(at_) << 8 | byte(at_ + 1));
    if (length < 2 || bytes_.size() - at_ < length)
      refuse("a segment of " + std::to_string(length) + " bytes at byte " + std::to_string(at_));
    auto const content = bytes_.substr(at_ + 2, length - 2);
    at_ += length;
    return content;
  }

  void frame(int kind, std::string_view segment) {
    if (kind > 0xc2) refuse("a baseline or progressive JPEG, its frame is of kind " + std::to_string(kind - 0xc0));
    if (framed_ || segment.size() < 6) refuse("one whole frame");
    auto const at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<std::uint8_t>(segment[i])); };
    layout_ = {at(3) << 8 | at(4), at(1) << 8 | at(2), at(5), at(0)};
    framed_ = true;
  }

  void skip_scan() {
    scanned_ = true;
    for (;; ++at_) {
      if (byte(at_) != 0xff) continue;
      int const next = byte(at_ + 1);
      if (next == 0xff || next == 0 || (next >= 0xd0 && next <= 0xd7)) continue;
      return;
    }
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error("data.image", path_ + ": expected " + expected);
  }

  std::string_view bytes_;
  std::string const& path_;
  std::size_t at_ = 2;
  picture_layout layout_;
  bool framed_ = false, scanned_ = false;
};

/// Size and type of the image in a JPEG file. Throws `data_error` `data.image` unless every segment is complete and the
/// file has its end marker: decoders fill what a truncated file lacks with grey, without an error.
/// Source: ITU-T T.81, annex B.
[[nodiscard]] inline picture_layout jpeg_layout(std::string_view bytes, std::string const& path) {
  return jpeg_walk(bytes, path).read();
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMPL_JPEG_STRUCTURE_HPP
