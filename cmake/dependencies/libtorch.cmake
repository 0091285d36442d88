include("${CMAKE_CURRENT_LIST_DIR}/../find_torch.cmake")
suregrasp_find_torch()
if(NOT TARGET suregrasp::torch)
  set(suregrasp_libtorch_missing
      "LibTorch 1.13 or newer (Debian: libtorch-dev; or `pip install torch`; or name its folder in CMAKE_PREFIX_PATH)")
endif()
