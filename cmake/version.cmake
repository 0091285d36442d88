# Sets suregrasp_version from the one place where the version is written.
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../include/suregrasp/core/version.hpp" suregrasp_version
     REGEX "^#define SUREGRASP_VERSION_(MAJOR|MINOR|PATCH) [0-9]+$")
list(TRANSFORM suregrasp_version REPLACE "^.* " "")
list(JOIN suregrasp_version "." suregrasp_version)
