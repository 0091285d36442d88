#ifndef SUREGRASP_DETECT_WHOLE_IMAGE_OPTIONS_HPP
#define SUREGRASP_DETECT_WHOLE_IMAGE_OPTIONS_HPP

#include <array>
#include <suregrasp/core/field_checks.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How much of an image a network is shown.
enum class image_window {
  whole,  ///< all of it, `detect_whole_image`
  middle  ///< one square in the middle, 0.84 of the shorter side: the paper's preprocessing
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(image_window) {
  return std::array{named_value{image_window::whole, "whole"}, named_value{image_window::middle, "middle"}};
}

/// How a network is shown the whole of an image.
struct whole_image_options {
  /// How much larger than in training: at 1 the shorter side of the image is 1.19 sides of the network's input, as in
  /// the paper's preprocessing; at 2 objects may be half as large as those it was trained on.
  std::vector<double> scales{1};
  /// Of several scales, 1 and 0.5 where one alone is given, only what is found at one: that whose hottest grasp is
  /// hottest, `doubling` being taken off for each factor of two from the scale of the training.
  bool automatic = false;
  double doubling = 0.15;    ///< of heat
  double overlap = 0.25;     ///< of neighbouring windows, in sides of the network's input
  double largest = 4;        ///< longest side of a window, likewise, where the network takes other sizes than its own
  double repeat_iou = 0.25;  ///< grasps of two scales that overlap by more, along nearly one axis, are one grasp
  friend bool operator==(whole_image_options const&, whole_image_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = whole_image_options;
    return list(
        field{"scales", &o::scales,
              "How much larger than in training the network is shown the photograph: 2 for objects half as large; "
              "several are all tried, and of grasps that repeat each other the most certain stays"}
            .typed_as("--scale")
            .separated_by(',')
            .between(0.01, 100),
        field{"automatic", &o::automatic,
              "Find the scale: of what is found at scales 1 and 0.5, or at those of --scale, take the scale with the "
              "hottest grasp, 0.15 being taken off for each factor of two; for objects that may be large"}
            .typed_as("--auto-scale"),
        field{"doubling", &o::doubling}.between(0, 1).not_offered(),
        field{"overlap", &o::overlap}.between(0, 0.9).not_offered(),
        field{"largest", &o::largest}.above(0).not_offered(),
        field{"repeat_iou", &o::repeat_iou}.between(0, 1).not_offered());
  }
};

/// Throws `option_error` `option.field` for the first option out of its range, and where no scale is given.
inline void require_valid(whole_image_options const& options) {
  suregrasp::check_fields(options, "whole image");
  if (options.scales.empty()) throw option_error("option.field", "whole image: expected at least one scale, got none");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_WHOLE_IMAGE_OPTIONS_HPP
