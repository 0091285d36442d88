#ifndef SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP
#define SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP

#include <filesystem>
#include <optional>
#include <suregrasp/teacher/checkpoint_folder.hpp>

namespace suregrasp::cli {

/// The folder of the checkpoints of a training or adaptation to the model `out`.
[[nodiscard]] std::filesystem::path checkpoints_beside(std::filesystem::path const& out);

/// Throws `data_error` `io.not_ours` where that folder holds what no run wrote, or is none.
void require_own_checkpoints(std::filesystem::path const& out);

/// That folder during a run: one that is still empty at the end is gone.
class kept_checkpoints {
 public:
  /// With `restart` what is there is removed first.
  kept_checkpoints(std::filesystem::path const& out, bool restart);
  kept_checkpoints(kept_checkpoints const&) = delete;
  kept_checkpoints& operator=(kept_checkpoints const&) = delete;
  ~kept_checkpoints();

  [[nodiscard]] checkpoint_folder<float> const& folder() const { return *folder_; }

  /// Removes the folder at the end of a run; what is not ours stays in it.
  void remove() const;

 private:
  std::filesystem::path path_;
  std::optional<checkpoint_folder<float>> folder_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP
