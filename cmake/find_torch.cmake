# suregrasp_find_torch(): finds LibTorch and defines the imported target suregrasp::torch, nothing else.
#
# LibTorch's own package file sets compiler flags for the whole project, insists on the CUDA toolkit for a build that has
# CUDA, and writes absolute paths into whatever exports its targets. This looks at the files themselves instead.
#
# Searched in this order: Torch_DIR and CMAKE_PREFIX_PATH (a LibTorch folder, or what `torch.utils.cmake_prefix_path`
# says), the torch package of python3, the system's own folders. Sets SUREGRASP_TORCH_INCLUDE_DIR in the cache.
#
# Where the headers of Gloo are (Debian: libgloo-dev), and LibTorch has its process group, `libtorch::gloo_group` is there;
# SUREGRASP_WITH_GLOO=OFF leaves it out. Likewise `libtorch::nccl_group`, for a LibTorch with CUDA.
include_guard(GLOBAL)

# The folders that may hold `include/` and `lib/` of a LibTorch the user has named.
function(suregrasp_torch_hints result)
  file(TO_CMAKE_PATH "$ENV{CMAKE_PREFIX_PATH}" from_environment)
  foreach(prefix IN LISTS CMAKE_PREFIX_PATH from_environment)
    list(APPEND hints "${prefix}" "${prefix}/../..")
  endforeach()
  if(Torch_DIR)
    list(APPEND hints "${Torch_DIR}/../../..")
  endif()
  set(${result} "${hints}" PARENT_SCOPE)
endfunction()

