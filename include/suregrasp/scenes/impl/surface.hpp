#ifndef SUREGRASP_SCENES_IMPL_SURFACE_HPP
#define SUREGRASP_SCENES_IMPL_SURFACE_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/impl/object.hpp>
#include <vector>

namespace suregrasp::inline v2::synthetic {

/// Height, coverage and colour of the objects, for a camera straight above, over the part of the image that they and
/// their shadows can reach.
struct surface {
  cv::Rect window;
  cv::Rect objects;          ///< the part of the window that objects cover, with two pixels around it
  cv::Mat_<float> height;    ///< `[window.height, window.width]`, pixels above the table
  cv::Mat_<float> coverage;  ///< share of each pixel that an object covers
  cv::Mat_<cv::Vec3f> tint;  ///< colour of the object there
};

/// An object with the colours that `part::tint` refers to.
struct painted_object {
  object thing;
  std::array<colour, 2> tints;
  std::string name{};  ///< name of the object, for splits by object
};

namespace detail {

[[nodiscard]] inline cv::Rect window_around(bounds const& box, double margin, cv::Size image) {
  cv::Point const low(static_cast<int>(std::floor(box.left - margin)), static_cast<int>(std::floor(box.top - margin)));
  cv::Point const high(static_cast<int>(std::ceil(box.right + margin)) + 1,
                       static_cast<int>(std::ceil(box.bottom + margin)) + 1);
  return cv::Rect(low, high) & cv::Rect({0, 0}, image);
}

/// Adds one part to the surface; where parts overlap, the higher one is visible.
inline void raise(surface& ground, part const& piece, colour const& tint) {
  cv::Rect const area =
      window_around(bounds_of(piece.shape), 1, ground.window.size() + cv::Size(ground.window.tl())) & ground.window;
  for (int y = area.y; y < area.y + area.height; ++y)
    for (int x = area.x; x < area.x + area.width; ++x) {
      double const distance = piece.distance({static_cast<double>(x), static_cast<double>(y)});
      if (distance >= 0.5) continue;
      int const row = y - ground.window.y, column = x - ground.window.x;
      auto const covered = static_cast<float>(std::min(0.5 - distance, 1.0));
      auto const top = static_cast<float>(piece.rise(distance));
      float& coverage = ground.coverage(row, column);
      float& height = ground.height(row, column);
      if (top >= height || coverage == 0)
        ground.tint(row, column) += (coverage == 0 ? 1 : covered) * (tint - ground.tint(row, column));
      coverage = std::max(coverage, covered);
      height = std::max(height, top);
    }
}

}  // namespace detail

/// Height of the highest part in a scene, pixels.
[[nodiscard]] inline double highest_of(std::span<painted_object const> scene) {
  double highest = 0;
  for (auto const& each : scene)
    for (auto const& piece : each.thing.parts) highest = std::max(highest, piece.height);
  return highest;
}

/// The surface of a scene in an image of the given size. Its window extends `margin` pixels beyond the objects, for
/// their shadows; without objects it is empty.
[[nodiscard]] inline surface surface_of(std::span<painted_object const> scene, cv::Size image, double margin = 48) {
  if (scene.empty()) return {};
  bounds box;
  for (auto const& each : scene) {
    auto const own = bounds_of(each.thing);
    box.include({own.left, own.top}, 0);
    box.include({own.right, own.bottom}, 0);
  }
  surface ground;
  ground.window = detail::window_around(box, margin, image);
  ground.objects = detail::window_around(box, 2, image) - ground.window.tl();
  ground.height = cv::Mat_<float>::zeros(ground.window.size());
  ground.coverage = cv::Mat_<float>::zeros(ground.window.size());
  ground.tint = cv::Mat_<cv::Vec3f>(ground.window.size(), cv::Vec3f());
  for (auto const& each : scene)
    for (auto const& piece : each.thing.parts)
      detail::raise(ground, piece, each.tints[static_cast<std::size_t>(piece.tint)]);
  return ground;
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_IMPL_SURFACE_HPP
