#ifndef SUREGRASP_BACKENDS_LIBTORCH_MODEL_FILE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_MODEL_FILE_HPP

#include <filesystem>
#include <map>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/backends/libtorch/stored_tensors.hpp>
#include <suregrasp/detect/detector_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <utility>

namespace suregrasp::inline v2::libtorch {

/// A detector as a file: its tensors under their names, its options as JSON. `metadata` is kept beside them. Numbers
/// are stored in `precision`: `torch::kHalf` makes a file of half the size, whose answers differ in the third digit.
/// Throws `model_error` `model.prepared` for a detector that was prepared to answer alone (`prepare`).
[[nodiscard]] inline tensor_file to_file(detector const& net, std::map<std::string, std::string> metadata = {},
                                         torch::ScalarType precision = torch::kFloat) {
  if (net->is_prepared())
    throw model_error("model.prepared", "a detector that was prepared to answer alone cannot be stored: keep a copy");
  tensor_file file;
  for (auto const& [name, value, role] : state_of(*net))
    file.tensors.emplace(name, to_stored(role == tensor_role::counter ? value : value.to(precision)));
  file.metadata = std::move(metadata);
  return as_model_file(std::move(file), net->options);
}

/// The detector in a file; `origin` names it in errors. Throws `model_error` for a file of something else, and for
/// tensors that do not fit the options beside them, before a network is built (`checked_detector_options`).
[[nodiscard]] inline detector from_file(tensor_file const& file, std::string const& origin) {
  detector net(checked_detector_options(file, origin));
  load_state(*net, from_stored(file), origin);
  return net;
}

/// Writes a model file (safetensors), complete or not at all.
inline void save_detector(std::filesystem::path const& path, detector const& net,
                          std::map<std::string, std::string> metadata = {},
                          torch::ScalarType precision = torch::kFloat) {
  write_safetensors(path, to_file(net, std::move(metadata), precision));
}

/// Reads a model file. Throws `data_error` for a missing or broken file, `model_error` for another architecture.
[[nodiscard]] inline detector load_detector(std::filesystem::path const& path) {
  return from_file(read_model_file(path), path.string());
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_MODEL_FILE_HPP
