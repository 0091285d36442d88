#include "interrupt.hpp"

#include <atomic>
#include <string>

namespace suregrasp::cli {

namespace {

std::atomic<int> arrived_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

extern "C" void note_signal(int signal_number) {
  arrived_signal.store(signal_number);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
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
}

interrupt_guard::~interrupt_guard() {
  ::sigaction(SIGINT, &former_interrupt_, nullptr);
  ::sigaction(SIGTERM, &former_terminate_, nullptr);
}

bool interrupted() noexcept { return arrived_signal.load() != 0; }

void throw_if_interrupted() {
  if (int const signal_number = arrived_signal.load()) throw interrupted_error(signal_number);
}

}  // namespace suregrasp::cli
