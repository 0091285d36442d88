#ifndef SUREGRASP_SCENES_HPP
#define SUREGRASP_SCENES_HPP

/// Generated scenes with labels, drawn from a seed. Needs `suregrasp::scenes`.
#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

#endif  // SUREGRASP_SCENES_HPP
