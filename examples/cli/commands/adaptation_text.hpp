#ifndef SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <vector>

namespace suregrasp::cli {

/// Names on the command line and in records.
[[nodiscard]] std::vector<std::string> adaptation_method_names();
[[nodiscard]] std::vector<std::string> pseudo_label_angle_names();
[[nodiscard]] std::vector<std::string> filter_texts();

[[nodiscard]] std::string name_of(adaptation_method method);

/// The value of a name. Throws `option_error` for a name that is none.
[[nodiscard]] adaptation_method adaptation_method_named(std::string const& name);
[[nodiscard]] pseudo_label_angle pseudo_label_angle_named(std::string const& name);
[[nodiscard]] filter_name filter_named(std::string const& name);

/// The filter's name and what it goes by.
[[nodiscard]] nlohmann::ordered_json to_json(named_filter_options const& options);

/// The result of an adaptation by such options, as records hold it.
[[nodiscard]] nlohmann::ordered_json to_json(adaptation_result const& result, adaptation_options const& options);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPTATION_TEXT_HPP
