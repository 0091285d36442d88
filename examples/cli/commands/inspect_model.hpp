#ifndef SUREGRASP_CLI_COMMANDS_INSPECT_MODEL_HPP
#define SUREGRASP_CLI_COMMANDS_INSPECT_MODEL_HPP

#include <filesystem>

namespace suregrasp::cli {

/// Whether a file says that it holds a detector.
[[nodiscard]] bool is_model_file(std::filesystem::path const& file);

/// Prints which detector a model file holds, and whether it is as it was written. Throws `model_error` where it is not,
/// or makes no detector.
void inspect_model(std::filesystem::path const& file, bool as_json);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_INSPECT_MODEL_HPP
