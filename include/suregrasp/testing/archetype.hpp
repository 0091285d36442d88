#ifndef SUREGRASP_TESTING_ARCHETYPE_HPP
#define SUREGRASP_TESTING_ARCHETYPE_HPP

#include <concepts>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/reference_backend.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::testing {

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
/// definitions of `reference_operations.hpp`, so that others can be compared with it, and throws `shape_error` on
/// whatever does not fit.
template <std::floating_point T>
class archetype : reference_backend<archetype<T>, archetype_tensor<T>, T> {
  using base = reference_backend<archetype<T>, archetype_tensor<T>, T>;
  friend base;

 public:
  using typename base::scalar_type;
  using typename base::tensor_type;

  /// The only way to one: a backend need not be default constructible.
  [[nodiscard]] static archetype make() { return archetype(); }

  [[nodiscard]] tensor_type from_host(host_view<T const> const& view) const {
    return tensor_type({view.shape, std::vector<T>(view.values.begin(), view.values.end())});
  }
  [[nodiscard]] host_array<T> to_host(tensor_type const& t) const { return t.array_; }

  using base::add;
  using base::concat;
  using base::div;
  using base::exp;
  using base::log;
  using base::max;
  using base::mul;
  using base::reshape;
  using base::shape;
  using base::sub;
  using base::sum;
  using base::take;
  using base::where;

 private:
  archetype() = default;
};

static_assert(tensor_backend<archetype<float>> && tensor_backend<archetype<double>>);
static_assert(!linalg_backend<archetype<float>> && !differentiable_backend<archetype<float>>);

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_ARCHETYPE_HPP
