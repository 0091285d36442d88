#ifndef SUREGRASP_EVALUATE_EVALUATE_HPP
#define SUREGRASP_EVALUATE_EVALUATE_HPP

#include <cstddef>
#include <optional>
#include <span>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The overlaps of what was found in an image with its labels.
[[nodiscard]] inline ranked_overlaps overlaps_of(detections const& found, std::vector<grasp<double>> const& labels,
                                                 metric_dialect dialect = metric_dialect::jaccard) {
  std::vector<grasp<double>> grasps;
  for (auto const& each : found.ranked) grasps.push_back(each.grasp);
  return overlaps_of(grasps, labels, {.dialect = dialect});
}

/// Detects in an image, compares the grasps with its labels by the rectangle metric, and the poses at those labelled
/// centres that lie in the preprocessed image with the labels. `input` is the preprocessed image, `index` its number in
/// the pose errors.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] image_evaluation evaluate_image(B const& be, Network const& network, sample const& image,
                                              network_input const& input, std::size_t index = 0,
                                              evaluation_options const& options = {}) {
  auto const levels = detail::checked_network(be, network).features(suregrasp::to_batch(be, input));
  auto const found = [&] {
    if (options.window == image_window::whole)
      return suregrasp::detect_whole_image(be, network, image, options.detecting, options.whole);
    return suregrasp::detect_in(be, network, levels, input.to_input, options.detecting);
  };
  image_evaluation result{
      .found = found(), .overlaps = {}, .errors = suregrasp::pose_errors(be, network, levels, input, index)};
  result.overlaps = suregrasp::overlaps_of(result.found, image.grasps, options.dialect);
  return result;
}

/// Evaluates a detector on labelled images: how often its grasps are correct, how far its poses are from the labels,
/// and what its M_uc tells of that. Throws `run_stopped` where `hooks.stop` asks for it, and as `preprocess`.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] evaluation evaluate(B const& be, Network const& network, std::span<sample const> samples,
                                  evaluation_options const& options = {}, evaluation_hooks const& hooks = {}) {
  auto const input = suregrasp::input_of(network.input_size());
  evaluation all;
  for (auto const& each : samples) {
    auto const one =
        suregrasp::evaluate_image(be, network, each, suregrasp::preprocess(each, input), all.images, options);
    if (hooks.image) hooks.image(each, one);
    auto const& ranked = one.found.ranked;
    all.uncertainties.push_back(ranked.empty() ? std::nullopt : std::optional(ranked.front().uncertainty));
    all.overlaps.push_back(one.overlaps);
    all.errors.insert(all.errors.end(), one.errors.begin(), one.errors.end());
    suregrasp::detail::report_progress({hooks.progress, hooks.stop}, "evaluating", ++all.images, samples.size());
  }
  all.success = suregrasp::success_at(all.overlaps, success_ious, options.few);
  all.certainty = suregrasp::summarise(all.errors);
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_EVALUATE_HPP
