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

/// The decoded image, in OpenCV's channel order; `accept(layout)` may refuse it before that. Whatever OpenCV has to say
/// of a damaged file goes where the program's log level lets it: the level is the program's, and shared by all threads.
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

/// The kind of an image in OpenCV's words, such as CV_8UC3.
[[nodiscard]] inline std::string kind_text(picture_layout const& seen) {
  return "CV_" + std::to_string(std::max<std::size_t>(seen.bits, 8)) + (seen.floating ? "FC" : "UC") +
         std::to_string(seen.channels);
}

inline void require_kind(cv::Mat const& image, int type, std::string const& who, std::string const& id) {
  if (image.type() != type) refuse_kind(cv::typeToString(type), cv::typeToString(image.type()), who, id);
}

}  // namespace detail

/// A colour image as CV_8UC3 in the order red, green, blue, from the bytes of a PNG, JPEG or TIFF file; grey, 16-bit
/// and transparent ones are converted. `name` is that of the file in messages.
///
/// Throws `data_error` `data.image` for what is no image, cut off, has a wrong checksum, holds other numbers than whole
/// ones of 8 or 16 bits, or is larger than the limits, all before anything is decoded.
[[nodiscard]] inline cv::Mat decode_rgb(std::string const& bytes, std::filesystem::path const& name,
                                        image_limits const& limits = {}) {
  cv::Mat image = detail::decode_image(bytes, name, cv::IMREAD_COLOR, limits, [&](detail::picture_layout const& seen) {
    if (seen.floating || seen.bits > 16)
      throw data_error("data.image", name.string() + ": expected an image of 8 or 16 bits a channel, found " +
                                         detail::kind_text(seen));
  });
  cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
  return image;
}

/// A depth image as CV_32FC1, metres, from the bytes of a file with one channel of 32-bit floats (TIFF).
/// Throws `data_error` (`data.image`, `data.depth.kind`).
[[nodiscard]] inline cv::Mat decode_depth(std::string const& bytes, std::filesystem::path const& name,
                                          image_limits const& limits = {}) {
  auto const who = name.string() + " holds no depth in metres";
  cv::Mat depth = detail::decode_image(bytes, name, cv::IMREAD_UNCHANGED, limits, [&](auto const& seen) {
    if (detail::kind_text(seen) != "CV_32FC1") detail::refuse_kind("CV_32FC1", detail::kind_text(seen), who);
  });
  detail::require_kind(depth, CV_32FC1, who, "data.depth.kind");
  return depth;
}

/// A depth image of whole numbers (CV_16UC1), as RGB-D cameras write them, in metres: `metres_per_unit` is 0.001 for
/// millimetres. A 32-bit float image is taken too. Throws `data_error` (`data.image`, `data.depth.kind`).
[[nodiscard]] inline cv::Mat decode_depth(std::string const& bytes, std::filesystem::path const& name,
                                          double metres_per_unit, image_limits const& limits = {}) {
  auto const who = name.string() + " holds no depth of one channel";
  cv::Mat depth = detail::decode_image(bytes, name, cv::IMREAD_UNCHANGED, limits, [&](auto const& seen) {
    auto const kind = detail::kind_text(seen);
    if (kind != "CV_32FC1" && kind != "CV_16UC1") detail::refuse_kind("CV_16UC1", kind, who);
  });
  if (depth.type() != CV_32FC1) detail::require_kind(depth, CV_16UC1, who, "data.depth.kind");
  depth.convertTo(depth, CV_32FC1, metres_per_unit);
  return depth;
}

/// The photograph in a file, see `decode_rgb`; also throws `data_error` `io.missing`.
[[nodiscard]] inline cv::Mat read_rgb(std::filesystem::path const& path) { return decode_rgb(read_file(path), path); }

/// The depth in a file, metres, see `decode_depth`; also throws `data_error` `io.missing`.
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path) {
  return decode_depth(read_file(path), path);
}

/// The depth in a file of whole numbers, see `decode_depth`; also throws `data_error` `io.missing`.
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path, double metres_per_unit) {
  return decode_depth(read_file(path), path, metres_per_unit);
}

/// Throws `data_error` `data.depth.size`, which begins with `path`, unless depth and photograph have one size.
inline void require_same_size(cv::Mat const& depth, cv::Mat const& rgb, std::string const& path) {
  auto const text = [](cv::Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); };
  if (depth.size() != rgb.size())
    throw data_error("data.depth.size", path + ": expected a depth image of " + text(rgb.size()) +
                                            " like the photograph, found " + text(depth.size()));
}

/// The bytes of a PNG file of an image in the order red, green, blue (CV_8UC3) or of a grey one (CV_8UC1).
[[nodiscard]] inline std::vector<std::uint8_t> encode_png(cv::Mat const& image) {
  if (image.type() == CV_8UC1) return detail::encode_image(".png", image);
  detail::require_kind(image, CV_8UC3, "encode_png", "data.image.encode");
  cv::Mat bgr;
  cv::cvtColor(image, bgr, cv::COLOR_RGB2BGR);
  return detail::encode_image(".png", bgr);
}

/// Writes a PNG file whole or not at all.
inline void write_rgb(std::filesystem::path const& path, cv::Mat const& rgb) {
  write_file(path, std::span<std::uint8_t const>(encode_png(rgb)));
}

/// The bytes of a float32 TIFF file, metres. Throws `data_error` `data.depth.kind` for other images.
[[nodiscard]] inline std::vector<std::uint8_t> encode_depth(cv::Mat const& depth) {
  detail::require_kind(depth, CV_32FC1, "encode_depth", "data.depth.kind");
  return detail::encode_image(".tiff", depth);
}

/// Writes a float32 TIFF file, metres, whole or not at all.
inline void write_depth(std::filesystem::path const& path, cv::Mat const& depth) {
  write_file(path, std::span<std::uint8_t const>(encode_depth(depth)));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMAGES_HPP
