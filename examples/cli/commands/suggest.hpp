#ifndef SUREGRASP_CLI_COMMANDS_SUGGEST_HPP
#define SUREGRASP_CLI_COMMANDS_SUGGEST_HPP

#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/train/label_suggestion.hpp>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"
#include "detector_runtime.hpp"

namespace suregrasp::cli {

struct suggest_options {
  std::filesystem::path model{};
  std::filesystem::path data{};
  std::string depth_unit = "auto";
  std::filesystem::path split{};  ///< empty: all photographs
  std::filesystem::path out{};    ///< empty: standard output alone
  suggestion_options how{};
  std::size_t views = 1;

  static constexpr auto fields(auto list) {
    using o = suggest_options;
    return list(field{"model", &o::model, "Model file (default: the one that comes with the tool)"},
                field{"data", &o::data, data_formats}.required(), field{"depth_unit", &o::depth_unit, data_depth_unit},
                field{"split", &o::split, "Only photographs that the split in this file does not hold out"},
                field{"out", &o::out, "Also write their ids to this file, for `suregrasp adapt --label-list`"},
                field{"how", &o::how},
                field{"views", &o::views, "Views of each photograph for M_uc"}.one_of("1, 2, 4, 8"));
  }
};

/// Which photographs to label, the most useful first, on standard output.
void suggest(suggest_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SUGGEST_HPP
