#ifndef SUREGRASP_BACKENDS_OPENVINO_MODEL_FILE_HPP
#define SUREGRASP_BACKENDS_OPENVINO_MODEL_FILE_HPP

#include <filesystem>
#include <string>
#include <suregrasp/backends/openvino/inference.hpp>
#include <suregrasp/detect/detector_file.hpp>
#include <suregrasp/files/safetensors.hpp>

namespace suregrasp::inline v2::openvino {

/// The detector in a file that the training wrote; `origin` names it in errors. Throws `model_error` for a file of
/// something else, and for tensors that do not fit the options beside them.
[[nodiscard]] inline inference from_file(tensor_file const& file, std::string const& origin,
                                         inference_options const& how = {}) {
  return {checked_detector_options(file, origin), openvino::weights_in(file, origin), how};
}

/// Reads a model file. Throws `data_error` for a missing or broken file, `model_error` for another architecture.
[[nodiscard]] inline inference load_detector(std::filesystem::path const& path, inference_options const& how = {}) {
  return openvino::from_file(read_model_file(path), path.string(), how);
}

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_MODEL_FILE_HPP
