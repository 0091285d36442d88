#ifndef SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP
#define SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP

#include <filesystem>
#include <optional>
#include <suregrasp/teacher/checkpoint_folder.hpp>
#include <system_error>
#include <utility>

namespace suregrasp::cli {

/// The folder of checkpoints beside an output, which is gone after a run that came to its end, and after one that kept
/// nothing.
class kept_checkpoints {
 public:
  /// `restart`: forgets those that are there.
  kept_checkpoints(std::filesystem::path path, bool restart) : path_(std::move(path)) {
    if (restart) std::filesystem::remove_all(path_);
    folder_.emplace(path_, 2);
  }
  kept_checkpoints(kept_checkpoints const&) = delete;
  kept_checkpoints& operator=(kept_checkpoints const&) = delete;
  ~kept_checkpoints() {
    std::error_code not_empty;
    std::filesystem::remove(path_, not_empty);
  }

  [[nodiscard]] checkpoint_folder<float> const& folder() const { return *folder_; }
  void remove() const { std::filesystem::remove_all(path_); }

 private:
  std::filesystem::path path_;
  std::optional<checkpoint_folder<float>> folder_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_KEPT_CHECKPOINTS_HPP
