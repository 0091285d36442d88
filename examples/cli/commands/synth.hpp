#ifndef SUREGRASP_CLI_COMMANDS_SYNTH_HPP
#define SUREGRASP_CLI_COMMANDS_SYNTH_HPP

#include <cstddef>
#include <filesystem>
#include <string>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct synth_options {
  std::filesystem::path out{};
  std::size_t count = 100;
  std::string domain = "source";  ///< source (with depth), target (RGB only, other look), both in turn (with depth), or
                                  ///< workshop (RGB only)
  std::size_t objects = 1;        ///< at most, in a scene
  std::size_t stock = 0;          ///< different objects shown again and again; 0: no two are alike
  double empty_share = 0;         ///< of scenes with nothing to grasp
  int width = 640, height = 480;  ///< of a scene, pixels
  std::filesystem::path sheet{};  ///< PNG to write: the first scenes side by side, with their grasps; empty: none
};

/// Writes generated, labelled scenes in Cornell's format; throws `option_error` for an unknown domain.
void synth(synth_options const& options, run_options const& run);

/// Whether `synth` writes files of this name for scenes of the domain.
[[nodiscard]] bool is_scene_file(std::string const& name, std::string const& domain);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SYNTH_HPP
