#ifndef SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP

#include <nlohmann/json.hpp>
#include <suregrasp/teacher/filters/named_filter_options.hpp>
#include <suregrasp/train/adaptation_method.hpp>
#include <suregrasp/train/adaptation_result.hpp>

namespace suregrasp::cli {

/// The filter's name and what it goes by.
[[nodiscard]] nlohmann::ordered_json to_json(named_filter_options const& options);

/// The result of an adaptation as records hold it; `filter` is that of the confident method.
[[nodiscard]] nlohmann::ordered_json to_json(adaptation_result const& result, adaptation_method method,
                                             named_filter_options const& filter = {});

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP
