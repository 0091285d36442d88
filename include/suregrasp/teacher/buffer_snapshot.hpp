#ifndef SUREGRASP_TEACHER_BUFFER_SNAPSHOT_HPP
#define SUREGRASP_TEACHER_BUFFER_SNAPSHOT_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The buffers and counters of a model at one moment: all that a forward pass may change of it. Parameters are neither
/// copied nor put back.
template <tensor_backend B>
class buffer_snapshot {
 public:
  template <trainable_model<B> Model>
  buffer_snapshot(B const& be, Model const& model) {
    auto const state = model.state();
    for (std::size_t i = 0; i < state.size(); ++i)
      if (state[i].role != tensor_role::parameter) kept_.emplace_back(i, suregrasp::clone(be, state[i].value));
  }

  template <trainable_model<B> Model>
  void put_back(Model& model) const {
    if (kept_.empty()) return;
    auto state = model.state();
    for (auto const& [i, value] : kept_) state[i].value = value;
    model.load(state);
  }

 private:
  std::vector<std::pair<std::size_t, tensor_t<B>>> kept_;
};

/// Root mean square of the differences between the parameters of two models of one structure.
template <tensor_backend B, trainable_model<B> Model>
[[nodiscard]] double parameter_gap(B const& be, Model const& one, Model const& other) {
  auto const a = one.state(), b = other.state();
  suregrasp::require_same_structure(be, "one", a, "other", b);
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].role != tensor_role::parameter) continue;
    auto const x = be.to_host(a[i].value), y = be.to_host(b[i].value);
    for (std::size_t k = 0; k < x.values.size(); ++k) {
      double const difference = static_cast<double>(x.values[k]) - static_cast<double>(y.values[k]);
      sum += difference * difference;
    }
    count += static_cast<double>(x.values.size());
  }
  return count > 0 ? std::sqrt(sum / count) : 0;
}

/// Of every number in the state of a model, as text.
template <tensor_backend B, class Model>
[[nodiscard]] std::string model_digest(B const& be, Model const& model) {
  digest all;
  for (auto const& each : model.state()) {
    auto const host = be.to_host(each.value);
    all.add({reinterpret_cast<char const*>(host.values.data()), host.values.size() * sizeof(scalar_t<B>)});
  }
  return all.text();
}

/// The name of the first parameter of a model that holds a NaN or an infinity; empty where none does.
template <tensor_backend B, trainable_model<B> Model>
[[nodiscard]] std::string first_not_finite(B const& be, Model const& model) {
  for (auto const& item : model.state())
    for (auto const value : be.to_host(item.value).values)
      if (item.role == tensor_role::parameter && !std::isfinite(value)) return item.name;
  return {};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_BUFFER_SNAPSHOT_HPP
