#include "interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <string>
#include <string_view>

namespace suregrasp::cli {

namespace {

std::atomic<int> arrived_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

extern "C" void note_signal(int signal_number) {
  arrived_signal.store(signal_number);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  ::alarm(1);
}

/// A step of work may take longer than a person waits for an answer.
extern "C" void say_that_it_stops(int /*signal_number*/) {
  constexpr std::string_view text = "\nstopping after this step; once more stops at once\n";
  (void)!::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

interrupted_error::interrupted_error(int signal_number)
    : error("cli.interrupted", signal_number == SIGTERM ? "stopped by SIGTERM" : "interrupted"),
      exit_code(128 + signal_number) {}

interrupt_guard::interrupt_guard() {
  arrived_signal.store(0);
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, &former_interrupt_);
  ::sigaction(SIGTERM, &action, &former_terminate_);
  action.sa_handler = say_that_it_stops;
  ::sigaction(SIGALRM, &action, &former_alarm_);
}

interrupt_guard::~interrupt_guard() {
  ::sigaction(SIGINT, &former_interrupt_, nullptr);
  ::sigaction(SIGTERM, &former_terminate_, nullptr);
  ::alarm(0);
  ::sigaction(SIGALRM, &former_alarm_, nullptr);
}

bool interrupted() noexcept { return arrived_signal.load() != 0; }

void throw_if_interrupted() {
  if (int const signal_number = arrived_signal.load()) throw interrupted_error(signal_number);
}

}  // namespace suregrasp::cli
