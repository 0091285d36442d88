#ifndef SUREGRASP_CLI_CONSOLE_OUTPUT_FILE_HPP
#define SUREGRASP_CLI_CONSOLE_OUTPUT_FILE_HPP

#include <filesystem>
#include <string>
#include <vector>

namespace suregrasp::cli {

/// A file or folder of a call and what names it, for people; an empty path is not wanted.
struct named_path {
  std::string name;  ///< such as `--out`
  std::filesystem::path path;
};

/// Everything that a call writes and reads.
struct call_files {
  std::vector<named_path> writes{};   ///< files
  std::vector<named_path> folders{};  ///< to be written into
  std::vector<named_path> reads{};    ///< files
  std::vector<named_path> data{};     ///< data sets: folders and files
};

/// To be asked before hours of work: can a file be written there? An empty path, for a file that is not wanted, can.
/// Throws `option_error` `option.out` where its folder is missing or closed to us, or the path is itself a folder or a
/// socket.
void require_writable(std::filesystem::path const& file);

/// To be asked before any work: can all be written, without writing over what the call reads or writes elsewhere? Files
/// are told by what they are, not by their names: links lead to the same file. Devices and FIFOs may be named twice.
/// Throws `option_error` `option.out`.
void require_outputs(call_files const& files);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_OUTPUT_FILE_HPP
