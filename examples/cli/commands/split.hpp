#ifndef SUREGRASP_CLI_COMMANDS_SPLIT_HPP
#define SUREGRASP_CLI_COMMANDS_SPLIT_HPP

#include <cstddef>
#include <filesystem>
#include <string>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct split_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  std::string by = "block";  ///< image, object or block
  double holdout = 0.2;      ///< share held out
  std::size_t block = 5;     ///< consecutive ids of a block
  std::size_t folds = 0;     ///< above 1: the split is `fold` of so many for cross validation
  std::size_t fold = 0;
};

/// Writes which photographs of a data set to learn from and which to hold out, without reading them. Throws
/// `option_error` where a side would be empty, and for a split by object where objects are not named.
void split(split_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SPLIT_HPP
