#ifndef SUREGRASP_DATA_SYNTHETIC_LIGHT_HPP
#define SUREGRASP_DATA_SYNTHETIC_LIGHT_HPP

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core/mat.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/synthetic/domain.hpp>
#include <suregrasp/data/synthetic/surface.hpp>
#include <vector>

namespace suregrasp::inline v1::synthetic {

/// A lamp far away, and light from everywhere.
struct lamp {
  double x = 1, y = 0;   ///< unit direction towards the lamp in the image plane
  double slope = 1;      ///< tangent of its elevation
  double ambient = 0.6;  ///< share of light without direction
  double gloss = 0.2;    ///< strength of highlights

  [[nodiscard]] static lamp drawn(domain const& place, random_stream draw) {
    double const angle = draw.uniform(0, 2 * std::numbers::pi);
    return {std::cos(angle), std::sin(angle), draw.uniform(place.light_slope.first, place.light_slope.second),
            draw.uniform(place.ambient.first, place.ambient.second), draw.uniform(0, 0.5)};
  }
};

namespace detail {

[[nodiscard]] inline float height_at(surface const& ground, int row, int column) {
  return ground.height(std::clamp(row, 0, ground.height.rows - 1), std::clamp(column, 0, ground.height.cols - 1));
}

/// The way from a pixel towards the lamp, in steps, as far as anything of the scene can stand in it.
struct shadow_ray {
  struct step {
    int dx, dy;
    float rise;  ///< of the ray over the pixel it left, in pixels
  };
  std::vector<step> steps;

  shadow_ray(lamp const& light, double highest) {
    for (int length = 2; length <= shadow_reach && light.slope * length < highest; length += 3)
      steps.push_back({static_cast<int>(std::lround(light.x * length)), static_cast<int>(std::lround(light.y * length)),
                       static_cast<float>(light.slope * length)});
  }

  /// Light that arrives past the objects in between, from 0 to 1, with a soft edge.
  [[nodiscard]] float visible(surface const& ground, int row, int column) const {
    constexpr float softness = 7;
    float const here = ground.height(row, column);
    float blocked = 0;
    for (auto const& [dx, dy, rise] : steps) {
      int const y = row + dy, x = column + dx;
      if (y < 0 || x < 0 || y >= ground.height.rows || x >= ground.height.cols) break;
      blocked = std::max(blocked, ground.height(y, x) - here - rise);
    }
    return 1 - std::min(blocked / softness, 1.0F);
  }
};

}  // namespace detail

/// Light that reaches a pixel of the surface, and the highlight added to its colour.
struct radiance {
  float diffuse = 1;
  float highlight = 0;
};

/// Lambert's law and Blinn's highlight seen from straight above, where `visible` of the lamp's light arrives.
[[nodiscard]] inline radiance light_on(surface const& ground, lamp const& light, float visible, int row, int column) {
  float const dx = (detail::height_at(ground, row, column + 1) - detail::height_at(ground, row, column - 1)) / 2;
  float const dy = (detail::height_at(ground, row + 1, column) - detail::height_at(ground, row - 1, column)) / 2;
  auto const lx = static_cast<float>(light.x), ly = static_cast<float>(light.y), lz = static_cast<float>(light.slope);
  auto const ambient = static_cast<float>(light.ambient), gloss = static_cast<float>(light.gloss);
  float const steepness = std::sqrt(dx * dx + dy * dy + 1), to_lamp = std::sqrt(1 + lz * lz);
  float const sideways = dx * lx + dy * ly;
  float const facing = std::max(0.0F, (lz - sideways) / steepness) / lz;  // the bare table receives 1
  if (ground.height(row, column) <= 0) return {ambient + (1 - ambient) * visible * facing, 0};

  float const half_z = lz + to_lamp;
  float const mirror = std::max(0.0F, (half_z - sideways) / (steepness * std::sqrt(1 + half_z * half_z)));
  float const m4 = mirror * mirror * mirror * mirror, m16 = m4 * m4 * m4 * m4;
  return {ambient + (1 - ambient) * visible * facing, gloss * visible * m16 * m16};
}

}  // namespace suregrasp::inline v1::synthetic

#endif  // SUREGRASP_DATA_SYNTHETIC_LIGHT_HPP
