#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_MEMORY_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_MEMORY_HPP

#include <functional>
#include <map>
#include <string>
#include <suregrasp/backends/libtorch/torch.hpp>
//
#include <suregrasp/data/sample.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <vector>

#include "adapt.hpp"

namespace suregrasp::cli {

/// Photographs and the windows around their places, as they were looked at.
struct view_crops {
  feature_crops<torch::Tensor> store;
  std::vector<std::vector<grasp<double>>> near;  ///< labels near each place, for reports
};

struct adapt_memory::contents {
  std::map<std::string, std::vector<sample>> photographs;  ///< by folder
  std::map<std::string, view_crops> windows;               ///< by all that decides them
  std::map<std::string, std::string> locnets;              ///< checkpoints of tuned ones, by all that decides them

  /// What is kept under `key`, looked at now where nothing is.
  [[nodiscard]] view_crops const& seen(std::string const& key, std::function<view_crops()> const& look) {
    if (auto const found = windows.find(key); found != windows.end()) return found->second;
    return windows.emplace(key, look()).first->second;
  }
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_MEMORY_HPP
