#ifndef SUREGRASP_TRAIN_DETECTOR_STUDENT_HPP
#define SUREGRASP_TRAIN_DETECTOR_STUDENT_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/train/trainable_network.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What a whole detector is asked while it learns.
template <class Tensor>
struct detector_question {
  image_batch<Tensor> images;                 ///< `[N, 3, S, S]`
  std::vector<location> heat_at{};            ///< K pixels whose heat is asked for
  std::optional<std::vector<location>> at{};  ///< where poses are asked for; not given: at the peaks of the heatmap
};

/// What it answers.
template <class Tensor>
struct detector_answer {
  std::vector<location> at{};   ///< the M locations of the poses
  std::vector<Tensor> heads{};  ///< encoded poses `[M, P]`, of every head in every view; none where M is 0
  bool is_logits = false;       ///< of the heats: at given locations
  std::vector<Tensor> heats{};  ///< at given locations: one tensor of logits `[K]`; else the heat `[K]` in every view

  /// Calls `use` with each of its tensors.
  template <class Use>
  void each_tensor(Use const& use) {
    for (auto* const list : {&heads, &heats})
      for (auto& each : *list) use(each);
  }
};

/// A whole detector as a model that a mean teacher trains. Asked for poses at given locations it answers as a student,
/// with gradients; asked to find them itself, as a teacher: it sees each image in several views (`symmetric_views`),
/// finds the peaks of their mean heatmap, and the heads of all views vote there.
template <differentiable_backend B, trainable_network<B> Network>
class detector_student {
 public:
  using input_type = detector_question<tensor_t<B>>;
  using output_type = detector_answer<tensor_t<B>>;

  /// `views`, `peaks` and `smoothing`, in pixels: how it looks for locations.
  detector_student(B be, Network network, std::size_t views, peak_options const& peaks, double smoothing)
      : be_(std::move(be)), network_(std::move(network)), views_(views), peaks_(peaks), smoothing_(smoothing) {}

  [[nodiscard]] output_type forward(input_type const& asked) const {
    return asked.at ? answer_at(asked) : answer_at_peaks(asked);
  }

  [[nodiscard]] model_state<tensor_t<B>> state() const { return network_.state(); }
  void load(model_state<tensor_t<B>> const& state) { network_.load(state); }
  [[nodiscard]] detector_student clone() const { return {be_, network_.clone(), views_, peaks_, smoothing_}; }

  [[nodiscard]] Network const& network() const { return network_; }

 private:
  using levels_type = std::vector<level<tensor_t<B>>>;

  [[nodiscard]] output_type answer_at(input_type const& asked) const {
    auto const levels = network_.features(asked.images);
    output_type answer{.at = *asked.at, .is_logits = true};
    if (!answer.at.empty()) answer.heads = network_.poses(levels, std::span<location const>(answer.at));
    if (!asked.heat_at.empty()) answer.heats.push_back(values_at(network_.heat_logits(levels), asked.heat_at));
    return answer;
  }

  [[nodiscard]] output_type answer_at_peaks(input_type const& asked) const {
    symmetric_views<B, Network> const viewed(be_, network_, views_);
    auto const levels = viewed.features(asked.images);
    auto const heats = viewed.heats(levels);
    output_type answer;
    if (!asked.heat_at.empty())
      for (auto const& heat : heats) answer.heats.push_back(values_at(heat, asked.heat_at));
    answer.at = peaks_of(suregrasp::mean_over(be_, heats));
    if (!answer.at.empty()) answer.heads = viewed.poses(levels, std::span<location const>(answer.at));
    return answer;
  }

  /// The peaks of heatmaps `[N, S, S]`.
  [[nodiscard]] std::vector<location> peaks_of(tensor_t<B> const& heat) const {
    auto const maps = be_.to_host(heat);
    auto const pixels = static_cast<std::size_t>(maps.shape[1] * maps.shape[2]);
    std::vector<location> found;
    for (std::int64_t i = 0; i < maps.shape[0]; ++i) {
      auto const map = std::span<float const>(maps.values).subspan(static_cast<std::size_t>(i) * pixels, pixels);
      host_view<float const> const one({maps.shape[1], maps.shape[2]}, map);
      for (auto const& p : smoothed_peaks(one, peaks_, smoothing_))
        found.push_back({i, static_cast<double>(p.x), static_cast<double>(p.y)});
    }
    return found;
  }

  /// `[K]` of maps whose numbers are those of `[N, S, S]`, at the nearest pixels.
  [[nodiscard]] tensor_t<B> values_at(tensor_t<B> const& maps, std::vector<location> const& at) const {
    auto const side = be_.shape(maps).back();
    auto const count = static_cast<std::int64_t>(element_count(be_.shape(maps)));
    std::vector<std::int64_t> positions;
    for (auto const& each : at)
      positions.push_back((each.image * side + std::llround(each.y)) * side + std::llround(each.x));
    return be_.take(be_.reshape(maps, {count}), positions, 0);
  }

  B be_;
  Network network_;
  std::size_t views_;
  peak_options peaks_;
  double smoothing_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_DETECTOR_STUDENT_HPP
