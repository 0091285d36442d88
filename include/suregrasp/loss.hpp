#ifndef SUREGRASP_LOSS_HPP
#define SUREGRASP_LOSS_HPP

/// Losses on any backend: of heatmaps, of encoded poses, of several heads.
///
/// Begin with
/// - `binary_cross_entropy`: of a heatmap's logits;
/// - `smooth_l1`: element by element;
/// - `multi_head_loss`: smooth L1 of the poses of several heads from one target;
/// - `pose_loss`: the same for one pose in host memory.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/testing/archetype.hpp>
/// auto const be = testing::archetype<double>::make();  // or any other tensor_backend
/// std::vector<double> const logits{0, 40}, target{1, 1};
/// auto const loss = binary_cross_entropy(be, be.from_host({{2}, logits}), be.from_host({{2}, target}));
/// auto const values = be.to_host(loss).values;  // nothing is reduced: mean_all does that
/// assert(std::abs(values[0] - std::log(2)) < 1e-9 && values[1] < 1e-9);
/// ```
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/loss/smooth_l1.hpp>

#endif  // SUREGRASP_LOSS_HPP
