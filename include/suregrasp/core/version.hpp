#ifndef SUREGRASP_CORE_VERSION_HPP
#define SUREGRASP_CORE_VERSION_HPP

#include <string>

/// The release these headers belong to. The build files and the package recipe read it here.
#define SUREGRASP_VERSION_MAJOR 2
#define SUREGRASP_VERSION_MINOR 0
#define SUREGRASP_VERSION_PATCH 0

namespace suregrasp::inline v2 {

/// That release, as `2.0.0`.
[[nodiscard]] inline std::string version_text() {
  return std::to_string(SUREGRASP_VERSION_MAJOR) + "." + std::to_string(SUREGRASP_VERSION_MINOR) + "." +
         std::to_string(SUREGRASP_VERSION_PATCH);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_VERSION_HPP
