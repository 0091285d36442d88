#ifndef SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_WEIGHTS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_WEIGHTS_HPP

#include <filesystem>
#include <map>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/backends/libtorch/stored_tensors.hpp>
#include <suregrasp/io/read_file.hpp>
#include <suregrasp/io/safetensors.hpp>
#include <suregrasp/io/torch_state_dict.hpp>

namespace suregrasp::inline v1::libtorch {

/// Tensors by name from a safetensors file or from a state dictionary that Python's `torch.save` wrote (zip format, as
/// torchvision distributes its weights). Throws `data_error` for anything else.
[[nodiscard]] inline std::map<std::string, torch::Tensor> read_weights(std::filesystem::path const& path) {
  auto const bytes = read_file(path);
  auto const is_archive = bytes.starts_with("PK");
  return from_stored(is_archive ? parse_torch_state_dict(bytes, path.string())
                                : parse_safetensors(bytes, path.string()));
}

/// Gives both branches of a detector pretrained weights in torchvision's names (`conv1.weight`, `layer1.0.bn1.weight`,
/// ...); a classifier in the file is ignored. The depth branch starts from the colour weights too, its three channels
/// in their places. Throws `model_error` naming the first tensor that is missing or of another shape.
inline void load_backbone(detector& net, std::filesystem::path const& path) {
  auto const weights = read_weights(path);
  load_state(*net->branches->rgb, weights, path.string());
  if (!net->branches->depth.is_empty()) load_state(*net->branches->depth, weights, path.string());
}

}  // namespace suregrasp::inline v1::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_WEIGHTS_HPP
