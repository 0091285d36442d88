#ifndef SUREGRASP_LOSS_POSE_LOSS_HPP
#define SUREGRASP_LOSS_POSE_LOSS_HPP

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Mean smooth L1 distance of two encoded poses.
template <class T>
[[nodiscard]] double pose_loss(std::span<T const> prediction, std::span<double const> target) {
  double sum = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    double const d = std::abs(static_cast<double>(prediction[i]) - target[i]);
    sum += d < 1 ? d * d / 2 : d - 0.5;
  }
  return sum / static_cast<double>(target.size());
}

/// What theta, opening and jaw contribute to `pose_loss`, which is their sum.
template <class T>
[[nodiscard]] std::array<double, 3> pose_loss_parts(std::span<T const> prediction, std::span<double const> target) {
  auto const columns = target.size();
  auto const part = [&](std::size_t first, std::size_t count) {
    return suregrasp::pose_loss(prediction.subspan(first, count), target.subspan(first, count)) *
           static_cast<double>(count) / static_cast<double>(columns);
  };
  return {part(0, columns - 2), part(columns - 2, 1), part(columns - 1, 1)};
}

/// How far the poses of all heads lie from one encoded target, both `[M, P]`: smooth L1, averaged over components and
/// heads, `[M]`. Every head is held to the target on its own, so that their agreement means something.
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
