#ifndef SUREGRASP_CLI_CONSOLE_INTERRUPT_HPP
#define SUREGRASP_CLI_CONSOLE_INTERRUPT_HPP

#include <suregrasp/core/error.hpp>

namespace suregrasp::cli {

/// The user asked the program to stop; `main` ends with `exit_code`, after everything has cleaned up behind itself.
struct interrupted_error : error {
  explicit interrupted_error(int signal_number);
  int exit_code;  ///< 130 after Ctrl-C (SIGINT), 143 after SIGTERM, 129 after SIGHUP, as shells count
};

/// While one lives, the first SIGINT, SIGTERM or SIGHUP only sets a flag, to be asked for between two steps of work;
/// where the step takes more than a second, standard error says that it stops behind it. The next SIGINT or SIGTERM
/// ends the program at once; a terminal that closes may send SIGHUP twice. SIGHUP stays ignored where it was, as
/// `nohup` has it. Within the life of one, others change nothing: a command of several parts holds one for all.
/// Afterwards the signals act as they did before. One thread at a time.
class interrupt_guard {
 public:
  interrupt_guard();
  interrupt_guard(interrupt_guard const&) = delete;
  interrupt_guard& operator=(interrupt_guard const&) = delete;
  ~interrupt_guard();
};

/// Whether a signal has arrived since the outermost guard was made.
[[nodiscard]] bool interrupted() noexcept;

/// Throws `interrupted_error` when `interrupted()`.
void throw_if_interrupted();

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_INTERRUPT_HPP
