#ifndef SUREGRASP_CLI_CONSOLE_RUN_DISPLAY_HPP
#define SUREGRASP_CLI_CONSOLE_RUN_DISPLAY_HPP

#include <memory>
#include <string>
#include <suregrasp/train/run_hooks.hpp>
#include <utility>

#include "progress.hpp"

namespace suregrasp::cli {

/// Shows how far a run of the library is, a bar for each of its phases; to be called by its hooks.
class run_display {
 public:
  explicit run_display(progress_options options) : options_(std::move(options)) {}

  void operator()(run_progress const& at) {
    if (!bar_ || at.phase != phase_) {
      bar_.reset();  // leaves its line before the next begins
      bar_ = std::make_unique<progress>(phase_ = at.phase, at.total, options_);
    }
    bar_->update(at.done, at.note);
    if (at.done == at.total) bar_->finish(at.note);
  }

 private:
  progress_options options_;
  std::string phase_;
  std::unique_ptr<progress> bar_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_RUN_DISPLAY_HPP
