#ifndef SUREGRASP_DETECT_INPUT_OF_HPP
#define SUREGRASP_DETECT_INPUT_OF_HPP

#include <cstdint>
#include <span>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How images reach a network whose square input has sides of so many pixels.
[[nodiscard]] inline preprocess_options input_of(std::int64_t input_size) {
  return {.size = static_cast<int>(input_size)};
}

/// The labelled grasps of a sample that are in view of a network, in pixels of its input.
[[nodiscard]] inline std::vector<grasp<double>> grasps_in_input(sample const& image, preprocess_options const& input) {
  return grasps_inside(image.grasps, input_map(image.rgb.size(), input), {input.size, input.size});
}

/// The same of several samples, one after the other.
[[nodiscard]] inline std::vector<grasp<double>> grasps_in_input(std::span<sample const* const> images,
                                                                preprocess_options const& input) {
  std::vector<grasp<double>> grasps;
  for (auto const* each : images) {
    auto const in_view = grasps_in_input(*each, input);
    grasps.insert(grasps.end(), in_view.begin(), in_view.end());
  }
  return grasps;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_INPUT_OF_HPP
