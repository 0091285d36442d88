#include "picture_file.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>

namespace suregrasp::cli {

namespace {

constexpr std::array known{".png", ".jpg", ".jpeg", ".tif", ".tiff"};

/// The format that the name of a file says, as an extension; empty where it says none.
std::string named_format(std::filesystem::path const& file) {
  auto extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return std::ranges::find(known, extension) != known.end() ? extension : std::string();
}

/// The format to write a picture in: devices get a PNG.
std::string format_of(std::filesystem::path const& file) {
  return std::filesystem::is_other(file) ? ".png" : named_format(file);
}

}  // namespace

bool has_picture_name(std::filesystem::path const& file) { return !named_format(file).empty(); }

void require_picture_name(std::filesystem::path const& file) {
  if (file.empty() || !format_of(file).empty()) return;
  throw option_error("option.picture", file.string() + ": expected the name of a picture, which ends in .png, .jpg, " +
                                           ".jpeg, .tif or .tiff");
}

void write_picture(std::filesystem::path const& file, cv::Mat const& rgb) {
  require_picture_name(file);
  auto const format = format_of(file);
  if (format == ".png") return write_rgb(file, rgb);
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  write_file(file, std::span<std::uint8_t const>(suregrasp::detail::encode_image(format.c_str(), bgr)));
}

}  // namespace suregrasp::cli
