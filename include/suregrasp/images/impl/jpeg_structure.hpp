#ifndef SUREGRASP_IMAGES_IMPL_JPEG_STRUCTURE_HPP
#define SUREGRASP_IMAGES_IMPL_JPEG_STRUCTURE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/impl/jpeg_scans.hpp>
#include <suregrasp/images/impl/picture_layout.hpp>

namespace suregrasp::inline v2 {

/// Whether the first bytes are those of a JPEG file.
[[nodiscard]] inline bool is_jpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8\xff"); }

namespace detail {

/// Walks the segments of a JPEG file from the first to the end-of-image marker, which a file of whole scans may lack.
class jpeg_walk {
 public:
  jpeg_walk(std::string_view bytes, std::string const& path, std::size_t most_pixels)
      : bytes_(bytes), path_(path), most_pixels_(most_pixels) {}

  [[nodiscard]] picture_layout read() {
    while (!ends_here()) {
      int const kind = marker();
      if (kind == end_of_image) break;
      if (kind == start_of_scan && !framed_) refuse("a frame before the first scan");
      auto const segment = body();
      if (kind >= 0xc0 && kind <= 0xcf && kind != huffman_tables && kind != 0xc8 && kind != 0xcc) frame(kind, segment);
      if (kind == huffman_tables && !scans_.tables(segment)) refuse("sound Huffman tables");
      if (kind == restart_interval) scans_.restarts(segment);
      if (kind == application_1 && !layout_.orientation && segment.starts_with("Exif"))
        layout_.orientation = exif_orientation(segment.substr(std::min<std::size_t>(6, segment.size())));
      if (kind == start_of_scan) scan(segment);
    }
    if (!framed_ || !scanned_) refuse("an image before the end marker");
    if (followed_ && !scans_.complete()) refuse("a whole JPEG file, but scans are missing");
    return layout_;
  }

 private:
  static constexpr int end_of_image = 0xd9, start_of_scan = 0xda, huffman_tables = 0xc4, restart_interval = 0xdd,
                       application_1 = 0xe1;

  /// Whether the file ends where its end marker should be, after a scan.
  [[nodiscard]] bool ends_here() {
    if (!scanned_ || bytes_.substr(at_).find_first_not_of('\xff') != std::string_view::npos) return false;
    layout_.faults.push_back({"data.jpeg.no_end", "its end marker is missing; every pixel is there"});
    return true;
  }

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
    layout_.height = at(1) << 8 | at(2), layout_.width = at(3) << 8 | at(4);
    layout_.channels = at(5), layout_.bits = at(0);
    framed_ = true;
    followed_ = layout_.width > 0 && layout_.height > 0 && layout_.height <= most_pixels_ / layout_.width;
    if (followed_ && !scans_.frame(segment, kind == 0xc2)) refuse("one whole frame");
  }

  /// Checks the scan at hand and moves on to the marker after it, or to the end of the file.
  void scan(std::string_view header) {
    scanned_ = true;
    auto const start = at_;
    if (auto const damage = followed_ ? scans_.damage(header, bytes_, at_) : std::nullopt)
      refuse("a whole JPEG file, but its scan at byte " + std::to_string(start) + " " + *damage + "; fetch it anew");
    for (; at_ < bytes_.size(); ++at_) {
      if (byte(at_) != 0xff || at_ + 1 == bytes_.size()) continue;
      int const next = byte(at_ + 1);
      if (next != 0xff && next != 0 && (next < 0xd0 || next > 0xd7)) return;
    }
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error("data.image", path_ + ": expected " + expected);
  }

  std::string_view bytes_;
  std::string const& path_;
  std::size_t most_pixels_, at_ = 2;
  picture_layout layout_;
  jpeg_scans scans_;
  bool framed_ = false, scanned_ = false, followed_ = false;
};

/// Size, type and orientation of the image in a JPEG file. Throws `data_error` `data.image` unless every segment is
/// complete and every block of every scan is there: decoders fill what a truncated file lacks with grey, without an
/// error. A missing end marker takes no pixel and is a fault of the layout. Scans of more than `most_pixels` are not
/// followed. Source: ITU-T T.81, annex B.
[[nodiscard]] inline picture_layout jpeg_layout(std::string_view bytes, std::string const& path,
                                                std::size_t most_pixels) {
  return jpeg_walk(bytes, path, most_pixels).read();
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMPL_JPEG_STRUCTURE_HPP
