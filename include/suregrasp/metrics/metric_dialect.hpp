#ifndef SUREGRASP_METRICS_METRIC_DIALECT_HPP
#define SUREGRASP_METRICS_METRIC_DIALECT_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/metrics/rasterised_iou.hpp>

namespace suregrasp::inline v2 {

/// The rectangle metric as different programs compute it. Figures in different dialects do not compare.
enum class metric_dialect {
  jaccard,  ///< exact IoU above 0.25, axes within 30 degrees: what the field reports
  ivalab,   ///< exact IoU above 0.25, axes within 10 degrees
  ggcnn,    ///< IoU of painted pixels above 0.25, the label's corners rounded to pixels first, 30 degrees
  cornell   ///< Cornell's scorer of 2011: intersection over predicted area above 0.5, 30 degrees without wrapping
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(metric_dialect) {
  return std::array{named_value{metric_dialect::jaccard, "jaccard"}, named_value{metric_dialect::ivalab, "ivalab"},
                    named_value{metric_dialect::ggcnn, "ggcnn"}, named_value{metric_dialect::cornell, "cornell"}};
}

/// Throws option_error `option.dialect`.
[[nodiscard]] inline metric_dialect metric_dialect_named(std::string_view name) {
  if (auto const dialect = value_named<metric_dialect>(name)) return *dialect;
  throw option_error("option.dialect",
                     "unknown dialect '" + std::string(name) + "': expected jaccard, ivalab, ggcnn or cornell");
}

/// The overlap above which a prediction counts as correct where nothing else is said.
[[nodiscard]] constexpr double usual_overlap(metric_dialect dialect) {
  return dialect == metric_dialect::cornell ? 0.5 : 0.25;
}

/// The most that axes may differ, radians, where nothing else is said.
[[nodiscard]] constexpr double usual_angle(metric_dialect dialect) {
  return radians(dialect == metric_dialect::ivalab ? 10.0 : 30.0);
}

namespace detail {

/// Intersection over the area of the prediction.
[[nodiscard]] inline double covered_share(grasp<double> const& predicted, grasp<double> const& label) {
  double const overlap = iou(predicted, label);
  if (!(overlap > 0)) return 0;
  double const times_larger = label.opening / predicted.opening * (label.jaw / predicted.jaw);
  return std::min(1.0, overlap / (1 + overlap) * (1 + times_larger));
}

}  // namespace detail

/// How far a prediction agrees with one label: the dialect's overlap in [0, 1], nothing where the axes differ by more
/// than `most_angle`, radians (`angle_at_most`).
///
/// The scorer of 2011 compares angles in [-90, 90) degrees as plain numbers and gives every label whose corners come
/// clockwise 0. A grasp has no order of corners, so only the former is followed; where corners are at hand, leave the
/// clockwise ones out.
[[nodiscard]] inline std::optional<double> agreement(metric_dialect dialect, grasp<double> const& predicted,
                                                     grasp<double> const& label, double most_angle) {
  auto const within = [&](double angle) { return angle_at_most(angle, most_angle); };
  double const axes = axial_distance(predicted.theta, label.theta);
  switch (dialect) {
    case metric_dialect::ggcnn: {
      auto const painted = rounded_corners(corners(label));
      double const theta = axial_wrap(std::atan2(painted[0].y - painted[1].y, painted[1].x - painted[0].x));
      if (within(axial_distance(predicted.theta, theta))) return rasterised_iou(predicted, painted);
      break;
    }
    case metric_dialect::cornell:
      if (within(std::abs(axial_wrap(predicted.theta) - axial_wrap(label.theta))))
        return detail::covered_share(predicted, label);
      break;
    case metric_dialect::jaccard:
    case metric_dialect::ivalab:
      if (within(axes)) return iou(predicted, label);
  }
  return std::nullopt;
}

/// The same with the dialect's usual angle.
[[nodiscard]] inline std::optional<double> agreement(metric_dialect dialect, grasp<double> const& predicted,
                                                     grasp<double> const& label) {
  return agreement(dialect, predicted, label, usual_angle(dialect));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_METRIC_DIALECT_HPP
