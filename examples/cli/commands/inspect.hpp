#ifndef SUREGRASP_CLI_COMMANDS_INSPECT_HPP
#define SUREGRASP_CLI_COMMANDS_INSPECT_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"

namespace suregrasp::cli {

struct inspect_options {
  std::filesystem::path data{};
  bool json = false;
  std::string depth_unit = "auto";
  std::filesystem::path with{};  ///< empty: without a model
  std::filesystem::path out{};   ///< of `with`
  std::size_t top = 50;

  static constexpr auto fields(auto list) {
    using o = inspect_options;
    return list(field{"data", &o::data, data_formats}.typed_as("data,--data").required(),
                field{"json", &o::json, "Print JSON"}, field{"depth_unit", &o::depth_unit, data_depth_unit},
                field{"with", &o::with,
                      "Also show which labels this model disputes: corners in another order, missing labels, "
                      "labels of another photograph"},
                field{"out", &o::out, "With --with: page to write (HTML), the worst first"},
                field{"top", &o::top, "With --with: photographs to show"}.above(0));
  }
};

/// Prints what a data set holds and what is wrong with it. Returns 0 where nothing is, 1 where there are diagnostics.
/// Throws `data_error` where nothing can be read.
[[nodiscard]] int inspect(inspect_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_INSPECT_HPP
