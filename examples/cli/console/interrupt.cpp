#include "interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <string_view>

namespace suregrasp::cli {

namespace {

int living_guards = 0;

/// What the signals did before the outermost guard was made.
struct {
  struct sigaction interrupt, terminate, hangup, alarm;
} former;

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
    : error("cli.interrupted", signal_number == SIGINT    ? "interrupted"
                               : signal_number == SIGTERM ? "stopped by SIGTERM"
                                                          : "stopped by SIGHUP"),
      exit_code(128 + signal_number) {}

interrupt_guard::interrupt_guard() {
  if (living_guards++ > 0) return;
  arrived_signal.store(0);
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, &former.interrupt);
  ::sigaction(SIGTERM, &action, &former.terminate);
  ::sigaction(SIGHUP, nullptr, &former.hangup);
  if (former.hangup.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);
  action.sa_handler = say_that_it_stops;
  ::sigaction(SIGALRM, &action, &former.alarm);
}

interrupt_guard::~interrupt_guard() {
  if (--living_guards > 0) return;
  ::sigaction(SIGINT, &former.interrupt, nullptr);
  ::sigaction(SIGTERM, &former.terminate, nullptr);
  ::sigaction(SIGHUP, &former.hangup, nullptr);
  ::alarm(0);
  ::sigaction(SIGALRM, &former.alarm, nullptr);
}

bool interrupted() noexcept { return arrived_signal.load() != 0; }

void throw_if_interrupted() {
  if (int const signal_number = arrived_signal.load()) throw interrupted_error(signal_number);
}

}  // namespace suregrasp::cli
