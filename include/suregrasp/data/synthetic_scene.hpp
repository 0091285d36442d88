#ifndef SUREGRASP_DATA_SYNTHETIC_SCENE_HPP
#define SUREGRASP_DATA_SYNTHETIC_SCENE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/synthetic/antipodal.hpp>
#include <suregrasp/data/synthetic/background.hpp>
#include <suregrasp/data/synthetic/camera.hpp>
#include <suregrasp/data/synthetic/domain.hpp>
#include <suregrasp/data/synthetic/light.hpp>
#include <suregrasp/data/synthetic/surface.hpp>
#include <suregrasp/data/synthetic/tilted_view.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

struct scene_options {
  synthetic::domain domain = synthetic::source_domain();
  cv::Size size{640, 480};
  std::size_t least_objects = 1;
  std::size_t most_objects = 1;
  std::size_t least_grasps = 3;  ///< a scene with fewer is drawn again
  double spread = 60;            ///< objects lie within this many pixels of the image's centre, along each axis
  std::string prefix = "scene";  ///< of the ids
  synthetic::antipodal_options grasps{};  ///< the gripper
};

namespace synthetic::detail {

[[nodiscard]] inline painted_object drawn_object(scene_options const& options, random_stream draw) {
  auto const& place = options.domain;
  auto const shape = place.families[draw.below(place.families.size())];
  double const angle = draw.uniform(0, 2 * std::numbers::pi);
  pose const where{{options.size.width / 2.0 + draw.uniform(-options.spread, options.spread),
                    options.size.height / 2.0 + draw.uniform(-options.spread, options.spread)},
                   std::cos(angle),
                   std::sin(angle),
                   draw.uniform(place.size.first, place.size.second)};
  auto const tint = [&] {
    return place.palette[draw.below(place.palette.size())] * static_cast<float>(draw.uniform(0.75, 1.2));
  };
  auto const first = tint(), second = tint();
  auto shape_draw = draw.fork("shape");
  return {shape(shape_draw).placed(where), {first, second}};
}

[[nodiscard]] inline bool apart(object const& a, object const& b) {
  auto const p = bounds_of(a), q = bounds_of(b);
  constexpr double gap = 12;
  return p.right + gap < q.left || q.right + gap < p.left || p.bottom + gap < q.top || q.bottom + gap < p.top;
}

/// Objects that do not touch: one at least, more as far as they find room.
[[nodiscard]] inline std::vector<painted_object> drawn_objects(scene_options const& options, random_stream draw) {
  auto const wanted = options.least_objects + draw.below(options.most_objects - options.least_objects + 1);
  auto wide = options;
  if (wanted > 1) wide.spread = std::max(options.spread, options.size.height * 0.33);
  std::vector<painted_object> scene;
  for (std::size_t attempt = 0; attempt < 12 * wanted && scene.size() < wanted; ++attempt) {
    auto candidate = drawn_object(wide, draw.fork("object", attempt));
    if (std::ranges::all_of(scene, [&](auto const& other) { return apart(other.thing, candidate.thing); }))
      scene.push_back(std::move(candidate));
  }
  return scene;
}

[[nodiscard]] inline std::vector<grasp<double>> labels_of(std::vector<painted_object> const& scene,
                                                          scene_options const& options,
                                                          synthetic::tilted_view const& view,
                                                          random_stream const& draw) {
  std::vector<object> things;
  for (auto const& [thing, tints] : scene) things.push_back(thing);
  auto grasps = antipodal_grasps(things, draw, options.grasps);
  for (auto& g : grasps) g = view.seen(g);
  std::erase_if(grasps, [&](auto const& g) {
    return std::ranges::any_of(corners(g), [&](auto const& p) {
      return p.x < 0 || p.y < 0 || p.x > options.size.width - 1 || p.y > options.size.height - 1;
    });
  });
  return grasps;
}

inline void check(scene_options const& options) {
  if (options.domain.families.empty() || options.domain.palette.empty() || options.domain.ground.empty() ||
      options.domain.surfaces.empty())
    throw option_error("option.scene.domain", "a domain needs families, a palette, grounds and surfaces, one each");
  if (options.least_objects < 1 || options.most_objects < options.least_objects)
    throw option_error("option.scene.objects", "expected 1 <= least_objects <= most_objects, got " +
                                                   std::to_string(options.least_objects) + " and " +
                                                   std::to_string(options.most_objects));
}

[[nodiscard]] inline std::string scene_id(std::string const& prefix, std::uint64_t index) {
  std::string digits = std::to_string(index);
  return prefix + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

}  // namespace synthetic::detail

/// Scene number `index` of the options' prefix: a photograph of objects on a table, its depth where the domain has one,
/// and every label the geometry of the objects allows.
///
/// It depends on the stream's seed, the id (prefix and index) and the options alone, so scenes can be generated in any
/// order on any number of threads. Throws `option_error` for a domain that is empty or never yields a grasp.
[[nodiscard]] inline sample generate_scene(random_stream const& stream, std::uint64_t index,
                                           scene_options const& options = {}) {
  synthetic::detail::check(options);
  auto const own = stream.fork(options.prefix, index);
  for (std::uint64_t attempt = 0; attempt < 100; ++attempt) {
    auto const draw = own.fork("attempt", attempt);
    auto const scene = synthetic::detail::drawn_objects(options, draw.fork("objects"));
    auto const view = synthetic::tilted_view::drawn(options.domain, options.size, draw.fork("tilt"));
    auto grasps = synthetic::detail::labels_of(scene, options, view, draw.fork("grasps"));
    if (grasps.size() < options.least_grasps) continue;
    auto const ground = synthetic::surface_of(scene, options.size);
    auto image = synthetic::bare_table(options.domain, options.size, draw.fork("table"));
    synthetic::light_scene(image, ground, synthetic::lamp::drawn(options.domain, draw.fork("lamp")));
    sample result{synthetic::detail::scene_id(options.prefix, index), {}, {}, std::move(grasps)};
    result.rgb = synthetic::photograph(synthetic::seen_askew(image, view), options.domain, draw.fork("camera"));
    if (options.domain.depth)
      result.depth = synthetic::depth_of(ground, options.size, options.domain, view, draw.fork("depth"));
    return result;
  }
  throw option_error("option.scene.no_grasps", "no scene with " + std::to_string(options.least_grasps) +
                                                   " grasps in 100 attempts: check the domain and the gripper");
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_SYNTHETIC_SCENE_HPP
