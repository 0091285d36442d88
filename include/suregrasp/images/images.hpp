#ifndef SUREGRASP_IMAGES_IMAGES_HPP
#define SUREGRASP_IMAGES_IMAGES_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/impl/image_header.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// The decoded image, in OpenCV's channel order; `accept(layout)` may throw before anything is decoded. OpenCV's own
/// messages on a damaged file go where the program's log level lets them: the level is the program's, shared by all
/// threads.
/// Throws `data_error` `data.image`.
template <class Accept>
[[nodiscard]] cv::Mat decode_image(std::string const& bytes, std::filesystem::path const& path, int mode,
                                   image_limits const& limits, Accept const& accept) {
  auto const refuse = [&](std::string const& why) { throw data_error("data.image", path.string() + ": " + why); };
  auto const layout = checked_layout(bytes, path.string(), limits);
  accept(layout);
  if (bytes.size() > std::size_t{std::numeric_limits<int>::max()}) refuse("expected an image below 2 GiB");
  cv::Mat image;
  try {
    image = cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data())), mode);
  } catch (cv::Exception const& reason) {
    refuse("expected an image, but decoding failed: " + reason.err);
  }
  if (image.empty()) refuse("expected an image, but decoding failed");
  return image;
}

[[nodiscard]] inline std::vector<std::uint8_t> encode_image(char const* extension, cv::Mat const& image) {
  std::vector<std::uint8_t> bytes;
  if (image.empty() || !cv::imencode(extension, image, bytes))
    throw data_error("data.image.encode", std::string("cannot encode an image as ") + extension);
  return bytes;
}

[[noreturn]] inline void refuse_kind(std::string const& expected, std::string const& found, std::string const& who,
                                     std::string const& id = "data.depth.kind") {
  throw data_error(id, who + ": expected " + expected + ", got " + found);
}

/// The type of an image by OpenCV's name, such as CV_8UC3.
[[nodiscard]] inline std::string kind_text(picture_layout const& layout) {
  return "CV_" + std::to_string(std::max<std::size_t>(layout.bits, 8)) + (layout.floating ? "FC" : "UC") +
         std::to_string(layout.channels);
}

inline void require_kind(cv::Mat const& image, int type, std::string const& who, std::string const& id) {
  if (image.type() != type) refuse_kind(cv::typeToString(type), cv::typeToString(image.type()), who, id);
}

}  // namespace detail

/// A colour image `[H, W]` as CV_8UC3 in the order red, green, blue, from the bytes of a PNG, JPEG or TIFF file; grey,
/// 16-bit and transparent images are converted. `name` stands for the file in messages.
///
/// Throws `data_error` `data.image` for a file that is no image, is cut off, has a wrong checksum, holds other numbers
/// than integers of 8 or 16 bits, or exceeds the limits, all before anything is decoded.
[[nodiscard]] inline cv::Mat decode_rgb(std::string const& bytes, std::filesystem::path const& name,
                                        image_limits const& limits = {}) {
  cv::Mat image =
      detail::decode_image(bytes, name, cv::IMREAD_COLOR, limits, [&](detail::picture_layout const& layout) {
        if (layout.floating || layout.bits > 16)
          throw data_error("data.image", name.string() + ": expected an image of 8 or 16 bits a channel, found " +
                                             detail::kind_text(layout));
      });
  cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
  return image;
}

/// A depth image `[H, W]` as CV_32FC1, metres, from the bytes of a TIFF file with one channel of 32-bit floats.
/// Throws `data_error`: `data.image` as `decode_rgb`, `data.depth.kind` for an image of another type.
[[nodiscard]] inline cv::Mat decode_depth(std::string const& bytes, std::filesystem::path const& name,
                                          image_limits const& limits = {}) {
  auto const who = name.string() + " holds no depth in metres";
  cv::Mat depth = detail::decode_image(bytes, name, cv::IMREAD_UNCHANGED, limits, [&](auto const& layout) {
    if (detail::kind_text(layout) != "CV_32FC1") detail::refuse_kind("CV_32FC1", detail::kind_text(layout), who);
  });
  detail::require_kind(depth, CV_32FC1, who, "data.depth.kind");
  return depth;
}

