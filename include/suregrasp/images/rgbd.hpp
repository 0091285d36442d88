#ifndef SUREGRASP_IMAGES_RGBD_HPP
#define SUREGRASP_IMAGES_RGBD_HPP

#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/images/images.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph and its depth, pixel on pixel, as a person sees the photograph.
struct rgbd_image {
  cv::Mat rgb;    ///< `[H, W]`, CV_8UC3; red, green, blue
  cv::Mat depth;  ///< `[H, W]`, CV_32FC1, metres; empty where there is none
  std::vector<diagnostic>
      remarks{};  ///< faults of the files that take nothing from their pixels, and turned photographs
  /// From the pixels in which labels of the photograph count to those of `rgb`: `labels_as_seen`.
  affine_map<double> from_labels{};
};

/// Labels of a photograph, grasps or points, in the pixels of the picture that a person sees. They count there, unless
/// its depth lies on the stored picture: what belongs together is turned together.
template <class Label>
[[nodiscard]] std::vector<Label> labels_as_seen(std::vector<Label> labels, rgbd_image const& image) {
  if (image.from_labels != affine_map<double>())  // else to the bit
    for (auto& each : labels) each = image.from_labels(each);
  return labels;
}

namespace detail {

[[nodiscard]] inline decoded_image photograph_in(std::filesystem::path const& path) {
  auto image = decoded_rgb(read_file(path, file_limits::picture), path, {});
  if (auto const way = image.orientation.value_or(image_orientation::upright); way != image_orientation::upright)
    image.remarks.push_back({"data.image.turned",
                             {path.string()},
                             "is shown " + orientation_text(way) + "; results count in the shown picture, labels too " +
                                 "unless its depth lies on the stored one"});
  return image;
}

/// The size of a photograph as it is stored.
[[nodiscard]] inline cv::Size stored_size(decoded_image const& photograph) {
  auto const shown = photograph.pixels.size();
  return swaps_sides(photograph.orientation.value_or(image_orientation::upright)) ? cv::Size(shown.height, shown.width)
                                                                                  : shown;
}

/// Adds depth from a file, turned as the photograph is shown. Depth whose own file has an orientation is seen already.
/// Other depth of the stored photograph's size is as the sensor gave both, and turns with it, as labels do; what has
/// the size of the seen one alone is seen. Throws `data_error` `data.depth.size` for another.
inline void add_depth(rgbd_image& to, decoded_image const& photograph, decoded_image const& depth,
                      std::filesystem::path const& file) {
  auto const way = photograph.orientation.value_or(image_orientation::upright);
  auto const stored = stored_size(photograph);
  to.depth = depth.pixels;
  to.remarks.insert(to.remarks.end(), depth.remarks.begin(), depth.remarks.end());
  if (way != image_orientation::upright && !depth.orientation && depth.pixels.size() == stored) {
    to.depth = as_seen(depth.pixels, way);
    to.from_labels = map_to_seen(stored, way);
    to.remarks.push_back({"data.image.turned",
                          {file.string()},
                          "has no orientation and the size of the stored photograph: it is turned with it, and so are "
                          "its labels"});
  }
  require_same_size(to.depth, photograph.pixels, file.string());
}

/// The same, reading the file.
inline void add_depth(rgbd_image& to, decoded_image const& photograph, std::filesystem::path const& file,
                      std::optional<double> metres_per_unit) {
  add_depth(to, photograph, decoded_depth(read_file(file, file_limits::picture), file, metres_per_unit, {}), file);
}

}  // namespace detail

/// The photograph in a file and the depth in another (`decode_depth`), where `depth` names one, both turned as the
/// photograph's orientation (EXIF, TIFF) says; labels beside them are still to be turned (`labels_as_seen`). Throws
/// `data_error`: those of `read_rgb` and `read_depth`, `data.depth.size` for depth of another size.
[[nodiscard]] inline rgbd_image read_rgbd(std::filesystem::path const& image, std::filesystem::path const& depth = {},
                                          std::optional<double> metres_per_unit = std::nullopt) {
  auto photograph = detail::photograph_in(image);
  rgbd_image result{photograph.pixels, {}, photograph.remarks};
  if (!depth.empty()) detail::add_depth(result, photograph, depth, metres_per_unit);
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_RGBD_HPP
