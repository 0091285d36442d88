# An overlay port of the project that it lies in: vcpkg install suregrasp --overlay-ports=PROJECT/vcpkg
set(VCPKG_BUILD_TYPE release)  # headers alone
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)

set(components "")
foreach(feature IN ITEMS xtensor libtorch io)
  string(TOUPPER "${feature}" component)
  if(feature IN_LIST FEATURES)
    list(APPEND components "-DSUREGRASP_WITH_${component}=ON")
  else()
    list(APPEND components "-DSUREGRASP_WITH_${component}=OFF")
  endif()
endforeach()
if(NOT "io" IN_LIST FEATURES)
  list(APPEND components -DSUREGRASP_WITH_SCENES=OFF)
endif()

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS -DSUREGRASP_BUILD_TESTS=OFF -DSUREGRASP_BUILD_EXAMPLES=OFF ${components}
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/suregrasp)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/cmake" "${CURRENT_PACKAGES_DIR}/share/doc")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
