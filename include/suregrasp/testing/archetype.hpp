#ifndef SUREGRASP_TESTING_ARCHETYPE_HPP
#define SUREGRASP_TESTING_ARCHETYPE_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/testing/host_operations.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1::testing {

template <std::floating_point T>
class archetype;

/// The least that a tensor may be: it can be copied and moved. No operators, no default constructor, no shape.
template <std::floating_point T>
class archetype_tensor {
  friend class archetype<T>;
  explicit archetype_tensor(host_array<T> array) : array_(std::move(array)) {}
  host_array<T> array_;
};

/// A backend that offers exactly what `tensor_backend` asks for, and nothing more.
///
/// An algorithm that compiles with it asks for nothing that the concept does not promise. It computes with the
/// definitions of `host_operations.hpp`, so that others can be compared with it, and throws `shape_error` on whatever
/// does not fit.
template <std::floating_point T>
class archetype {
 public:
  using tensor_type = archetype_tensor<T>;
  using scalar_type = T;

  /// The only way to one: a backend need not be default constructible.
  [[nodiscard]] static archetype make() { return archetype(); }

  [[nodiscard]] tensor_type from_host(host_view<T const> const& view) const {
    return tensor_type({view.shape, std::vector<T>(view.values.begin(), view.values.end())});
  }
  [[nodiscard]] host_array<T> to_host(tensor_type const& t) const { return t.array_; }
  [[nodiscard]] extents shape(tensor_type const& t) const { return t.array_.shape; }

  [[nodiscard]] tensor_type reshape(tensor_type const& t, extents const& to) const {
    return tensor_type({to, t.array_.values});
  }
  [[nodiscard]] tensor_type take(tensor_type const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return tensor_type(testing::take(t.array_, indices, axis));
  }
  [[nodiscard]] tensor_type concat(std::span<tensor_type const> tensors, std::size_t axis) const {
    std::vector<host_array<T>> arrays;
    for (auto const& t : tensors) arrays.push_back(t.array_);
    return tensor_type(testing::concat(std::span<host_array<T> const>(arrays), axis));
  }

  [[nodiscard]] tensor_type add(tensor_type const& a, tensor_type const& b) const {
    return tensor_type(elementwise([](T x, T y) { return x + y; }, a.array_, b.array_));
  }
  [[nodiscard]] tensor_type sub(tensor_type const& a, tensor_type const& b) const {
    return tensor_type(elementwise([](T x, T y) { return x - y; }, a.array_, b.array_));
  }
  [[nodiscard]] tensor_type mul(tensor_type const& a, tensor_type const& b) const {
    return tensor_type(elementwise([](T x, T y) { return x * y; }, a.array_, b.array_));
  }
  [[nodiscard]] tensor_type div(tensor_type const& a, tensor_type const& b) const {
    return tensor_type(elementwise([](T x, T y) { return x / y; }, a.array_, b.array_));
  }
  [[nodiscard]] tensor_type exp(tensor_type const& t) const {
    return tensor_type(elementwise([](T x) { return std::exp(x); }, t.array_));
  }
  [[nodiscard]] tensor_type log(tensor_type const& t) const {
    return tensor_type(elementwise([](T x) { return std::log(x); }, t.array_));
  }
  [[nodiscard]] tensor_type where(tensor_type const& condition, tensor_type const& a, tensor_type const& b) const {
    return tensor_type(elementwise([](T c, T x, T y) { return c > 0 ? x : y; }, condition.array_, a.array_, b.array_));
  }

  [[nodiscard]] tensor_type sum(tensor_type const& t, std::size_t axis) const {
    return tensor_type(reduce(t.array_, axis, T{0}, [](T total, T x) { return total + x; }));
  }
  [[nodiscard]] tensor_type max(tensor_type const& t, std::size_t axis) const {
    if (split_at(t.array_.shape, axis).extent == 0)
      throw shape_error("shape.empty_axis",
                        "maximum over axis " + std::to_string(axis) + " of " + to_string(t.array_.shape));
    return tensor_type(reduce(t.array_, axis, -std::numeric_limits<T>::infinity(), larger<T>));
  }

 private:
  archetype() = default;
};

static_assert(tensor_backend<archetype<float>> && tensor_backend<archetype<double>>);
static_assert(!linalg_backend<archetype<float>> && !differentiable_backend<archetype<float>>);

}  // namespace suregrasp::inline v1::testing

#endif  // SUREGRASP_TESTING_ARCHETYPE_HPP
