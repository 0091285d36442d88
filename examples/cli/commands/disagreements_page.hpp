#ifndef SUREGRASP_CLI_COMMANDS_DISAGREEMENTS_PAGE_HPP
#define SUREGRASP_CLI_COMMANDS_DISAGREEMENTS_PAGE_HPP

#include "inspect.hpp"

namespace suregrasp::cli {

/// Writes the page that `inspect --with` asks for: the photographs where the model and the labels disagree, with both
/// drawn on them, the worst first. Says on standard error how many there are.
void show_disagreements(inspect_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DISAGREEMENTS_PAGE_HPP
