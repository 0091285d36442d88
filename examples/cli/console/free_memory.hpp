#ifndef SUREGRASP_CLI_CONSOLE_FREE_MEMORY_HPP
#define SUREGRASP_CLI_CONSOLE_FREE_MEMORY_HPP

namespace suregrasp::cli {

/// Bytes of memory that this process may still take: what the machine has left, or its container where that is less.
[[nodiscard]] double free_memory();

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_FREE_MEMORY_HPP
