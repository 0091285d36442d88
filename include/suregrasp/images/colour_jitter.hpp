#ifndef SUREGRASP_IMAGES_COLOUR_JITTER_HPP
#define SUREGRASP_IMAGES_COLOUR_JITTER_HPP

#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/fast_normals.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Changes of the colours and the depth values of a view; its geometry stays. The defaults change nothing.
struct colour_jitter {
  double brightness = 1;                  ///< factor of every channel
  double contrast = 1;                    ///< factor of the distance from middle grey
  double saturation = 1;                  ///< factor of the distance from the pixel's own grey
  double hue = 0;                         ///< turn of the colour circle, radians
  double blur = 0;                        ///< standard deviation in pixels; 0 for none
  double noise = 0;                       ///< standard deviation of noise, as a share of full scale
  std::uint64_t noise_seed = 0;           ///< seed of the noise in colours and depth
  double depth_noise = 0;                 ///< standard deviation of noise in the depth, metres
  std::vector<cv::Rect2d> depth_holes{};  ///< the ellipses in these rectangles lose their depth; in shares of the sides
  std::vector<cv::Rect2d> cutouts{};      ///< rectangles hidden from the network, as shares of the image's sides
  friend bool operator==(colour_jitter const&, colour_jitter const&) = default;
};

namespace detail {

/// Brightness, contrast, saturation and hue as one affine map of (r, g, b) in [0, 1].
///
/// Hue and saturation act on the chrominance plane of YIQ, so that greys keep their value.
[[nodiscard]] inline cv::Matx34f colour_map(colour_jitter const& p) {
  cv::Matx33d const to_yiq(0.299, 0.587, 0.114, 0.5959, -0.2746, -0.3213, 0.2115, -0.5227, 0.3112);
  double const c = p.saturation * std::cos(p.hue), s = p.saturation * std::sin(p.hue);
  cv::Matx33d const turn(1, 0, 0, 0, c, -s, 0, s, c);
  cv::Matx33d const linear = to_yiq.inv() * turn * to_yiq * (p.brightness * p.contrast);
  auto const offset = static_cast<float>(0.5 * (1 - p.contrast));
  cv::Matx34f map;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) map(row, column) = static_cast<float>(linear(row, column));
    map(row, 3) = offset;
  }
  return map;
}

/// Adds nearly normal noise (`fast_normals`), a few operations per value.
inline void add_noise(cv::Mat& image, double deviation, std::uint64_t seed) {
  random_stream draw(seed);
  auto const scale = static_cast<float>(deviation);
  for (int y = 0; y < image.rows; ++y) {
    auto* const row = image.ptr<cv::Vec3f>(y);
    for (int x = 0; x < image.cols; ++x) {
      auto const grain = fast_normals(draw.bits());
      for (int c = 0; c < 3; ++c) row[x][c] += scale * grain[static_cast<std::size_t>(c)];
    }
  }
}

/// The pixels of a rectangle that is given in shares of the image's sides, clipped to the image.
[[nodiscard]] inline cv::Rect cutout_pixels(cv::Rect2d const& share, cv::Size size) {
  auto const at = [](double value) { return static_cast<int>(std::lround(value)); };
  return cv::Rect(at(share.x * size.width), at(share.y * size.height), at(share.width * size.width),
                  at(share.height * size.height)) &
         cv::Rect({0, 0}, size);
}

}  // namespace detail

/// An image (CV_32FC3, red, green, blue in [0, 1]) with colours, blur and noise changed; cutouts are left to the
/// caller.
[[nodiscard]] inline cv::Mat recoloured(cv::Mat const& image, colour_jitter const& p) {
  cv::Mat result = image.clone();
  if (p.brightness != 1 || p.contrast != 1 || p.saturation != 1 || p.hue != 0)
    cv::transform(image, result, cv::Mat(detail::colour_map(p)));
  if (p.blur > 0) cv::GaussianBlur(result, result, {}, p.blur);
  if (p.noise > 0) detail::add_noise(result, p.noise, p.noise_seed);
  return cv::min(cv::max(result, 0.0), 1.0);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_COLOUR_JITTER_HPP
