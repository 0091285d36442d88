#ifndef SUREGRASP_SCENES_IMPL_BACKGROUND_HPP
#define SUREGRASP_SCENES_IMPL_BACKGROUND_HPP

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core/mat.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/impl/noise.hpp>

namespace suregrasp::inline v2::synthetic {

namespace detail {

/// Relative brightness of the empty table, around 1.
[[nodiscard]] inline cv::Mat_<float> table_tone(domain const& setting, cv::Size size, random_stream& draw) {
  cv::Mat_<float> tone(size, 1.0F);
  auto const contrast = static_cast<float>(setting.texture * draw.uniform(0.6, 1.2));
  add_lattice_noise(tone, 260, 200, 0.08F, draw.fork("light"));
  switch (setting.surfaces[draw.below(setting.surfaces.size())]) {
    case table::board:
      add_lattice_noise(tone, 60, 60, contrast, draw.fork("stain"));
      add_lattice_noise(tone, 3.3, 2.7, contrast * 0.4F, draw.fork("grain"));
      break;
    case table::wood: {
      bool const upright = draw.chance(0.5);
      double const length = draw.uniform(110, 240), breadth = draw.uniform(3, 8);
      add_lattice_noise(tone, upright ? breadth : length, upright ? length : breadth, contrast, draw.fork("fibre"));
      add_lattice_noise(tone, upright ? 2.1 : 40, upright ? 40 : 2.1, contrast * 0.5F, draw.fork("pore"));
      add_lattice_noise(tone, upright ? 34 : 180, upright ? 180 : 34, contrast * 0.7F, draw.fork("ring"));
      break;
    }
    case table::cloth:
      add_lattice_noise(tone, 90, 70, contrast * 0.7F, draw.fork("fold"));
      add_lattice_noise(tone, 5, 1.6, contrast * 0.5F, draw.fork("weft"));
      add_lattice_noise(tone, 1.6, 5, contrast * 0.5F, draw.fork("warp"));
  }
  return tone;
}

/// Draws the floor beyond a straight edge of the table, at least `clear` pixels from the image's centre.
inline void cut_table(cv::Mat_<cv::Vec3f>& image, cv::Mat_<float> const& tone, double clear, random_stream& draw) {
  double const angle = draw.uniform(0, 2 * std::numbers::pi), offset = clear * draw.uniform(1, 1.4);
  double const nx = std::cos(angle), ny = std::sin(angle);
  auto const dark = static_cast<float>(draw.uniform(0.02, 0.12));
  colour const floor_colour(dark, dark * 0.85F, dark * 0.75F);
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.cols; ++x) {
      double const beyond = nx * (x - image.cols / 2.0) + ny * (y - image.rows / 2.0) - offset;
      if (beyond <= -0.5) continue;
      auto const share = static_cast<float>(std::min(beyond + 0.5, 1.0));
      float const speckle = 1 + 6 * (tone(y, x) - tone(y, std::max(x - 2, 0)));
      image(y, x) += share * (std::max(speckle, 0.2F) * floor_colour - image(y, x));
    }
}

}  // namespace detail

/// Image of the table without objects: red, green, blue, linear in light.
[[nodiscard]] inline cv::Mat_<cv::Vec3f> bare_table(domain const& setting, cv::Size size, random_stream draw) {
  auto const brightness = static_cast<float>(draw.uniform(0.85, 1.1));
  colour const base = setting.ground[draw.below(setting.ground.size())] * brightness;
  cv::Mat_<float> const tone = detail::table_tone(setting, size, draw);
  cv::Mat_<cv::Vec3f> image(size);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) image(y, x) = std::max(tone(y, x), 0.05F) * base;
  int const edges = draw.chance(setting.clutter) ? 1 + static_cast<int>(draw.below(2)) : 0;
  for (int i = 0; i < edges; ++i) detail::cut_table(image, tone, 0.4 * size.height, draw);
  return image;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_BACKGROUND_HPP
