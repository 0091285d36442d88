#ifndef SUREGRASP_CLI_COMMANDS_ORACLE_HPP
#define SUREGRASP_CLI_COMMANDS_ORACLE_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/evaluate/oracle.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

/// The ceiling that encoding and decoding put on any model for these photographs.
[[nodiscard]] oracle measure_oracle(std::vector<sample> const& samples, oracle_options const& options,
                                    run_options const& run);

/// A ceiling under a name, as `--json` holds it.
[[nodiscard]] nlohmann::ordered_json to_json(std::string const& name, oracle const& oracle);

/// The same for people.
[[nodiscard]] std::string table(std::string const& name, oracle const& oracle);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ORACLE_HPP
