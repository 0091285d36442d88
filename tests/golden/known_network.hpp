#ifndef SUREGRASP_TESTS_KNOWN_NETWORK_HPP
#define SUREGRASP_TESTS_KNOWN_NETWORK_HPP

#include <map>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>

#include "known_values.hpp"

/// Networks and images whose every number follows from random_stream, as reference.py makes them.
namespace suregrasp_tests {

namespace sl = suregrasp::libtorch;

/// Uniform values of the stream `name`.
[[nodiscard]] inline torch::Tensor known_tensor(std::string const& name, at::IntArrayRef shape, double low,
                                                double high) {
  return torch::tensor(known_values(name, {shape.begin(), shape.end()}, low, high)).view(shape);
}

[[nodiscard]] inline torch::Tensor known_image(std::string const& name, std::int64_t side) {
  return torch::tensor(known_image_values(name, side)).view({2, 3, side, side});
}

[[nodiscard]] inline torch::Tensor known_weight(std::string const& name, at::IntArrayRef shape) {
  return torch::tensor(known_weight_values(name, {shape.begin(), shape.end()})).view(shape);
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
