#ifndef SUREGRASP_SCENES_IMPL_LIGHT_HPP
#define SUREGRASP_SCENES_IMPL_LIGHT_HPP

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <opencv2/core.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/impl/surface.hpp>

namespace suregrasp::inline v2::synthetic {

/// A round lamp far away, and ambient light.
struct lamp {
  double x = 1, y = 0;   ///< unit vector towards the lamp in the image plane
  double slope = 1;      ///< tangent of the elevation of its centre
  double ambient = 0.6;  ///< share of the light that has no direction
  double gloss = 0.2;    ///< strength of highlights
  double width =
      0.2;  ///< difference of tangents from its centre to its rim, below `slope`; a wider lamp gives softer shadows

  [[nodiscard]] static lamp drawn(domain const& setting, random_stream draw) {
    double const angle = draw.uniform(0, 2 * std::numbers::pi);
    lamp light{std::cos(angle), std::sin(angle), draw.uniform(setting.light_slope.first, setting.light_slope.second),
               draw.uniform(setting.ambient.first, setting.ambient.second), draw.uniform(0, 0.5)};
    light.width = light.slope * draw.uniform(setting.light_softness.first, setting.light_softness.second);
    return light;
  }

  /// Length of the shadow of an object of the given height, in pixels, at most 160.
  [[nodiscard]] double reach(double height) const {
    constexpr double farthest = 160;
    return std::min(height / (slope - width), farthest);
  }

  /// Share of the lamp that is visible above a horizon of slope `rise` (height per pixel of distance).
  [[nodiscard]] float visible_over(float rise) const {
    auto const hidden = (rise - static_cast<float>(slope - width)) / static_cast<float>(2 * width);
    float const share = std::min(std::max(hidden, 0.0F), 1.0F);
    return 1 - share * share * (3 - 2 * share);
  }
};

namespace detail {

[[nodiscard]] inline float height_at(surface const& ground, int row, int column) {
  return ground.height(std::clamp(row, 0, ground.height.rows - 1), std::clamp(column, 0, ground.height.cols - 1));
}

/// out = max(out, (there - here) * inverse), four values at a time.
inline void raise_line(float* out, float const* there, float const* here, int count, float inverse) {
  using simd [[gnu::vector_size(16)]] = float;
  int x = 0;
  for (; x + 4 <= count; x += 4) {
    simd a, b, best;
    std::memcpy(&a, there + x, sizeof a);
    std::memcpy(&b, here + x, sizeof b);
    std::memcpy(&best, out + x, sizeof best);
    simd const rise = (a - b) * inverse;
    best = rise > best ? rise : best;
    std::memcpy(out + x, &best, sizeof best);
  }
  for (; x < count; ++x) {
    float const rise = (there[x] - here[x]) * inverse;
    out[x] = rise > out[x] ? rise : out[x];
  }
}

/// Slope of the horizon towards the lamp from each pixel of the window: height per pixel of distance, 0 where nothing
/// is in the way. Sampled at steps of one pixel up to a distance of 8, of two beyond.
[[nodiscard]] inline cv::Mat_<float> horizon_of(surface const& ground, lamp const& light) {
  cv::Mat_<float> horizon(ground.window.size(), 0.0F);
  double highest = 0;
  cv::minMaxLoc(ground.height(ground.objects), nullptr, &highest);
  double const reach = light.reach(highest);
  cv::Point last(0, 0);
  for (int length = 1; length <= reach; length += length < 8 ? 1 : 2) {
    cv::Point const step(static_cast<int>(std::lround(light.x * length)),
                         static_cast<int>(std::lround(light.y * length)));
    if (step == last) continue;
    last = step;
    cv::Rect const under = (ground.objects - step) & cv::Rect({0, 0}, ground.window.size());
    auto const inverse = static_cast<float>(1 / std::hypot(step.x, step.y));
    for (int y = under.y; y < under.y + under.height; ++y)
      raise_line(horizon[y] + under.x, ground.height[y + step.y] + under.x + step.x, ground.height[y] + under.x,
                 under.width, inverse);
  }
  return horizon;
}

}  // namespace detail

/// The factor of a pixel's colour by diffuse light, and the highlight added to it.
struct radiance {
  float diffuse = 1;
  float highlight = 0;
};

/// Lambert's diffuse light and Blinn's highlight for a viewer straight above, where the share `visible` of the lamp's
/// light arrives.
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

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_LIGHT_HPP
