#ifndef SUREGRASP_CORE_VERSION_HPP
#define SUREGRASP_CORE_VERSION_HPP

/// The release these headers belong to. The build files and the package recipe read it here.
#define SUREGRASP_VERSION_MAJOR 2
#define SUREGRASP_VERSION_MINOR 0
#define SUREGRASP_VERSION_PATCH 0

#endif  // SUREGRASP_CORE_VERSION_HPP
