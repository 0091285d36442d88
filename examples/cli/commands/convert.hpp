#ifndef SUREGRASP_CLI_COMMANDS_CONVERT_HPP
#define SUREGRASP_CLI_COMMANDS_CONVERT_HPP

#include <filesystem>
#include <string>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct convert_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  std::string as = "json";  ///< json or csv
};

/// Writes a data set of any format that is read, with its images, as a folder in this project's own. Photographs that
/// are damaged throw, or are left out and named where the run skips faulty ones.
void convert(convert_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_CONVERT_HPP
