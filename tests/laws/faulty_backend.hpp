#ifndef SUREGRASP_TESTS_LAWS_FAULTY_BACKEND_HPP
#define SUREGRASP_TESTS_LAWS_FAULTY_BACKEND_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <utility>
#include <vector>

namespace suregrasp_tests {

using namespace suregrasp;

enum class fault_kind {
  value,   ///< the result is off by 1
  history  ///< the result does not remember how it came about
};

/// Any backend, with a fault planted in one of its primitives.
template <tensor_backend B>
struct faulty_backend {
  using tensor_type = tensor_t<B>;
  using scalar_type = scalar_t<B>;
  using tensor = tensor_type;
  static constexpr double tolerance = testing::tolerance<B>::value;

  B sound;
  std::string primitive = "none";
  fault_kind kind = fault_kind::value;

  [[nodiscard]] bool in(char const* name) const { return primitive == name; }
  [[nodiscard]] tensor result(char const* name, tensor t) const {
    if (!in(name)) return t;
    if constexpr (differentiable_backend<B>)
      if (kind == fault_kind::history) return sound.stop_gradient(t);
    return sound.add(t, suregrasp::constant(sound, 1));
  }

  [[nodiscard]] tensor from_host(host_view<scalar_type const> const& v) const {
    return result("from_host", sound.from_host(v));
  }
  [[nodiscard]] host_array<scalar_type> to_host(tensor const& t) const {
    auto host = sound.to_host(t);
    if (in("to_host"))
      for (auto& v : host.values) v += 1;
    return host;
  }
  [[nodiscard]] extents shape(tensor const& t) const {
    auto shape = sound.shape(t);
    if (in("shape")) shape.push_back(1);
    return shape;
  }
  [[nodiscard]] bool on_host(tensor const& t) const { return in("on_host") || suregrasp::on_host(sound, t); }

  [[nodiscard]] tensor reshape(tensor const& t, extents const& to) const {
    return result("reshape", sound.reshape(t, to));
  }
  [[nodiscard]] tensor take(tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return result("take", sound.take(t, indices, axis));
  }
  [[nodiscard]] tensor concat(std::span<tensor const> tensors, std::size_t axis) const {
    return result("concat", sound.concat(tensors, axis));
  }
  [[nodiscard]] tensor add(tensor const& a, tensor const& b) const { return result("add", sound.add(a, b)); }
  [[nodiscard]] tensor sub(tensor const& a, tensor const& b) const { return result("sub", sound.sub(a, b)); }
  [[nodiscard]] tensor mul(tensor const& a, tensor const& b) const { return result("mul", sound.mul(a, b)); }
  [[nodiscard]] tensor div(tensor const& a, tensor const& b) const { return result("div", sound.div(a, b)); }
  [[nodiscard]] tensor exp(tensor const& t) const { return result("exp", sound.exp(t)); }
  [[nodiscard]] tensor log(tensor const& t) const { return result("log", sound.log(t)); }
  [[nodiscard]] tensor where(tensor const& c, tensor const& a, tensor const& b) const {
    return result("where", sound.where(c, a, b));
  }
  [[nodiscard]] tensor sum(tensor const& t, std::size_t axis) const { return result("sum", sound.sum(t, axis)); }
  [[nodiscard]] tensor max(tensor const& t, std::size_t axis) const { return result("max", sound.max(t, axis)); }
  [[nodiscard]] tensor matmul(tensor const& a, tensor const& b) const
    requires linalg_backend<B>
  {
    return result("matmul", sound.matmul(a, b));
  }

  [[nodiscard]] tensor variable(tensor const& t) const
    requires differentiable_backend<B>
  {
    if (in("variable") && kind == fault_kind::history) return t;
    return result("variable", sound.variable(t));
  }
  [[nodiscard]] tensor stop_gradient(tensor const& t) const
    requires differentiable_backend<B>
  {
    if (in("stop_gradient") && kind == fault_kind::history) return t;
    return result("stop_gradient", sound.stop_gradient(t));
  }
  [[nodiscard]] std::vector<tensor> gradient(tensor const& loss, std::span<tensor const> leaves) const
    requires differentiable_backend<B>
  {
    auto gradients = sound.gradient(loss, leaves);
    for (auto& g : gradients) g = result("gradient", std::move(g));
    return gradients;
  }

