#ifndef SUREGRASP_CLI_CONSOLE_PICTURE_FILE_HPP
#define SUREGRASP_CLI_CONSOLE_PICTURE_FILE_HPP

#include <filesystem>
#include <opencv2/core/mat.hpp>

namespace suregrasp::cli {

/// Whether a name ends in .png, .jpg, .jpeg, .tif or .tiff, in whatever case.
[[nodiscard]] bool has_picture_name(std::filesystem::path const& file);

/// Throws `option_error` `option.picture` for a name that ends otherwise than in .png, .jpg, .jpeg, .tif or .tiff, in
/// whatever case; an empty one and that of a device, which gets a PNG, are fine.
void require_picture_name(std::filesystem::path const& file);

/// Writes a picture (CV_8UC3; red, green, blue) as its name says, whole or not at all. Throws as
/// `require_picture_name`.
void write_picture(std::filesystem::path const& file, cv::Mat const& rgb);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_PICTURE_FILE_HPP
