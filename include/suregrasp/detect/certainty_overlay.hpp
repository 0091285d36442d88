#ifndef SUREGRASP_DETECT_CERTAINTY_OVERLAY_HPP
#define SUREGRASP_DETECT_CERTAINTY_OVERLAY_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/images/overlay.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// How `draw_detections` draws.
struct certainty_overlay_options {
  std::size_t count = 10;                                       ///< the first so many grasps
  double accept = std::numeric_limits<double>::infinity();      ///< grasps of larger M_uc are drawn as refused, grey
  double threshold = std::numeric_limits<double>::quiet_NaN();  ///< of heat; said where nothing reaches it
};

/// What to tell a person where nothing was found: how hot it got, and beside what threshold if that is a number.
[[nodiscard]] inline std::string nothing_to_grasp_text(detections const& found, double threshold) {
  double highest = 0;
  for (float const value : found.heat.values) highest = std::max(highest, static_cast<double>(value));
  std::string text = "nothing to grasp: the highest heat is " + fixed_text(highest, 2);
  return std::isnan(threshold) ? text : text + ", the threshold " + fixed_text(threshold, 2);
}

namespace detail {

/// Green at 0, over yellow to red at 1.
[[nodiscard]] inline cv::Scalar certainty_colour(double share) {
  double const red = std::min(1.0, 2 * share), green = std::min(1.0, 2 - 2 * share);
  return {40 + 200 * red, 30 + 190 * green, 60};
}

/// Where values lie between the least and the largest of them, by their logarithm.
class certainty_range {
 public:
  void add(double uncertainty) {
    least_ = std::min(least_, uncertainty);
    most_ = std::max(most_, uncertainty);
  }

  [[nodiscard]] double share(double uncertainty) const {
    double const floor = std::max(least_, 1e-9);
    if (!(most_ > floor)) return 0;
    return std::clamp(std::log(std::max(uncertainty, floor) / floor) / std::log(most_ / floor), 0.0, 1.0);
  }

  [[nodiscard]] double least() const { return least_; }
  [[nodiscard]] double most() const { return most_; }

 private:
  double least_ = std::numeric_limits<double>::infinity();
  double most_ = 0;
};

/// A strip under the picture that says what its colours mean.
inline void paint_legend(cv::Mat strip, certainty_range const& range, bool refused, std::string const& instead) {
  strip.setTo(cv::Scalar::all(24));
  double const size = strip.rows / 40.0;
  line_painter painter(strip);
  auto const text = [&](std::string const& words, double x) {
    painter.text(words, {x, strip.rows * 0.64}, cv::Scalar::all(235), size);
    return x + cv::getTextSize(words, cv::FONT_HERSHEY_SIMPLEX, size, 1, nullptr).width + 8;
  };
  if (!instead.empty()) {
    (void)text(instead, 8);
    return;
  }
  double const from = text("M_uc " + significant_text(range.least()), 8);
  int const length = std::max(16, strip.cols / 5);
  for (int i = 0; i < length; ++i)
    cv::line(strip, {static_cast<int>(from) + i, strip.rows / 4}, {static_cast<int>(from) + i, strip.rows * 3 / 4},
             certainty_colour(static_cast<double>(i) / length));
  double const after = text(significant_text(range.most()), from + length + 8);
  if (refused) (void)text("grey: refused", after + 12);
}

}  // namespace detail

/// A copy of an image (CV_8UC3, red, green, blue) with the first grasps drawn on it and a legend below: the plates of
/// the most certain one are green, of the least certain red, between them by the logarithm of M_uc; those that are not
/// accepted are grey. Where nothing was found the legend says so.
[[nodiscard]] inline cv::Mat draw_detections(cv::Mat const& rgb, detections const& found,
                                             certainty_overlay_options const& options = {}) {
  auto const count = std::min(options.count, found.ranked.size());
  detail::certainty_range range;
  std::vector<grasp<double>> grasps;
  for (std::size_t i = 0; i < count; ++i) {
    grasps.push_back(found.ranked[i].grasp);
    range.add(found.ranked[i].uncertainty);
  }
  overlay_options how{.rank_labels = true};
  bool refused = false;
  for (std::size_t i = 0; i < count; ++i) {
    bool const accepted = found.ranked[i].uncertainty <= options.accept;
    refused = refused || !accepted;
    how.plates.push_back(accepted ? detail::certainty_colour(range.share(found.ranked[i].uncertainty))
                                  : cv::Scalar::all(130));
  }
  cv::Mat picture(rgb.rows + std::max(20, rgb.cols / 26), rgb.cols, CV_8UC3);
  draw_grasps(rgb, grasps, how).copyTo(picture.rowRange(0, rgb.rows));
  detail::paint_legend(picture.rowRange(rgb.rows, picture.rows), range, refused,
                       count == 0 ? nothing_to_grasp_text(found, options.threshold) : std::string());
  return picture;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_CERTAINTY_OVERLAY_HPP
