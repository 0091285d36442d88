#ifndef SUREGRASP_DETECT_DENSE_DENSE_GRASPS_HPP
#define SUREGRASP_DETECT_DENSE_DENSE_GRASPS_HPP

#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/geometry/angle.hpp>

namespace suregrasp::inline v2 {

/// What a network says of every pixel as the centre of a grasp (GG-CNN, Morrison et al. 2018; GR-ConvNet, Kumra et al.
/// 2020). Four maps `[S, S]` of one shape.
struct grasp_maps {
  host_array<float> quality;  ///< larger is better
  host_array<float> cosine;   ///< of twice the angle, counter-clockwise on the screen
  host_array<float> sine;
  host_array<float> opening;  ///< in units of `dense_grasp_options::opening_unit`
};

/// How grasps are read from maps. The defaults are those of the published evaluations.
struct dense_grasp_options {
  peak_options peaks{.threshold = 0.2, .radius = 20, .max_count = 50};
  double opening_unit = 150;  ///< pixels of the input
  double jaw_share = 0.5;     ///< the maps have no jaw: it is this share of the opening
  double smoothing = 2;       ///< sigma of the Gaussian over quality and angle, pixels
  double opening_smoothing = 1;
};

namespace detail {

inline void require_sound(grasp_maps const& maps) {
  for (auto const* map : {&maps.quality, &maps.cosine, &maps.sine, &maps.opening})
    if (map->shape.size() != 2 || map->shape != maps.quality.shape || map->values.empty())
      throw shape_error("shape.grasp_maps", "grasp maps: expected four maps [S, S] of one shape, got " +
                                                to_string(map->shape) + " beside " + to_string(maps.quality.shape));
  require_finite_map(maps.quality.view(), "grasp maps, quality");
  require_finite_map(maps.cosine.view(), "grasp maps, cosine");
  require_finite_map(maps.sine.view(), "grasp maps, sine");
  require_finite_map(maps.opening.view(), "grasp maps, opening");
}

}  // namespace detail

/// Maps to grasps: the peaks of the smoothed quality, best first, with angle and opening read there and carried back by
/// the inverse of `to_input`. `heat` is the quality and `uncertainty` 1 minus it: such networks do not say more.
///
/// The double angle's cosine and sine are smoothed, not the angle: an axis near the wrap keeps its direction. Throws
/// `shape_error` `shape.grasp_maps` for maps of several shapes, `model_error` `model.not_finite` for numbers in them
/// that are not finite.
[[nodiscard]] inline detections dense_grasps(grasp_maps const& maps, affine_map<double> const& to_input,
                                             dense_grasp_options const& options = {}) {
  detail::require_sound(maps);
  cv::Mat const quality = detail::smoothed(maps.quality.view(), options.smoothing),
                cosine = detail::smoothed(maps.cosine.view(), options.smoothing),
                sine = detail::smoothed(maps.sine.view(), options.smoothing),
                opening = detail::smoothed(maps.opening.view(), options.opening_smoothing);
  detections found;
  found.heat = {maps.quality.shape, {quality.begin<float>(), quality.end<float>()}};
  auto const back = to_input.inverse();
  for (auto const& peak : find_peaks(found.heat.view(), options.peaks)) {
    cv::Point const at(static_cast<int>(peak.x), static_cast<int>(peak.y));
    auto const read = [&](cv::Mat const& map) { return static_cast<double>(map.at<float>(at)); };
    double const wide = std::max(1.0, read(opening) * options.opening_unit);
    grasp<double> const grasp{static_cast<double>(peak.x), static_cast<double>(peak.y),
                              axial_wrap(std::atan2(read(sine), read(cosine)) / 2), wide, options.jaw_share * wide};
    double const heat = static_cast<double>(peak.heat);
    auto const in_photograph = back(grasp);
    detail::require_finite_grasp(in_photograph, {0, grasp.x, grasp.y});
    found.ranked.push_back({in_photograph, 1 - heat, heat, {}});
  }
  return found;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DENSE_DENSE_GRASPS_HPP
