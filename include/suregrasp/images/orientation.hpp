#ifndef SUREGRASP_IMAGES_ORIENTATION_HPP
#define SUREGRASP_IMAGES_ORIENTATION_HPP

#include <opencv2/core.hpp>
#include <string>
#include <suregrasp/geometry/affine_map.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// How the stored pixels of an image become the picture that a person sees. The numbers are those of the tag
/// Orientation (274) in EXIF and TIFF.
enum class image_orientation {
  upright = 1,
  mirrored = 2,  ///< left and right change places
  half_turn = 3,
  mirrored_half_turn = 4,     ///< top and bottom change places
  transposed = 5,             ///< rows become columns
  quarter_turn = 6,           ///< clockwise by 90 degrees
  mirrored_quarter_turn = 7,  ///< top right and bottom left change places
  three_quarter_turn = 8,     ///< counter-clockwise by 90 degrees
};

/// Whether the seen picture is as wide as the stored image is high.
[[nodiscard]] constexpr bool swaps_sides(image_orientation way) { return way >= image_orientation::transposed; }

namespace detail {

/// Whether left and right change places, once rows have become columns where they do.
[[nodiscard]] constexpr bool swaps_left_and_right(image_orientation way) {
  return way == image_orientation::mirrored || way == image_orientation::half_turn ||
         way == image_orientation::quarter_turn || way == image_orientation::mirrored_quarter_turn;
}

/// Whether top and bottom do.
[[nodiscard]] constexpr bool swaps_top_and_bottom(image_orientation way) {
  return way == image_orientation::half_turn || way == image_orientation::mirrored_half_turn ||
         way == image_orientation::mirrored_quarter_turn || way == image_orientation::three_quarter_turn;
}

}  // namespace detail

/// The picture that a person sees, from the stored pixels of any type; shares them where it is upright.
[[nodiscard]] inline cv::Mat as_seen(cv::Mat const& stored, image_orientation way) {
  bool const across = detail::swaps_left_and_right(way), down = detail::swaps_top_and_bottom(way);
  cv::Mat shown = stored;
  if (swaps_sides(way)) cv::transpose(stored, shown);
  if (!across && !down) return shown;
  cv::Mat result;
  cv::flip(shown, result, across && down ? -1 : static_cast<int>(across));
  return result;
}

/// From the pixels of a stored image of that size to those of the picture that a person sees.
[[nodiscard]] inline affine_map<double> map_to_seen(cv::Size stored, image_orientation way) {
  affine_map<double> map;
  if (swaps_sides(way)) map = {0, 1, 0, 1, 0, 0}, std::swap(stored.width, stored.height);
  if (detail::swaps_left_and_right(way)) map = affine_map<double>{-1, 0, stored.width - 1.0, 0, 1, 0} * map;
  if (detail::swaps_top_and_bottom(way)) map = affine_map<double>{1, 0, 0, 0, -1, stored.height - 1.0} * map;
  return map;
}

/// What an orientation does to the stored pixels, for messages: `turned by 180 degrees (orientation 3)`.
[[nodiscard]] inline std::string orientation_text(image_orientation way) {
  static constexpr char const* names[]{"as it is seen",
                                       "mirrored",
                                       "turned by 180 degrees",
                                       "mirrored and turned by 180 degrees",
                                       "mirrored and turned by 270 degrees",
                                       "turned by 90 degrees",
                                       "mirrored and turned by 90 degrees",
                                       "turned by 270 degrees"};
  return std::string(names[static_cast<int>(way) - 1]) + " (orientation " + std::to_string(static_cast<int>(way)) + ")";
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_ORIENTATION_HPP
