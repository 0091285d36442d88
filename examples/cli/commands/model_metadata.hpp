#ifndef SUREGRASP_CLI_COMMANDS_MODEL_METADATA_HPP
#define SUREGRASP_CLI_COMMANDS_MODEL_METADATA_HPP

namespace suregrasp::cli {

/// The key under which a model file names the photographs it was trained on and those it was not.
inline constexpr char const* split_key = "suregrasp.split";

/// The key under which a model file holds the record of the run that made it.
inline constexpr char const* record_key = "suregrasp.record";

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_MODEL_METADATA_HPP
