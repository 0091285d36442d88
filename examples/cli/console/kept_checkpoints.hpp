#ifndef SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP
#define SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP

#include <filesystem>
#include <optional>
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/files/folder_lock.hpp>
#include <suregrasp/teacher/checkpoint_folder.hpp>

#include "run_options.hpp"

namespace suregrasp::cli {

/// The folder of the checkpoints of a training or adaptation to the model `out`.
[[nodiscard]] std::filesystem::path checkpoints_beside(std::filesystem::path const& out);

/// Throws `data_error` `io.not_ours` where that folder holds what no run wrote, or is none.
void require_own_checkpoints(std::filesystem::path const& out);

/// Says where a run that was stopped goes on from.
void say_stopped(run_stopped const& stop, std::filesystem::path const& out, run_options const& run);

/// In a handler: throws the error on, and where it is of a checkpoint that does not belong to the run, with `--restart`
/// as the way out.
[[noreturn]] void rethrow_with_restart(model_error const& problem);

/// That folder during a run: one that is still empty at the end is gone.
class kept_checkpoints {
 public:
  /// With `restart` what is there is removed first. Throws `data_error` `io.locked` where another run writes it.
  kept_checkpoints(std::filesystem::path const& out, bool restart);
  kept_checkpoints(kept_checkpoints const&) = delete;
  kept_checkpoints& operator=(kept_checkpoints const&) = delete;
  ~kept_checkpoints();

  [[nodiscard]] checkpoint_folder<float> const& folder() const { return *folder_; }

  /// Removes the folder at the end of a run; what is not ours stays in it.
  void remove() const;

 private:
  std::filesystem::path path_;
  std::optional<folder_lock> lock_;
  std::optional<checkpoint_folder<float>> folder_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP
