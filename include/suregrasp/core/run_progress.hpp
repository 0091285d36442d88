#ifndef SUREGRASP_CORE_RUN_PROGRESS_HPP
#define SUREGRASP_CORE_RUN_PROGRESS_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// Where a long run is.
struct run_progress {
  std::string phase;       ///< for people, such as `training PoseNet`
  std::int64_t done = 0;   ///< steps or photographs; equal to `total` once, when the phase is over
  std::int64_t total = 0;  ///< of the phase
  std::string note;        ///< for people, such as `loss 0.12`; may be empty
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

/// What a run over many photographs tells, and what it asks, while it works. Every member may be left as it is; what
/// they throw ends the run and reaches the caller. Called on the thread that called the run.
struct progress_hooks {
  std::function<void(run_progress const&)> progress{};  ///< after each photograph
  std::function<bool()> stop{};                         ///< asked after each photograph; true ends by `run_stopped`
};

namespace detail {

/// Tells where a run is. Throws `run_stopped` where it is asked to stop and something is left to do.
inline void report_progress(progress_hooks const& hooks, std::string const& phase, std::size_t done, std::size_t total,
                            std::string note = {}) {
  auto const behind = static_cast<std::int64_t>(done), all = static_cast<std::int64_t>(total);
  if (hooks.progress) hooks.progress({phase, behind, all, std::move(note)});
  if (done < total && hooks.stop && hooks.stop()) throw run_stopped(behind, phase);
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_RUN_PROGRESS_HPP
