#ifndef SUREGRASP_CLI_CONSOLE_PROCESS_SETTINGS_HPP
#define SUREGRASP_CLI_CONSOLE_PROCESS_SETTINGS_HPP

namespace suregrasp::cli {

/// Settings of the process under which neural networks run fast on a machine that does other things too, and OpenCV
/// keeps its log to itself; to be called first of all in `main`. May start the program over once, with the same
/// arguments.
void settle_process(char** arguments);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_PROCESS_SETTINGS_HPP
