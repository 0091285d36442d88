#ifndef SUREGRASP_IMAGES_PREPROCESS_HPP
#define SUREGRASP_IMAGES_PREPROCESS_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/colour_jitter.hpp>
#include <suregrasp/images/depth_disturbance.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/impl/opencv_view.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How an image becomes the input of a network: which crop, at what size, in which units.
struct preprocess_options {
  int size = 288;                                     ///< S, side of the network's input, pixels
  double field = 288.0 / 342.0;                       ///< side of the crop as a share of the image's shorter side
  std::optional<point<double>> centre{};              ///< of the crop, in pixels of the image; its middle if not given
  double depth_scale = 0.05;                          ///< metres of depth that count as 1
  double depth_limit = 12;                            ///< the three depth channels are clamped to [-limit, limit]
  std::array<float, 3> mean{0.485F, 0.456F, 0.406F};  ///< of red, green, blue: ImageNet's
  std::array<float, 3> deviation{0.229F, 0.224F, 0.225F};
  friend bool operator==(preprocess_options const&, preprocess_options const&) = default;

  static constexpr auto fields(auto list) {
    using suregrasp::field;
    using o = preprocess_options;
    return list(field{"size", &o::size}.at_least(1), field{"field", &o::field}.above(0), field{"centre", &o::centre},
                field{"depth_scale", &o::depth_scale, "", "m"}.above(0), field{"depth_limit", &o::depth_limit}.above(0),
                field{"mean", &o::mean}, field{"deviation", &o::deviation}.above(0));
  }
};

/// A sample as a network takes it.
struct network_input {
  host_array<float> rgb;        ///< `[3, H, W]`, normalised; H = W = S unless asked for another size
  host_array<float> depth;      ///< `[3, H, W]`: centred depth, Sobel x, Sobel y; empty where the sample has no depth
  affine_map<double> to_input;  ///< from pixels of the image to pixels of the input, the view included
  std::vector<grasp<double>> grasps;          ///< in pixels of the input; without those whose centre lies outside
  std::vector<point<double>> grasp_points{};  ///< likewise
};

/// The map from pixels of an image to pixels of the input without augmentation: a square cut from the image's middle
/// and resized to S by S.
///
/// For 640x480 and S = 288 this is the paper's preprocessing, 640x480 -> 456x342 -> the middle 288x288 (Zhu et al.
/// 2020, section V). Another S gives the same field of view at another resolution; an image of another size gives the
/// same share of its shorter side. Throws `option_error` `option.preprocess` for a size or field that is not positive.
[[nodiscard]] inline affine_map<double> input_map(cv::Size photograph, preprocess_options const& options = {}) {
  if (options.size < 1 || !(options.field > 0))
    throw option_error("option.preprocess", "expected a positive input size and field, got " +
                                                std::to_string(options.size) + " and " + std::to_string(options.field));
  using map = affine_map<double>;
  auto const centre =
      options.centre.value_or(point<double>{(photograph.width - 1) / 2.0, (photograph.height - 1) / 2.0});
  double const scale = options.size / (options.field * std::min(photograph.width, photograph.height));
  double const middle = (options.size - 1) / 2.0;
  return map::translation(middle, middle) * map::scaling(scale) * map::translation(-centre.x, -centre.y);
}

