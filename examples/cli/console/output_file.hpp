#ifndef SUREGRASP_CLI_CONSOLE_OUTPUT_FILE_HPP
#define SUREGRASP_CLI_CONSOLE_OUTPUT_FILE_HPP

#include <filesystem>

namespace suregrasp::cli {

/// To be asked before hours of work: can a file be written there? An empty path, for a file that is not wanted, can.
/// Throws `option_error` `option.out` where its folder is missing or closed to us, or the path is itself a folder.
void require_writable(std::filesystem::path const& file);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_OUTPUT_FILE_HPP
