#ifndef SUREGRASP_DETECT_POSE_LOSS_HPP
#define SUREGRASP_DETECT_POSE_LOSS_HPP

#include <cmath>
#include <cstddef>
#include <span>

namespace suregrasp::inline v1 {

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

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_POSE_LOSS_HPP
