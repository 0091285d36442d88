#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_CHECKPOINT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_CHECKPOINT_HPP

#include <filesystem>
#include <optional>
#include <suregrasp/teacher/checkpoint_folder.hpp>

namespace suregrasp::cli {

/// The folder of the checkpoints of an adaptation to the model `out`.
[[nodiscard]] std::filesystem::path checkpoints_beside(std::filesystem::path const& out);

/// Throws `data_error` `io.not_ours` where that folder holds what no adaptation wrote, or is none.
void require_own_checkpoints(std::filesystem::path const& out);

/// That folder while an adaptation runs: one that is still empty at the end is gone.
class adapt_checkpoints {
 public:
  /// With `restart` what is there is removed first.
  adapt_checkpoints(std::filesystem::path const& out, bool restart);
  adapt_checkpoints(adapt_checkpoints const&) = delete;
  adapt_checkpoints& operator=(adapt_checkpoints const&) = delete;
  ~adapt_checkpoints();

  [[nodiscard]] checkpoint_folder<float> const& folder() const { return *folder_; }

  /// Removes the folder at the end of a run; what is not ours stays in it.
  void remove() const;

 private:
  std::filesystem::path path_;
  std::optional<checkpoint_folder<float>> folder_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_CHECKPOINT_HPP
