#ifndef SUREGRASP_IMAGES_CONTACT_SHEET_HPP
#define SUREGRASP_IMAGES_CONTACT_SHEET_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Layout of `contact_sheet`.
struct contact_sheet_options {
  int columns = 4;
  int tile_width = 320;                  ///< pixels; the height follows from the first image's proportions
  int gap = 8;                           ///< pixels between and around the tiles
  cv::Scalar background{248, 248, 248};  ///< red, green, blue
  std::vector<std::string> captions{};   ///< of the first tiles; the others get none
};

/// Images (CV_8UC3) arranged in rows, each scaled into a tile of one size. Throws `shape_error` `shape.contact_sheet`
/// without images.
[[nodiscard]] inline cv::Mat contact_sheet(std::span<cv::Mat const> images, contact_sheet_options const& options = {}) {
  if (images.empty()) throw shape_error("shape.contact_sheet", "a contact sheet needs at least one image");
  int const count = static_cast<int>(images.size());
  int const columns = std::clamp(options.columns, 1, count), rows = (count + columns - 1) / columns;
  int const width = options.tile_width;
  int const height = static_cast<int>(std::lround(double(width) * images[0].rows / images[0].cols));
  cv::Mat sheet(rows * (height + options.gap) + options.gap, columns * (width + options.gap) + options.gap, CV_8UC3,
                options.background);
  for (int i = 0; i < count; ++i) {
    cv::Mat const& image = images[static_cast<std::size_t>(i)];
    double const scale = std::min(double(width) / image.cols, double(height) / image.rows);
    cv::Size const size(std::max(1, static_cast<int>(std::lround(scale * image.cols))),
                        std::max(1, static_cast<int>(std::lround(scale * image.rows))));
    cv::Point const corner(options.gap + (i % columns) * (width + options.gap) + (width - size.width) / 2,
                           options.gap + (i / columns) * (height + options.gap) + (height - size.height) / 2);
    cv::Mat tile = sheet(cv::Rect(corner, size));
    cv::resize(image, tile, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    if (static_cast<std::size_t>(i) >= options.captions.size()) continue;
    for (auto const& [ink, thickness] : {std::pair{cv::Scalar(20, 20, 20), 3}, std::pair{cv::Scalar(255, 255, 255), 1}})
      cv::putText(tile, options.captions[static_cast<std::size_t>(i)], {6, 16}, cv::FONT_HERSHEY_SIMPLEX, 0.45, ink,
                  thickness, cv::LINE_AA);
  }
  return sheet;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_CONTACT_SHEET_HPP
