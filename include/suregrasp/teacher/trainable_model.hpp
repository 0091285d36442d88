#ifndef SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP
#define SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP

#include <concepts>
#include <cstddef>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What a tensor of a model is, which decides how a moving average treats it.
enum class tensor_role {
  parameter,  ///< trained: averaged
  buffer,     ///< statistics such as those of batch normalisation: averaged
  counter     ///< integers such as a count of batches: copied
};

/// A tensor of a model by its name.
template <class Tensor>
struct named_tensor {
  std::string name;
  Tensor value;
  tensor_role role = tensor_role::parameter;
};

/// All tensors of a model, always in the same order.
template <class Tensor>
using model_state = std::vector<named_tensor<Tensor>>;

/// A model that can be trained: a function with a state that can be read, replaced and copied.
///
/// `forward(input)` is differentiable by the parameters in `state()`. `load(state)` takes over the values (not the
/// handles) of a state of the same structure. `clone()` shares no storage with its origin: a copied handle that
/// aliases the student would be a teacher that never lags.
template <class M, class B>
concept trainable_model = tensor_backend<B> && requires(M model, M const& constant, typename M::input_type const& input,
                                                        model_state<tensor_t<B>> const& state) {
  { model.forward(input) } -> std::same_as<typename M::output_type>;
  { constant.state() } -> std::same_as<model_state<tensor_t<B>>>;
  model.load(state);
  { constant.clone() } -> std::same_as<M>;
};

/// Throws `model_error` unless two states, which go by the given names, have the same tensors in the same order.
template <tensor_backend B>
void require_same_structure(B const& be, std::string const& one, model_state<tensor_t<B>> const& a,
                            std::string const& other, model_state<tensor_t<B>> const& b) {
  if (a.size() != b.size())
    throw model_error("model.structure", one + " has " + std::to_string(a.size()) + " tensors, " + other + " " +
                                             std::to_string(b.size()) + ": they must be of one architecture");
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].name != b[i].name || a[i].role != b[i].role || be.shape(a[i].value) != be.shape(b[i].value))
      throw model_error("model.structure", "tensor " + std::to_string(i) + " is '" + a[i].name + "' " +
                                               to_string(be.shape(a[i].value)) + " in the " + one + " but '" +
                                               b[i].name + "' " + to_string(be.shape(b[i].value)) + " in the " + other);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP
