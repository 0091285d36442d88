#ifndef SUREGRASP_ROBOT_SURFACE_DEPTH_HPP
#define SUREGRASP_ROBOT_SURFACE_DEPTH_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Whether a value of a depth image (metres) is a distance: 0, NaN, infinity and what is below 0 stand for none.
[[nodiscard]] inline bool is_depth(float value) { return value > 0 && std::isfinite(value); }

/// Where between the fingers `surface_depth_at` reads a depth image, and what it takes from there.
struct surface_depth_options {
  double opening_share = 0.5;  ///< of the opening, about the centre
  double jaw_share = 1;        ///< of the jaw
  double quantile = 0.25;      ///< of the distances there, nearest first
  double least_known = 0.25;   ///< share of the pixels there that must have a distance
  friend bool operator==(surface_depth_options const&, surface_depth_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = surface_depth_options;
    return list(field{"opening_share", &self::opening_share, "Part of the opening that is read"}.between(0.01, 1),
                field{"jaw_share", &self::jaw_share, "Part of the jaw that is read"}.between(0.01, 1),
                field{"quantile", &self::quantile, "Quantile of the distances, nearest first"}.between(0, 1),
                field{"least_known", &self::least_known, "Share of pixels with a distance"}.between(0, 1));
  }
};

/// The surface that lies between the fingers of a grasp.
struct surface_depth {
  double depth = 0;        ///< metres, along the camera's z
  double deviation = 0;    ///< of the distances of the nearer half, metres: their spread, robustly
  double known_share = 0;  ///< of the pixels between the fingers
  friend bool operator==(surface_depth const&, surface_depth const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"depth", &surface_depth::depth, "", "m"}, field{"deviation", &surface_depth::deviation, "", "m"},
                field{"known_share", &surface_depth::known_share});
  }
};

namespace detail {

/// Calls `visit(column, row)` for each pixel of a `[H, W]` image whose centre lies in the rectangle of a grasp.
template <class Visit>
void for_each_pixel(grasp<double> const& g, extents const& image, Visit const& visit) {
  double const c = std::cos(g.theta), s = std::sin(g.theta);
  double const reach_x = (std::abs(c) * g.opening + std::abs(s) * g.jaw) / 2;
  double const reach_y = (std::abs(s) * g.opening + std::abs(c) * g.jaw) / 2;
  auto const limited = [](double value, std::int64_t count) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(count)));
  };
  int const left = limited(std::ceil(g.x - reach_x), image[1]), top = limited(std::ceil(g.y - reach_y), image[0]);
  int const right = limited(std::floor(g.x + reach_x) + 1, image[1]);
  int const bottom = limited(std::floor(g.y + reach_y) + 1, image[0]);
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      double const dx = x - g.x, dy = y - g.y;
      if (std::abs(dx * c - dy * s) <= g.opening / 2 && std::abs(dx * s + dy * c) <= g.jaw / 2) visit(x, y);
    }
}

}  // namespace detail

/// The depth of the surface between the fingers of a grasp, from a depth image `[H, W]` in metres whose holes are 0 or
/// not finite; nothing where too few pixels there have a distance, as over a hole or outside of the image.
///
/// It is a quantile of the distances in the middle of the rectangle, nearest first: the thing to grasp is nearer than
/// what it lies on, may fill less than half of the space between the fingers, and single pixels at edges are wrong.
/// Throws `shape_error` `shape.depth` for an image without two axes, `geometry_error` `geometry.grasp.finite`,
/// `option_error` `option.field`.
[[nodiscard]] inline std::optional<surface_depth> surface_depth_at(host_view<float const> const& depth,
                                                                   grasp<double> const& g,
                                                                   surface_depth_options const& options = {}) {
  check_fields(options, "surface_depth_at");
  if (depth.shape.size() != 2)
    throw shape_error("shape.depth", "expected a depth image [H, W], got one of shape " + to_string(depth.shape));
  if (!is_finite(g)) throw geometry_error("geometry.grasp.finite", "expected a finite grasp, got " + text_of(g));
  auto const columns = static_cast<std::size_t>(depth.shape[1]);
  std::vector<double> known;
  std::size_t pixels = 0;
  // A grasp thinner than a pixel still has a middle.
  grasp<double> const inner{g.x, g.y, g.theta, std::max(1.5, options.opening_share * g.opening),
                            std::max(1.5, options.jaw_share * g.jaw)};
  detail::for_each_pixel(inner, depth.shape, [&](int x, int y) {
    ++pixels;
    float const value = depth.values[static_cast<std::size_t>(y) * columns + static_cast<std::size_t>(x)];
    if (is_depth(value)) known.push_back(value);
  });
  auto const count = static_cast<double>(known.size());
  if (known.empty() || count < options.least_known * static_cast<double>(pixels)) return std::nullopt;
  std::ranges::sort(known);
  double const surface = known[static_cast<std::size_t>(std::lround(options.quantile * (count - 1)))];
  known.resize((known.size() + 1) / 2);  // the nearer half: not what the thing lies on
  for (auto& value : known) value = std::abs(value - surface);
  std::ranges::sort(known);
  return surface_depth{surface, 1.4826 * known[known.size() / 2], count / static_cast<double>(pixels)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_SURFACE_DEPTH_HPP
