#ifndef SUREGRASP_IMAGES_AUGMENT_HPP
#define SUREGRASP_IMAGES_AUGMENT_HPP

#include <cstddef>
#include <numbers>
#include <opencv2/core/types.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/images/colour_jitter.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// One augmented view of a sample: an affine map for image and grasps, and changes of colour and depth. The default
/// view changes nothing.
struct view {
  affine_map<double> map;  ///< acts on the pixels of the network's input, after resizing and cropping
  colour_jitter colours;
};

/// The ranges that random views are drawn from. The defaults change nothing; `weak()` and `strong()` are the two that a
/// mean teacher usually pairs.
struct augment_options {
  double rotation = 0;     ///< largest turn in either direction, radians; pi for any angle
  double least_scale = 1;  ///< smallest factor; below 1 objects shrink
  double most_scale = 1;
  double shift = 0;        ///< largest shift either way along each axis, as a share of the input's side
  double flip_chance = 0;  ///< probability of a mirror image, left and right exchanged
  double brightness = 0;   ///< this and the next two: a factor is drawn from [1 - value, 1 + value]
  double contrast = 0;
  double saturation = 0;
  double hue = 0;                    ///< largest turn of the colour circle either way, radians
  double most_noise = 0;             ///< largest standard deviation of colour noise, as a share of full scale
  double most_blur = 0;              ///< largest standard deviation of a Gaussian blur, pixels
  double most_depth_noise = 0;       ///< largest standard deviation of depth noise, metres
  std::size_t most_depth_holes = 0;  ///< largest number of patches without a depth measurement
  double depth_hole_size = 0.12;     ///< largest diameter of one, as a share of the input's side
  std::size_t most_cutouts = 0;      ///< largest number of rectangles hidden from the network
  double cutout_size = 0.15;         ///< largest side of one, as a share of the input's side
  friend bool operator==(augment_options const&, augment_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = augment_options;
    return list(field{"rotation", &o::rotation, "", "rad"}.at_least(0), field{"least_scale", &o::least_scale}.above(0),
                field{"most_scale", &o::most_scale}.above(0), field{"shift", &o::shift}.at_least(0),
                field{"flip_chance", &o::flip_chance}.between(0, 1), field{"brightness", &o::brightness}.at_least(0),
                field{"contrast", &o::contrast}.at_least(0), field{"saturation", &o::saturation}.at_least(0),
                field{"hue", &o::hue, "", "rad"}.at_least(0), field{"most_noise", &o::most_noise}.at_least(0),
                field{"most_blur", &o::most_blur}.at_least(0),
                field{"most_depth_noise", &o::most_depth_noise, "", "m"}.at_least(0),
                field{"most_depth_holes", &o::most_depth_holes}.at_least(0),
                field{"depth_hole_size", &o::depth_hole_size}.at_least(0),
                field{"most_cutouts", &o::most_cutouts}.at_least(0), field{"cutout_size", &o::cutout_size}.at_least(0));
  }

  [[nodiscard]] static augment_options none() { return {}; }
  [[nodiscard]] static augment_options weak() {
    return {.rotation = std::numbers::pi,
            .least_scale = 0.95,
            .most_scale = 1.05,
            .shift = 0.04,
            .flip_chance = 0.5,
            .brightness = 0.1,
            .contrast = 0.1};
  }
  [[nodiscard]] static augment_options strong() {
    return {.rotation = std::numbers::pi,
            .least_scale = 0.85,
            .most_scale = 1.18,
            .shift = 0.08,
            .flip_chance = 0.5,
            .brightness = 0.35,
            .contrast = 0.35,
            .saturation = 0.5,
            .hue = 0.35,
            .most_noise = 0.03,
            .most_blur = 1.2,
            .most_depth_noise = 0.004,
            .most_depth_holes = 4,
            .most_cutouts = 2};
  }
};

namespace detail {

[[nodiscard]] inline affine_map<double> drawn_map(augment_options const& options, double size, random_stream draw) {
  using map = affine_map<double>;
  double const middle = (size - 1) / 2, shift = options.shift * size;
  double const down = draw.uniform(-shift, shift), across = draw.uniform(-shift, shift);
  auto const moved = map::translation(middle + across, middle + down);
  auto const turned = map::rotation(draw.uniform(-options.rotation, options.rotation));
  auto const scaled = map::scaling(draw.uniform(options.least_scale, options.most_scale));
  auto const mirrored = draw.chance(options.flip_chance) ? map::scaling(-1, 1) : map{};
  return moved * turned * scaled * mirrored * map::translation(-middle, -middle);
}

/// Up to `most` random rectangles, in shares of the input's sides.
[[nodiscard]] inline std::vector<cv::Rect2d> drawn_patches(std::size_t most, double size, random_stream& draw) {
  std::vector<cv::Rect2d> patches;
  for (std::size_t left = draw.below(most + 1); left > 0; --left) {
    double const width = draw.uniform(0.3, 1) * size, height = draw.uniform(0.3, 1) * size;
    double const top = draw.uniform(0, 1 - height), left_side = draw.uniform(0, 1 - width);
    patches.emplace_back(left_side, top, width, height);
  }
  return patches;
}

[[nodiscard]] inline colour_jitter drawn_colours(augment_options const& options, random_stream draw) {
  auto const factor = [&](double range) { return draw.uniform(1 - range, 1 + range); };
  colour_jitter result;
  result.brightness = factor(options.brightness);
  result.contrast = factor(options.contrast);
  result.saturation = factor(options.saturation);
  result.hue = draw.uniform(-options.hue, options.hue);
  result.blur = draw.uniform(0, options.most_blur);
  result.noise = draw.uniform(0, options.most_noise);
  result.noise_seed = draw.bits();
  result.cutouts = drawn_patches(options.most_cutouts, options.cutout_size, draw);
  result.depth_noise = draw.uniform(0, options.most_depth_noise);
  result.depth_holes = drawn_patches(options.most_depth_holes, options.depth_hole_size, draw);
  return result;
}

}  // namespace detail

/// A random view of an input of `size` by `size` pixels; the same stream gives the same view.
[[nodiscard]] inline view draw_view(augment_options const& options, int size, random_stream const& stream) {
  return {detail::drawn_map(options, size, stream.fork("geometry")),
          detail::drawn_colours(options, stream.fork("colours"))};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_AUGMENT_HPP
