#ifndef SUREGRASP_TESTS_REAL_FILES_HPP
#define SUREGRASP_TESTS_REAL_FILES_HPP

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace suregrasp_tests {

namespace detail {

/// `part` of the folder that the environment variable names, or of `folder`; empty, and said so, where there is none.
[[nodiscard]] inline std::filesystem::path real_file(char const* variable, char const* folder,
                                                     std::string const& part) {
  char const* const named = std::getenv(variable);
  auto path = std::filesystem::path(named != nullptr ? named : folder) / part;
  if (std::filesystem::exists(path)) return path;
  std::cout << "skipped: nothing at " << path.string() << "; " << variable << " names its folder" << std::endl;
  return {};
}

}  // namespace detail

/// A part of the real data that may lie beside the project; empty, which makes the test a skipped one, where it does
/// not.
[[nodiscard]] inline std::filesystem::path real_data(std::string const& part) {
  return detail::real_file("SUREGRASP_DATA", "../shared/data", part);
}

/// A file of the real weights that may lie beside the project, in the same way.
[[nodiscard]] inline std::filesystem::path real_weights(std::string const& file) {
  return detail::real_file("SUREGRASP_WEIGHTS", "../shared/weights", file);
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_REAL_FILES_HPP
