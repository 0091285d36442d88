#ifndef SUREGRASP_IO_IMAGES_HPP
#define SUREGRASP_IO_IMAGES_HPP

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/io/atomic_file.hpp>
#include <suregrasp/io/png_structure.hpp>
#include <suregrasp/io/read_file.hpp>
#include <vector>

namespace suregrasp::inline v1 {

namespace detail {

/// Keeps OpenCV's own messages off the terminal while it lives: what goes wrong is said by our exceptions.
class quiet_opencv {
 public:
  quiet_opencv() : before_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
  quiet_opencv(quiet_opencv const&) = delete;
  quiet_opencv& operator=(quiet_opencv const&) = delete;
  ~quiet_opencv() { cv::utils::logging::setLogLevel(before_); }

 private:
  cv::utils::logging::LogLevel before_;
};

/// The decoded image, in OpenCV's channel order; throws `data_error` `data.image`.
[[nodiscard]] inline cv::Mat decode_image(std::string const& bytes, std::filesystem::path const& path, int mode) {
  auto const refuse = [&](std::string const& why) { throw data_error("data.image", path.string() + ": " + why); };
  if (bytes.empty()) refuse("expected an image, found an empty file");
  if (is_png(bytes))
    if (auto const damage = png_damage(bytes)) refuse("expected a whole PNG file, but " + *damage);
  quiet_opencv const quiet;
  cv::Mat image;
  try {
    image = cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data())), mode);
  } catch (cv::Exception const& reason) {
    refuse("expected an image, but decoding failed: " + reason.err);
  }
  if (image.empty()) refuse("expected an image, found " + std::to_string(bytes.size()) + " bytes that are none");
  return image;
}

[[nodiscard]] inline std::vector<std::uint8_t> encode_image(char const* extension, cv::Mat const& image) {
  std::vector<std::uint8_t> bytes;
  if (image.empty() || !cv::imencode(extension, image, bytes))
    throw data_error("data.image.encode", std::string("cannot encode an image as ") + extension);
  return bytes;
}

inline void require_kind(cv::Mat const& image, int type, std::string const& who, std::string const& id) {
  if (image.type() != type)
    throw data_error(id, who + ": expected " + cv::typeToString(type) + ", got " + cv::typeToString(image.type()));
}

}  // namespace detail

/// A colour image as CV_8UC3 in the order red, green, blue; grey, 16-bit and transparent files are converted.
/// Throws `data_error` (`io.missing`, `data.image`), also for a PNG that is cut off or has a wrong checksum.
[[nodiscard]] inline cv::Mat read_rgb(std::filesystem::path const& path) {
  cv::Mat const bgr = detail::decode_image(read_file(path), path, cv::IMREAD_COLOR);
  cv::Mat rgb;
  cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
  return rgb;
}

/// A depth image as CV_32FC1, metres; the file must hold one channel of 32-bit floats (TIFF).
/// Throws `data_error` (`io.missing`, `data.image`, `data.depth.kind`).
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path) {
  cv::Mat depth = detail::decode_image(read_file(path), path, cv::IMREAD_UNCHANGED);
  detail::require_kind(depth, CV_32FC1, path.string() + " holds no depth in metres", "data.depth.kind");
  return depth;
}

/// A depth image of whole numbers (CV_16UC1), as RGB-D cameras write them, in metres: `metres_per_unit` is 0.001 for
/// millimetres. A 32-bit float image is taken too. Throws `data_error` (`io.missing`, `data.image`, `data.depth.kind`).
[[nodiscard]] inline cv::Mat read_depth(std::filesystem::path const& path, double metres_per_unit) {
  cv::Mat depth = detail::decode_image(read_file(path), path, cv::IMREAD_UNCHANGED);
  if (depth.type() != CV_32FC1)
    detail::require_kind(depth, CV_16UC1, path.string() + " holds no depth of one channel", "data.depth.kind");
  depth.convertTo(depth, CV_32FC1, metres_per_unit);
  return depth;
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

/// Writes a float32 TIFF file, metres, whole or not at all.
inline void write_depth(std::filesystem::path const& path, cv::Mat const& depth) {
  detail::require_kind(depth, CV_32FC1, "write_depth", "data.depth.kind");
  write_file(path, std::span<std::uint8_t const>(detail::encode_image(".tiff", depth)));
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_IO_IMAGES_HPP
