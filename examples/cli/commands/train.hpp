#ifndef SUREGRASP_CLI_COMMANDS_TRAIN_HPP
#define SUREGRASP_CLI_COMMANDS_TRAIN_HPP

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/backends/libtorch/detector_options.hpp>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct train_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  detector_options network{};
  std::filesystem::path backbone_weights{};  ///< empty: from scratch
  std::int64_t pose_steps = 3000;
  std::int64_t heat_steps = 800;
  double pose_rate = 1e-3;   ///< learning rate of PoseNet
  double backbone_pace = 0;  ///< of the backbone, in learning rates of PoseNet; 0: 0.1 with pretrained weights, else 1
  double heat_rate = 1e-3;   ///< of LocNet
  std::size_t batch = 16;
  std::size_t places = 6;      ///< poses learned from each photograph of a batch
  double depth_dropout = 0.5;  ///< share of batches that hide the depth
  double disk_radius = 0.02;   ///< of the heatmap's target, in sides of the input
  std::string augment = "strong";
  std::filesystem::path split{};  ///< saved split to keep to; empty: one by blocks
  double holdout = 0.2;           ///< share of the photographs kept out of training
  std::size_t block = 5;          ///< consecutive ids that stay on one side of the split
  std::int64_t validations = 20;  ///< during PoseNet's training
  std::size_t validation_images = 48;
  std::size_t frozen_stages = 0;  ///< of the backbone's four, with its stem
  bool bfloat16 = false;          ///< networks compute in bfloat16
  bool half = false;              ///< the model file holds half precision
  bool restart = false;           ///< ignore a checkpoint
};

/// Trains a detector in two steps, PoseNet and then LocNet, and writes it to `out`; returns the learning curves as
/// `{"posenet": [...], "locnet": [...]}`.
///
/// Interrupted, it leaves `out` + ".checkpoint", from which the same call goes on; throws `interrupted_error` then.
nlohmann::ordered_json train(train_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_TRAIN_HPP
