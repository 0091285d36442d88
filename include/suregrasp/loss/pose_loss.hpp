#ifndef SUREGRASP_LOSS_POSE_LOSS_HPP
#define SUREGRASP_LOSS_POSE_LOSS_HPP

#include <cmath>
#include <cstddef>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/pose_components.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Smooth L1 distance of two encoded poses `[P]` (`pose_encoding`) of the same length, averaged over their P numbers.
template <class T>
[[nodiscard]] double pose_loss(std::span<T const> prediction, std::span<double const> target) {
  double sum = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    double const d = std::abs(static_cast<double>(prediction[i]) - target[i]);
    sum += d < 1 ? d * d / 2 : d - 0.5;
  }
  return sum / static_cast<double>(target.size());
}

/// The contributions of theta, opening and jaw to `pose_loss`, which is their sum.
template <class T>
[[nodiscard]] pose_components pose_loss_parts(std::span<T const> prediction, std::span<double const> target) {
  auto const columns = target.size();
  auto const part = [&](std::size_t first, std::size_t count) {
    return suregrasp::pose_loss(prediction.subspan(first, count), target.subspan(first, count)) *
           static_cast<double>(count) / static_cast<double>(columns);
  };
  return {part(0, columns - 2), part(columns - 2, 1), part(columns - 1, 1)};
}

/// Smooth L1 distance of the heads' poses from the target, each `[M, P]`, averaged over heads and components: `[M]`.
///
/// Each head is compared with the target by itself, not their mean: heads trained so disagree where they are uncertain.
/// Throws `option_error` `loss.no_heads` without heads, `shape_error` `shape.rank` for a target of other than two axes.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> multi_head_loss(B const& be, std::vector<tensor_t<B>> const& heads,
                                          tensor_t<B> const& target) {
  if (heads.empty()) throw option_error("loss.no_heads", "the distance of heads to a target needs at least one head");
  suregrasp::require_rank(be, target, 2, "encoded poses [M, P]");
  auto const shape = be.shape(target);
  auto total = suregrasp::smooth_l1(be, heads.front(), target);
  for (std::size_t k = 1; k < heads.size(); ++k) total = be.add(total, suregrasp::smooth_l1(be, heads[k], target));
  auto const share = 1.0 / static_cast<double>(static_cast<std::int64_t>(heads.size()) * shape[1]);
  return be.reshape(suregrasp::scale(be, be.sum(total, 1), share), {shape[0]});
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_LOSS_POSE_LOSS_HPP
