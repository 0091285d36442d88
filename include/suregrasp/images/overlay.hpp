#ifndef SUREGRASP_IMAGES_OVERLAY_HPP
#define SUREGRASP_IMAGES_OVERLAY_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <ranges>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// How `draw_grasps` draws.
struct overlay_options {
  cv::Scalar plate{255, 92, 56};      ///< colour of the finger plates, red, green, blue
  cv::Scalar opening{255, 255, 255};  ///< colour of the lines along the opening
  cv::Scalar best{60, 220, 90};       ///< colour of the plates of the first grasp
  bool highlight_best = true;
  std::vector<cv::Scalar> plates{};  ///< of the plates of each grasp, best first; none: `plate` and `best`
  bool rank_labels = false;          ///< writes 1, 2, ... beside the grasps
  double line_width = 1;  ///< of the opening lines, pixels in an image 640 wide; plates are three times as wide
};

namespace detail {

/// Draws anti-aliased lines with a thin dark border, which keeps them visible on any background.
class line_painter {
 public:
  explicit line_painter(cv::Mat canvas) : canvas_(std::move(canvas)) {}

  void line(point<double> a, point<double> b, cv::Scalar const& colour, double width) {
    constexpr int shift = 4;
    auto const fixed = [](point<double> p) {
      return cv::Point(static_cast<int>(std::lround(p.x * (1 << shift))),
                       static_cast<int>(std::lround(p.y * (1 << shift))));
    };
    int const thickness = std::max(1, static_cast<int>(std::lround(width)));
    cv::line(canvas_, fixed(a), fixed(b), colour, thickness, cv::LINE_AA, shift);
  }

  void text(std::string const& words, point<double> at, cv::Scalar const& colour, double scale) {
    cv::Point const origin(static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y)));
    for (auto const& [ink, width] : {std::pair{cv::Scalar(20, 20, 20), 2}, std::pair{colour, 1}})
      cv::putText(canvas_, words, origin, cv::FONT_HERSHEY_SIMPLEX, scale, ink, width, cv::LINE_AA);
  }

 private:
  cv::Mat canvas_;
};

inline void paint_grasp(line_painter& painter, grasp<double> const& g, overlay_options const& options,
                        cv::Scalar const& plate, double width) {
  auto const p = corners(g);
  cv::Scalar const border(20, 20, 20);
  for (auto const& [a, b] : {std::pair{1, 2}, std::pair{3, 0}})
    painter.line(p[static_cast<std::size_t>(a)], p[static_cast<std::size_t>(b)], border, 3 * width + 2);
  painter.line(p[0], p[1], options.opening, width);
  painter.line(p[2], p[3], options.opening, width);
  painter.line(p[1], p[2], plate, 3 * width);
  painter.line(p[3], p[0], plate, 3 * width);
}

}  // namespace detail

/// A copy of an image (CV_8UC3, red, green, blue) with grasps drawn on it: thick lines are the finger plates, thin ones
/// the opening between them. `ranked` begins with the best grasp, which is drawn last, over the others.
[[nodiscard]] inline cv::Mat draw_grasps(cv::Mat const& rgb, std::span<grasp<double> const> ranked,
                                         overlay_options const& options = {}) {
  cv::Mat canvas = rgb.clone();
  detail::line_painter painter(canvas);
  double const width = std::max(1.0, options.line_width * rgb.cols / 640);
  for (std::size_t const rank : std::views::iota(std::size_t{0}, ranked.size()) | std::views::reverse) {
    auto const& colour = rank < options.plates.size()          ? options.plates[rank]
                         : rank == 0 && options.highlight_best ? options.best
                                                               : options.plate;
    detail::paint_grasp(painter, ranked[rank], options, colour, width);
    if (options.rank_labels) {
      auto const corner = corners(ranked[rank])[1];
      painter.text(std::to_string(rank + 1), {corner.x + 4, corner.y - 4}, colour, 0.45 * width);
    }
  }
  return canvas;
}

/// How `draw_heat` draws.
struct heat_overlay_options {
  double alpha = 0.75;                    ///< opacity where the heat is highest; it falls to 0 with the heat
  double highest = 0;                     ///< heat shown as the brightest colour; 0 for the map's maximum
  int colour_map = cv::COLORMAP_INFERNO;  ///< one of OpenCV's; this one is perceptually uniform
};

/// A copy of an image (CV_8UC3, red, green, blue) with a heatmap (CV_32FC1, of any size) blended over it. Throws
/// `shape_error` `shape.heat` for a map that is empty or of another type.
[[nodiscard]] inline cv::Mat draw_heat(cv::Mat const& rgb, cv::Mat const& heat,
                                       heat_overlay_options const& options = {}) {
  if (heat.type() != CV_32FC1 || heat.empty())
    throw shape_error("shape.heat", "expected a heatmap of one float channel, got " + cv::typeToString(heat.type()));
  double highest = options.highest;
  if (highest <= 0) cv::minMaxLoc(heat, nullptr, &highest);
  cv::Mat level, grey, colours;
  cv::resize(heat, level, rgb.size(), 0, 0, cv::INTER_LINEAR);
  level = cv::min(cv::max(level / std::max(highest, 1e-12), 0), 1);
  level.convertTo(grey, CV_8U, 255);
  cv::applyColorMap(grey, colours, options.colour_map);
  cv::cvtColor(colours, colours, cv::COLOR_BGR2RGB);
  cv::Mat result = rgb.clone();
  for (int y = 0; y < rgb.rows; ++y)
    for (int x = 0; x < rgb.cols; ++x) {
      auto const opacity = static_cast<float>(options.alpha) * std::sqrt(level.at<float>(y, x));
      auto& pixel = result.at<cv::Vec3b>(y, x);
      auto const& over = colours.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<std::uint8_t>(static_cast<float>(pixel[c]) * (1 - opacity) +
                                                   static_cast<float>(over[c]) * opacity);
    }
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_OVERLAY_HPP
