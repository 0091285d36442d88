# Puts the single headers in the place of the many for everything that is built here: each name <suregrasp/...> becomes a
# file that includes the single header which holds it, or the header itself where none does. The folders of the many
# leave the include path, so that nothing reaches them by another way.
set(suregrasp_forwarding "${PROJECT_BINARY_DIR}/single_headers")

function(suregrasp_forward part folder)
  set(single "${PROJECT_SOURCE_DIR}/single_include/suregrasp/${suregrasp_single_${part}}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${single}")
  file(STRINGS "${single}" held REGEX "^// suregrasp/.*[.]hpp$")
  file(GLOB_RECURSE headers RELATIVE "${PROJECT_SOURCE_DIR}/${folder}" CONFIGURE_DEPENDS
       "${PROJECT_SOURCE_DIR}/${folder}/*.hpp")
  foreach(header IN LISTS headers)
    set(target "${PROJECT_SOURCE_DIR}/${folder}/${header}")
    if("// ${header}" IN_LIST held)
      set(target "${single}")
    endif()
    file(CONFIGURE OUTPUT "${suregrasp_forwarding}/${header}" CONTENT "#include \"@target@\"\n" @ONLY)
  endforeach()
  set_property(TARGET suregrasp_${part} PROPERTY INTERFACE_INCLUDE_DIRECTORIES
               "$<BUILD_INTERFACE:${suregrasp_forwarding}>")
endfunction()

suregrasp_forward(core include)
foreach(part xtensor libtorch)
  if(TARGET suregrasp_${part})
    suregrasp_forward(${part} backends/${part}/include)
  endif()
endforeach()
