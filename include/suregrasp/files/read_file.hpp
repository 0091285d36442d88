#ifndef SUREGRASP_FILES_READ_FILE_HPP
#define SUREGRASP_FILES_READ_FILE_HPP

#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

/// All bytes of a regular file. Throws `data_error` `io.missing` where there is none and `io.read` where it is no
/// regular file or cannot be read.
[[nodiscard]] inline std::string read_file(std::filesystem::path const& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) throw data_error("io.missing", path.string() + ": no such file");
  if (!std::filesystem::is_regular_file(path, ignored))
    throw data_error("io.read", path.string() + ": expected a file, found a folder or device");
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream) throw data_error("io.read", path.string() + ": cannot be opened for reading");
  std::string content(static_cast<std::size_t>(stream.tellg()), '\0');
  stream.seekg(0);
  if (!stream.read(content.data(), static_cast<std::streamsize>(content.size())))
    throw data_error("io.read", path.string() + ": reading stopped before the end");
  return content;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_READ_FILE_HPP
