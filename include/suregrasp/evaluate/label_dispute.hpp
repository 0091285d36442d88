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

/// What a network disputes of an image's labels, and what may be wrong with them then.
enum class dispute_kind {
  axis,        ///< at a labelled centre the network's axis is across that of each label there, and with its corners in
               ///< another order the label would fit better
  unlabelled,  ///< one of the hottest grasps lies beside all labels: a label is missing
  elsewhere    ///< labels lie where it is cold, the hottest grasp beside all of them: labels of another image
};

/// What each value is called in files.
[[nodiscard]] constexpr auto names_of(dispute_kind) {
  return std::array{named_value{dispute_kind::axis, "axis"}, named_value{dispute_kind::unlabelled, "unlabelled"},
                    named_value{dispute_kind::elsewhere, "elsewhere"}};
}

/// What a network disputes of one label. It need not be wrong: a network errs too, and no label is complete.
struct label_dispute {
  dispute_kind kind = dispute_kind::axis;
  suregrasp::grasp<double> grasp{};  ///< the label; for `unlabelled` and `elsewhere` what was found, in pixels
  double size = 0;  ///< in [0, 1]: the share of the loss that corners in another order save, the heat, what is lacking
  double uncertainty = 0;  ///< M_uc of the network's pose; 0 for `elsewhere`

  /// How much is to be made of it, in [0, 1]: of a pose as uncertain as `typical`, half of its size.
  [[nodiscard]] double weight(double typical) const { return size / (1 + uncertainty / typical); }
  friend bool operator==(label_dispute const&, label_dispute const&) = default;
};

/// From where on a label is disputed.
struct dispute_options {
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

/// What a network disputes of the labels of an image: `one` is what `evaluate_image` found there, with an input of the
/// network of `input`. None for an image without labels.
[[nodiscard]] inline std::vector<label_dispute> label_disputes(sample const& image, image_evaluation const& one,
                                                               preprocess_options const& input,
                                                               dispute_options const& options = {}) {
  std::vector<label_dispute> all;
  auto const& ranked = one.found.ranked;
  if (image.grasps.empty() || ranked.empty()) return all;
  auto error = one.errors.begin();  // of the labels in view, in their order
  auto const to_input = input_map(image.rgb.size(), input);
  double label_heat = 0;
  for (auto const& label : image.grasps) {
    label_heat = std::max(label_heat, detail::heat_at(one.found, {label.x, label.y}));
    if (error == one.errors.end() || grasps_inside({label}, to_input, {input.size, input.size}).empty()) continue;
    if (error->location_angle > options.angle && error->across_loss < error->location_loss)
      all.push_back({dispute_kind::axis, label, 1 - error->across_loss / error->location_loss, error->uncertainty});
    ++error;
  }
  auto const beside_all = [&](detection const& each) {
    return std::ranges::all_of(image.grasps, [&](auto const& label) { return detail::beside(each.grasp, label); });
  };
  auto const hottest = std::ranges::max_element(ranked, {}, &detection::heat);
  if (label_heat < options.cold * hottest->heat) {
    if (beside_all(*hottest)) all.push_back({dispute_kind::elsewhere, hottest->grasp, hottest->heat - label_heat, 0});
    return all;
  }
  for (auto const& each : ranked)
    if (each.heat >= options.shortlist * hottest->heat && beside_all(each))
      all.push_back({dispute_kind::unlabelled, each.grasp, each.heat, each.uncertainty});
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_LABEL_DISPUTE_HPP
