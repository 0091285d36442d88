#ifndef SUREGRASP_CLI_CONSOLE_PROCESS_SETTINGS_HPP
#define SUREGRASP_CLI_CONSOLE_PROCESS_SETTINGS_HPP

namespace suregrasp::cli {

/// Settings of the process under which neural networks run fast, and OpenCV keeps its log to itself; to be called first
/// of all in `main`. `launcher.cpp` makes those that libraries read while they are loaded.
void settle_process();

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_PROCESS_SETTINGS_HPP
