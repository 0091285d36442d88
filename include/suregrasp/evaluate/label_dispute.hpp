#ifndef SUREGRASP_EVALUATE_LABEL_DISPUTE_HPP
#define SUREGRASP_EVALUATE_LABEL_DISPUTE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <suregrasp/core/field.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// In what a network and the labels of an image disagree, and what may be wrong with the labels then.
enum class disagreement_kind {
  axis,        ///< at a labelled centre the network's axis is across that of each label there: corners in another order
  unlabelled,  ///< one of the hottest grasps lies beside all labels: a label is missing
  elsewhere    ///< labels lie where it is cold, the hottest grasp beside all of them: labels of another image
};

/// What each value is called in files.
[[nodiscard]] constexpr auto names_of(disagreement_kind) {
  return std::array{named_value{disagreement_kind::axis, "axis"},
                    named_value{disagreement_kind::unlabelled, "unlabelled"},
                    named_value{disagreement_kind::elsewhere, "elsewhere"}};
}

/// One disagreement. Labels need not be wrong there: a network errs too, and no label is complete.
struct label_dispute {
  disagreement_kind kind = disagreement_kind::axis;
  suregrasp::grasp<double> grasp{};  ///< the label; for `unlabelled` and `elsewhere` what was found, in pixels
  double size = 0;         ///< in [0, 1]: the angle as a share of a right one, the heat, the difference in heat
  double uncertainty = 0;  ///< M_uc of the network's pose; 0 for `elsewhere`

  /// How much is to be made of it, in [0, 1]: of a pose as uncertain as `typical`, half of its size.
  [[nodiscard]] double weight(double typical) const { return size / (1 + uncertainty / typical); }
  friend bool operator==(label_dispute const&, label_dispute const&) = default;
};

/// From where on a network and labels disagree.
struct disagreement_options {
  double angle = radians(60.0);  ///< between the axes, radians
  double shortlist = 0.8;        ///< grasps with this share of the highest heat should have a label
  double cold = 0.5;             ///< labels below this share of it lie where it is cold
};

namespace detail {

/// The heat at a point of the image; 0 outside of the map.
[[nodiscard]] inline double heat_at(detections const& found, point<double> at) {
  auto const p = found.to_heat(at);
  auto const x = std::lround(p.x), y = std::lround(p.y);
  if (found.heat.values.empty() || x < 0 || y < 0 || x >= found.heat.shape[1] || y >= found.heat.shape[0]) return 0;
  return static_cast<double>(found.heat.values[static_cast<std::size_t>(y * found.heat.shape[1] + x)]);
}

/// Whether a grasp lies beside a label: neither touches it nor has its centre within one opening.
[[nodiscard]] inline bool beside(grasp<double> const& found, grasp<double> const& label) {
  return iou(found, label) <= 0 && std::hypot(found.x - label.x, found.y - label.y) > label.opening;
}

}  // namespace detail

/// In what a network and the labels of an image disagree: `one` is what `evaluate_image` found there, with an input of
/// the network of `input`. None for an image without labels.
[[nodiscard]] inline std::vector<label_dispute> label_disputes(sample const& image, image_evaluation const& one,
                                                               preprocess_options const& input,
                                                               disagreement_options const& options = {}) {
  std::vector<label_dispute> all;
  auto const& ranked = one.found.ranked;
  if (image.grasps.empty() || ranked.empty()) return all;
  auto error = one.errors.begin();  // of the labels in view, in their order
  auto const to_input = input_map(image.rgb.size(), input);
  double label_heat = 0;
  for (auto const& label : image.grasps) {
    label_heat = std::max(label_heat, detail::heat_at(one.found, {label.x, label.y}));
    if (error == one.errors.end() || grasps_inside({label}, to_input, {input.size, input.size}).empty()) continue;
    if (error->location_angle > options.angle)
      all.push_back({disagreement_kind::axis, label, error->location_angle * 2 / std::numbers::pi, error->uncertainty});
    ++error;
  }
  auto const beside_all = [&](detection const& each) {
    return std::ranges::all_of(image.grasps, [&](auto const& label) { return detail::beside(each.grasp, label); });
  };
  auto const hottest = std::ranges::max_element(ranked, {}, &detection::heat);
  if (label_heat < options.cold * hottest->heat) {
    if (beside_all(*hottest))
      all.push_back({disagreement_kind::elsewhere, hottest->grasp, hottest->heat - label_heat, 0});
    return all;
  }
  for (auto const& each : ranked)
    if (each.heat >= options.shortlist * hottest->heat && beside_all(each))
      all.push_back({disagreement_kind::unlabelled, each.grasp, each.heat, each.uncertainty});
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_LABEL_DISPUTE_HPP
