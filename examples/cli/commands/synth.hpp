#ifndef SUREGRASP_CLI_COMMANDS_SYNTH_HPP
#define SUREGRASP_CLI_COMMANDS_SYNTH_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct synth_options {
  std::filesystem::path out{};
  std::size_t count = 100;
  std::string domain = "source";
  std::size_t objects = 1;
  std::size_t stock = 0;
  double empty_share = 0;
  int width = 640;
  int height = 480;
  std::filesystem::path sheet{};  ///< empty: none

  static constexpr auto fields(auto list) {
    using o = synth_options;
    return list(
        field{"out", &o::out, "Folder to write; empty or new"}.required(),
        field{"count", &o::count, "Number of scenes"}.between(1, 1e7),
        field{"domain", &o::domain,
              "source (RGB and depth), target (RGB only, another look), both in turn, with depth, or workshop "
              "(RGB only, a third look)"}
            .one_of("source, target, both, workshop"),
        field{"objects", &o::objects, "At most this many objects in a scene"}.between(1, 64),
        field{"stock", &o::stock, "Show so many different objects again and again; 0: no two are alike"}.between(0,
                                                                                                                 1e6),
        field{"empty_share", &o::empty_share, "Share of scenes with nothing to grasp, without labels"}.between(0, 1),
        field{"width", &o::width, "Width of a scene", "pixels"}.between(96, 4096),
        field{"height", &o::height, "Height of a scene", "pixels"}.between(96, 4096),
        field{"sheet", &o::sheet, "Also write the first 24 scenes with their grasps as one picture"});
  }
};

/// Writes generated, labelled scenes in Cornell's format; throws `option_error` for an unknown domain.
void synth(synth_options const& options, run_options const& run);

/// Whether `synth` writes files of this name for scenes of the domain.
[[nodiscard]] bool is_scene_file(std::string const& name, std::string const& domain);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SYNTH_HPP
