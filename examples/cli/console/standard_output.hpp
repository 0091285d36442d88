#ifndef SUREGRASP_CLI_CONSOLE_STANDARD_OUTPUT_HPP
#define SUREGRASP_CLI_CONSOLE_STANDARD_OUTPUT_HPP

namespace suregrasp::cli {

/// Gives the process the standard streams that its caller closed, so that no file it opens takes their numbers. What is
/// printed to one of them fails. To be called first of all.
void open_standard_streams();

/// Throws `data_error` `io.write` where something that was printed did not arrive: the disk is full, or nobody listens.
void require_printed();

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_STANDARD_OUTPUT_HPP
