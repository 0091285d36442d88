#ifndef SUREGRASP_SCENES_SYNTHETIC_SCENE_HPP
#define SUREGRASP_SCENES_SYNTHETIC_SCENE_HPP

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
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/impl/antipodal.hpp>
#include <suregrasp/scenes/impl/background.hpp>
#include <suregrasp/scenes/impl/camera.hpp>
#include <suregrasp/scenes/impl/light.hpp>
#include <suregrasp/scenes/impl/surface.hpp>
#include <suregrasp/scenes/impl/tilted_view.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What `generate_scene` draws: the domain, the image's size, the number of objects and the gripper.
struct scene_options {
  synthetic::domain domain = synthetic::source_domain();
  cv::Size size{640, 480};
  std::size_t least_objects = 1;
  std::size_t most_objects = 1;
  std::size_t least_grasps = 3;  ///< a scene with fewer grasps is drawn again
  double spread = 60;            ///< objects lie within this many pixels of the image's centre, along each axis
  std::string prefix = "scene";  ///< beginning of each id, before the index
  std::size_t stock = 0;         ///< number of different objects, shown again and again; 0: a new object each time
  double empty_share = 0;        ///< share of scenes without a grasp: an empty table, flat sheets, a crate too wide
  synthetic::antipodal_options grasps{};  ///< the gripper's limits
};

