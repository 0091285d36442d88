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
