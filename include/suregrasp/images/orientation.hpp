#ifndef SUREGRASP_IMAGES_ORIENTATION_HPP
#define SUREGRASP_IMAGES_ORIENTATION_HPP

#include <opencv2/core.hpp>
#include <string>

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

/// The picture that a person sees, from the stored pixels of any type; shares them where it is upright.
[[nodiscard]] inline cv::Mat as_seen(cv::Mat const& stored, image_orientation way) {
  if (way == image_orientation::upright) return stored;
  cv::Mat shown = stored;
  if (swaps_sides(way)) cv::transpose(stored, shown);
  cv::Mat result = shown;
  if (way == image_orientation::mirrored || way == image_orientation::quarter_turn) cv::flip(shown, result, 1);
  if (way == image_orientation::mirrored_half_turn || way == image_orientation::three_quarter_turn)
    cv::flip(shown, result, 0);
  if (way == image_orientation::half_turn || way == image_orientation::mirrored_quarter_turn)
    cv::flip(shown, result, -1);
  return result;
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
