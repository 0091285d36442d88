#ifndef SUREGRASP_TEACHER_CHECKPOINT_HPP
#define SUREGRASP_TEACHER_CHECKPOINT_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// All that the continuation of a run depends on besides its configuration, as values of the host. Random streams and
/// sampler order have no state of their own: they follow from the seed, which the configuration names, and the step.
/// Counters above 2^24 lose digits where `Scalar` is float.
template <std::floating_point Scalar>
struct training_checkpoint {
  std::int64_t step = 0;                                 ///< steps done
  std::map<std::string, host_array<Scalar>> tensors{};   ///< `student/...`, `teacher/...`, `optimizer/...`
  std::map<std::string, std::vector<double>> numbers{};  ///< of the filter, the optimizer and the loop
  std::map<std::string, std::string> bytes{};            ///< of an optimizer that keeps its state as such
  std::map<std::string, std::string> configuration{};    ///< seed, options, labelled samples: whatever decides the run
};

/// An optimizer's state in values of the host: moments in the order of the parameters, counts.
template <std::floating_point Scalar>
struct optimizer_state {
  std::vector<host_array<Scalar>> tensors{};
  std::vector<double> numbers{};
};

/// Throws `model_error` `teacher.checkpoint.configuration` naming the first entry in which two configurations differ.
inline void require_same_configuration(std::map<std::string, std::string> const& there,
                                       std::map<std::string, std::string> const& here) {
  auto const refuse = [](std::string const& key, std::string const& was, std::string const& is) {
    throw model_error("teacher.checkpoint.configuration", "the checkpoint belongs to another configuration: " + key +
                                                              " was " + was + ", now it is " + is +
                                                              "; go on as it was, or begin anew in another folder");
  };
  for (auto const& [key, value] : there)
    if (auto const found = here.find(key); found == here.end() || found->second != value)
      refuse(key, value, found == here.end() ? "left out" : found->second);
  for (auto const& [key, value] : here)
    if (!there.contains(key)) refuse(key, "left out", value);
}

namespace detail {

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

/// An optimizer with `state(be)` and `load(be, state)` in values of the host.
template <class O, class B>
concept keeps_state = requires(O optimizer, B const& be, optimizer_state<scalar_t<B>> const& state) {
  { std::as_const(optimizer).state(be) } -> std::same_as<optimizer_state<scalar_t<B>>>;
  optimizer.load(be, state);
};

/// An optimizer with `state()` and `load_state(bytes)`.
template <class O>
concept keeps_bytes = requires(O optimizer, std::string const& bytes) {
  { std::as_const(optimizer).state() } -> std::same_as<std::string>;
  optimizer.load_state(bytes);
};

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
    optimizer.load_state(detail::stored_part(from.bytes, "optimizer"));
  } else {
    optimizer_state<scalar_t<B>> state;
    for (auto found = from.tensors.end();
         (found = from.tensors.find("optimizer/" + std::to_string(state.tensors.size()))) != from.tensors.end();)
      state.tensors.push_back(found->second);
    state.numbers = detail::stored_part(from.numbers, "optimizer");
    optimizer.load(be, state);
  }
}

}  // namespace detail

/// An optimizer whose state can be kept.
template <class O, class B>
concept resumable_optimizer = detail::keeps_state<O, B> || detail::keeps_bytes<O>;

namespace detail {

/// What a checkpoint keeps of the last good moment beside its tensors.
template <class Scalar>
[[nodiscard]] std::vector<double> stored_numbers(training_checkpoint<Scalar> const& good) {
  auto const found = good.numbers.find("optimizer");
  return found == good.numbers.end() ? std::vector<double>{} : found->second;
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

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_CHECKPOINT_HPP
