#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_CHECKPOINT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_CHECKPOINT_HPP

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/teacher/checkpoint_folder.hpp>

#include "adapt.hpp"
#include "adapt_data.hpp"

namespace suregrasp::cli {

/// The folder of the checkpoints of an adaptation to the model `out`.
[[nodiscard]] std::filesystem::path checkpoints_beside(std::filesystem::path const& out);

/// Throws `data_error` `io.not_ours` where that folder holds what no adaptation wrote.
void require_own_checkpoints(std::filesystem::path const& out);

/// The checkpoints of an adaptation in the folder `out` + ".checkpoint". Steps count on from LocNet's to PoseNet's.
class adapt_checkpoints {
 public:
  using moment = training_checkpoint<float>;

  adapt_checkpoints(adapt_options const& options, run_options const& run, adapt_data const& data);

  /// The newest moment, nothing where there is none. Throws `model_error` naming the first difference when it belongs
  /// to another configuration.
  [[nodiscard]] std::optional<moment> newest() const;

  /// Whether it is time to write one: when interrupted, too.
  [[nodiscard]] bool due() const;

  /// Writes a moment; when interrupted, says so and throws `interrupted_error`.
  void write(moment at);

  /// Removes the folder at the end of a run; what is not ours stays in it.
  void remove() const;

 private:
  std::filesystem::path path_;
  run_options const& run_;
  double every_;
  double written_at_;
  std::map<std::string, std::string> configuration_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_CHECKPOINT_HPP
