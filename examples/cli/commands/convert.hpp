#ifndef SUREGRASP_CLI_COMMANDS_CONVERT_HPP
#define SUREGRASP_CLI_COMMANDS_CONVERT_HPP

#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"

namespace suregrasp::cli {

struct convert_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  std::string as = "json";
  std::string depth_unit = "auto";

  static constexpr auto fields(auto list) {
    using o = convert_options;
    return list(field{"data", &o::data, data_formats}.required(),
                field{"out", &o::out, "Folder to write; empty or new"}.required(),
                field{"as", &o::as, "dataset.json, or dataset.csv which has no negatives and no grasp points"}.one_of(
                    "json, csv"),
                field{"depth_unit", &o::depth_unit, data_depth_unit});
  }
};

/// Writes a data set of any format that is read, with its images, as a folder in this project's own. Photographs that
/// are damaged throw, or are left out and named where the run skips faulty ones.
void convert(convert_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_CONVERT_HPP
