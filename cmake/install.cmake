# Installs the headers and, for each component, its own export file, so that using one never looks for another's needs.
include(CMakePackageConfigHelpers)
set(suregrasp_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/suregrasp")
get_property(suregrasp_folders GLOBAL PROPERTY SUREGRASP_HEADER_FOLDERS)
get_property(suregrasp_components GLOBAL PROPERTY SUREGRASP_COMPONENTS)

foreach(folder IN LISTS suregrasp_folders)
  install(DIRECTORY "${folder}/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp" PATTERN "*.inl")
endforeach()
foreach(component IN LISTS suregrasp_components)
  install(TARGETS suregrasp_${component} EXPORT suregrasp-${component})
  install(EXPORT suregrasp-${component} NAMESPACE suregrasp:: FILE ${component}-targets.cmake
          DESTINATION "${suregrasp_package_folder}")
  install(FILES cmake/dependencies/${component}.cmake DESTINATION "${suregrasp_package_folder}/dependencies")
endforeach()

write_basic_package_version_file("${PROJECT_BINARY_DIR}/suregrasp-config-version.cmake" COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
install(FILES cmake/package/suregrasp-config.cmake "${PROJECT_BINARY_DIR}/suregrasp-config-version.cmake"
              cmake/find_torch.cmake DESTINATION "${suregrasp_package_folder}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# For builds without CMake: core needs its headers and Boost's. Paths are relative, so that the installation can move.
file(RELATIVE_PATH suregrasp_from_pkgconfig "/${CMAKE_INSTALL_DATADIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" suregrasp_from_pkgconfig "${suregrasp_from_pkgconfig}")
configure_file(cmake/package/suregrasp.pc.in suregrasp.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/suregrasp.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")

# cpack -G DEB: the headers, and the tool where it was built.
if(PROJECT_IS_TOP_LEVEL)
  if(TARGET suregrasp)
    install(TARGETS suregrasp DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tool)
  endif()
  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_CONTACT "The SureGrasp authors")
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
  set(CPACK_DEB_COMPONENT_INSTALL ON)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_NAME suregrasp-dev)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SECTION libdevel)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_ARCHITECTURE all)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_DEPENDS libboost-dev)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SUGGESTS "libxtensor-dev, libxtensor-blas-dev, libtorch-dev, libopencv-dev, nlohmann-json3-dev")
  set(CPACK_DEBIAN_TOOL_PACKAGE_NAME suregrasp)
  set(CPACK_DEBIAN_TOOL_PACKAGE_SHLIBDEPS ON)
  include(CPack)
endif()
