#ifndef SUREGRASP_CLI_COMMANDS_DEMO_HPP
#define SUREGRASP_CLI_COMMANDS_DEMO_HPP

#include <cstddef>
#include <filesystem>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct demo_options {
  std::filesystem::path out = "suregrasp-demo";
  double scale = 1;

  static constexpr auto fields(auto list) {
    return list(
        field{"out", &demo_options::out, "Folder for scenes, models and report.html"},
        field{"scale", &demo_options::scale, "Factor of all steps; below 1 is quicker and worse"}.between(0.001, 1000));
  }
};

/// Generated scenes and the model that comes with the tool: measures it on a domain it knows, adapts it to a look and a
/// gripper that it does not in three ways, and writes report.html.
/// Parts that a former, interrupted run finished are taken over.
void demo(demo_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DEMO_HPP
