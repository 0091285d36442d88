#ifndef SUREGRASP_DETECT_INPUT_OF_HPP
#define SUREGRASP_DETECT_INPUT_OF_HPP

#include <cstddef>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How images reach a network whose square input has sides of so many pixels.
[[nodiscard]] inline preprocess_options input_of(std::int64_t input_size) {
  return {.size = static_cast<int>(input_size)};
}

/// Of the grasps labelled in a photograph of this size those that are in view of a network, in pixels of its input.
[[nodiscard]] inline std::vector<grasp<double>> grasps_in_input(std::vector<grasp<double>> const& grasps,
                                                                cv::Size extent, preprocess_options const& input) {
  return grasps_inside(grasps, input_map(extent, input), {input.size, input.size});
}

/// The same of a sample.
[[nodiscard]] inline std::vector<grasp<double>> grasps_in_input(sample const& image, preprocess_options const& input) {
  return grasps_in_input(image.grasps, image.rgb.size(), input);
}

/// The same of several photographs, one after the other.
[[nodiscard]] inline std::vector<grasp<double>> grasps_in_input(sample_store const& photographs,
                                                                std::vector<std::size_t> const& positions,
                                                                preprocess_options const& input) {
  std::vector<grasp<double>> grasps;
  for (auto const i : positions) {
    auto const in_view = grasps_in_input(photographs.labels(i).grasps, photographs.extent(i), input);
    grasps.insert(grasps.end(), in_view.begin(), in_view.end());
  }
  return grasps;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_INPUT_OF_HPP
