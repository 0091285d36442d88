#ifndef SUREGRASP_CLI_COMMANDS_TRAIN_HPP
#define SUREGRASP_CLI_COMMANDS_TRAIN_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/train/training_options.hpp>
#include <suregrasp/train/training_result.hpp>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct train_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  training_options how{};    ///< its seed is the run's
  double backbone_pace = 0;  ///< 0: as `backbone_pace_of` has it where nothing is given
  std::string augment = "strong";
  std::filesystem::path split{};  ///< saved split to keep to; empty: one by blocks
  double holdout = 0.2;           ///< share of the photographs kept out of training
  std::size_t block = 5;          ///< consecutive ids that stay on one side of the split
  bool half = false;              ///< the model file holds half precision
  bool restart = false;           ///< ignore checkpoints
};

/// Trains a detector by `libtorch::train` and writes it to `out`, with its record beside it.
///
/// Interrupted, it leaves checkpoints in the folder `out` + ".checkpoint", from which the same call goes on; throws
/// `interrupted_error` then. Throws `model_error` `train.checkpoint.old` for what a run of 1.0.0 left there.
training_result train(train_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_TRAIN_HPP