  [[nodiscard]] tensor constant(double value, extents const& shape) const {
    return result("constant", suregrasp::constant(sound, value, shape));
  }
  [[nodiscard]] tensor slice(tensor const& t, std::size_t axis, std::int64_t first, std::int64_t count) const {
    return result("slice", suregrasp::slice(sound, t, axis, first, count));
  }
  [[nodiscard]] tensor clone(tensor const& t) const { return result("clone", suregrasp::clone(sound, t)); }
  template <class F>
  [[nodiscard]] auto without_gradients(F const& f) const {
    if (in("without_gradients")) return f();
    return suregrasp::without_gradients(sound, f);
  }
  void lerp_all_(std::span<tensor> tensors, std::span<tensor const> to, double weight) const
    requires has_lerp_all<B>
  {
    sound.lerp_all_(tensors, to, in("lerp_all_") ? 1 - weight : weight);
  }
  void lerp_(tensor& t, tensor const& to, double weight) const
    requires has_lerp<B>
  {
    sound.lerp_(t, to, in("lerp_") ? 1 - weight : weight);
  }
  [[nodiscard]] std::span<std::byte const> memory_of(tensor const& t) const
    requires has_memory_of<B>
  {
    if (!in("memory_of")) return sound.memory_of(t);
    static std::byte const everywhere{};
    return {&everywhere, 1};
  }
  [[nodiscard]] double epsilon_of(tensor const& t) const {
    return suregrasp::epsilon_of(sound, t) / (in("epsilon_of") ? 4 : 1);
  }
  [[nodiscard]] tensor sqrt(tensor const& t) const
    requires has_sqrt<B>
  {
    return result("sqrt", sound.sqrt(t));
  }
  [[nodiscard]] tensor round(tensor const& t) const { return result("round", suregrasp::round(sound, t)); }
  [[nodiscard]] tensor sin(tensor const& t) const
    requires has_sin<B>
  {
    return result("sin", sound.sin(t));
  }
  [[nodiscard]] tensor cos(tensor const& t) const
    requires has_cos<B>
  {
    return result("cos", sound.cos(t));
  }
  [[nodiscard]] tensor transpose(tensor const& t) const
    requires has_transpose<B>
  {
    return result("transpose", sound.transpose(t));
  }
};

/// The primitives of a backend, by name, in which a fault can be planted.
template <tensor_backend B>
[[nodiscard]] std::vector<std::string> primitives_of() {
  std::vector<std::string> names{"from_host", "to_host",    "shape", "reshape", "take",  "concat",  "add",
                                 "sub",       "epsilon_of", "mul",   "div",     "exp",   "log",     "where",
                                 "sum",       "max",        "round", "slice",   "clone", "constant"};
  if constexpr (linalg_backend<B>) names.emplace_back("matmul");
  if constexpr (differentiable_backend<B>) names.insert(names.end(), {"variable", "stop_gradient", "gradient"});
  if constexpr (differentiable_backend<B>) names.emplace_back("without_gradients");
  if constexpr (has_lerp<B>) names.emplace_back("lerp_");
  if constexpr (has_lerp_all<B>) names.emplace_back("lerp_all_");
  if constexpr (has_memory_of<B>) names.emplace_back("memory_of");
  if constexpr (has_sqrt<B>) names.emplace_back("sqrt");
  if constexpr (has_sin<B>) names.emplace_back("sin");
  if constexpr (has_cos<B>) names.emplace_back("cos");
  if constexpr (has_transpose<B>) names.emplace_back("transpose");
  return names;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_FAULTY_BACKEND_HPP
