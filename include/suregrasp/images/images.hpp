#ifndef SUREGRASP_IMAGES_IMAGES_HPP
#define SUREGRASP_IMAGES_IMAGES_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <suregrasp/images/impl/decoded_image.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

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

inline void require_kind(cv::Mat const& image, int type, std::string const& who, std::string const& id) {
  if (image.type() != type) refuse_kind(cv::typeToString(type), cv::typeToString(image.type()), who, id);
}

/// The colour image in a file, in the order red, green, blue; throws as `decode_rgb`.
[[nodiscard]] inline decoded_image decoded_rgb(std::string const& bytes, std::filesystem::path const& name,
                                               image_limits const& limits) {
  int const mode = cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION;
  auto image = decode_image(bytes, name, mode, limits, [&](picture_layout const& layout) {
    if (layout.floating || layout.bits > 16)
      throw data_error("data.image",
                       name.string() + ": expected an image of 8 or 16 bits a channel, found " + kind_text(layout));
  });
  cv::cvtColor(image.pixels, image.pixels, cv::COLOR_BGR2RGB);
  return image;
}

/// The depth image in a file, in metres; throws as `decode_depth`.
[[nodiscard]] inline decoded_image decoded_depth(std::string const& bytes, std::filesystem::path const& name,
                                                 std::optional<double> metres_per_unit, image_limits const& limits) {
  auto const who = name.string() + " holds no depth";
  auto image = decode_image(bytes, name, cv::IMREAD_UNCHANGED, limits, [&](picture_layout const& layout) {
    auto const kind = kind_text(layout);
    if (kind == "CV_16UC1" || kind == "CV_32FC1" || kind == "CV_64FC1") return;
    refuse_kind("distances in one channel, whole numbers of 16 bits (CV_16UC1) or floats (CV_32FC1)",
                kind + "; a picture of depth in colours or 8 bits has no unit: save what the camera gives", who);
  });
  if (image.pixels.depth() < CV_32F) require_kind(image.pixels, CV_16UC1, who, "data.depth.kind");
  image.pixels = depth_in_metres(image.pixels, metres_per_unit, name.string());
  return image;
}

}  // namespace detail

/// A colour image `[H, W]` as CV_8UC3 in the order red, green, blue, from the bytes of a PNG, JPEG or TIFF file; grey,
/// 16-bit and transparent images are converted. It is turned as its file says (EXIF, TIFF), so that pixels count as a
/// person sees them. `name` stands for the file in messages.
///
/// Throws `data_error` `data.image` for a file that is no image, is cut off, has a wrong checksum, holds other numbers
/// than integers of 8 or 16 bits, or exceeds the limits, all before anything is decoded.
[[nodiscard]] inline cv::Mat decode_rgb(std::string const& bytes, std::filesystem::path const& name,
                                        image_limits const& limits = {}) {
  return detail::decoded_rgb(bytes, name, limits).pixels;
}

/// A depth image `[H, W]` as CV_32FC1, metres, from the bytes of an image with one channel of 16-bit integers or
/// floats. Without `metres_per_unit` a unit is what cameras write (ROS REP 118): 1 mm for integers, 1 m for floats. No
/// measurement are 0, NaN, infinite and negative values; what is closer than 1 mm or further than 1 km becomes 0.
///
/// Throws `data_error`: `data.image` as `decode_rgb`, `data.depth.kind` for an image of another type, `data.depth.unit`
/// where a tenth of it or less is nearer than 20 m, or half is nearer than 2 cm: then the unit is another.
[[nodiscard]] inline cv::Mat decode_depth(std::string const& bytes, std::filesystem::path const& name,
                                          std::optional<double> metres_per_unit = std::nullopt,
                                          image_limits const& limits = {}) {
  return detail::decoded_depth(bytes, name, metres_per_unit, limits).pixels;
}

/// The colour image in a file: `read_file`, then `decode_rgb`; throws as they do.
[[nodiscard]] inline cv::Mat read_rgb(std::filesystem::path const& path) {
  return decode_rgb(read_file(path, file_limits::picture), path);
}

/// The depth image in a file, metres: `read_file`, then `decode_depth`; throws as they do. `read_rgbd` reads it with
/// its photograph, turned alike.
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path,
                                        std::optional<double> metres_per_unit = std::nullopt) {
  return decode_depth(read_file(path, file_limits::picture), path, metres_per_unit);
}

/// Throws `data_error` `data.depth.size`, whose message begins with `path`, unless depth and colour have the same size.
inline void require_same_size(cv::Mat const& depth, cv::Mat const& rgb, std::string const& path) {
  auto const text = [](cv::Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); };
  if (depth.size() != rgb.size())
    throw data_error("data.depth.size", path + ": expected a depth image of " + text(rgb.size()) +
                                            " like the photograph, found " + text(depth.size()) +
                                            "; align it to the colour camera, or resize it if the view is the same");
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
