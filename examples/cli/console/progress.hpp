#ifndef SUREGRASP_CLI_CONSOLE_PROGRESS_HPP
#define SUREGRASP_CLI_CONSOLE_PROGRESS_HPP

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace suregrasp::cli {

/// An estimate of the time left, smooth against uneven steps and quick to follow a lasting change of pace.
///
/// The pace is the mean over all steps so far, each weighted by exp(-age / memory).
class time_left {
 public:
  explicit time_left(double start, double memory_seconds = 30) : last_time_(start), memory_(memory_seconds) {}

  /// At time `now`, in seconds, `done` steps are behind.
  void observe(double now, std::int64_t done);

  /// Seconds that `steps` more would take; not finite before the first step.
  [[nodiscard]] double seconds_for(std::int64_t steps) const;

 private:
  double last_time_;
  std::int64_t last_done_ = 0;
  double memory_;
  double time_ = 0;
  double steps_ = 0;
};

[[nodiscard]] bool stderr_is_terminal();
[[nodiscard]] int stderr_columns();        ///< width of the terminal, 80 where nobody knows
[[nodiscard]] double monotonic_seconds();  ///< a clock that only goes forward
[[nodiscard]] std::ostream& standard_error();

struct progress_options {
  bool quiet = false;                                 ///< print nothing at all
  bool terminal = stderr_is_terminal();               ///< one line redrawn in place; else plain lines, few of them
  int columns = stderr_columns();                     ///< no redrawn line is longer, so none wraps
  std::ostream* out = &standard_error();              ///< must outlive the display
  std::function<double()> clock = monotonic_seconds;  ///< seconds since any moment
};

/// How far a long job is: a bar with steps, loss, time behind and time left, at most ten times a second on a terminal.
///
/// Elsewhere, as in a log file, a plain line every ten seconds.
class progress {
 public:
  progress(std::string label, std::int64_t total_steps, progress_options options = {});
  progress(progress const&) = delete;
  progress& operator=(progress const&) = delete;
  ~progress();  ///< leaves an unfinished bar on its line, so that what follows starts on a new one

  /// `done` of the steps are behind; `note` is a short word on the state, such as `loss 0.431`.
  void update(std::int64_t done, std::string_view note = "");

  /// Replaces the bar by one line that sums up: label, steps, time, `note`. Once; later calls do nothing.
  void finish(std::string_view note = "");

 private:
  [[nodiscard]] bool due(double now) const;
  [[nodiscard]] std::string native_line(double now, std::string_view note) const;
  [[nodiscard]] std::string bar_line(double now, std::string_view note) const;
  [[nodiscard]] std::string steps_text() const;
  [[nodiscard]] int percent() const;
  void redraw(std::string_view line);

  std::string label_;
  std::int64_t total_;
  progress_options options_;
  double start_;
  time_left left_;
  std::int64_t done_ = 0;
  double printed_at_ = 0;
  bool line_open_ = false;
  bool finished_ = false;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_PROGRESS_HPP
