#ifndef SUREGRASP_TEACHER_IMPL_CHECKPOINT_PARTS_HPP
#define SUREGRASP_TEACHER_IMPL_CHECKPOINT_PARTS_HPP

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <vector>

/// Models and optimizers as parts of a checkpoint.
namespace suregrasp::inline v2::detail {

/// The part of a checkpoint called `name`. Throws `model_error` `teacher.checkpoint.part` where there is none.
template <class Value>
[[nodiscard]] Value const& stored_part(std::map<std::string, Value> const& parts, std::string const& name) {
  if (auto const found = parts.find(name); found != parts.end()) return found->second;
  throw model_error("teacher.checkpoint.part", "the checkpoint has no part '" + name +
                                                   "': it was written by another composition of model, filter and "
                                                   "optimizer");
}

template <tensor_backend B>
void store_model(B const& be, std::string const& name, model_state<tensor_t<B>> const& state,
                 training_checkpoint<scalar_t<B>>& into) {
  for (auto const& item : state) into.tensors[name + "/" + item.name] = be.to_host(item.value);
}

/// The state of a model of the given structure. Throws `model_error` `teacher.checkpoint.tensor` naming what is missing
/// or of another shape.
template <tensor_backend B>
[[nodiscard]] model_state<tensor_t<B>> stored_model(B const& be, std::string const& name,
                                                    model_state<tensor_t<B>> structure,
                                                    training_checkpoint<scalar_t<B>> const& from) {
  for (auto& item : structure) {
    auto const found = from.tensors.find(name + "/" + item.name);
    if (found == from.tensors.end() || found->second.shape != be.shape(item.value))
      throw model_error("teacher.checkpoint.tensor",
                        "the checkpoint has " +
                            (found == from.tensors.end() ? "no tensor" : to_string(found->second.shape) + " as") +
                            " '" + name + "/" + item.name + "', expected shape " + to_string(be.shape(item.value)) +
                            "; it belongs to another model");
    item.value = be.from_host(found->second.view());
  }
  return structure;
}

template <tensor_backend B, class Optimizer>
void store_optimizer(B const& be, Optimizer const& optimizer, training_checkpoint<scalar_t<B>>& into) {
  if constexpr (keeps_bytes<Optimizer>) {
    into.bytes["optimizer"] = optimizer.state();
  } else {
    auto const state = optimizer.state(be);
    for (std::size_t i = 0; i < state.tensors.size(); ++i)
      into.tensors["optimizer/" + std::to_string(i)] = state.tensors[i];
    into.numbers["optimizer"] = state.numbers;
  }
}

template <tensor_backend B, class Optimizer>
void load_optimizer(B const& be, Optimizer& optimizer, training_checkpoint<scalar_t<B>> const& from) {
  if constexpr (keeps_bytes<Optimizer>) {
    optimizer.load_state(stored_part(from.bytes, "optimizer"));
  } else {
    optimizer_state<scalar_t<B>> state;
    for (auto found = from.tensors.end();
         (found = from.tensors.find("optimizer/" + std::to_string(state.tensors.size()))) != from.tensors.end();)
      state.tensors.push_back(found->second);
    state.numbers = stored_part(from.numbers, "optimizer");
    optimizer.load(be, state);
  }
}

/// What a checkpoint keeps of the last good moment beside its tensors.
template <class Scalar>
[[nodiscard]] std::vector<double> stored_numbers(training_checkpoint<Scalar> const& good) {
  auto const found = good.numbers.find("optimizer");
  return found == good.numbers.end() ? std::vector<double>{} : found->second;
}

/// Keeps the last good moment in a checkpoint.
template <class Scalar>
void store_good(training_checkpoint<Scalar> const& good, training_checkpoint<Scalar>& into) {
  for (auto const& [name, values] : good.tensors) into.tensors["good/" + name] = values;
  into.numbers["good"] = stored_numbers(good);
  if (good.bytes.contains("optimizer")) into.bytes["good"] = good.bytes.at("optimizer");
}

/// The last good moment that a checkpoint keeps; nothing where it keeps none.
template <class Scalar>
[[nodiscard]] std::optional<training_checkpoint<Scalar>> stored_good(training_checkpoint<Scalar> const& moment) {
  auto const numbers = moment.numbers.find("good");
  if (numbers == moment.numbers.end()) return std::nullopt;
  training_checkpoint<Scalar> good;
  std::string const prefix = "good/";
  for (auto const& [name, values] : moment.tensors)
    if (name.starts_with(prefix)) good.tensors[name.substr(prefix.size())] = values;
  good.numbers["optimizer"] = numbers->second;
  if (auto const bytes = moment.bytes.find("good"); bytes != moment.bytes.end())
    good.bytes["optimizer"] = bytes->second;
  return good;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_CHECKPOINT_PARTS_HPP
