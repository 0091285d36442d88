#ifndef SUREGRASP_SCENES_IMPL_CAMERA_HPP
#define SUREGRASP_SCENES_IMPL_CAMERA_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/fast_normals.hpp>
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/impl/light.hpp>
#include <suregrasp/scenes/impl/noise.hpp>
#include <suregrasp/scenes/impl/surface.hpp>
#include <suregrasp/scenes/impl/tilted_view.hpp>
#include <vector>

namespace suregrasp::inline v2::synthetic {

/// Draws the lit objects and their shadows onto the image of the table, in place.
inline void light_scene(cv::Mat_<cv::Vec3f>& image, surface const& ground, lamp const& light) {
  if (ground.window.empty()) return;
  auto const horizon = detail::horizon_of(ground, light);
  auto const ambient = static_cast<float>(light.ambient);
  for (int row = 0; row < ground.window.height; ++row) {
    cv::Vec3f* const line = image[ground.window.y + row] + ground.window.x;
    for (int column = 0; column < ground.window.width; ++column) {
      float const visible = light.visible_over(horizon(row, column));
      auto& pixel = line[column];
      if (!ground.objects.contains({column, row})) {  // the bare table, level
        if (visible < 1) pixel *= ambient + (1 - ambient) * visible;
        continue;
      }
      auto const [diffuse, highlight] = light_on(ground, light, visible, row, column);
      float const covered = ground.coverage(row, column);
      for (int c = 0; c < 3; ++c) {
        float const own = ground.tint(row, column)[c] * diffuse + highlight;
        pixel[c] = pixel[c] * diffuse * (1 - covered) + own * covered;
      }
    }
  }
}

namespace detail {

/// The lines of an image, blurred with the weights (side, 1 - 2 side, side) along both axes, one after the other.
class blurred_lines {
 public:
  blurred_lines(cv::Mat_<cv::Vec3f> const& image, float side) : image_(image), side_(side) {
    for (auto& line : across_) line.resize(3 * static_cast<std::size_t>(image.cols));
    out_ = across_[0];
    blur_across(0);
    blur_across(1);
  }

  /// Line `y`; ask for the lines from top to bottom. The next call overwrites the result.
  [[nodiscard]] float const* line(int y) {
    if (y > 0) blur_across(y + 1);
    auto const &above = slot(std::max(y - 1, 0)), &here = slot(y), &below = slot(std::min(y + 1, image_.rows - 1));
    for (std::size_t i = 0; i < out_.size(); ++i) out_[i] = here[i] + side_ * (above[i] + below[i] - 2 * here[i]);
    return out_.data();
  }

 private:
  [[nodiscard]] std::vector<float>& slot(int y) { return across_[static_cast<std::size_t>(y % 3)]; }

  void blur_across(int y) {
    if (y >= image_.rows) return;
    auto const* const in = reinterpret_cast<float const*>(image_[y]);
    auto& line = slot(y);
    std::copy_n(in, line.size(), line.begin());
    for (std::size_t i = 3; i + 3 < line.size(); ++i) line[i] += side_ * (in[i - 3] + in[i + 3] - 2 * in[i]);
  }

  cv::Mat_<cv::Vec3f> const& image_;
  float side_;
  std::array<std::vector<float>, 3> across_;
  std::vector<float> out_;
};

}  // namespace detail

/// The photograph of a lit scene: exposure, vignetting, blur, display curve (a square root) and sensor noise.
[[nodiscard]] inline cv::Mat photograph(cv::Mat_<cv::Vec3f> const& scene, domain const& setting, random_stream draw) {
  auto const exposure = static_cast<float>(draw.uniform(setting.exposure.first, setting.exposure.second));
  auto const noise = 255 * static_cast<float>(draw.uniform(setting.noise.first, setting.noise.second));
  detail::blurred_lines image(scene, static_cast<float>(draw.uniform(setting.blur.first, setting.blur.second)));
  colour const light = 255 * 255 * exposure * setting.light;
  auto const half = static_cast<float>(std::hypot(scene.rows, scene.cols) / 2);
  auto const loss = static_cast<float>(setting.vignette) / (half * half);
  int const middle_row = scene.rows / 2, middle_column = scene.cols / 2;
  cv::Mat_<cv::Vec3b> result(scene.size());
  for (int y = 0; y < scene.rows; ++y) {
    float const* in = image.line(y);
    cv::Vec3b* const out = result[y];
    auto const dy = static_cast<float>(y - middle_row);
    for (int x = 0; x < scene.cols; ++x) {
      auto const dx = static_cast<float>(x - middle_column);
      float const falloff = 1 - loss * (dx * dx + dy * dy);
      auto const grain = fast_normals(draw.bits());
      for (int c = 0; c < 3; ++c) {
        float const value = std::sqrt(std::max(*in++ * light[c] * falloff, 0.0F));
        float const measured = value + noise * grain[static_cast<std::size_t>(c)] + 0.5F;
        out[x][c] = static_cast<unsigned char>(std::min(std::max(measured, 0.0F), 255.0F));
      }
    }
  }
  return result;
}

namespace detail {

/// Whether the depth camera has no measurement here: next to a step of the surface, more likely the higher the step is.
[[nodiscard]] inline bool hidden(surface const& ground, int row, int column, float chance) {
  float const height = ground.height(row, column);
  float const step =
      std::abs(height_at(ground, row, column + 2) - height) + std::abs(height_at(ground, row + 2, column) - height);
  return step > 6 && step + 4 * chance > 10;
}

}  // namespace detail

/// The depth image (CV_32FC1, metres) of a scene: a tilted table, noise, values rounded to millimetres, and holes (0)
/// along steep edges and at random pixels.
[[nodiscard]] inline cv::Mat depth_of(surface const& ground, cv::Size size, domain const& setting,
                                      tilted_view const& view, random_stream draw) {
  auto const far = static_cast<float>(setting.camera_height * draw.uniform(0.95, 1.05));
  auto const metres = static_cast<float>(setting.metres_per_pixel);
  constexpr float noise = 0.0012F, rare = 2.75F;
  cv::Mat_<float> depth(size);
  for (int y = 0; y < size.height; ++y) {
    auto const line = view.line_of(y);
    float* const out = depth[y];
    for (int x = 0; x < size.width; ++x) {
      auto const above = line.at(x);
      int const row = static_cast<int>(above.v + 1000.5F) - 1000 - ground.window.y;  // rounded, faster than lround
      int const column = static_cast<int>(above.u + 1000.5F) - 1000 - ground.window.x;
      bool const near_objects = row >= 0 && column >= 0 && row < ground.window.height && column < ground.window.width;
      auto const grain = fast_normals(draw.bits());
      float const measured =
          far * above.distance - (near_objects ? metres * ground.height(row, column) : 0) + noise * grain[0];
      bool const hole = grain[1] > rare || (near_objects && detail::hidden(ground, row, column, grain[2]));
      float const millimetres = measured * 1000 + 0.5F;
      out[x] = hole ? 0 : static_cast<float>(static_cast<int>(millimetres)) / 1000;
    }
  }
  return depth;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_CAMERA_HPP
