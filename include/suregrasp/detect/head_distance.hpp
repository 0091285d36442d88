#ifndef SUREGRASP_DETECT_HEAD_DISTANCE_HPP
#define SUREGRASP_DETECT_HEAD_DISTANCE_HPP

#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <vector>

namespace suregrasp::inline v1 {

/// How far the poses of all heads lie from one encoded target, both `[M, P]`: smooth L1, averaged over components and
/// heads, `[M]`. Every head is held to the target on its own, so that their agreement means something.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> head_distance(B const& be, std::vector<tensor_t<B>> const& heads, tensor_t<B> const& target) {
  if (heads.empty()) throw option_error("loss.no_heads", "the distance of heads to a target needs at least one head");
  suregrasp::require_rank(be, target, 2, "encoded poses [M, P]");
  auto const shape = be.shape(target);
  auto total = suregrasp::smooth_l1(be, heads.front(), target);
  for (std::size_t k = 1; k < heads.size(); ++k) total = be.add(total, suregrasp::smooth_l1(be, heads[k], target));
  auto const share = 1.0 / static_cast<double>(static_cast<std::int64_t>(heads.size()) * shape[1]);
  return be.reshape(suregrasp::scale(be, be.sum(total, 1), share), {shape[0]});
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_HEAD_DISTANCE_HPP
