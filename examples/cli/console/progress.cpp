#include "progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <limits>
#include <utility>

#include "duration_text.hpp"

namespace suregrasp::cli {

void time_left::observe(double now, std::int64_t done) {
  if (done <= last_done_ || now <= last_time_) return;
  double const elapsed = now - last_time_;
  double const kept = std::exp(-elapsed / memory_);
  time_ = time_ * kept + elapsed;
  steps_ = steps_ * kept + static_cast<double>(done - last_done_);
  last_time_ = now;
  last_done_ = done;
}

double time_left::seconds_for(std::int64_t steps) const {
  if (steps <= 0) return 0;
  return steps_ > 0 ? static_cast<double>(steps) * time_ / steps_ : std::numeric_limits<double>::infinity();
}

bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

int stderr_columns() {
  ::winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::ostream& standard_error() { return std::cerr; }

progress::progress(std::string label, std::int64_t total_steps, progress_options options)
    : label_(std::move(label)),
      total_(std::max<std::int64_t>(total_steps, 1)),
      options_(std::move(options)),
      start_(options_.clock()),
      left_(start_),
      printed_at_(start_) {}

progress::~progress() {
  if (line_open_) *options_.out << '\n' << std::flush;
}

void progress::update(std::int64_t done, std::string_view note) {
  double const now = options_.clock();
  done_ = std::clamp<std::int64_t>(done, 0, total_);
  left_.observe(now, done_);
  if (options_.quiet || finished_ || !due(now)) return;
  if (options_.terminal)
    redraw(bar_line(now, note));
  else
    *options_.out << native_line(now, note) << std::endl;
  printed_at_ = now;
}

void progress::finish(std::string_view note) {
  if (std::exchange(finished_, true) || options_.quiet) return;
  std::string line = label_ + ": " + steps_text() + " steps in " + duration_text(options_.clock() - start_);
  if (!note.empty()) line += ", " + std::string(note);
  if (line_open_) *options_.out << "\r\x1b[K";
  *options_.out << line << std::endl;
  line_open_ = false;
}

bool progress::due(double now) const {
  if (options_.terminal) return !line_open_ || now - printed_at_ >= 0.1;
  return now - printed_at_ >= 10;
}

int progress::percent() const { return static_cast<int>(100 * done_ / total_); }

std::string progress::steps_text() const {
  return done_ == total_ ? std::to_string(total_) : std::to_string(done_) + "/" + std::to_string(total_);
}

std::string progress::native_line(double now, std::string_view note) const {
  std::string line =
      label_ + ": " + std::to_string(percent()) + " %, step " + std::to_string(done_) + "/" + std::to_string(total_);
  if (!note.empty()) line += ", " + std::string(note);
  return line + ", elapsed " + clock_text(now - start_) + ", left " + clock_text(left_.seconds_for(total_ - done_));
}

std::string progress::bar_line(double now, std::string_view note) const {
  std::string const number = std::to_string(percent());
  std::string const head = label_ + " [";
  std::string tail = "] " + std::string(3 - std::min<std::size_t>(number.size(), 3), ' ') + number + "%  " +
                     std::to_string(done_) + "/" + std::to_string(total_);
  if (!note.empty()) tail += "  " + std::string(note);
  tail += "  " + clock_text(now - start_) + ", " + clock_text(left_.seconds_for(total_ - done_)) + " left";
  auto const room = static_cast<std::int64_t>(options_.columns) - 1 - std::ssize(head) - std::ssize(tail);
  auto const cells = static_cast<std::size_t>(std::clamp<std::int64_t>(room, 4, 28));
  std::size_t const full = cells * static_cast<std::size_t>(done_) / static_cast<std::size_t>(total_);
  std::string bar(cells, '.');
  std::fill_n(bar.begin(), full, '=');
  if (full > 0 && full < cells) bar[full - 1] = '>';
  return (head + bar + tail).substr(0, static_cast<std::size_t>(std::max(options_.columns - 1, 1)));
}

void progress::redraw(std::string_view line) {
  *options_.out << '\r' << line << "\x1b[K" << std::flush;
  line_open_ = true;
}

}  // namespace suregrasp::cli
