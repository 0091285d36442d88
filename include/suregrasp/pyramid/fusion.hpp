#ifndef SUREGRASP_PYRAMID_FUSION_HPP
#define SUREGRASP_PYRAMID_FUSION_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/host_array.hpp>
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
  host_fusion<scalar_t<B>> fused(code, options);
  fused.start(static_cast<std::size_t>(locations));
  std::vector<host_array<scalar_t<B>>> values(heads.size());
  std::vector<std::span<scalar_t<B> const>> votes(heads.size());
  for (std::int64_t first = 0; first < locations; first += at_once) {
    auto const count = std::min(at_once, locations - first);
    for (std::size_t k = 0; k < heads.size(); ++k) {
      values[k] = be.to_host(count == locations ? heads[k] : suregrasp::slice(be, heads[k], 0, first, count));
      votes[k] = values[k].values;
    }
    fused.add(votes);
  }
  return {be.from_host({{locations, code.columns()}, fused.mean}), be.from_host({{locations, 3}, fused.variance}),
          be.from_host({{locations}, fused.uncertainty})};
}

inline void require_fusible(std::size_t heads, pose_encoding const& code, fusion_options const& options) {
  if (heads == 0) throw option_error("fusion.no_heads", "fusion needs at least one head");
  if (options.literal && code.angle != angle_code::raw)
    throw option_error("fusion.literal", "the literal form of Eq. 8 and 9 needs heads that regress the raw angle");
}

}  // namespace detail

/// Fuses the poses that the heads of a pyramid regress at M locations, `[M, P]` per head: their mean (Eq. 8), the
/// variance of each component over the heads, and the scaled sum M_uc of the variances (Eq. 9), which ranks grasps:
/// smaller is more certain.
///
/// By default angles are averaged as axes (period pi) and each variance is divided by the square of its unit in
/// `options.scale`. One head alone differs from nothing: its M_uc is 0, but for what a short angle vector adds.
/// Throws `option_error` without heads (`fusion.no_heads`) and for `literal` with double angles (`fusion.literal`).
template <tensor_backend B>
[[nodiscard]] fused_pose<tensor_t<B>> fuse(B const& be, std::span<tensor_t<B> const> heads, pose_encoding const& code,
                                           fusion_options const& options = {}) {
  detail::require_fusible(heads.size(), code, options);
  if (detail::fuses_on_host(be, heads, code.columns())) return detail::fuse_on_host(be, heads, code, options);
  return detail::fuse_tensors(be, heads, code, options);
}

/// Fuses poses in host memory as `fuse` does and keeps its memory: where as many locations come each time, only the
/// first call allocates.
template <std::floating_point T>
class pose_fuser {
 public:
  explicit pose_fuser(pose_encoding const& code, fusion_options const& options = {})
      : code_(code), options_(options), fused_(code, options) {}

  /// `heads` hold the numbers of `[M, P]` each; the result, of the shapes of `fuse`, is valid until the next call.
  /// Throws what `fuse` throws, and `shape_error` `shape.heads` where a head has no whole rows or another number of
  /// them.
  [[nodiscard]] fused_pose<std::span<T const>> fuse(std::span<std::span<T const> const> heads) {
    detail::require_fusible(heads.size(), code_, options_);
    auto const columns = static_cast<std::size_t>(code_.columns()), size = heads[0].size();
    for (auto const& head : heads)
      if (head.size() != size || size % columns != 0)
        throw shape_error("shape.heads", "expected as many rows of " + std::to_string(columns) +
                                             " numbers from each head, got " + std::to_string(head.size()) +
                                             " numbers beside " + std::to_string(size));
    fused_.start(size / columns);
    fused_.add(heads);
    return {fused_.mean, fused_.variance, fused_.uncertainty};
  }

 private:
  pose_encoding code_;
  fusion_options options_;
  detail::host_fusion<T> fused_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_FUSION_HPP
