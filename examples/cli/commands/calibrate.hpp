#ifndef SUREGRASP_CLI_COMMANDS_CALIBRATE_HPP
#define SUREGRASP_CLI_COMMANDS_CALIBRATE_HPP

#include <cstddef>
#include <filesystem>
#include <suregrasp/core/field.hpp>
#include <suregrasp/metrics/conformal_interval.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct calibrate_options {
  std::vector<std::filesystem::path> predictions{};
  std::filesystem::path out{};
  conformal_options intervals{};
  std::size_t splits = 1000;

  static constexpr auto fields(auto list) {
    using o = calibrate_options;
    return list(
        field{"predictions", &o::predictions, "Files that `evaluate --predictions` wrote"}
            .typed_as("predictions")
            .required(),
        field{"out", &o::out, "File to write the calibration to, for `watch --calibration`"},
        field{"intervals", &o::intervals},
        field{"splits", &o::splits, "Halves of the photographs that intervals are tried on"}.between(1, 1000000));
  }
};

/// Calibrates intervals of angle and opening, and what scenes look like, by labelled photographs; prints the coverage
/// on photographs that did not calibrate them.
void calibrate(calibrate_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_CALIBRATE_HPP
