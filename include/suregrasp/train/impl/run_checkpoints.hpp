#ifndef SUREGRASP_TRAIN_IMPL_RUN_CHECKPOINTS_HPP
#define SUREGRASP_TRAIN_IMPL_RUN_CHECKPOINTS_HPP

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/version.hpp>
#include <suregrasp/distributed/agreement.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/teacher/checkpoint_file.hpp>
#include <suregrasp/teacher/checkpoint_folder.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <utility>

namespace suregrasp::inline v2::detail {

/// The checkpoints of one run, in the folder of its hooks if they name one: when one is due, and whether those that are
/// there belong to this run. On several processes rank 0 keeps them, in its folder, and decides; all call the same.
template <process_group Group = single_process>
class run_checkpoints {
 public:
  /// `kind` names the run and how its checkpoints are laid out, such as `adaptation 2`; `configuration` all that
  /// decides the outcome. `hooks` must outlive this. Throws `distributed_error` `distributed.configuration` where the
  /// processes differ in these, or in the release they are.
  run_checkpoints(run_hooks const& hooks, std::string kind, std::map<std::string, std::string> configuration,
                  Group group = {})
      : hooks_(hooks), configuration_(std::move(configuration)), group_(std::move(group)) {
    configuration_["kind"] = std::move(kind);
    auto agreed = configuration_;
    agreed["release"] = version_text();
    suregrasp::require_one_configuration(group_, agreed);
  }

  /// The newest checkpoint, if there is any. Throws `model_error`: `run.checkpoint.kind` where it is of another kind of
  /// run or another release, `teacher.checkpoint.configuration` naming the first difference to this run.
  [[nodiscard]] std::optional<training_checkpoint<float>> newest() const {
    auto own = group_.rank() == 0 ? newest_here() : std::nullopt;
    if (group_.size() == 1) return own;
    auto const bytes = suregrasp::from_first(group_, own ? format_checkpoint(*own) : std::string());
    if (bytes.empty()) return std::nullopt;
    return parse_checkpoint<float>(bytes, "the checkpoint of rank 0");
  }

  /// Whether it is time to write one, also since the run is asked to stop, in whichever process.
  [[nodiscard]] bool due() {
    bool const late = hooks_.checkpoints != nullptr && clock::now() - written_at_ > hooks_.checkpoint_every;
    std::array flags{hooks_.stop && hooks_.stop() ? 1.0 : 0.0, late && group_.rank() == 0 ? 1.0 : 0.0};
    suregrasp::sum_over(group_, std::span<double>(flags));
    stopping_ = flags[0] > 0;
    return stopping_ || flags[1] > 0;
  }

  /// Writes a moment of `phase`. Throws `run_stopped` after that where `due` was asked to stop, `distributed_error`
  /// `distributed.unequal` where the processes have come to differ.
  void write(training_checkpoint<float> const& moment, std::string const& phase) {
    require_equal_moments(moment);
    keep(moment);
    written_at_ = clock::now();
    if (stopping_) throw run_stopped(moment.step, phase);
  }

  /// Writes a moment, if this is rank 0, without asking the other processes: where one of them is gone.
  void keep(training_checkpoint<float> moment) const {
    if (hooks_.checkpoints == nullptr || group_.rank() != 0) return;
    moment.configuration = configuration_;
    hooks_.checkpoints->write(moment);
  }

 private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] std::optional<training_checkpoint<float>> newest_here() const {
    if (hooks_.checkpoints == nullptr) return std::nullopt;
    auto found = hooks_.checkpoints->newest();
    if (hooks_.note)
      for (auto const& line : found.ignored) hooks_.note(line);
    if (found.newest) require_ours(found.newest->configuration);
    return std::move(found.newest);
  }

  void require_equal_moments(training_checkpoint<float> const& moment) const {
    if (group_.size() == 1) return;
    digest all;
    for (auto const& [name, array] : moment.tensors)
      all.add(name).add({reinterpret_cast<char const*>(array.values.data()), array.values.size() * sizeof(float)});
    suregrasp::require_equal(group_, "all that is learned at step " + std::to_string(moment.step), all.text());
  }

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
  Group group_;
  clock::time_point written_at_ = clock::now();
  bool stopping_ = false;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_RUN_CHECKPOINTS_HPP
