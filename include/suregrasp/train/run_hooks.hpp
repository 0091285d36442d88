#ifndef SUREGRASP_TRAIN_RUN_HOOKS_HPP
#define SUREGRASP_TRAIN_RUN_HOOKS_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/checkpoint_folder.hpp>
#include <suregrasp/teacher/telemetry.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// Where a long run is.
struct run_progress {
  std::string phase;       ///< for people, such as `training PoseNet`
  std::int64_t done = 0;   ///< steps or photographs
  std::int64_t total = 0;  ///< of the phase
  std::string note;        ///< for people, such as `loss 0.12`; may be empty
};

/// What a long run tells, and what it asks, while it works. Every member may be left as it is.
///
/// Called on the thread that called the run. What a function throws ends the run and reaches the caller; no checkpoint
/// is written then.
struct run_hooks {
  std::function<void(run_progress const&)> progress{};  ///< when a phase begins, after each step, and once when it ends
  std::function<void(std::string const&)> note{};       ///< a sentence for people: what was resumed, what was left out
  std::function<bool()> stop{};                         ///< asked after each step; true ends the run by `run_stopped`
  /// Gets the report of each step of a mean teacher. A run that goes on from a checkpoint begins with the step after
  /// it, so that reports from there on are to be forgotten.
  step_callback on_step{};
  checkpoint_folder<float> const* checkpoints = nullptr;  ///< where the run leaves off and goes on from; null: nowhere
  std::chrono::duration<double> checkpoint_every = std::chrono::seconds(60);  ///< of running time
};

/// A run that was asked to stop. Its checkpoint, where it keeps any, is written; the same call goes on from there.
class run_stopped : public error {
 public:
  explicit run_stopped(std::int64_t step, std::string const& phase)
      : error("run.stopped", phase + " was asked to stop at step " + std::to_string(step)), step_(step) {}

  [[nodiscard]] std::int64_t step() const { return step_; }

 private:
  std::int64_t step_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_RUN_HOOKS_HPP
