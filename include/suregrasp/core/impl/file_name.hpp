#ifndef SUREGRASP_CORE_IMPL_FILE_NAME_HPP
#define SUREGRASP_CORE_IMPL_FILE_NAME_HPP

#include <algorithm>
#include <string>
#include <string_view>

namespace suregrasp::inline v2::detail {

/// The name of a file in two parts, views into its path.
struct file_name {
  std::string_view stem;
  std::string_view extension;  ///< from its dot on; empty without one
};

/// The last name of a path, after a slash or, as Windows writes it, a backslash; split as `std::filesystem::path`
/// splits it, whose header takes longer to compile than all of geometry.
[[nodiscard]] constexpr file_name file_name_of(std::string_view path) {
  auto const name = path.substr(path.find_last_of("/\\") + 1);
  auto const dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name == "..") return {name, {}};
  return {name.substr(0, dot), name.substr(dot)};
}

/// A path without the ending of its file, and with slashes for Windows's backslashes: `mugs/0001` of `mugs\0001.png`.
[[nodiscard]] inline std::string path_without_ending(std::string_view path) {
  std::string text(path.substr(0, path.size() - file_name_of(path).extension.size()));
  std::replace(text.begin(), text.end(), '\\', '/');
  while (text.starts_with("./")) text.erase(0, 2);
  return text;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_FILE_NAME_HPP
