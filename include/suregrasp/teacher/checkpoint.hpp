#ifndef SUREGRASP_TEACHER_CHECKPOINT_HPP
#define SUREGRASP_TEACHER_CHECKPOINT_HPP

#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
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

}  // namespace detail

/// An optimizer whose state can be kept.
template <class O, class B>
concept resumable_optimizer = detail::keeps_state<O, B> || detail::keeps_bytes<O>;

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_CHECKPOINT_HPP
