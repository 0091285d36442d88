#ifndef SUREGRASP_DETECT_WHOLE_IMAGE_HPP
#define SUREGRASP_DETECT_WHOLE_IMAGE_HPP

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <string>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/impl/windowed_image.hpp>
#include <suregrasp/detect/whole_image_options.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/images/impl/opencv_view.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The region of interest inside a polygon, in pixels of an image: 255 inside, 0 elsewhere. Throws `option_error`
/// `option.region` for fewer than three corners.
[[nodiscard]] inline cv::Mat region_inside(std::vector<point<double>> const& polygon, cv::Size image) {
  if (polygon.size() < 3)
    throw option_error("option.region",
                       "expected a region of at least three corners, got " + std::to_string(polygon.size()));
  cv::Mat region(image, CV_8UC1, cv::Scalar(0));
  std::vector<cv::Point> corners;
  for (auto const& corner : polygon) corners.emplace_back(cvRound(corner.x), cvRound(corner.y));
  cv::fillPoly(region, std::vector<std::vector<cv::Point>>{corners}, cv::Scalar(255));
  return region;
}

namespace detail {

/// Not 0 where a canvas shows the image, and there its region of interest: of the canvas' size, 8 bits.
[[nodiscard]] inline cv::Mat shown_on(host_array<float> const& canvas, affine_map<double> const& to_canvas,
                                      cv::Size image, cv::Mat const& region) {
  cv::Size const size(static_cast<int>(canvas.shape[1]), static_cast<int>(canvas.shape[0]));
  return moved(region.empty() ? cv::Mat(image, CV_8UC1, cv::Scalar(255)) : region, to_canvas, size) >= 128;
}

/// What is found at one scale, best first.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] detections detect_at_scale(B const& be, Network const& network, sample const& image, double scale,
                                         detect_options const& options, whole_image_options const& whole,
                                         cv::Mat const& region) {
  windowed_image<B, Network> windows(be, network, image, scale, whole);
  detections result{.ranked = {}, .heat = windows.heat(), .to_heat = windows.to_canvas()};
  cv::Mat const shown = shown_on(result.heat, result.to_heat, image.rgb.size(), region);
  image_of(result.heat).setTo(0, shown == 0);
  auto const peaks = peaks_or_hottest(result.heat, options, static_cast<double>(network.input_size()), shown);
  add_ranked(result, windows.poses(peaks), peaks, options);
  return result;
}

/// Of ranked grasps that repeat each other, the best one alone.
[[nodiscard]] inline std::vector<detection> without_repeats(std::vector<detection> const& ranked, double iou) {
  std::vector<grasp<double>> grasps;
  std::vector<double> scores;
  for (auto const& each : ranked) {
    grasps.push_back(each.grasp);
    scores.push_back(-static_cast<double>(scores.size()));
  }
  std::vector<detection> kept;
  for (auto const i : suregrasp::rotated_suppression(grasps, scores, {.iou = iou})) kept.push_back(ranked[i]);
  return kept;
}

/// The hottest of both at each pixel of the larger of two heatmaps.
inline void add_heat(detections& all, detections&& other) {
  if (other.heat.values.size() > all.heat.values.size())
    std::swap(all.heat, other.heat), std::swap(all.to_heat, other.to_heat);
  cv::Mat hottest = image_of(all.heat);
  cv::max(hottest, moved(image_of(other.heat), all.to_heat * other.to_heat.inverse(), hottest.size()), hottest);
}

/// What speaks for the scale at which this was found: see `whole_image_options::automatic`.
[[nodiscard]] inline double merit_of_scale(detections const& found, double scale, whole_image_options const& whole) {
  double hottest = 0;
  for (auto const& each : found.ranked) hottest = std::max(hottest, each.heat);
  return hottest - whole.doubling * std::abs(std::log2(scale));
}

/// What is found at the scale for which most speaks, the first of equals.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] detections detect_at_best_scale(B const& be, Network const& network, sample const& image,
                                              detect_options const& options, whole_image_options const& whole,
                                              cv::Mat const& region) {
  auto const scales = whole.scales.size() > 1 ? whole.scales : std::vector<double>{1, 0.5};
  detections best;
  double merit = -std::numeric_limits<double>::infinity();
  for (double const scale : scales) {
    auto found = detect_at_scale(be, network, image, scale, options, whole, region);
    double const speaks = merit_of_scale(found, scale, whole);
    if (speaks > merit) best = std::move(found), merit = speaks;
  }
  return best;
}

}  // namespace detail

/// Ranked grasps from all over an image of any size, in its pixels; `heat` covers the image at the largest scale.
///
/// The image is shown to the network at each scale, as a whole where it takes such sizes, else in overlapping windows
/// of its input's size. The heatmaps of windows are blended into one before peaks are sought, and the pose at a peak is
/// that of the window in which it lies most centrally: no seam is found twice or missed. Of grasps at several scales
/// that repeat each other the best is kept (`rotated_suppression`), or one scale is chosen (`automatic`).
///
/// `region`: where to look, 8 bits, of the size of the image, 255 inside and 0 outside; empty for all of it. Cost:
/// about (1.19 scale)^2 times the image's aspect ratio inputs of the network, and what windows overlap. Throws
/// `option_error` `option.region` for a region of another size or type, and what `preprocess`, `detect` and
/// `require_valid` throw.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] detections detect_whole_image(B const& be, Network const& network, sample const& image,
                                            detect_options const& options = {}, whole_image_options const& whole = {},
                                            cv::Mat const& region = {}) {
  require_valid(whole);
  if (!region.empty() && (region.size() != image.rgb.size() || region.type() != CV_8UC1))
    throw option_error("option.region", image.id + ": expected a region of " + std::to_string(image.rgb.cols) + "x" +
                                            std::to_string(image.rgb.rows) + " pixels of 8 bits, got " +
                                            std::to_string(region.cols) + "x" + std::to_string(region.rows) + " of " +
                                            cv::typeToString(region.type()));
  if (whole.automatic) return detail::detect_at_best_scale(be, network, image, options, whole, region);
  detections all;
  for (double const scale : whole.scales) {
    auto one = detail::detect_at_scale(be, network, image, scale, options, whole, region);
    if (all.heat.values.empty()) {
      all = std::move(one);
      continue;
    }
    all.ranked.insert(all.ranked.end(), one.ranked.begin(), one.ranked.end());
    detail::add_heat(all, std::move(one));
  }
  if (whole.scales.size() > 1) {
    detail::rank(all.ranked, options);
    all.ranked = detail::without_repeats(all.ranked, whole.repeat_iou);
  }
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_WHOLE_IMAGE_HPP
