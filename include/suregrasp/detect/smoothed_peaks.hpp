#ifndef SUREGRASP_DETECT_SMOOTHED_PEAKS_HPP
#define SUREGRASP_DETECT_SMOOTHED_PEAKS_HPP

#include <opencv2/imgproc.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/images/impl/opencv_view.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// A map `[H, W]` convolved with a Gaussian of `sigma` pixels, mirrored at the border; a copy where sigma is 0.
[[nodiscard]] inline cv::Mat smoothed(host_view<float const> const& map, double sigma) {
  if (!(sigma > 0)) return image_of(map).clone();
  cv::Mat smooth;
  cv::GaussianBlur(image_of(map), smooth, {}, sigma, sigma, cv::BORDER_REFLECT);
  return smooth;
}

}  // namespace detail

/// Peaks of a heatmap `[H, W]` after convolution with a Gaussian of `sigma` pixels, which is mirrored at the border. A
/// good sigma is half the radius of the disks that LocNet was trained towards (`disk_target`). Throws `shape_error` as
/// `find_peaks`.
///
/// LocNet learns flat disks, and what it answers is flat but for noise, whose highest pixel lies anywhere in the disk;
/// a smoothed disk is hottest at its centre.
[[nodiscard]] inline std::vector<peak> smoothed_peaks(host_view<float const> const& heat, peak_options const& options,
                                                      double sigma) {
  if (!(sigma > 0) || heat.values.empty() || heat.shape.size() != 2) return find_peaks(heat, options);
  cv::Mat const smooth = detail::smoothed(heat, sigma);
  return find_peaks(host_view<float const>(heat.shape, {smooth.ptr<float>(), smooth.total()}), options);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_SMOOTHED_PEAKS_HPP
