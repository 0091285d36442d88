#ifndef SUREGRASP_CLI_COMMANDS_SHIPPED_MODEL_HPP
#define SUREGRASP_CLI_COMMANDS_SHIPPED_MODEL_HPP

#include <filesystem>

namespace suregrasp::cli {

/// What `--model` is, for people.
inline constexpr char const* default_model = "Model file (default: the one that comes with the tool)";

/// `given`, or the model that comes with the tool where none is given: `models/scenes.safetensors` beside the program,
/// or `share/suregrasp/models/scenes.safetensors` where it is installed. Throws `option_error` naming both when it is
/// in neither.
[[nodiscard]] std::filesystem::path model_or_shipped(std::filesystem::path const& given);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SHIPPED_MODEL_HPP
