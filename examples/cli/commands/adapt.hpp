#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_HPP

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/train/adaptation_options.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct adapt_options {
  std::filesystem::path model{};
  std::filesystem::path data{};
  std::vector<std::filesystem::path> also{};  ///< further photographs, to learn from without labels
  std::filesystem::path out{};
  adaptation_options how{};       ///< its seed is that of the run
  std::size_t labelled = 9;       ///< photographs whose labels may be used
  std::filesystem::path split{};  ///< saved split to keep to; empty: one by blocks
  double holdout = 0.3;
  std::size_t block = 5;
  std::string telemetry = "csv";  ///< csv or jsonl: a line per step in OUT.steps.csv or .jsonl; none
  std::filesystem::path cache{};  ///< folder in which features are kept for other runs; empty: none
  double checkpoint_every = 60;   ///< seconds
  bool restart = false;           ///< ignore a checkpoint
};

/// What adaptations in one process share, so that each photograph is read, and its features taken, once.
class adapt_memory {
 public:
  adapt_memory();
  ~adapt_memory();

  void forget_features();  ///< keeps the photographs

  struct contents;
  [[nodiscard]] contents& operator*() const { return *contents_; }

 private:
  std::unique_ptr<contents> contents_;
};

/// Adapts a detector to the photographs of a new workplace by `libtorch::adapt`; writes the adapted model and its
/// record, and returns the result as it stands there.
///
/// Interrupted or killed, it leaves a folder `out` + ".checkpoint", from which the same call goes on to the result of
/// an unbroken run; throws `interrupted_error` after an interruption.
nlohmann::ordered_json adapt(adapt_options const& options, run_options const& run, adapt_memory const& memory = {});

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_HPP