namespace synthetic::detail {

[[nodiscard]] inline std::string padded(std::uint64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

[[nodiscard]] inline std::string scene_id(std::string const& prefix, std::uint64_t index) {
  return prefix + padded(index, 5);
}

/// A random object of one of the families, around the origin, in random colours, named after its family.
[[nodiscard]] inline painted_object drawn_thing(domain const& setting, std::vector<family> const& families,
                                                random_stream draw) {
  auto const& shape = families[draw.below(families.size())];
  double const scale = draw.uniform(setting.size.first, setting.size.second);
  auto const tint = [&] {
    auto const brightness = static_cast<float>(draw.uniform(0.75, 1.2));
    return setting.palette[draw.below(setting.palette.size())] * brightness;
  };
  auto const first = tint(), second = tint();
  auto shape_draw = draw.fork("shape");
  return {shape(shape_draw).placed({{0, 0}, 1, 0, scale}), {first, second}, shape.name};
}

/// The object, turned and moved to a random position near the image's middle.
[[nodiscard]] inline painted_object laid_down(painted_object thing, scene_options const& options, random_stream draw) {
  double const angle = draw.uniform(0, 2 * std::numbers::pi);
  pose const where{{options.size.width / 2.0 + draw.uniform(-options.spread, options.spread),
                    options.size.height / 2.0 + draw.uniform(-options.spread, options.spread)},
                   std::cos(angle),
                   std::sin(angle)};
  thing.thing = thing.thing.placed(where);
  return thing;
}

/// A random object: one of the stock, which all scenes of one seed and prefix share, or without a stock a new one.
[[nodiscard]] inline painted_object drawn_object(scene_options const& options, random_stream const& stock,
                                                 std::string const& id, random_stream draw) {
  auto number = id;
  random_stream source = draw.fork("thing");
  if (options.stock > 0) {
    auto const at = draw.below(options.stock);
    number = padded(at, 3);
    source = stock.fork("thing", at);
  }
  auto result = laid_down(drawn_thing(options.domain, options.domain.families, source), options, draw.fork("pose"));
  result.name += "-" + number;
  return result;
}

[[nodiscard]] inline bool apart(object const& a, object const& b) {
  auto const p = bounds_of(a), q = bounds_of(b);
  constexpr double gap = 12;
  return p.right + gap < q.left || q.right + gap < p.left || p.bottom + gap < q.top || q.bottom + gap < p.top;
}

/// Random objects that do not touch: at least one, and no more than there is room for.
[[nodiscard]] inline std::vector<painted_object> drawn_objects(scene_options const& options, random_stream const& stock,
                                                               std::string const& id, random_stream draw) {
  auto const wanted = options.least_objects + draw.below(options.most_objects - options.least_objects + 1);
  auto wide = options;
  if (wanted > 1) wide.spread = std::max(options.spread, options.size.height * 0.33);
  std::vector<painted_object> scene;
  for (std::size_t attempt = 0; attempt < 12 * wanted && scene.size() < wanted; ++attempt) {
    auto candidate = drawn_object(wide, stock, id, draw.fork("object", attempt));
    if (std::ranges::all_of(scene, [&](auto const& other) { return apart(other.thing, candidate.thing); }))
      scene.push_back(std::move(candidate));
  }
  return scene;
}

/// Up to three random objects that cannot be grasped.
[[nodiscard]] inline std::vector<painted_object> drawn_clutter(scene_options const& options, random_stream draw) {
  static std::vector<family> const flat{{"sheet", sheet}}, wide{{"crate", crate}};
  std::vector<painted_object> scene;
  bool const blocked = draw.chance(0.3);
  auto const count = blocked ? 1 : draw.below(4);
  auto room = options;
  room.spread = options.size.height * 0.4;
  for (std::size_t i = 0; i < count; ++i)
    scene.push_back(laid_down(drawn_thing(options.domain, blocked ? wide : flat, draw.fork("thing", i)), room,
                              draw.fork("pose", i)));
  return scene;
}

[[nodiscard]] inline std::vector<grasp<double>> labels_of(std::vector<painted_object> const& scene,
                                                          scene_options const& options,
                                                          synthetic::tilted_view const& view,
                                                          random_stream const& draw) {
  std::vector<object> things;
  for (auto const& each : scene) things.push_back(each.thing);
  auto grasps = antipodal_grasps(things, draw, options.grasps);
  for (auto& g : grasps) g = view.projected(g);
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
  if (!(options.empty_share >= 0 && options.empty_share <= 1))
    throw option_error("option.scene.empty_share",
                       "expected a share from 0 to 1, got " + std::to_string(options.empty_share));
}

/// Renders the colour image, and the depth image where the domain has one, into `result`.
inline void render(sample& result, std::vector<painted_object> const& scene, scene_options const& options,
                   tilted_view const& view, random_stream const& draw) {
  auto const& setting = options.domain;
  auto const light = lamp::drawn(setting, draw.fork("lamp"));
  auto const ground = surface_of(scene, options.size, light.reach(highest_of(scene)) + 2);
  auto image = bare_table(setting, options.size, draw.fork("table"));
  light_scene(image, ground, light);
  result.rgb = photograph(tilted_image(image, view), setting, draw.fork("camera"));
  if (setting.depth) result.depth = depth_of(ground, options.size, setting, view, draw.fork("depth"));
}

}  // namespace synthetic::detail

/// Generates scene number `index`: a colour image of objects on a table, a depth image where the domain has one, grasps
/// from the exact geometry of the objects as labels, and the object's name where there is a single one.
///
/// The scene depends on the stream's seed, the prefix, the index and the options alone, so that scenes can be generated
/// in any order on any number of threads. Throws `option_error`: `option.scene.domain`, `option.scene.objects`,
/// `option.scene.empty_share`, and `option.scene.no_grasps` where 100 attempts give no scene with enough grasps.
[[nodiscard]] inline sample generate_scene(random_stream const& stream, std::uint64_t index,
                                           scene_options const& options = {}) {
  namespace steps = synthetic::detail;
  steps::check(options);
  auto const own = stream.fork(options.prefix, index), stock = stream.fork(options.prefix + " stock");
  sample result{steps::scene_id(options.prefix, index), {}, {}, {}};
  auto const view_from = [&](random_stream const& draw) {
    return synthetic::tilted_view::drawn(options.domain, options.size, draw.fork("tilt"));
  };
  if (own.fork("empty").uniform() < options.empty_share) {
    auto const draw = own.fork("clutter");
    steps::render(result, steps::drawn_clutter(options, draw.fork("objects")), options, view_from(draw), draw);
    return result;
  }
  for (std::uint64_t attempt = 0; attempt < 100; ++attempt) {
    auto const draw = own.fork("attempt", attempt);
    auto const scene = steps::drawn_objects(options, stock, result.id, draw.fork("objects"));
    auto const view = view_from(draw);
    result.grasps = steps::labels_of(scene, options, view, draw.fork("grasps"));
    if (result.grasps.size() < options.least_grasps) continue;
    if (scene.size() == 1 && options.most_objects == 1) result.object = scene.front().name;
    steps::render(result, scene, options, view, draw);
    return result;
  }
  throw option_error("option.scene.no_grasps", "no scene with " + std::to_string(options.least_grasps) +
                                                   " grasps in 100 attempts: check the domain and the gripper");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_SCENES_SYNTHETIC_SCENE_HPP
