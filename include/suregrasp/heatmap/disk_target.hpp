#ifndef SUREGRASP_HEATMAP_DISK_TARGET_HPP
#define SUREGRASP_HEATMAP_DISK_TARGET_HPP

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// The heatmap `[height, width]` that LocNet is trained towards: 1 within `radius` pixels of an annotated centre
/// (inclusive), 0 elsewhere (Zhu et al. 2020, section III-B).
///
/// A centre outside the map still marks the part of its disk that lies inside. Cost: the map, and the disks' area.
[[nodiscard]] inline host_array<float> disk_target(std::int64_t height, std::int64_t width,
                                                   std::span<point<double> const> centres, double radius) {
  host_array<float> target({height, width});
  for (auto const& centre : centres) {
    auto const first_row = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(centre.y - radius)));
    auto const last_row = std::min(height - 1, static_cast<std::int64_t>(std::floor(centre.y + radius)));
    for (auto row = first_row; row <= last_row; ++row) {
      double const dy = static_cast<double>(row) - centre.y;
      double const reach = std::sqrt(std::max(0.0, radius * radius - dy * dy));
      auto const first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(centre.x - reach)));
      auto const last = std::min(width - 1, static_cast<std::int64_t>(std::floor(centre.x + reach)));
      for (auto col = first; col <= last; ++col) target.values[static_cast<std::size_t>(row * width + col)] = 1;
    }
  }
  return target;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_HEATMAP_DISK_TARGET_HPP
