#ifndef SUREGRASP_CLI_COMMANDS_CHECKPOINT_HPP
#define SUREGRASP_CLI_COMMANDS_CHECKPOINT_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <suregrasp/files/safetensors.hpp>

namespace suregrasp::cli {

/// A moment of a training run: the network's tensors, the optimiser's state and how far the run is.
struct checkpoint {
  tensor_file network;
  std::string optimizer;          ///< bytes; empty at the start of a phase
  std::string phase;              ///< `posenet` or `locnet`
  std::int64_t step = 0;          ///< steps of the phase that are done
  double loss = 0;                ///< summed up since the last point of the curve
  nlohmann::ordered_json curves;  ///< what was recorded so far
};

/// Writes a checkpoint, complete or not at all; `configuration` is everything its continuation depends on.
void write_checkpoint(std::filesystem::path const& path, checkpoint const& moment,
                      nlohmann::ordered_json const& configuration);

/// The checkpoint at `path`, nothing where there is none. Throws `model_error` naming the first difference when it
/// belongs to another configuration.
[[nodiscard]] std::optional<checkpoint> read_checkpoint(std::filesystem::path const& path,
                                                        nlohmann::ordered_json const& configuration);

/// Throws `model_error` `model.checkpoint` where there is something at `path` that is no checkpoint of a training run.
void require_own_checkpoint(std::filesystem::path const& path);

/// Removes a checkpoint of a training run; anything else stays.
void remove_checkpoint(std::filesystem::path const& path);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_CHECKPOINT_HPP
