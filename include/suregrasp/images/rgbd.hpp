#ifndef SUREGRASP_IMAGES_RGBD_HPP
#define SUREGRASP_IMAGES_RGBD_HPP

#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/images.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph and its depth, pixel on pixel, as a person sees the photograph.
struct rgbd_image {
  cv::Mat rgb;    ///< `[H, W]`, CV_8UC3; red, green, blue
  cv::Mat depth;  ///< `[H, W]`, CV_32FC1, metres; empty where there is none
  std::vector<diagnostic>
      remarks{};  ///< faults of the files that take nothing from their pixels, and turned photographs
};

namespace detail {

[[nodiscard]] inline decoded_image photograph_in(std::filesystem::path const& path) {
  auto image = decoded_rgb(read_file(path, file_limits::picture), path, {});
  if (auto const way = image.orientation.value_or(image_orientation::upright); way != image_orientation::upright)
    image.remarks.push_back({"data.image.turned",
                             {path.string()},
                             "is shown " + orientation_text(way) + "; labels and results count in the shown picture"});
  return image;
}

/// Depth as the photograph is shown. Depth whose own file has an orientation is seen already. Other depth is turned
/// with the photograph where it has the size of the stored one; where that is the size of the seen one too, nothing
/// tells which it is. Throws `data_error`: `data.image.orientation`, `data.depth.size`.
[[nodiscard]] inline cv::Mat depth_as_seen(decoded_image const& depth, decoded_image const& photograph,
                                           std::filesystem::path const& path, std::filesystem::path const& image) {
  auto const way = photograph.orientation.value_or(image_orientation::upright);
  auto const shown = photograph.pixels.size();
  auto const stored = swaps_sides(way) ? cv::Size(shown.height, shown.width) : shown;
  if (way != image_orientation::upright && !depth.orientation && depth.pixels.size() == stored) {
    if (stored != shown) return as_seen(depth.pixels, way);
    throw data_error("data.image.orientation",
                     path.string() + ": expected depth that says how it is turned, as " + image.string() +
                         " is shown " + orientation_text(way) + " and depth of " + std::to_string(shown.width) + "x" +
                         std::to_string(shown.height) + " fits either way; write the photograph upright and without " +
                         "the tag, or the depth as a TIFF with the tag Orientation (1 where it is upright)");
  }
  require_same_size(depth.pixels, photograph.pixels, path.string());
  return depth.pixels;
}

/// Reads the depth of a photograph and adds it.
inline void add_depth(rgbd_image& to, decoded_image const& photograph, std::filesystem::path const& image,
                      std::filesystem::path const& depth, std::optional<double> metres_per_unit) {
  auto const beside = decoded_depth(read_file(depth, file_limits::picture), depth, metres_per_unit, {});
  to.depth = depth_as_seen(beside, photograph, depth, image);
  to.remarks.insert(to.remarks.end(), beside.remarks.begin(), beside.remarks.end());
}

}  // namespace detail

/// The photograph in a file and the depth in another (`decode_depth`), where `depth` names one, both turned as the
/// photograph's orientation (EXIF, TIFF) says. Throws `data_error`: those of `read_rgb` and `read_depth`;
/// `data.depth.size` for depth of another size; `data.image.orientation` where it can't be told how depth is turned.
[[nodiscard]] inline rgbd_image read_rgbd(std::filesystem::path const& image, std::filesystem::path const& depth = {},
                                          std::optional<double> metres_per_unit = std::nullopt) {
  auto photograph = detail::photograph_in(image);
  rgbd_image result{photograph.pixels, {}, photograph.remarks};
  if (!depth.empty()) detail::add_depth(result, photograph, image, depth, metres_per_unit);
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_RGBD_HPP