/// A depth image `[H, W]` as CV_32FC1, metres, from the bytes of a 16-bit integer image (CV_16UC1), as RGB-D cameras
/// write them, or of a 32-bit float image. Values are multiplied by `metres_per_unit`, 0.001 for millimetres.
/// Throws `data_error`: `data.image` as `decode_rgb`, `data.depth.kind` for an image of another type.
[[nodiscard]] inline cv::Mat decode_depth(std::string const& bytes, std::filesystem::path const& name,
                                          double metres_per_unit, image_limits const& limits = {}) {
  auto const who = name.string() + " holds no depth of one channel";
  cv::Mat depth = detail::decode_image(bytes, name, cv::IMREAD_UNCHANGED, limits, [&](auto const& layout) {
    auto const kind = detail::kind_text(layout);
    if (kind != "CV_32FC1" && kind != "CV_16UC1") detail::refuse_kind("CV_16UC1", kind, who);
  });
  if (depth.type() != CV_32FC1) detail::require_kind(depth, CV_16UC1, who, "data.depth.kind");
  depth.convertTo(depth, CV_32FC1, metres_per_unit);
  return depth;
}

/// The colour image in a file: `read_file`, then `decode_rgb`; throws as they do.
[[nodiscard]] inline cv::Mat read_rgb(std::filesystem::path const& path) { return decode_rgb(read_file(path), path); }

/// The depth image in a float32 file, metres: `read_file`, then `decode_depth`; throws as they do.
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path) {
  return decode_depth(read_file(path), path);
}

/// The depth image in a 16-bit file, metres: `read_file`, then `decode_depth`; throws as they do.
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path, double metres_per_unit) {
  return decode_depth(read_file(path), path, metres_per_unit);
}

/// Throws `data_error` `data.depth.size`, whose message begins with `path`, unless depth and colour have the same size.
inline void require_same_size(cv::Mat const& depth, cv::Mat const& rgb, std::string const& path) {
  auto const text = [](cv::Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); };
  if (depth.size() != rgb.size())
    throw data_error("data.depth.size", path + ": expected a depth image of " + text(rgb.size()) +
                                            " like the photograph, found " + text(depth.size()));
}

/// A PNG file, as bytes, of an image in the order red, green, blue (CV_8UC3) or of a grey one (CV_8UC1). Throws
/// `data_error` `data.image.encode` for an image of another type.
[[nodiscard]] inline std::vector<std::uint8_t> encode_png(cv::Mat const& image) {
  if (image.type() == CV_8UC1) return detail::encode_image(".png", image);
  detail::require_kind(image, CV_8UC3, "encode_png", "data.image.encode");
  cv::Mat bgr;
  cv::cvtColor(image, bgr, cv::COLOR_RGB2BGR);
  return detail::encode_image(".png", bgr);
}

/// Writes a PNG file (`encode_png`) as `write_file` does, complete or not at all.
inline void write_rgb(std::filesystem::path const& path, cv::Mat const& rgb) {
  write_file(path, std::span<std::uint8_t const>(encode_png(rgb)));
}

/// A float32 TIFF file, as bytes, of a depth image (CV_32FC1, metres). Throws `data_error` `data.depth.kind` for an
/// image of another type.
[[nodiscard]] inline std::vector<std::uint8_t> encode_depth(cv::Mat const& depth) {
  detail::require_kind(depth, CV_32FC1, "encode_depth", "data.depth.kind");
  return detail::encode_image(".tiff", depth);
}

/// Writes a float32 TIFF file (`encode_depth`) as `write_file` does, complete or not at all.
inline void write_depth(std::filesystem::path const& path, cv::Mat const& depth) {
  write_file(path, std::span<std::uint8_t const>(encode_depth(depth)));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMAGES_HPP
