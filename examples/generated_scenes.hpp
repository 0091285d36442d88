#ifndef SUREGRASP_EXAMPLES_GENERATED_SCENES_HPP
#define SUREGRASP_EXAMPLES_GENERATED_SCENES_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

/// A folder of `count` generated photographs with depth and labels, in Cornell's format; made where it is not there
/// yet.
inline std::filesystem::path generated_scenes(std::filesystem::path const& folder, std::size_t count,
                                              std::uint64_t seed) {
  if (std::filesystem::exists(folder / "manifest.json")) return folder;
  suregrasp::scene_folder scenes(folder);
  for (std::size_t i = 0; i < count; ++i) scenes.add(suregrasp::generate_scene(suregrasp::random_stream(seed), i));
  scenes.finish();
  return folder;
}

#endif  // SUREGRASP_EXAMPLES_GENERATED_SCENES_HPP
