#ifndef SUREGRASP_CLI_COMMANDS_SPLIT_HPP
#define SUREGRASP_CLI_COMMANDS_SPLIT_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"

namespace suregrasp::cli {

struct split_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  std::string by = "block";
  double holdout = 0.2;
  std::size_t block = 5;
  std::size_t folds = 0;
  std::size_t fold = 0;

  static constexpr auto fields(auto list) {
    using o = split_options;
    return list(
        field{"data", &o::data, data_formats}.required(),
        field{"out", &o::out, "JSON file to write, for --split of other commands"}.required(),
        field{"by", &o::by, "What stays on one side: an image, an object, or a block of consecutive ids"}.one_of(
            "image, object, block"),
        field{"holdout", &o::holdout, "Share to hold out"}.between(0, 1),
        field{"block", &o::block, "Consecutive ids of a block"}.above(0),
        field{"folds", &o::folds, "Cross validation: hold out one of so many parts; 0: by --holdout"},
        field{"fold", &o::fold, "Which of the parts, from 0"});
  }
};

/// Writes which photographs of a data set to learn from and which to hold out, without reading them. Throws
/// `option_error` where a side would be empty, and for a split by object where objects are not named.
void split(split_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SPLIT_HPP
