#ifndef SUREGRASP_CLI_COMMANDS_EVALUATION_TEXT_HPP
#define SUREGRASP_CLI_COMMANDS_EVALUATION_TEXT_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/evaluate/evaluation.hpp>

namespace suregrasp::cli {

/// An evaluation under a name, as reports and `--json` hold it.
[[nodiscard]] nlohmann::ordered_json to_json(std::string const& name, evaluation const& result);

/// The same for people.
[[nodiscard]] std::string table(std::string const& name, evaluation const& result);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_EVALUATION_TEXT_HPP