# The folder of python3's torch package; found without importing it, which would take seconds.
function(suregrasp_torch_of_python result)
  find_program(SUREGRASP_PYTHON NAMES python3 python)
  mark_as_advanced(SUREGRASP_PYTHON)
  if(SUREGRASP_PYTHON)
    execute_process(
      COMMAND "${SUREGRASP_PYTHON}" -c
              "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
      OUTPUT_VARIABLE folder ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
  set(${result} "${folder}" PARENT_SCOPE)
endfunction()

# LibTorch built with the old std::string says so in its package file; programs that link to it must agree.
function(suregrasp_torch_string_abi result prefix)
  set(abi "")
  foreach(folder share/cmake/Torch lib/cmake/Torch)
    if(EXISTS "${prefix}/${folder}/TorchConfig.cmake")
      file(STRINGS "${prefix}/${folder}/TorchConfig.cmake" line REGEX "_GLIBCXX_USE_CXX11_ABI=[01]")
      string(REGEX MATCH "_GLIBCXX_USE_CXX11_ABI=[01]" abi "${line}")
    endif()
  endforeach()
  set(${result} "${abi}" PARENT_SCOPE)
endfunction()

# What LibTorch's process group by Gloo needs: Gloo's headers, its own lack them; and Debian's LibTorch its library.
function(suregrasp_add_gloo)
  set(SUREGRASP_WITH_GLOO AUTO CACHE STRING "ON: required; AUTO: several processes by Gloo where its headers are; OFF: never")
  if(NOT SUREGRASP_WITH_GLOO)
    return()
  endif()
  find_path(SUREGRASP_GLOO_INCLUDE_DIR gloo/rendezvous/store.h HINTS "${SUREGRASP_TORCH_INCLUDE_DIR}")
  mark_as_advanced(SUREGRASP_GLOO_INCLUDE_DIR)
  set(header "${SUREGRASP_TORCH_INCLUDE_DIR}/torch/csrc/distributed/c10d/ProcessGroupGloo.hpp")
  if(SUREGRASP_GLOO_INCLUDE_DIR AND EXISTS "${header}")
    target_compile_definitions(suregrasp::torch INTERFACE USE_DISTRIBUTED USE_C10D_GLOO)
    target_include_directories(suregrasp::torch SYSTEM INTERFACE "${SUREGRASP_GLOO_INCLUDE_DIR}")
  elseif(NOT SUREGRASP_WITH_GLOO STREQUAL "AUTO")
    message(FATAL_ERROR "SUREGRASP_WITH_GLOO=ON needs the headers of Gloo (Debian: libgloo-dev), which were not found.")
  endif()
endfunction()

# What LibTorch's process group by NCCL needs beside a LibTorch with CUDA: the headers of both.
function(suregrasp_add_nccl)
  set(SUREGRASP_WITH_NCCL AUTO CACHE STRING "ON: required; AUTO: several GPUs by NCCL where its headers are; OFF: never")
  if(NOT SUREGRASP_WITH_NCCL)
    return()
  endif()
  find_path(SUREGRASP_NCCL_INCLUDE_DIR nccl.h HINTS "$ENV{NCCL_HOME}/include")
  find_path(SUREGRASP_CUDA_INCLUDE_DIR cuda_runtime_api.h HINTS "$ENV{CUDA_HOME}/include" /usr/local/cuda/include)
  mark_as_advanced(SUREGRASP_NCCL_INCLUDE_DIR SUREGRASP_CUDA_INCLUDE_DIR)
  if(SUREGRASP_NCCL_INCLUDE_DIR AND SUREGRASP_CUDA_INCLUDE_DIR)
    target_compile_definitions(suregrasp::torch INTERFACE USE_DISTRIBUTED USE_C10D_NCCL)
    target_include_directories(suregrasp::torch SYSTEM INTERFACE
                               "${SUREGRASP_NCCL_INCLUDE_DIR}" "${SUREGRASP_CUDA_INCLUDE_DIR}")
  elseif(NOT SUREGRASP_WITH_NCCL STREQUAL "AUTO")
    message(FATAL_ERROR "SUREGRASP_WITH_NCCL=ON needs the headers of NCCL and CUDA (NCCL_HOME, CUDA_HOME), which were not found.")
  endif()
endfunction()

function(suregrasp_find_torch)
  if(TARGET suregrasp::torch)
    return()
  endif()
  set(header torch/csrc/api/include/torch/torch.h)
  suregrasp_torch_hints(hints)
  find_path(SUREGRASP_TORCH_INCLUDE_DIR ${header} PATHS ${hints} PATH_SUFFIXES include NO_DEFAULT_PATH)
  if(NOT SUREGRASP_TORCH_INCLUDE_DIR)
    suregrasp_torch_of_python(python_torch)
    find_path(SUREGRASP_TORCH_INCLUDE_DIR ${header} PATHS "${python_torch}/include" NO_DEFAULT_PATH)
  endif()
  find_path(SUREGRASP_TORCH_INCLUDE_DIR ${header})
  mark_as_advanced(SUREGRASP_TORCH_INCLUDE_DIR)
  if(NOT SUREGRASP_TORCH_INCLUDE_DIR)
    return()
  endif()

  cmake_path(GET SUREGRASP_TORCH_INCLUDE_DIR PARENT_PATH prefix)
  foreach(library torch torch_cpu c10 torch_cuda c10_cuda)
    unset(found)
    find_library(found ${library} PATHS "${prefix}/lib" "${prefix}/lib/${CMAKE_LIBRARY_ARCHITECTURE}" NO_CACHE
                 NO_DEFAULT_PATH)
    if(found)
      list(APPEND libraries "${found}")
    elseif(NOT library MATCHES "cuda")
      return()
    endif()
  endforeach()

  suregrasp_torch_string_abi(abi "${prefix}")
  add_library(suregrasp::torch INTERFACE IMPORTED GLOBAL)
  target_include_directories(suregrasp::torch SYSTEM INTERFACE
                             "${SUREGRASP_TORCH_INCLUDE_DIR}" "${SUREGRASP_TORCH_INCLUDE_DIR}/torch/csrc/api/include")
  # The CUDA library registers its kernels when it is loaded, so it must be kept although no symbol of it is used.
  target_link_libraries(suregrasp::torch INTERFACE -Wl,--push-state,--no-as-needed ${libraries} -Wl,--pop-state)
  if(abi)
    target_compile_definitions(suregrasp::torch INTERFACE ${abi})
  endif()
  suregrasp_add_gloo()
  if(libraries MATCHES torch_cuda)
    suregrasp_add_nccl()
  endif()
endfunction()
