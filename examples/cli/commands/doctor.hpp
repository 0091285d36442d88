#ifndef SUREGRASP_CLI_COMMANDS_DOCTOR_HPP
#define SUREGRASP_CLI_COMMANDS_DOCTOR_HPP

#include <filesystem>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"
#include "shipped_model.hpp"

namespace suregrasp::cli {

struct doctor_options {
  std::filesystem::path model{};
  std::filesystem::path image{};  ///< empty: a generated scene
  bool float32 = false;
  bool json = false;
  int repeats = 20;

  static constexpr auto fields(auto list) {
    using o = doctor_options;
    return list(field{"model", &o::model, default_model},
                field{"image", &o::image, "Photograph to time (default: a generated scene)"}.typed_as("image"),
                field{"float32", &o::float32, "Compute in float32 also where the processor multiplies bfloat16"},
                field{"json", &o::json, "Print JSON"},
                field{"repeats", &o::repeats, "Times that each stage is run"}.between(1, 10000));
  }
};

/// Prints what decides how fast detection is on this machine: processor, threads, libraries; the milliseconds of each
/// stage from a file to ranked grasps; and what would help.
void doctor(doctor_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DOCTOR_HPP
