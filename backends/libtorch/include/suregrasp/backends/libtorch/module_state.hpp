#ifndef SUREGRASP_BACKENDS_LIBTORCH_MODULE_STATE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_MODULE_STATE_HPP

#include <map>
#include <string>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/teacher/trainable_model.hpp>

namespace suregrasp::inline v2::libtorch {

/// All parameters and buffers of a module, by their dotted names; the tensors are handles, not copies.
[[nodiscard]] inline model_state<torch::Tensor> state_of(torch::nn::Module const& module) {
  model_state<torch::Tensor> state;
  for (auto const& item : module.named_parameters())
    state.push_back({item.key(), item.value().detach(), tensor_role::parameter});
  for (auto const& item : module.named_buffers())
    state.push_back(
        {item.key(), item.value(), item.value().is_floating_point() ? tensor_role::buffer : tensor_role::counter});
  return state;
}

namespace detail {

/// Names of the tensors there are, for a message: at most five.
[[nodiscard]] inline std::string names_there(std::map<std::string, torch::Tensor> const& tensors) {
  std::string text;
  std::size_t count = 0;
  for (auto const& [name, value] : tensors)
    if (++count <= 5) text += (text.empty() ? "'" : ", '") + name + "'";
  return std::to_string(tensors.size()) + " tensors" + (text.empty() ? "" : ", such as " + text);
}

}  // namespace detail

/// Copies the values of `from` into the tensors of `module`. Every tensor of the module must be there, in the module's
/// shape; `from` may hold more. Throws `model_error` naming the tensor and `origin`, before anything is changed.
inline void load_state(torch::nn::Module& module, std::map<std::string, torch::Tensor> const& from,
                       std::string const& origin) {
  torch::NoGradGuard const no_gradient;
  auto const state = state_of(module);
  for (auto const& [name, value, role] : state) {
    auto const found = from.find(name);
    if (found == from.end())
      if (role == tensor_role::counter)
        continue;
      else
        throw model_error("model.missing_tensor", origin + ": no tensor '" + name + "' of shape " +
                                                      to_string(shape_of(value)) + " that LibTorch holds; there are " +
                                                      detail::names_there(from));
    else if (found->second.sizes() != value.sizes())
      throw model_error("model.tensor_shape", origin + ": tensor '" + name + "' has shape " +
                                                  to_string(shape_of(found->second)) + ", expected " +
                                                  to_string(shape_of(value)));
  }
  for (auto const& [name, value, role] : state)
    if (auto const found = from.find(name); found != from.end() && found->second.data_ptr() != value.data_ptr())
      torch::Tensor(value).copy_(found->second);
}

/// The same from the state of another module of this kind.
inline void load_state(torch::nn::Module& module, model_state<torch::Tensor> const& from, std::string const& origin) {
  std::map<std::string, torch::Tensor> tensors;
  for (auto const& item : from) tensors.emplace(item.name, item.value);
  load_state(module, tensors, origin);
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_MODULE_STATE_HPP
