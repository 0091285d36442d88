# find_package(suregrasp [COMPONENTS core xtensor libtorch io]): the targets suregrasp::<component>.
# Without components: core. A component looks for its own dependencies only.
if(NOT suregrasp_FIND_COMPONENTS)
  set(suregrasp_FIND_COMPONENTS core)
endif()

# Every component needs core, which comes first.
set(suregrasp_components core ${suregrasp_FIND_COMPONENTS})
list(REMOVE_DUPLICATES suregrasp_components)
set(suregrasp_FOUND TRUE)
foreach(suregrasp_component IN LISTS suregrasp_components)
  unset(suregrasp_${suregrasp_component}_missing)
  if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/${suregrasp_component}-targets.cmake")
    include("${CMAKE_CURRENT_LIST_DIR}/dependencies/${suregrasp_component}.cmake")
  else()
    set(suregrasp_${suregrasp_component}_missing "a component of that name in this installation")
  endif()

  if(NOT suregrasp_${suregrasp_component}_missing)
    include("${CMAKE_CURRENT_LIST_DIR}/${suregrasp_component}-targets.cmake")
    set(suregrasp_${suregrasp_component}_FOUND TRUE)
    continue()
  endif()
  set(suregrasp_${suregrasp_component}_FOUND FALSE)
  if(suregrasp_component STREQUAL "core" OR suregrasp_FIND_REQUIRED_${suregrasp_component})
    set(suregrasp_FOUND FALSE)
    set(suregrasp_NOT_FOUND_MESSAGE
        "suregrasp::${suregrasp_component} needs ${suregrasp_${suregrasp_component}_missing}, which was not found.")
    break()
  endif()
endforeach()
unset(suregrasp_component)
unset(suregrasp_components)
