#ifndef SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
#define SUREGRASP_METRICS_RECTANGLE_METRIC_HPP

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>
#include <type_traits>

namespace suregrasp::inline v2 {

/// The rectangle metric of Jiang et al. (2011), by default with the thresholds and the overlap that the field uses.
struct rectangle_metric_options {
  metric_dialect dialect = metric_dialect::jaccard;  ///< which program's way to compute overlap and angle
  std::optional<double> iou{};  ///< correct grasps overlap by more than this; not given: `usual_overlap(dialect)`
  std::optional<double>
      angle{};  ///< and their axes differ by at most this, radians (`angle_at_most`); not given: `usual_angle(dialect)`
};

/// The labelled grasp a prediction fits best.
template <std::floating_point T>
struct rectangle_match {
  std::size_t index = 0;  ///< of the labelled grasp
  T iou = 0;              ///< overlap with it, as the dialect computes it
  T angle = 0;            ///< angle between the axes, radians
};

namespace detail {

/// The overlap of two grasps whose axes fit; nothing where they do not.
template <std::floating_point T>
[[nodiscard]] std::optional<T> fitting_overlap(grasp<T> const& predicted, grasp<T> const& label,
                                               rectangle_metric_options const& options) {
  double const limit = options.angle.value_or(usual_angle(options.dialect));
  if (options.dialect == metric_dialect::jaccard || options.dialect == metric_dialect::ivalab) {
    if (!angle_at_most(axial_distance(predicted.theta, label.theta), limit)) return std::nullopt;
    return iou(predicted, label);
  }
  auto const exact = [](grasp<T> const& g) { return grasp<double>{g.x, g.y, g.theta, g.opening, g.jaw}; };
  auto const overlap = agreement(options.dialect, exact(predicted), exact(label), limit);
  return overlap ? std::optional<T>(static_cast<T>(*overlap)) : std::nullopt;
}

}  // namespace detail

/// Among the labelled grasps whose axis is within the angle of the options, the one of highest overlap, the first of
/// equals; nothing where there is none. Its overlap may be below the threshold of the options, even 0.
template <std::floating_point T>
[[nodiscard]] std::optional<rectangle_match<T>> best_match(grasp<T> const& predicted,
                                                           std::span<std::type_identity_t<grasp<T>> const> truth,
                                                           rectangle_metric_options const& options = {}) {
  std::optional<rectangle_match<T>> best;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    auto const overlap = detail::fitting_overlap(predicted, truth[i], options);
    if (overlap && (!best || *overlap > best->iou))
      best = rectangle_match<T>{i, *overlap, axial_distance(predicted.theta, truth[i].theta)};
  }
  return best;
}

/// The rectangle metric: whether some labelled grasp overlaps by more than `options.iou`, with an axis within
/// `options.angle`.
template <std::floating_point T>
[[nodiscard]] bool is_correct(grasp<T> const& predicted, std::span<std::type_identity_t<grasp<T>> const> truth,
                              rectangle_metric_options const& options = {}) {
  auto const best = best_match(predicted, truth, options);
  return best && best->iou > static_cast<T>(options.iou.value_or(usual_overlap(options.dialect)));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
