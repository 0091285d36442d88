#ifndef SUREGRASP_CLI_COMMAND_LINE_HPP
#define SUREGRASP_CLI_COMMAND_LINE_HPP

namespace suregrasp::cli {

/// Runs the `suregrasp` tool. Returns its exit status: 0, 2 for a wrong call or bad input (one line on standard error),
/// 130 when interrupted.
int run_command_line(int count, char const* const* arguments);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMAND_LINE_HPP
