#ifndef SUREGRASP_CLI_COMMANDS_TRAIN_HPP
#define SUREGRASP_CLI_COMMANDS_TRAIN_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/train/training_options.hpp>
#include <suregrasp/train/training_result.hpp>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"

namespace suregrasp::cli {

struct train_options {
  std::filesystem::path data{};
  std::string depth_unit = "auto";
  std::filesystem::path out{};
  detector_options network{};
  training_options how{};         ///< its seed is that of the run
  std::filesystem::path split{};  ///< empty: one by blocks
  double holdout = 0.2;
  std::size_t block = 5;
  double memory = 0;  ///< in 1e9 bytes
  bool half = false;
  bool restart = false;

  static constexpr auto fields(auto list) {
    using o = train_options;
    return list(field{"data", &o::data, data_formats}.required(), field{"depth_unit", &o::depth_unit, data_depth_unit},
                field{"out", &o::out, "Model file to write (safetensors)"}.required(), field{"network", &o::network},
                field{"how", &o::how},
                field{"split", &o::split, "Keep to the split in this file, as `suregrasp split` writes it"},
                field{"holdout", &o::holdout, "Share of the photographs kept out of training"}.between(0, 0.9),
                field{"block", &o::block, "Consecutive ids that stay on one side of the split"}.above(0),
                field{"memory", &o::memory,
                      "Gigabytes of photographs to keep in memory, the others are read again for each use (0: half of "
                      "what is free)"}
                    .at_least(0),
                field{"half", &o::half, "Store the model in half precision: a file of half the size"},
                field{"restart", &o::restart, "Ignore the checkpoint of an interrupted run"});
  }
};

/// Trains a detector by `libtorch::train` and writes it to `out`, with its record beside it.
///
/// Interrupted, it leaves checkpoints in the folder `out` + ".checkpoint", from which the same call goes on; throws
/// `interrupted_error` then. Throws `model_error` `train.checkpoint.old` for what a run of 1.0.0 left there.
training_result train(train_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_TRAIN_HPP
