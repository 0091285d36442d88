#ifndef SUREGRASP_CLI_COMMANDS_TRAINING_JSON_HPP
#define SUREGRASP_CLI_COMMANDS_TRAINING_JSON_HPP

#include <nlohmann/json.hpp>
#include <suregrasp/train/training_result.hpp>

#include "train.hpp"

namespace suregrasp::cli {

/// The learning curves as `{"posenet": [...], "locnet": [...]}`, as reports read them.
[[nodiscard]] nlohmann::ordered_json curves_json(training_result const& result);

/// `{"train": [ids], "held_out": [ids]}`, as it goes into records and model files.
[[nodiscard]] nlohmann::ordered_json split_json(training_result const& result);

/// Everything that decided the outcome, for the record of a model; `network` is what was trained.
[[nodiscard]] nlohmann::ordered_json configuration_json(train_options const& options, detector_options const& network,
                                                        training_result const& result);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_TRAINING_JSON_HPP
