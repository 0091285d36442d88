#include "output_file.hpp"

#include <unistd.h>

#include <suregrasp/core/error.hpp>

namespace suregrasp::cli {

void require_writable(std::filesystem::path const& file) {
  if (file.empty()) return;
  auto const refuse = [&](std::string const& why) {
    throw option_error("option.out", file.string() + ": cannot be written, " + why);
  };
  auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder)) refuse("there is no folder " + folder.string());
  if (std::filesystem::is_directory(file)) refuse("it is a folder");
  if (::access(folder.c_str(), W_OK) != 0) refuse("nothing may be written in " + folder.string());
}

}  // namespace suregrasp::cli
