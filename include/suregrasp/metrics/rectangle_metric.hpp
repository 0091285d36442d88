#ifndef SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
#define SUREGRASP_METRICS_RECTANGLE_METRIC_HPP

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <type_traits>

namespace suregrasp::inline v2 {

/// The thresholds of the rectangle metric of Jiang et al. (2011) as the field uses it.
struct rectangle_metric_options {
  double iou = 0.25;             ///< correct grasps overlap by more than this
  double angle = radians(30.0);  ///< and their axes differ by at most this, radians (`angle_at_most`)
};

/// The labelled grasp a prediction fits best.
template <std::floating_point T>
struct rectangle_match {
  std::size_t index = 0;  ///< of the labelled grasp
  T iou = 0;              ///< overlap with it
  T angle = 0;            ///< angle between the axes, radians
};

/// Among the labelled grasps whose axis is within `options.angle` of the prediction's, the one of highest IoU, the
/// first of equals; nothing where there is none. Its IoU may be below `options.iou`, even 0.
template <std::floating_point T>
[[nodiscard]] std::optional<rectangle_match<T>> best_match(grasp<T> const& predicted,
                                                           std::span<std::type_identity_t<grasp<T>> const> truth,
                                                           rectangle_metric_options const& options = {}) {
  std::optional<rectangle_match<T>> best;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    T const angle = axial_distance(predicted.theta, truth[i].theta);
    if (!angle_at_most(angle, options.angle)) continue;
    T const overlap = iou(predicted, truth[i]);
    if (!best || overlap > best->iou) best = rectangle_match<T>{i, overlap, angle};
  }
  return best;
}

/// The rectangle metric: whether any labelled grasp has an IoU above `options.iou` and an axis within `options.angle`.
template <std::floating_point T>
[[nodiscard]] bool is_correct(grasp<T> const& predicted, std::span<std::type_identity_t<grasp<T>> const> truth,
                              rectangle_metric_options const& options = {}) {
  auto const best = best_match(predicted, truth, options);
  return best && best->iou > static_cast<T>(options.iou);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
