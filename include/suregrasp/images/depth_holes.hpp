#ifndef SUREGRASP_IMAGES_DEPTH_HOLES_HPP
#define SUREGRASP_IMAGES_DEPTH_HOLES_HPP

#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Whether a depth value is not a measurement: NaN, infinite, zero or negative.
[[nodiscard]] inline bool is_depth_hole(float depth) { return !(std::isfinite(depth) && depth > 0); }

/// A depth image (CV_32FC1, metres) in which each hole has the value of the nearest measured pixel. Throws
/// `data_error`: `data.depth.empty` where nothing is measured at all, `data.depth.kind` for an image of another type.
[[nodiscard]] inline cv::Mat fill_depth_holes(cv::Mat const& depth) {
  if (depth.type() != CV_32FC1)
    throw data_error("data.depth.kind", "expected depth of one float channel, got " + cv::typeToString(depth.type()));
  cv::Mat_<unsigned char> hole(depth.size());
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x) hole(y, x) = is_depth_hole(depth.at<float>(y, x)) ? 255 : 0;
  int const holes = cv::countNonZero(hole);
  if (holes == 0) return depth.clone();
  if (holes == static_cast<int>(depth.total()))
    throw data_error("data.depth.empty", "expected a depth image with measurements, found holes only");

  cv::Mat distance, nearest;  // `nearest` numbers the measured pixels and repeats the numbers in the holes
  cv::distanceTransform(hole, distance, nearest, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
  std::vector<float> value(depth.total() + 1);
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x)
      if (!hole(y, x)) value[static_cast<std::size_t>(nearest.at<int>(y, x))] = depth.at<float>(y, x);
  cv::Mat filled(depth.size(), CV_32FC1);
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x)
      filled.at<float>(y, x) = value[static_cast<std::size_t>(nearest.at<int>(y, x))];
  return filled;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_DEPTH_HOLES_HPP
