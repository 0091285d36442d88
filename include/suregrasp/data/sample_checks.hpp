#ifndef SUREGRASP_DATA_SAMPLE_CHECKS_HPP
#define SUREGRASP_DATA_SAMPLE_CHECKS_HPP

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <tuple>
#include <vector>

namespace suregrasp::inline v2 {

/// The range of the measured depth values in one image or several.
struct depth_range {
  double nearest = 0, furthest = 0;  ///< metres; both 0 where nothing is measured
  std::size_t measured = 0, pixels = 0;

  void include(cv::Mat const& depth) {
    for (int y = 0; y < depth.rows; ++y)
      for (int x = 0; x < depth.cols; ++x) {
        float const value = depth.at<float>(y, x);
        ++pixels;
        if (is_depth_hole(value)) continue;
        nearest = measured == 0 ? value : std::min<double>(nearest, value);
        furthest = std::max<double>(furthest, value);
        ++measured;
      }
  }

  void include(depth_range const& other) {
    if (other.measured > 0) {
      nearest = measured == 0 ? other.nearest : std::min(nearest, other.nearest);
      furthest = std::max(furthest, other.furthest);
    }
    measured += other.measured;
    pixels += other.pixels;
  }
};

namespace detail {

/// Labels of one photograph that are duplicates, have no size or reach outside the photograph.
[[nodiscard]] inline std::vector<diagnostic> label_faults(labelled_sample const& s) {
  std::vector<diagnostic> faults;
  std::map<std::tuple<double, double, double, double, double>, std::size_t> known;
  for (std::size_t i = 0; i < s.data.grasps.size(); ++i) {
    auto const& g = s.data.grasps[i];
    auto const& where = s.sources[i];
    if (auto const [at, fresh] = known.emplace(std::tuple(g.x, g.y, g.theta, g.opening, g.jaw), i); !fresh)
      faults.push_back({"data.grasp.duplicate", where, "the same as in " + s.sources[at->second].text()});
    if (!(g.opening > 0 && g.jaw > 0))
      faults.push_back(
          {"data.grasp.no_size", where,
           "expected an opening and a jaw above 0, got " + fixed_text(g.opening, 3) + " and " + fixed_text(g.jaw, 3)});
    auto const outside = [&](auto const& p) {
      return !(p.x >= -1 && p.y >= -1 && p.x <= s.data.rgb.cols && p.y <= s.data.rgb.rows);
    };
    if (std::ranges::any_of(corners(g), outside))
      faults.push_back({"data.grasp.outside", where,
                        "a corner lies outside of the photograph of " + std::to_string(s.data.rgb.cols) + "x" +
                            std::to_string(s.data.rgb.rows)});
  }
  return faults;
}

}  // namespace detail

/// Diagnostics of a photograph that could be read: `data.grasp.duplicate`, `data.grasp.no_size`, `data.grasp.outside`,
/// `data.depth.empty` (no measurement), `data.depth.unit` (all of it over 20 m away: are these millimetres?). `depth`
/// is the range of its depth image, `file` the source of the diagnostics on depth.
[[nodiscard]] inline std::vector<diagnostic> sample_checks(labelled_sample const& s, depth_range const& depth,
                                                           std::string const& file) {
  auto faults = detail::label_faults(s);
  if (depth.pixels > 0 && depth.measured == 0)
    faults.push_back({"data.depth.empty", {file}, "its depth image holds no measurement"});
  if (depth.nearest > 20)
    faults.push_back({"data.depth.unit",
                      {file},
                      "expected metres, but the nearest point of its depth image is at " +
                          fixed_text(depth.nearest, 1) + ": millimetres?"});
  return faults;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SAMPLE_CHECKS_HPP
