# cmake -D OUTPUT=FILE [-D COMPARE=FILE] -P generate.cmake
#
# Writes include/suregrasp/suregrasp.hpp with everything it includes from this project put in its place, headers once
# each, and the include guards kept, so that the single header and the many can meet in one program. Includes of others
# go to the top, sorted. With COMPARE, fails where that file differs from what was written.
cmake_minimum_required(VERSION 3.25)
cmake_path(SET root NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/..")
include("${root}/cmake/version.cmake")

# Appends the header and, before it, what it includes of ours, to the global properties `text` and `foreign`.
function(append_header header)
  get_property(seen GLOBAL PROPERTY seen)
  if(header IN_LIST seen)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY seen "${header}")

  # CMake lists split at semicolons and treat square brackets as quotes: file by file, as one string, neither matters.
  file(READ "${root}/include/${header}" text)
  string(REGEX MATCHALL "(^|\n)#include <[^>]+>" includes "${text}")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE ".*<(.+)>" "\\1" name "${include}")
    if(name MATCHES "[.]inl$")
      continue()
    elseif(EXISTS "${root}/include/${name}")
      append_header("${name}")
    else()
      set_property(GLOBAL APPEND PROPERTY foreign "#include <${name}>")
    endif()
  endforeach()

  # An .inl is text to repeat wherever it is included; all else is there already.
  string(REGEX MATCHALL "\n#include <[^>]+[.]inl>" pieces "${text}")
  foreach(piece IN LISTS pieces)
    string(REGEX REPLACE ".*<(.+)>" "\\1" name "${piece}")
    file(READ "${root}/include/${name}" piece_text)
    string(REPLACE "${piece}\n" "\n${piece_text}" text "${text}")
  endforeach()
  string(REGEX REPLACE "\n#include <[^>]+>[^\n]*" "" text "${text}")
  set_property(GLOBAL APPEND_STRING PROPERTY text "\n// ${header}\n${text}")
endfunction()

append_header(suregrasp/suregrasp.hpp)
get_property(foreign GLOBAL PROPERTY foreign)
get_property(text GLOBAL PROPERTY text)
list(REMOVE_DUPLICATES foreign)
list(SORT foreign)
list(JOIN foreign "\n" foreign)
file(READ "${root}/LICENSE" license LIMIT 4096)
string(REGEX REPLACE "\n+$" "" license "${license}")
string(REGEX REPLACE "\n" "\n// " license "// ${license}")
string(REGEX REPLACE "// +\n" "//\n" license "${license}")
string(REGEX REPLACE "\n\n\n+" "\n\n" text "${text}")
file(WRITE "${OUTPUT}" "// SureGrasp ${suregrasp_version} in one header, generated from include/suregrasp: change it there.\n//\n"
     "${license}\n\n${foreign}\n${text}")

if(COMPARE)
  file(SHA256 "${OUTPUT}" written)
  set(compared "no file")
  if(EXISTS "${COMPARE}")
    file(SHA256 "${COMPARE}" compared)
  endif()
  if(NOT written STREQUAL compared)
    message(FATAL_ERROR "${COMPARE} is not what the headers make of it: build the target single_include and commit it.")
  endif()
endif()
