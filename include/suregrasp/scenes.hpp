#ifndef SUREGRASP_SCENES_HPP
#define SUREGRASP_SCENES_HPP

/// Generated scenes: photographs of objects on a table, with depth and exact grasp labels, drawn from a seed.
///
/// Begin with
/// - `generate_scene`: one scene as a `sample`; any scene at any time, on any thread;
/// - `scene_options`: domain, number of objects, gripper;
/// - `synthetic::source_domain`, `target_domain`, `workshop_domain`: three domains to adapt from and to;
/// - `scene_folder`: writes scenes in Cornell's format.
///
/// Needs `suregrasp::scenes`, which brings `suregrasp::io`.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// scene_options const options{.domain = synthetic::target_domain(), .size = {320, 320}, .spread = 30};
/// sample const scene = generate_scene(random_stream(1), 7, options);  // scene number 7 of seed 1
/// assert(scene.rgb.size() == options.size && scene.depth.empty());    // the target domain has no depth
/// assert(scene.grasps.size() >= options.least_grasps && !scene.object.empty());
/// ```
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

#endif  // SUREGRASP_SCENES_HPP
