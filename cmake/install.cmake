# Installs each component with its headers and an export file of its own, so that using one never looks for another's
# needs. Nothing depends on the machine, so all of it goes to share/.
include(CMakePackageConfigHelpers)
set(suregrasp_package_folder "${CMAKE_INSTALL_DATADIR}/cmake/suregrasp")
get_property(suregrasp_components GLOBAL PROPERTY SUREGRASP_COMPONENTS)

foreach(component IN LISTS suregrasp_components)
  install(TARGETS suregrasp_${component} EXPORT suregrasp-${component} FILE_SET HEADERS COMPONENT suregrasp_dev)
  install(EXPORT suregrasp-${component} NAMESPACE suregrasp:: FILE ${component}-targets.cmake
          DESTINATION "${suregrasp_package_folder}" COMPONENT suregrasp_dev)
  install(FILES cmake/dependencies/${component}.cmake DESTINATION "${suregrasp_package_folder}/dependencies"
          COMPONENT suregrasp_dev)
endforeach()

write_basic_package_version_file("${PROJECT_BINARY_DIR}/suregrasp-config-version.cmake" COMPATIBILITY SameMajorVersion
                                 ARCH_INDEPENDENT)
install(FILES cmake/package/suregrasp-config.cmake "${PROJECT_BINARY_DIR}/suregrasp-config-version.cmake"
              cmake/find_torch.cmake DESTINATION "${suregrasp_package_folder}" COMPONENT suregrasp_dev)

# For builds without CMake: core needs its headers and Boost's. Paths are relative, so that the installation can move.
file(RELATIVE_PATH suregrasp_from_pkgconfig "/${CMAKE_INSTALL_DATADIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" suregrasp_from_pkgconfig "${suregrasp_from_pkgconfig}")
configure_file(cmake/package/suregrasp.pc.in suregrasp.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/suregrasp.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig"
        COMPONENT suregrasp_dev)

# The licence goes where Debian looks for it, in each of the two packages.
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}-dev" RENAME copyright COMPONENT suregrasp_dev)
if(PROJECT_IS_TOP_LEVEL AND TARGET suregrasp)
  install(TARGETS suregrasp DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT suregrasp_tool)
  install(TARGETS suregrasp_main DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/suregrasp" COMPONENT suregrasp_tool)
  install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright COMPONENT suregrasp_tool)
endif()
if(PROJECT_IS_TOP_LEVEL)
  include(cmake/debian.cmake)
endif()
