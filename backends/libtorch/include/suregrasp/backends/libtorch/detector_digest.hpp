#ifndef SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_DIGEST_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_DIGEST_HPP

#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/backends/libtorch/stored_tensors.hpp>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/fields.hpp>

namespace suregrasp::inline v2::libtorch {

namespace detail {

inline void add_module(digest& to, torch::nn::Module const& module) {
  for (auto const& [name, value, role] : state_of(module)) {
    auto const stored = to_stored(value);
    to.add(name).add(to_string(stored.shape)).add(stored.type).add(stored.bytes);
  }
}

}  // namespace detail

/// Of all that decides a detector's answers, as text: its options and every number of its weights.
[[nodiscard]] inline std::string detector_digest(detector const& net) {
  suregrasp::digest all;
  all.add(configuration_digest(net->options));
  detail::add_module(all, *net);
  return all.text();
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_DIGEST_HPP
