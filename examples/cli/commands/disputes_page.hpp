#ifndef SUREGRASP_CLI_COMMANDS_DISPUTES_PAGE_HPP
#define SUREGRASP_CLI_COMMANDS_DISPUTES_PAGE_HPP

#include "inspect.hpp"

namespace suregrasp::cli {

/// Writes the page that `inspect --with` asks for: the photographs of whose labels the model disputes some, with
/// what it found drawn beside them, the worst first. Says on standard error how many there are.
void show_disputes(inspect_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DISPUTES_PAGE_HPP
