#ifndef SUREGRASP_BACKEND_REFERENCE_BACKEND_HPP
#define SUREGRASP_BACKEND_REFERENCE_BACKEND_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The start of a new backend: every operation, right but slow, from the two that only the backend can give.
///
/// Derive `Self` from it and write `from_host` and `to_host`; `Self` then models `linalg_backend`. Each operation that
/// `Self` writes on its own replaces the one here; where it covers only some cases it calls this one for the others.
/// Here each copies to the host and back. What does not fit throws `shape_error`.
///
/// Example: examples/third_backend.
template <class Self, std::copyable Tensor, std::floating_point T>
struct reference_backend {
  using tensor_type = Tensor;
  using scalar_type = T;

  [[nodiscard]] extents shape(Tensor const& t) const { return self().to_host(t).shape; }

  [[nodiscard]] Tensor reshape(Tensor const& t, extents const& to) const {
    return self().from_host({to, std::span<T const>(self().to_host(t).values)});
  }
  [[nodiscard]] Tensor take(Tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return put_back(reference::take(self().to_host(t), indices, axis));
  }
  [[nodiscard]] Tensor concat(std::span<Tensor const> tensors, std::size_t axis) const {
    std::vector<host_array<T>> arrays;
    for (auto const& t : tensors) arrays.push_back(self().to_host(t));
    return put_back(reference::concat(std::span<host_array<T> const>(arrays), axis));
  }

  [[nodiscard]] Tensor add(Tensor const& a, Tensor const& b) const {
    return elementwise([](T x, T y) { return x + y; }, a, b);
  }
  [[nodiscard]] Tensor sub(Tensor const& a, Tensor const& b) const {
    return elementwise([](T x, T y) { return x - y; }, a, b);
  }
  [[nodiscard]] Tensor mul(Tensor const& a, Tensor const& b) const {
    return elementwise([](T x, T y) { return x * y; }, a, b);
  }
  [[nodiscard]] Tensor div(Tensor const& a, Tensor const& b) const {
    return elementwise([](T x, T y) { return x / y; }, a, b);
  }
  [[nodiscard]] Tensor exp(Tensor const& t) const {
    return elementwise([](T x) { return std::exp(x); }, t);
  }
  [[nodiscard]] Tensor log(Tensor const& t) const {
    return elementwise([](T x) { return std::log(x); }, t);
  }
  [[nodiscard]] Tensor where(Tensor const& condition, Tensor const& a, Tensor const& b) const {
    return elementwise([](T c, T x, T y) { return c > 0 ? x : y; }, condition, a, b);
  }

  [[nodiscard]] Tensor sum(Tensor const& t, std::size_t axis) const {
    return put_back(reference::reduce(self().to_host(t), axis, T{0}, [](T total, T x) { return total + x; }));
  }
  [[nodiscard]] Tensor max(Tensor const& t, std::size_t axis) const {
    auto const host = self().to_host(t);
    if (reference::split_at(host.shape, axis).extent == 0)
      throw shape_error("shape.empty_axis",
                        "maximum over axis " + std::to_string(axis) + " of " + to_string(host.shape));
    return put_back(reference::reduce(host, axis, -std::numeric_limits<T>::infinity(), reference::larger<T>));
  }

  [[nodiscard]] Tensor matmul(Tensor const& a, Tensor const& b) const {
    return put_back(reference::matmul(self().to_host(a), self().to_host(b)));
  }

 private:
  [[nodiscard]] Self const& self() const { return static_cast<Self const&>(*this); }
  [[nodiscard]] Tensor put_back(host_array<T> const& host) const { return self().from_host(host.view()); }

  template <class F, class... Tensors>
  [[nodiscard]] Tensor elementwise(F f, Tensors const&... tensors) const {
    return put_back(reference::elementwise(f, self().to_host(tensors)...));
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_REFERENCE_BACKEND_HPP