namespace detail {

/// `image` warped by `map` to `size`. Where the map shrinks, on a grid finer by a whole factor that is then averaged,
/// against aliasing.
[[nodiscard]] inline cv::Mat resampled(cv::Mat const& image, affine_map<double> const& map, cv::Size size,
                                       cv::Scalar const& outside) {
  double const scale = std::sqrt(std::abs(map.determinant()));
  int const finer = std::clamp(static_cast<int>(std::ceil(1 / scale - 1e-9)), 1, 16);
  auto const m = affine_map<double>::resizing(finer, finer) * map;
  cv::Mat fine, result;
  cv::warpAffine(image, fine, matrix_of(m), size * finer, cv::INTER_LINEAR, cv::BORDER_CONSTANT, outside);
  if (finer == 1) return fine;
  cv::resize(fine, result, size, 0, 0, cv::INTER_AREA);
  return result;
}

/// One tensor `[C, H, W]` from C images of one float channel.
[[nodiscard]] inline host_array<float> stacked(std::vector<cv::Mat> const& channels) {
  cv::Size const size = channels.at(0).size();
  host_array<float> result(extents{static_cast<std::int64_t>(channels.size()), size.height, size.width});
  auto out = result.values.begin();
  for (auto const& channel : channels)
    for (int y = 0; y < size.height; ++y) out = std::copy_n(channel.ptr<float>(y), size.width, out);
  return result;
}

inline void hide(cv::Mat& image, std::vector<cv::Rect2d> const& cutouts) {
  for (auto const& share : cutouts) image(cutout_pixels(share, image.size())) = cv::Scalar::all(0);
}

/// Bytes as the network is shown them: recoloured shares of full scale, less the mean, over the deviation.
[[nodiscard]] inline cv::Mat normalised(cv::Mat const& bytes, colour_jitter const& colours,
                                        preprocess_options const& options) {
  cv::Mat image;
  bytes.convertTo(image, CV_32FC3, 1 / 255.0);
  image = recoloured(image, colours) - cv::Scalar(options.mean[0], options.mean[1], options.mean[2]);
  cv::divide(image, cv::Scalar(options.deviation[0], options.deviation[1], options.deviation[2]), image);
  return image;
}

/// The same without a jitter, as `[3, H, W]`: each level of each channel is computed once.
[[nodiscard]] inline host_array<float> looked_up(cv::Mat const& bytes, preprocess_options const& options) {
  cv::Mat_<cv::Vec3b> levels(1, 256);
  for (int i = 0; i < 256; ++i) levels(i) = cv::Vec3b::all(static_cast<unsigned char>(i));
  cv::Mat_<cv::Vec3f> const table = normalised(levels, {}, options);
  host_array<float> result(extents{3, bytes.rows, bytes.cols});
  float* out = result.values.data();
  for (int channel = 0; channel < 3; ++channel)
    for (int y = 0; y < bytes.rows; ++y) {
      auto const* const line = bytes.ptr<cv::Vec3b>(y);
      for (int x = 0; x < bytes.cols; ++x) *out++ = table(line[x][channel])[channel];
    }
  return result;
}

[[nodiscard]] inline host_array<float> rgb_input(cv::Mat const& rgb, affine_map<double> const& map, cv::Size size,
                                                 colour_jitter const& colours, preprocess_options const& options) {
  cv::Mat const bytes = resampled(rgb, map, size, 255 * cv::Scalar(options.mean[0], options.mean[1], options.mean[2]));
  if (colours == colour_jitter()) return looked_up(bytes, options);
  cv::Mat image = normalised(bytes, colours, options);
  hide(image, colours.cutouts);
  std::vector<cv::Mat> channels;
  cv::split(image, channels);
  return stacked(channels);
}

/// The median of an evenly spaced subset of about ten thousand values.
[[nodiscard]] inline float median(cv::Mat const& values) {
  auto const step = std::max<std::size_t>(1, values.total() / 10000);
  std::vector<float> sorted;
  for (std::size_t i = 0; i < values.total(); i += step)
    sorted.push_back(values.at<float>(static_cast<int>(i) / values.cols, static_cast<int>(i) % values.cols));
  auto const middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  return *middle;
}

/// Depth relative to the median over the field of view, which makes the input independent of the camera's height: of a
/// flat depth, or one measured at a single pixel, 0 but for rounding.
[[nodiscard]] inline host_array<float> depth_input(cv::Mat const& depth, affine_map<double> const& map, cv::Size size,
                                                   colour_jitter const& colours, preprocess_options const& options) {
  cv::Mat const filled = fill_depth_holes(depth);
  cv::Mat const plain = disturbed_depth(resampled(filled, map, size, cv::Scalar::all(median(filled))), colours);
  cv::Mat level = (plain - median(plain)) / options.depth_scale, slope_x, slope_y;
  cv::Sobel(level, slope_x, CV_32F, 1, 0, 3, 1 / 8.0, 0, cv::BORDER_REPLICATE);
  cv::Sobel(level, slope_y, CV_32F, 0, 1, 3, 1 / 8.0, 0, cv::BORDER_REPLICATE);
  for (cv::Mat* const channel : {&level, &slope_x, &slope_y}) {
    *channel = cv::min(cv::max(*channel, -options.depth_limit), options.depth_limit);
    hide(*channel, colours.cutouts);
  }
  return stacked({level, slope_x, slope_y});
}

inline void require_pictures(sample const& s) {
  if (s.rgb.empty() || s.rgb.type() != CV_8UC3)
    throw data_error("data.rgb.kind", s.id + ": expected a photograph of three 8-bit channels, got " +
                                          (s.rgb.empty() ? "none" : cv::typeToString(s.rgb.type())));
  if (!s.depth.empty() && s.depth.size() != s.rgb.size())
    throw data_error("data.depth.size", s.id + ": expected depth and photograph of one size");
}

[[nodiscard]] inline bool lies_inside(point<double> p, cv::Size size) {
  return p.x >= 0 && p.y >= 0 && p.x <= size.width - 1 && p.y <= size.height - 1;
}

}  // namespace detail

