# OpenVINO's own package file, as the system, an archive of Intel's or Python's package `openvino` has it.
find_package(OpenVINO QUIET COMPONENTS Runtime)
if(NOT TARGET openvino::runtime)
  set(suregrasp_openvino_missing
      "OpenVINO (`scripts/openvino.sh VERSION FOLDER` installs it and says what to name as OpenVINO_DIR)")
endif()
