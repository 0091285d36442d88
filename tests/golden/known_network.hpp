#ifndef SUREGRASP_TESTS_KNOWN_NETWORK_HPP
#define SUREGRASP_TESTS_KNOWN_NETWORK_HPP

#include <cmath>
#include <map>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/core/random.hpp>

/// Networks and images whose every number follows from random_stream, as reference.py makes them.
namespace suregrasp_tests {

namespace sl = suregrasp::libtorch;

/// Uniform values of the stream `name`.
[[nodiscard]] inline torch::Tensor known_tensor(std::string const& name, at::IntArrayRef shape, double low,
                                                double high) {
  auto stream = suregrasp::random_stream(1).fork(name);
  auto tensor = torch::empty(shape);
  for (auto& value : std::span(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())))
    value = static_cast<float>(stream.uniform(low, high));
  return tensor;
}

[[nodiscard]] inline torch::Tensor known_image(std::string const& name, std::int64_t side) {
  return known_tensor(name, {2, 3, side, side}, -1, 1);
}

/// He's uniform bound for matrices and kernels; scales and variances around 1, the rest around 0.
[[nodiscard]] inline torch::Tensor known_weight(std::string const& name, at::IntArrayRef shape) {
  if (shape.size() > 1) {
    double fan_in = 1;
    for (auto const extent : shape.slice(1)) fan_in *= static_cast<double>(extent);
    double const bound = std::sqrt(6 / fan_in);
    return known_tensor(name, shape, -bound, bound);
  }
  if (name.ends_with("running_var") || name.ends_with("weight")) return known_tensor(name, shape, 0.5, 1.5);
  return known_tensor(name, shape, -0.2, 0.2);
}

/// Gives a network its known weights and puts it into evaluation mode.
template <class Module>
[[nodiscard]] Module known(Module module) {
  std::map<std::string, torch::Tensor> weights;
  for (auto const& [name, value, role] : sl::state_of(*module))
    if (role != suregrasp::tensor_role::counter) weights.emplace(name, known_weight(name, value.sizes()));
  sl::load_state(*module, weights, "known weights");
  module->eval();
  return module;
}

/// ResNet-18 of width 8, 16 channels, windows of 3, 16 hidden units: small enough for any test.
[[nodiscard]] inline suregrasp::detector_options small_options() {
  return {.width = 8, .input_size = 64, .pyramid_channels = 16, .crop_size = 3, .hidden = 16};
}

/// The values of a module's tensors, by name, as they are now.
[[nodiscard]] inline std::map<std::string, torch::Tensor> snapshot(torch::nn::Module const& module) {
  std::map<std::string, torch::Tensor> values;
  for (auto const& item : sl::state_of(module)) values.emplace(item.name, item.value.clone());
  return values;
}

/// Same names, same element types, same shapes, same values.
[[nodiscard]] inline bool same_tensors(std::map<std::string, torch::Tensor> const& a,
                                       std::map<std::string, torch::Tensor> const& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto const& x, auto const& y) {
    return x.first == y.first && x.second.scalar_type() == y.second.scalar_type() && torch::equal(x.second, y.second);
  });
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_KNOWN_NETWORK_HPP
