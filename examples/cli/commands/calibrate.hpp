#ifndef SUREGRASP_CLI_COMMANDS_CALIBRATE_HPP
#define SUREGRASP_CLI_COMMANDS_CALIBRATE_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/metrics/conformal_interval.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct calibrate_options {
  std::vector<std::filesystem::path> predictions{};
  std::vector<std::filesystem::path> outcomes{};
  std::filesystem::path model{};
  std::string success = "lifted";
  std::size_t views = 1;
  std::filesystem::path out{};
  conformal_options intervals{};
  std::size_t splits = 1000;

  static constexpr auto fields(auto list) {
    using o = calibrate_options;
    return list(
        field{"predictions", &o::predictions, "Files that `evaluate --predictions` wrote"}.typed_as("predictions"),
        field{"outcomes", &o::outcomes, "Logs of carried-out grasps instead: learn the chance of success by M_uc"},
        field{"model", &o::model, "The detector whose grasps they are (default: the one that comes with the tool)"},
        field{"success", &o::success, "What counted as success in the logs, in a word or a few"},
        field{"views", &o::views, "Views in which the grasps were sought"}.one_of("1, 2, 4, 8"),
        field{"out", &o::out,
              "File to write the calibration to, for `watch --calibration`; with --outcomes a copy of the model that "
              "tells the chance"},
        field{"intervals", &o::intervals},
        field{"splits", &o::splits, "Halves of the photographs that intervals are tried on"}.between(1, 1000000));
  }
};

/// Calibrates intervals of angle and opening, and what scenes look like, by labelled photographs, and prints the
/// coverage on photographs that did not calibrate them; or the chance of success by outcomes, and prints its
/// calibration error on pictures that did not calibrate it.
void calibrate(calibrate_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_CALIBRATE_HPP
