#ifndef SUREGRASP_DETECT_DENSE_DENSE_INPUT_HPP
#define SUREGRASP_DETECT_DENSE_DENSE_INPUT_HPP

#include <algorithm>
#include <opencv2/core.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What networks of the GG-CNN family look at.
enum class dense_channels {
  depth,  ///< GG-CNN, GG-CNN2
  rgbd    ///< GR-ConvNet: depth, then red, green, blue
};

/// A photograph as such a network sees it.
struct dense_input {
  host_array<float> image;      ///< `[C, S, S]`
  affine_map<double> to_input;  ///< from pixels of the photograph
};

/// The square of the photograph that `size`, `field` and `centre` of `options` name, resized to `size` pixels; depth
/// with its holes filled, in metres about its mean and clamped to one metre either way; colours in [0, 1] about their
/// mean (Morrison et al. 2018, Kumra et al. 2020, as their published code does it). By default the largest square
/// around the photograph's middle. Throws `data_error` for a photograph without depth.
[[nodiscard]] inline dense_input dense_input_of(sample const& photograph, dense_channels channels,
                                                preprocess_options const& options = {.size = 300, .field = 1}) {
  if (photograph.depth.empty())
    throw data_error("data.depth.missing", photograph.id + ": expected a photograph with depth, found colours alone");
  auto const map = input_map(photograph.rgb.size(), options);
  cv::Size const size(options.size, options.size);
  cv::Mat const filled = fill_depth_holes(photograph.depth);
  cv::Mat depth = detail::resampled(filled, map, size, cv::Scalar::all(detail::median(filled)));
  depth -= cv::mean(depth);
  std::vector<cv::Mat> planes{cv::min(cv::max(depth, -1), 1)};
  if (channels == dense_channels::rgbd) {
    cv::Mat colours;
    detail::resampled(photograph.rgb, map, size, cv::Scalar::all(0)).convertTo(colours, CV_32FC3, 1 / 255.0);
    auto const means = cv::mean(colours);
    colours -= cv::Scalar::all((means[0] + means[1] + means[2]) / 3);
    std::vector<cv::Mat> split;
    cv::split(colours, split);
    planes.insert(planes.end(), split.begin(), split.end());
  }
  return {detail::stacked(planes), map};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DENSE_DENSE_INPUT_HPP
