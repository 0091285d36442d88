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

/// The format of a picture file, as an extension; empty where its name says none.
std::string format_of(std::filesystem::path const& file) {
  if (std::filesystem::is_other(file)) return ".png";
  auto extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return std::ranges::find(known, extension) != known.end() ? extension : std::string();
}

}  // namespace

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
