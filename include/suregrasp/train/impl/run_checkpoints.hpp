#ifndef SUREGRASP_TRAIN_IMPL_RUN_CHECKPOINTS_HPP
#define SUREGRASP_TRAIN_IMPL_RUN_CHECKPOINTS_HPP

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/checkpoint_folder.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <utility>

namespace suregrasp::inline v2::detail {

/// The checkpoints of one run, in the folder of its hooks if they name one: when one is due, and whether those that are
/// there belong to this run.
class run_checkpoints {
 public:
  /// `kind` names the run and how its checkpoints are laid out, such as `adaptation 2`; `configuration` all that
  /// decides the outcome. `hooks` must outlive this.
  run_checkpoints(run_hooks const& hooks, std::string kind, std::map<std::string, std::string> configuration)
      : hooks_(hooks), configuration_(std::move(configuration)) {
    configuration_["kind"] = std::move(kind);
  }

  /// The newest checkpoint, if there is any. Throws `model_error`: `run.checkpoint.kind` where it is of another kind of
  /// run or another release, `teacher.checkpoint.configuration` naming the first difference to this run.
  [[nodiscard]] std::optional<training_checkpoint<float>> newest() const {
    if (hooks_.checkpoints == nullptr) return std::nullopt;
    auto found = hooks_.checkpoints->newest();
    if (hooks_.note)
      for (auto const& line : found.ignored) hooks_.note(line);
    if (found.newest) require_ours(found.newest->configuration);
    return std::move(found.newest);
  }

  /// Whether it is time to write one, also since the run is asked to stop.
  [[nodiscard]] bool due() {
    stopping_ = hooks_.stop && hooks_.stop();
    return stopping_ || (hooks_.checkpoints != nullptr && clock::now() - written_at_ > hooks_.checkpoint_every);
  }

  /// Writes a moment of `phase`. Throws `run_stopped` after that where `due` was asked to stop.
  void write(training_checkpoint<float> moment, std::string const& phase) {
    if (hooks_.checkpoints != nullptr) {
      moment.configuration = configuration_;
      hooks_.checkpoints->write(moment);
      written_at_ = clock::now();
    }
    if (stopping_) throw run_stopped(moment.step, phase);
  }

 private:
  using clock = std::chrono::steady_clock;

  void require_ours(std::map<std::string, std::string> const& there) const {
    auto const path = hooks_.checkpoints->path().string();
    auto const kind = there.find("kind");
    if (auto const& here = configuration_.at("kind"); kind == there.end() || kind->second != here)
      throw model_error("run.checkpoint.kind",
                        path + ": expected checkpoints of '" + here + "', found those of " +
                            (kind == there.end() ? "an earlier release" : "'" + kind->second + "'") +
                            "; delete the folder to begin anew");
    try {
      require_same_configuration(there, configuration_);
    } catch (model_error const& other) {
      throw model_error(other.id(), path + ": " + other.what());
    }
  }

  run_hooks const& hooks_;
  std::map<std::string, std::string> configuration_;
  clock::time_point written_at_ = clock::now();
  bool stopping_ = false;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_RUN_CHECKPOINTS_HPP
