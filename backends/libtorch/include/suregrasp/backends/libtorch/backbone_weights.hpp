#ifndef SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_WEIGHTS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_WEIGHTS_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/backends/libtorch/stored_tensors.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/files/torch_state_dict.hpp>
#include <suregrasp/images/preprocess.hpp>

namespace suregrasp::inline v2::libtorch {

namespace detail {

/// A safetensors file, or a state dictionary that Python's `torch.save` wrote (zip format, as torchvision distributes
/// its weights). Throws `data_error` for anything else.
[[nodiscard]] inline tensor_file read_weight_file(std::filesystem::path const& path) {
  suregrasp::detail::opened_file file(path, file_limits::weights);
  bool const is_archive = file.take(std::min<std::uintmax_t>(file.size(), 2)) == "PK";
  return is_archive ? read_torch_state_dict(path) : without_wrapper(read_safetensors(path));
}

}  // namespace detail

/// Tensors by name from a safetensors file or from a state dictionary that Python's `torch.save` wrote (zip format, as
/// torchvision distributes its weights). Throws `data_error` for anything else.
[[nodiscard]] inline std::map<std::string, torch::Tensor> read_weights(std::filesystem::path const& path) {
  return from_stored(detail::read_weight_file(path));
}

/// How pictures were normalised before a network saw them: (value - mean) / deviation, for values in [0, 1].
struct normalisation {
  std::array<float, 3> mean = preprocess_options{}.mean;  ///< of red, green, blue
  std::array<float, 3> deviation = preprocess_options{}.deviation;
  friend bool operator==(normalisation const&, normalisation const&) = default;
};

/// What a weight file says of its pictures: the metadata `input` with a formula `(v-127.5)/127.5` in values of 0 to 255
/// means the same for all three colours; without it the normalisation is ImageNet's, as torchvision and timm have it.
[[nodiscard]] inline normalisation stated_normalisation(std::map<std::string, std::string> const& metadata) {
  auto const input = metadata.find("input");
  std::smatch found;
  static std::regex const formula(R"(\(v *- *([0-9.]+)\) */ *([0-9.]+))");
  if (input == metadata.end() || !std::regex_search(input->second, found, formula)) return {};
  float const mean = std::stof(found[1]) / 255, deviation = std::stof(found[2]) / 255;
  return {{mean, mean, mean}, {deviation, deviation, deviation}};
}

/// Changes a network that was trained on pictures of one normalisation so that it answers the same to pictures of
/// another: the stem's weights take the scale, the statistics behind it the shift. Exact but at the border, where
/// padding with zeros then means another colour.
inline void renormalise(backbone& net, normalisation const& trained, normalisation const& given) {
  if (trained == given) return;
  torch::NoGradGuard const no_gradient;
  auto const stem = net->stem();
  auto const column = [](std::array<float, 3> const& values) {
    return torch::tensor({values[0], values[1], values[2]}).view({1, 3, 1, 1});
  };
  auto const weight = stem->weight.clone();
  stem->weight.copy_(weight * column(given.deviation) / column(trained.deviation));
  auto const shift = (column(given.mean) - column(trained.mean)) / column(trained.deviation);
  net->stem_normalisation()->running_mean.sub_((weight * shift).sum({1, 2, 3}));
}

namespace detail {

/// Depth has no colours: each of its channels is seen by the mean of the kernels for red, green and blue.
inline void forget_colours(backbone& net) {
  torch::NoGradGuard const no_gradient;
  auto const weight = net->stem()->weight;
  weight.copy_(weight.mean(1, /*keepdim=*/true).expand_as(weight));
}

}  // namespace detail

/// Gives both branches of a detector pretrained weights in torchvision's names (`conv1.weight`, `layer1.0.bn1.weight`,
/// `features.0.0.weight`, ...); a classifier in the file is ignored. Weights trained on pictures of another
/// normalisation (`stated_normalisation`) are changed to fit ours. The depth branch starts from the colour weights too,
/// its stem without preference for a colour. Throws `model_error` naming the first tensor that is missing or of another
/// shape.
inline void load_backbone(detector& net, std::filesystem::path const& path) {
  auto const file = detail::read_weight_file(path);
  auto const weights = from_stored(file);
  load_state(*net->branches->rgb, weights, path.string());
  renormalise(net->branches->rgb, stated_normalisation(file.metadata), {});
  if (net->branches->depth.is_empty()) return;
  load_state(*net->branches->depth, weights, path.string());
  detail::forget_colours(net->branches->depth);
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_WEIGHTS_HPP
