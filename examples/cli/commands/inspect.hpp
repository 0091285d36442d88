#ifndef SUREGRASP_CLI_COMMANDS_INSPECT_HPP
#define SUREGRASP_CLI_COMMANDS_INSPECT_HPP

#include <filesystem>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct inspect_options {
  std::filesystem::path data{};
  bool json = false;  ///< on standard output, instead of words
};

/// Prints what a data set holds and what is wrong with it. Returns 0 where nothing is, 1 where there are findings.
/// Throws `data_error` where nothing can be read.
[[nodiscard]] int inspect(inspect_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_INSPECT_HPP