/// The points moved by `to_input` into an input of `size` pixels, without those outside of it.
[[nodiscard]] inline std::vector<point<double>> points_inside(std::vector<point<double>> const& points,
                                                              affine_map<double> const& to_input, cv::Size size) {
  std::vector<point<double>> inside;
  for (auto const& p : points)
    if (auto const moved = to_input(p); detail::lies_inside(moved, size)) inside.push_back(moved);
  return inside;
}

/// The grasps moved by `to_input` into an input of `size` pixels, without those whose centre lies outside.
[[nodiscard]] inline std::vector<grasp<double>> grasps_inside(std::vector<grasp<double>> const& grasps,
                                                              affine_map<double> const& to_input, cv::Size size) {
  std::vector<grasp<double>> inside;
  for (auto const& g : grasps) {
    auto const moved = to_input(g);
    if (detail::lies_inside({moved.x, moved.y}, size)) inside.push_back(moved);
  }
  return inside;
}

/// A sample under any map into an input of `size` pixels. Image, depth, grasps and grasp points move by the one map,
/// and the images are resampled once; `to_input.inverse()` brings predictions back to the image. Of `options` the units
/// count, not the crop.
///
/// Pixels from outside the image get the mean colour and the median depth. Throws `data_error`: `data.rgb.kind` for an
/// image that is not CV_8UC3; `data.depth.size`, `data.depth.kind` and `data.depth.empty` for depth of another size or
/// type or without measurements.
[[nodiscard]] inline network_input preprocess_under(sample const& s, affine_map<double> const& to_input, cv::Size size,
                                                    preprocess_options const& options = {},
                                                    colour_jitter const& colours = {}) {
  detail::require_pictures(s);
  network_input result{.rgb = detail::rgb_input(s.rgb, to_input, size, colours, options),
                       .depth = {},
                       .to_input = to_input,
                       .grasps = grasps_inside(s.grasps, to_input, size),
                       .grasp_points = points_inside(s.grasp_points, to_input, size)};
  if (!s.depth.empty()) result.depth = detail::depth_input(s.depth, to_input, size, colours, options);
  return result;
}

/// The network's input for a sample, without augmentation or under a view: `preprocess_under` the map of `input_map`,
/// then of the view. Throws what they throw.
[[nodiscard]] inline network_input preprocess(sample const& s, preprocess_options const& options = {},
                                              view const& applied = {}) {
  detail::require_pictures(s);
  return preprocess_under(s, applied.map * input_map(s.rgb.size(), options), {options.size, options.size}, options,
                          applied.colours);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_PREPROCESS_HPP
