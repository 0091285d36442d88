# Generated scenes stand on io.
include("${CMAKE_CURRENT_LIST_DIR}/io.cmake")
set(suregrasp_scenes_missing "${suregrasp_io_missing}")
