#ifndef SUREGRASP_TRAIN_IMPL_CLOSEST_LABEL_HPP
#define SUREGRASP_TRAIN_IMPL_CLOSEST_LABEL_HPP

#include <optional>
#include <span>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Of labels in pixels of a photograph the one, encoded in a view, from which an encoded pose in that view is least
/// far; nothing without labels.
template <class T>
[[nodiscard]] std::optional<encoded_pose> closest_label(pose_encoding const& encoding,
                                                        std::vector<grasp<double>> const& labels,
                                                        affine_map<double> const& to_view, std::span<T const> row) {
  std::optional<encoded_pose> best;
  for (auto const& label : labels)
    if (auto const encoded = encoding.encode(to_view(label));
        !best || suregrasp::pose_loss<T>(row, encoded) < suregrasp::pose_loss<T>(row, *best))
      best = encoded;
  return best;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_CLOSEST_LABEL_HPP
