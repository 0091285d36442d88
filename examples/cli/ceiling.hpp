#ifndef SUREGRASP_CLI_CEILING_HPP
#define SUREGRASP_CLI_CEILING_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/detect/encoding_ceiling.hpp>
#include <vector>

#include "run_options.hpp"

namespace suregrasp::cli {

/// The ceiling that encoding and decoding put on any model for these photographs.
[[nodiscard]] encoding_ceiling measure_ceiling(std::vector<sample> const& samples, ceiling_options const& options,
                                               run_options const& run);

/// A ceiling under a name, as `--json` holds it.
[[nodiscard]] nlohmann::ordered_json to_json(std::string const& name, encoding_ceiling const& ceiling);

/// The same for people.
[[nodiscard]] std::string table(std::string const& name, encoding_ceiling const& ceiling);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CEILING_HPP
