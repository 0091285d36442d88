#ifndef SUREGRASP_CORE_IMPL_FILE_NAME_HPP
#define SUREGRASP_CORE_IMPL_FILE_NAME_HPP

#include <string_view>

namespace suregrasp::inline v2::detail {

/// The name of a file in two parts, views into its path.
struct file_name {
  std::string_view stem;
  std::string_view extension;  ///< from its dot on; empty without one
};

/// The last name of a path, split as `std::filesystem::path` splits it, whose header takes longer to compile than all
/// of geometry.
[[nodiscard]] constexpr file_name file_name_of(std::string_view path) {
  auto const name = path.substr(path.rfind('/') + 1);
  auto const dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name == "..") return {name, {}};
  return {name.substr(0, dot), name.substr(dot)};
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_FILE_NAME_HPP
