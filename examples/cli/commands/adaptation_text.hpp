#ifndef SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP

#include <nlohmann/json.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/adaptation_result.hpp>

namespace suregrasp::cli {

/// The filter's name and what it goes by.
[[nodiscard]] nlohmann::ordered_json to_json(named_filter_options const& options);

/// The result of an adaptation by such options, as records hold it.
[[nodiscard]] nlohmann::ordered_json to_json(adaptation_result const& result, adaptation_options const& options);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP
