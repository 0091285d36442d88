#ifndef SUREGRASP_TRAIN_RUN_HOOKS_HPP
#define SUREGRASP_TRAIN_RUN_HOOKS_HPP

#include <chrono>
#include <functional>
#include <string>
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/teacher/checkpoint_folder.hpp>
#include <suregrasp/teacher/telemetry.hpp>

namespace suregrasp::inline v2 {

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

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_RUN_HOOKS_HPP
