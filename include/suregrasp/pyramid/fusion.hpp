#ifndef SUREGRASP_PYRAMID_FUSION_HPP
#define SUREGRASP_PYRAMID_FUSION_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/pyramid/fusion_options.hpp>
#include <suregrasp/pyramid/impl/host_fusion.hpp>
#include <suregrasp/pyramid/impl/tensor_fusion.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// Whether `fuse` may take the numbers of `heads` to the host: they are there, have no history, and each has a row of
/// `columns` for every location.
template <tensor_backend B>
[[nodiscard]] bool fuses_on_host(B const& be, std::span<tensor_t<B> const> heads, std::int64_t columns) {
  auto const shape = be.shape(heads[0]);
  return shape.size() == 2 && shape[1] == columns && std::ranges::all_of(heads, [&](tensor_t<B> const& head) {
           return suregrasp::on_host(be, head) && be.shape(head) == shape;
         });
}

/// `fuse` for heads whose numbers are on the host: some at a time, which stay in the processor's cache.
template <tensor_backend B>
[[nodiscard]] fused_pose<tensor_t<B>> fuse_on_host(B const& be, std::span<tensor_t<B> const> heads,
                                                   pose_encoding const& code, fusion_options const& options) {
  constexpr std::int64_t at_once = 2048;
  auto const locations = be.shape(heads[0])[0];
  host_fusion<scalar_t<B>> fused(static_cast<std::size_t>(locations), code, options);
  std::vector<std::vector<scalar_t<B>>> votes(heads.size());
  for (std::int64_t first = 0; first < locations; first += at_once) {
    auto const count = std::min(at_once, locations - first);
    for (std::size_t k = 0; k < heads.size(); ++k)
      votes[k] = be.to_host(count == locations ? heads[k] : suregrasp::slice(be, heads[k], 0, first, count)).values;
    fused.add(votes);
  }
  return {be.from_host({{locations, code.columns()}, fused.mean}), be.from_host({{locations, 3}, fused.variance}),
          be.from_host({{locations}, fused.uncertainty})};
}

}  // namespace detail

/// Fuses the poses that the heads of a pyramid regress at M locations, `[M, P]` per head: their mean (Eq. 8), the
/// variance of each component over the heads, and the scaled sum M_uc of the variances (Eq. 9), which ranks grasps:
/// smaller is more certain.
///
/// By default angles are averaged as axes (period pi) and each variance is divided by the square of its unit in
/// `options.scale`. Throws `option_error` without heads (`fusion.no_heads`) and for `literal` with double angles
/// (`fusion.literal`).
template <tensor_backend B>
[[nodiscard]] fused_pose<tensor_t<B>> fuse(B const& be, std::span<tensor_t<B> const> heads, pose_encoding const& code,
                                           fusion_options const& options = {}) {
  if (heads.empty()) throw option_error("fusion.no_heads", "fusion needs at least one head");
  if (options.literal && code.angle != angle_code::raw)
    throw option_error("fusion.literal", "the literal form of Eq. 8 and 9 needs heads that regress the raw angle");
  if (detail::fuses_on_host(be, heads, code.columns())) return detail::fuse_on_host(be, heads, code, options);
  return detail::fuse_tensors(be, heads, code, options);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_FUSION_HPP
