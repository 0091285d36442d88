#ifndef SUREGRASP_ROBOT_IMPL_FINGER_SWEEP_HPP
#define SUREGRASP_ROBOT_IMPL_FINGER_SWEEP_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <suregrasp/robot/clearance_options.hpp>
#include <suregrasp/robot/gripper.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Which heights the fingers of a gripper pass, along the closing axis, in bins of a millimetre from its middle
/// outwards; one profile serves both fingers, as they mirror each other. Heights are measured along the approach.
///
/// The gripper comes down with its fingers some opening apart, opening number k, and closes. Its tips are deepest
/// somewhere on that way; the hand stops where they then reach the insertion.
class finger_sweep {
 public:
  static constexpr double bin = 0.001;            ///< metres
  static constexpr std::size_t before_face = 15;  ///< bins: how far from its foot a thing may stand upright

  finger_sweep(gripper const& hand, double side_margin)
      : inner_(bins(side_margin)), outer_(bins(hand.pad.thickness + side_margin)) {
    auto const count = static_cast<std::size_t>(hand.stroke / 2 / bin) + 1;
    for (std::size_t k = 0; k < count; ++k)
      advance_.push_back(static_cast<float>(tip_advance(hand, std::min(hand.stroke, opening(k)))));
    for (std::size_t k = 0; k < count; ++k) {
      deepest_.push_back(furthest(0, k));
    }
    // From where its outer face comes to a bin to where it begins to close; the margin inside is for coming down.
    for (std::size_t j = 0; j <= inner_ + outer_; ++j)
      for (std::size_t k = 0; k < count; ++k)
        coming_.push_back(j < inner_ ? advance_[k] : furthest(k + j - inner_ - std::min(k + j - inner_, outer_), k));
  }

  [[nodiscard]] std::size_t openings() const { return advance_.size(); }
  [[nodiscard]] double opening(std::size_t k) const { return 2 * bin * static_cast<double>(k); }
  /// Bins that the fingers reach.
  [[nodiscard]] std::size_t reach() const { return openings() + outer_; }
  /// How far the tips are before those of the open gripper where they are deepest.
  [[nodiscard]] float deepest(std::size_t k) const { return deepest_[k]; }

  /// How much deeper than `insertion` the open fingers could come down at each opening, at most `most_clearance`, in a
  /// profile of the nearest heights over the width of the pads.
  void come_down(std::span<float const> pads, float insertion, std::vector<float>& clearance) {
    mirrored_.resize(inner_ + pads.size());
    for (std::size_t i = 0; i < inner_; ++i) mirrored_[i] = pads[std::min(inner_ - i, pads.size() - 1)];
    std::ranges::copy(pads, mirrored_.begin() + static_cast<std::ptrdiff_t>(inner_));
    auto const count = openings();
    clearance.resize(count);
    for (std::size_t k = 0; k < count; ++k) clearance[k] = static_cast<float>(most_clearance) + insertion - deepest_[k];
    for (std::size_t j = 0; j <= inner_ + outer_; ++j) {
      float const *const heights = mirrored_.data() + j, *const coming = coming_.data() + j * count;
      float* const least = clearance.data();
      for (std::size_t k = 0; k < count; ++k) least[k] = std::min(least[k], heights[k] - coming[k]);
    }
    for (std::size_t k = 0; k < count; ++k) clearance[k] += deepest_[k] - insertion;
  }

  /// How much deeper they could go while they close, until what stands `hold` higher than their tips is before their
  /// faces, in profiles over the width of what is to be held: of the nearest heights, and of the nearest of
  /// `before_face` bins from each inwards.
  [[nodiscard]] float close(std::span<float const> between, std::span<float const> ahead, std::size_t k,
                            float insertion, float hold) const {
    float const stop = insertion - deepest_[k];  // of the tips of an open gripper
    float least = static_cast<float>(most_clearance) + stop;
    for (std::size_t at = k; at-- > 0 && ahead[at] > stop + advance_[at] - hold;)
      least = std::min(least, between[at] - advance_[at]);
    return least - stop;
  }

 private:
  [[nodiscard]] static std::size_t bins(double length) { return static_cast<std::size_t>(std::ceil(length / bin)); }
  [[nodiscard]] float furthest(std::size_t from, std::size_t to) const {
    return *std::max_element(advance_.begin() + static_cast<std::ptrdiff_t>(from),
                             advance_.begin() + static_cast<std::ptrdiff_t>(to) + 1);
  }

  std::size_t inner_, outer_;   ///< bins of a finger on either side of its inner face
  std::vector<float> advance_;  ///< `[openings]`: of the tips
  std::vector<float> deepest_;  ///< `[openings]`: the furthest on the way from there to closed
  std::vector<float> coming_;   ///< `[inner + 1 + outer, openings]`: while it is still above a bin
  std::vector<float> mirrored_{};
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_ROBOT_IMPL_FINGER_SWEEP_HPP
