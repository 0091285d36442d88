#ifndef SUREGRASP_CLI_COMMANDS_ORACLE_TEXT_HPP
#define SUREGRASP_CLI_COMMANDS_ORACLE_TEXT_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/evaluate/oracle.hpp>

namespace suregrasp::cli {

/// An oracle under a name, as `--json` holds it.
[[nodiscard]] nlohmann::ordered_json to_json(std::string const& name, oracle const& oracle);

/// The same for people.
[[nodiscard]] std::string table(std::string const& name, oracle const& oracle);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ORACLE_TEXT_HPP
