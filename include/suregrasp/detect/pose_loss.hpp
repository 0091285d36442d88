#ifndef SUREGRASP_DETECT_POSE_LOSS_HPP
#define SUREGRASP_DETECT_POSE_LOSS_HPP

#include <array>
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

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_POSE_LOSS_HPP
