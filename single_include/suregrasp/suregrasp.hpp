// SureGrasp 2.0.0, core in one header, generated from the many: change it there.
//
// MIT License
//
// Copyright (c) 2026 SureGrasp contributors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <numbers>
#include <numeric>
#include <optional>
#include <ostream>
#include <ranges>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// suregrasp/core/strict_arithmetic.hpp
#ifndef SUREGRASP_CORE_STRICT_ARITHMETIC_HPP
#define SUREGRASP_CORE_STRICT_ARITHMETIC_HPP
/// Refuses to compile under options that let a compiler round, reorder or simplify floating-point numbers as it likes.
///
/// Overlaps, directions of axes and tests for NaN rest on IEEE 754; without it they would be wrong and nobody would
/// know. g++ tells in macros which of its options break it. clang++ does so for -ffast-math, -Ofast and
/// -ffinite-math-only; what it keeps to itself is switched off where the arithmetic needs it, between
/// `SUREGRASP_STRICT_ARITHMETIC` and `SUREGRASP_USUAL_ARITHMETIC`.
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    defined(__NO_SIGNED_ZEROS__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "SureGrasp needs IEEE 754 arithmetic: compile this without -ffast-math, -Ofast and what is part of them."
#endif

// 16 keeps half precision as it is, and the others with it.
#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0 && __FLT_EVAL_METHOD__ != 16
#error "SureGrasp needs IEEE 754 arithmetic: compile this with -msse2 -mfpmath=sse, which rounds to the type at hand."
#endif

#ifdef __clang__
#define SUREGRASP_STRICT_ARITHMETIC _Pragma("float_control(precise, on, push)")
#define SUREGRASP_USUAL_ARITHMETIC _Pragma("float_control(pop)")
#else
#define SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_USUAL_ARITHMETIC
#endif
#endif  // SUREGRASP_CORE_STRICT_ARITHMETIC_HPP

// suregrasp/core/error.hpp
#ifndef SUREGRASP_CORE_ERROR_HPP
#define SUREGRASP_CORE_ERROR_HPP
namespace suregrasp::inline v2 {

/// Base of every exception the library throws.
///
/// `id()` is stable across releases, made for tests and for programs that react to one kind of failure; `what()` is for
/// people and says what was expected, what came instead and where.
class error : public std::runtime_error {
 public:
  error(std::string id, std::string const& message) : std::runtime_error(message), id_(std::move(id)) {}

  [[nodiscard]] std::string const& id() const noexcept { return id_; }

 private:
  std::string id_;
};

/// A grasp, rectangle or affine map that has no geometric meaning (non-finite, negative size, singular).
struct geometry_error : error {
  using error::error;
};

/// A tensor of another shape or kind than the algorithm needs.
struct shape_error : error {
  using error::error;
};

/// An option outside of the range in which it has a meaning.
struct option_error : error {
  using error::error;
};

/// A file or folder from outside that is missing, malformed or inconsistent.
struct data_error : error {
  using error::error;
};

/// A model file or checkpoint that is malformed or belongs to another architecture or configuration.
struct model_error : error {
  using error::error;
};

/// Training that cannot continue: a non-finite loss, an empty labelled set.
struct training_error : error {
  using error::error;
};

/// Processes that work together and cannot any more: one is gone, does not answer, or runs something else.
struct distributed_error : error {
  using error::error;
};

/// A file, or a line or character of a text file, printed as `path`, `path:line` or `path:line:column`. Lines and
/// columns count from 1; 0 stands for the whole file or line.
struct source_location {
  std::string path;
  int line = 0;
  int column = 0;

  [[nodiscard]] std::string text() const {
    std::string result = path;
    if (line > 0) result.append(":").append(std::to_string(line));
    if (line > 0 && column > 0) result.append(":").append(std::to_string(column));
    return result;
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_ERROR_HPP

// suregrasp/core/extents.hpp
#ifndef SUREGRASP_CORE_EXTENTS_HPP
#define SUREGRASP_CORE_EXTENTS_HPP
namespace suregrasp::inline v2 {

/// The shape of a tensor, outermost axis first; `{}` is a scalar. Holds at most `capacity` axes and allocates nothing;
/// what makes it longer throws `shape_error` `shape.capacity`.
class extents {
 public:
  using value_type = std::int64_t;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = value_type&;
  using const_reference = value_type const&;
  using iterator = value_type*;
  using const_iterator = value_type const*;

  static constexpr std::size_t capacity = 8;

  constexpr extents() = default;
  constexpr extents(std::initializer_list<value_type> values) : extents(values.begin(), values.end()) {}
  constexpr explicit extents(std::size_t axes, value_type extent = 0) { resize(axes, extent); }
  constexpr extents(std::vector<value_type> const& values) : extents(values.begin(), values.end()) {}
  template <std::input_iterator First, std::sentinel_for<First> Last>
    requires std::integral<std::iter_value_t<First>>
  constexpr extents(First first, Last last) {
    for (; first != last; ++first) push_back(static_cast<value_type>(*first));
  }

  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr value_type* data() { return values_.data(); }
  [[nodiscard]] constexpr value_type const* data() const { return values_.data(); }
  [[nodiscard]] constexpr iterator begin() { return data(); }
  [[nodiscard]] constexpr const_iterator begin() const { return data(); }
  [[nodiscard]] constexpr iterator end() { return data() + size_; }
  [[nodiscard]] constexpr const_iterator end() const { return data() + size_; }

  [[nodiscard]] constexpr value_type& operator[](std::size_t axis) { return values_[axis]; }
  [[nodiscard]] constexpr value_type const& operator[](std::size_t axis) const { return values_[axis]; }
  /// Throws `shape_error` `shape.axis` on an axis that there is not.
  [[nodiscard]] constexpr value_type const& at(std::size_t axis) const {
    if (axis >= size_)
      throw shape_error("shape.axis",
                        "axis " + std::to_string(axis) + " of a shape of " + std::to_string(size_) + " axes");
    return values_[axis];
  }
  [[nodiscard]] constexpr value_type front() const { return values_[0]; }
  [[nodiscard]] constexpr value_type back() const { return values_[size_ - 1]; }

  constexpr void push_back(value_type extent) {
    require_room(size_ + 1);
    values_[size_++] = extent;
  }
  constexpr void resize(std::size_t axes, value_type extent = 0) {
    require_room(axes);
    for (std::size_t axis = size_; axis < axes; ++axis) values_[axis] = extent;
    size_ = axes;
  }
  /// Inserts an extent before `at`; returns its position.
  constexpr iterator insert(const_iterator at, value_type extent) {
    auto const axis = at - begin();
    push_back(extent);
    std::rotate(begin() + axis, end() - 1, end());
    return begin() + axis;
  }
  /// Removes the extent at `at`; returns the position of the next.
  constexpr iterator erase(const_iterator at) {
    auto const axis = at - begin();
    std::copy(begin() + axis + 1, end(), begin() + axis);
    --size_;
    return begin() + axis;
  }

  [[nodiscard]] friend constexpr bool operator==(extents const& a, extents const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  static constexpr void require_room(std::size_t axes) {
    if (axes > capacity)
      throw shape_error("shape.capacity", "expected a shape of at most " + std::to_string(capacity) + " axes, got " +
                                              std::to_string(axes));
  }

  std::array<value_type, capacity> values_{};
  std::size_t size_ = 0;
};

/// Number of elements of a tensor of shape `shape`; 1 for a scalar.
[[nodiscard]] constexpr std::size_t element_count(extents const& shape) {
  std::size_t count = 1;
  for (auto const extent : shape) count *= static_cast<std::size_t>(extent);
  return count;
}

/// The shape as text, such as `[2, 3, 4]`, for messages.
[[nodiscard]] inline std::string to_string(extents const& shape) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) text += (axis ? ", " : "") + std::to_string(shape[axis]);
  return text + "]";
}

/// Prints it as its text.
inline std::ostream& operator<<(std::ostream& out, extents const& shape) { return out << suregrasp::to_string(shape); }

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_EXTENTS_HPP

// suregrasp/core/host_array.hpp
#ifndef SUREGRASP_CORE_HOST_ARRAY_HPP
#define SUREGRASP_CORE_HOST_ARRAY_HPP
namespace suregrasp::inline v2 {

/// A row-major tensor in host memory that another object owns: what a backend's `from_host` reads. The values must
/// outlive the view. Its constructor throws `shape_error` `shape.host_view` for a negative extent or another number of
/// values than the shape has.
template <class T>
struct host_view {
  extents shape;
  std::span<T> values;

  host_view(extents const& shape_in, std::span<T> values_in) : shape(shape_in), values(values_in) {
    if (values.size() != element_count(shape) || std::ranges::any_of(shape, [](auto extent) { return extent < 0; }))
      throw shape_error("shape.host_view", "a host view of shape " + to_string(shape) + " needs " +
                                               std::to_string(element_count(shape)) + " values, got " +
                                               std::to_string(values.size()));
  }
};

/// A row-major tensor in host memory that owns its values: what a backend's `to_host` returns. Constructed with values,
/// it throws `shape_error` `shape.host_view` where they do not fit the shape.
template <class T>
struct host_array {
  extents shape;
  std::vector<T> values;

  host_array() = default;
  explicit host_array(extents const& shape_in, T fill = T{}) : shape(shape_in), values(element_count(shape), fill) {}
  host_array(extents const& shape_in, std::vector<T> values_in) : shape(shape_in), values(std::move(values_in)) {
    (void)view();  // checks that shape and values fit
  }

  [[nodiscard]] host_view<T const> view() const { return {shape, std::span<T const>(values)}; }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_HOST_ARRAY_HPP

// suregrasp/backend/concepts.hpp
#ifndef SUREGRASP_BACKEND_CONCEPTS_HPP
#define SUREGRASP_BACKEND_CONCEPTS_HPP
namespace suregrasp::inline v2 {

/// The tensor a backend computes with.
template <class B>
using tensor_t = typename B::tensor_type;

/// The floating-point type a backend exchanges with the host.
template <class B>
using scalar_t = typename B::scalar_type;

/// Host data in, host data out, and the shape of a tensor.
///
/// Minimal complete definition: `from_host(view)`, `to_host(t)`, `shape(t)`. Both ways copy: a tensor does not change
/// with the host's values, nor they with it. Row-major on the host.
/// Laws: `round_trip`, `round_trip_of_special_values`, `from_host_copies`.
template <class B>
concept has_transfer = requires(B const& be, tensor_t<B> const& t, host_view<scalar_t<B> const> const& view) {
  { be.from_host(view) } -> std::same_as<tensor_t<B>>;
  { be.to_host(t) } -> std::same_as<host_array<scalar_t<B>>>;
  { be.shape(t) } -> std::same_as<extents>;
};

/// Moving values without changing them.
///
/// Minimal complete definition: `reshape(t, shape)` keeps row-major order, `take(t, indices, axis)` picks slices along
/// an axis, `concat(tensors, axis)` joins.
/// Laws: `reshape_keeps_order`, `take_picks_slices`, `concat_joins`.
template <class B>
concept has_layout = requires(B const& be, tensor_t<B> const& t, extents const& shape, std::size_t axis,
                              std::span<std::int64_t const> indices, std::span<tensor_t<B> const> tensors) {
  { be.reshape(t, shape) } -> std::same_as<tensor_t<B>>;
  { be.take(t, indices, axis) } -> std::same_as<tensor_t<B>>;
  { be.concat(tensors, axis) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise arithmetic with NumPy's broadcasting and IEEE 754's infinities and NaN.
///
/// Minimal complete definition: `add(a, b)`, `sub(a, b)`, `mul(a, b)`, `div(a, b)`.
/// Laws: `add_broadcasts`, `add_of_special_values`, `sub_broadcasts`, `sub_of_special_values`, `mul_broadcasts`,
/// `mul_of_special_values`, `div_broadcasts`, `div_of_special_values`.
template <class B>
concept has_arithmetic = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.add(a, b) } -> std::same_as<tensor_t<B>>;
  { be.sub(a, b) } -> std::same_as<tensor_t<B>>;
  { be.mul(a, b) } -> std::same_as<tensor_t<B>>;
  { be.div(a, b) } -> std::same_as<tensor_t<B>>;
};

/// Element-wise exponential, natural logarithm, and choice.
///
/// Minimal complete definition: `exp(t)`, `log(t)`, and `where(condition, a, b)`, which is `a` where `condition > 0`
/// and `b` elsewhere (also where the condition is NaN); it selects, it never multiplies, so a NaN on the side not
/// chosen stays there. The three broadcast.
/// Laws: `exp_values`, `log_values`, `where_selects`, `where_keeps_the_other_side_out`, `where_broadcasts`.
template <class B>
concept has_elementary = requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b, tensor_t<B> const& c) {
  { be.exp(a) } -> std::same_as<tensor_t<B>>;
  { be.log(a) } -> std::same_as<tensor_t<B>>;
  { be.where(c, a, b) } -> std::same_as<tensor_t<B>>;
};

/// Reductions along one axis, which stays with extent 1.
///
/// Minimal complete definition: `sum(t, axis)`, `max(t, axis)`. A NaN in a slice makes its sum and its maximum NaN.
/// Laws: `sum_keeps_its_axis`, `max_keeps_its_axis`, `max_of_special_values`.
template <class B>
concept has_reductions = requires(B const& be, tensor_t<B> const& t, std::size_t axis) {
  { be.sum(t, axis) } -> std::same_as<tensor_t<B>>;
  { be.max(t, axis) } -> std::same_as<tensor_t<B>>;
};

/// A small copyable object through which the algorithms compute; what it must offer, and nothing else they may use.
///
/// Minimal complete definition: `tensor_type`, any copyable type; `scalar_type`, the floating-point type exchanged with
/// the host; the operations of the five concepts above. Every operation returns exactly `tensor_type`, which keeps lazy
/// expressions, and the dangling they bring, out. A backend that derives from `reference_backend` writes two of them.
/// Laws: those of the five, and that tensors are values: `operations_leave_their_arguments`,
/// `results_outlive_their_arguments`, `copies_are_values`. What it may have besides is in `extensions.hpp`.
/// Models: `libtorch::basic_backend<T>`, `xtensor::backend<T>`, `taped<B>`, `testing::archetype<T>`.
/// Example:
/// ```cpp
/// template <tensor_backend B>
/// tensor_t<B> softplus(B const& be, tensor_t<B> const& x) {
///   return be.log(be.add(be.exp(x), constant(be, 1)));
/// }
/// ```
template <class B>
concept tensor_backend =
    std::copyable<B> && std::copyable<tensor_t<B>> && std::floating_point<scalar_t<B>> && has_transfer<B> &&
    has_layout<B> && has_arithmetic<B> && has_elementary<B> && has_reductions<B>;

/// A backend that also multiplies matrices.
///
/// Minimal complete definition: `matmul(a, b)`, `[M, K]` and `[K, N]` to `[M, N]`.
/// Laws: `matmul_multiplies`, `matmul_with_itself`.
/// Models: `libtorch::basic_backend<T>`, `xtensor::backend<T>`, `taped<B>` of a model.
/// Example:
/// ```cpp
/// template <linalg_backend B>
/// tensor_t<B> gram_matrix(B const& be, tensor_t<B> const& rows) {
///   return be.matmul(rows, transpose(be, rows));
/// }
/// ```
template <class B>
concept linalg_backend = tensor_backend<B> && requires(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  { be.matmul(a, b) } -> std::same_as<tensor_t<B>>;
};

/// A backend that also differentiates.
///
/// Minimal complete definition: `variable(t)` is a leaf with the value of `t` whose uses are recorded;
/// `stop_gradient(t)` has the value of `t` and no history; `gradient(loss, leaves)` is the derivative of the
/// one-element tensor `loss` by each leaf, in order, zero for a leaf that `loss` does not depend on.
/// Laws: `variable_and_stop_gradient_keep_values`, `gradient_adds_up_over_uses`, `gradient_of_one_element_of_any_rank`,
/// `gradient_by_an_unused_leaf_is_zero`, `stop_gradient_stops`, `a_variable_has_no_past`, `history_is_not_on_host`,
/// `gradient_of_add`,
/// `gradient_of_sub`, `gradient_of_mul`, `gradient_of_div`, `gradient_of_where`, `gradient_of_exp`, `gradient_of_log`,
/// `gradient_of_reshape`, `gradient_of_take`, `gradient_of_concat`, `gradient_of_sum`, `gradient_of_max`,
/// `gradient_of_matmul`, `gradient_of_tied_max`, `gradient_past_a_nan_not_chosen`.
/// Models: `libtorch::basic_backend<T>`, `taped<B>` of any backend.
/// Example:
/// ```cpp
/// template <differentiable_backend B>
/// tensor_t<B> slope_of_softplus(B const& be, tensor_t<B> const& x) {
///   std::vector<tensor_t<B>> const leaf{be.variable(x)};
///   auto const y = be.log(be.add(be.exp(leaf[0]), constant(be, 1)));
///   return be.gradient(sum_all(be, y), std::span<tensor_t<B> const>(leaf))[0];
/// }
/// ```
template <class B>
concept differentiable_backend =
    tensor_backend<B> && requires(B const& be, tensor_t<B> const& t, std::span<tensor_t<B> const> leaves) {
      { be.variable(t) } -> std::same_as<tensor_t<B>>;
      { be.stop_gradient(t) } -> std::same_as<tensor_t<B>>;
      { be.gradient(t, leaves) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_CONCEPTS_HPP

// suregrasp/backend/impl/member_types.hpp
#ifndef SUREGRASP_BACKEND_IMPL_MEMBER_TYPES_HPP
#define SUREGRASP_BACKEND_IMPL_MEMBER_TYPES_HPP
/// Whether a backend has an accessible member of an optional member's name, of whatever type, and the refusal of one
/// that does not fit its concept. A member that is a template, or one of several of its name, counts where the call
/// compiles.
namespace suregrasp::inline v2::detail {

/// A computation to hand to `without_gradients`.
template <class B>
struct some_computation {
  tensor_t<B> operator()() const;
};

template <class B>
concept names_constant = requires { &B::constant; } || requires(B const& be, extents const& shape) {
  be.constant(0.5, shape);
} || requires(B const& be) { be.constant(0.5); };
template <class B, bool Fits>
constexpr void check_constant() {
  static_assert(Fits || !names_constant<B>,
                "the backend's optional member constant has another type than expected: tensor_type constant(double "
                "value, extents const& shape) const");
}

template <class B>
concept names_slice = requires { &B::slice; } || requires(B const& be, tensor_t<B> const& t, std::int64_t n) {
  be.slice(t, std::size_t{0}, n, n);
};
template <class B, bool Fits>
constexpr void check_slice() {
  static_assert(Fits || !names_slice<B>,
                "the backend's optional member slice has another type than expected: tensor_type slice(tensor_type "
                "const& t, std::size_t axis, std::int64_t first, std::int64_t count) const");
}

template <class B>
concept names_transpose =
    requires { &B::transpose; } || requires(B const& be, tensor_t<B> const& t) { be.transpose(t); };
template <class B, bool Fits>
constexpr void check_transpose() {
  static_assert(Fits || !names_transpose<B>,
                "the backend's optional member transpose has another type than expected: tensor_type "
                "transpose(tensor_type const& t) const");
}

template <class B>
concept names_sqrt = requires { &B::sqrt; } || requires(B const& be, tensor_t<B> const& t) { be.sqrt(t); };
template <class B, bool Fits>
constexpr void check_sqrt() {
  static_assert(Fits || !names_sqrt<B>,
                "the backend's optional member sqrt has another type than expected: tensor_type sqrt(tensor_type "
                "const& t) const");
}

template <class B>
concept names_round = requires { &B::round; } || requires(B const& be, tensor_t<B> const& t) { be.round(t); };
template <class B, bool Fits>
constexpr void check_round() {
  static_assert(Fits || !names_round<B>,
                "the backend's optional member round has another type than expected: tensor_type round(tensor_type "
                "const& t) const");
}

template <class B>
concept names_sin = requires { &B::sin; } || requires(B const& be, tensor_t<B> const& t) { be.sin(t); };
template <class B, bool Fits>
constexpr void check_sin() {
  static_assert(
      Fits || !names_sin<B>,
      "the backend's optional member sin has another type than expected: tensor_type sin(tensor_type const& t) const");
}

template <class B>
concept names_cos = requires { &B::cos; } || requires(B const& be, tensor_t<B> const& t) { be.cos(t); };
template <class B, bool Fits>
constexpr void check_cos() {
  static_assert(
      Fits || !names_cos<B>,
      "the backend's optional member cos has another type than expected: tensor_type cos(tensor_type const& t) const");
}

template <class B>
concept names_clone = requires { &B::clone; } || requires(B const& be, tensor_t<B> const& t) { be.clone(t); };
template <class B, bool Fits>
constexpr void check_clone() {
  static_assert(Fits || !names_clone<B>,
                "the backend's optional member clone has another type than expected: tensor_type clone(tensor_type "
                "const& t) const");
}

template <class B>
concept names_on_host = requires { &B::on_host; } || requires(B const& be, tensor_t<B> const& t) { be.on_host(t); };
template <class B, bool Fits>
constexpr void check_on_host() {
  static_assert(
      Fits || !names_on_host<B>,
      "the backend's optional member on_host has another type than expected: bool on_host(tensor_type const& t) const");
}

template <class B>
concept names_memory_of =
    requires { &B::memory_of; } || requires(B const& be, tensor_t<B> const& t) { be.memory_of(t); };
template <class B, bool Fits>
constexpr void check_memory_of() {
  static_assert(Fits || !names_memory_of<B>,
                "the backend's optional member memory_of has another type than expected: std::span<std::byte const> "
                "memory_of(tensor_type const& t) const");
}

template <class B>
concept names_epsilon_of =
    requires { &B::epsilon_of; } || requires(B const& be, tensor_t<B> const& t) { be.epsilon_of(t); };
template <class B, bool Fits>
constexpr void check_epsilon_of() {
  static_assert(Fits || !names_epsilon_of<B>,
                "the backend's optional member epsilon_of has another type than expected: double "
                "epsilon_of(tensor_type const& t) const");
}

template <class B>
concept names_without_gradients = requires { &B::without_gradients; } ||
                                  requires(B const& be, some_computation<B> const& f) { be.without_gradients(f); };
template <class B, bool Fits>
constexpr void check_without_gradients() {
  static_assert(Fits || !names_without_gradients<B>,
                "the backend's optional member without_gradients has another type than expected: template <class F> "
                "auto without_gradients(F const& f) const, which returns what f() does");
}

template <class B>
concept names_lerp =
    requires { &B::lerp_; } || requires(B const& be, tensor_t<B>& t, tensor_t<B> const& to) { be.lerp_(t, to, 0.5); };
template <class B, bool Fits>
constexpr void check_lerp() {
  static_assert(Fits || !names_lerp<B>,
                "the backend's optional member lerp_ has another type than expected: void lerp_(tensor_type& t, "
                "tensor_type const& to, double weight) const");
}

template <class B>
concept names_lerp_all = requires {
  &B::lerp_all_;
} || requires(B const& be, std::span<tensor_t<B>> ts, std::span<tensor_t<B> const> to) { be.lerp_all_(ts, to, 0.5); };
template <class B, bool Fits>
constexpr void check_lerp_all() {
  static_assert(Fits || !names_lerp_all<B>,
                "the backend's optional member lerp_all_ has another type than expected: void "
                "lerp_all_(std::span<tensor_type> ts, std::span<tensor_type const> to, double weight) const");
}

template <class B>
concept names_tolerance = requires { &B::tolerance; };
}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_BACKEND_IMPL_MEMBER_TYPES_HPP

// suregrasp/backend/extensions.hpp
#ifndef SUREGRASP_BACKEND_EXTENSIONS_HPP
#define SUREGRASP_BACKEND_EXTENSIONS_HPP
/// The optional members of a backend: for each a concept, the law that holds it to its meaning, and the function that
/// algorithms call, which does without the member where there is none. Without any of them a backend is right; with
/// them it is faster, or does not leave its device.
///
/// A member of such a name and another type is refused where it would be used, never passed over.
namespace suregrasp::inline v2 {

// ---- made on the device --------------------------------------------------------------------------------------------

/// `constant(value, shape)`: a tensor of `shape` that is `value` throughout, rounded to `scalar_type`, made where the
/// tensors are. Law: `constant_is_as_from_host`.
template <class B>
concept has_constant = requires(B const& be, double value, extents const& shape) {
  { be.constant(value, shape) } -> std::same_as<tensor_t<B>>;
};

/// A tensor that is `value` throughout; of shape `[]` it broadcasts against anything. Else from the host.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> constant(B const& be, double value, extents const& shape = {}) {
  detail::check_constant<B, has_constant<B>>();
  if constexpr (has_constant<B>) {
    return be.constant(value, shape);
  } else {
    auto const rounded = static_cast<scalar_t<B>>(value);
    if (shape.empty()) return be.from_host(host_view<scalar_t<B> const>({}, std::span(&rounded, 1)));
    return be.from_host(host_array<scalar_t<B>>(shape, rounded).view());
  }
}

/// `slice(t, axis, first, count)`: the `count` slices along `axis` that begin with `first`, without a list of indices;
/// it may share the memory of `t`. Laws: `slice_takes_neighbours`, `gradient_of_slice`.
template <class B>
concept has_slice = requires(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first) {
  { be.slice(t, axis, first, first) } -> std::same_as<tensor_t<B>>;
};

/// Slices `first .. first + count - 1` along `axis`. Else by `take`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> slice(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first,
                                std::int64_t count = 1) {
  detail::check_slice<B, has_slice<B>>();
  if constexpr (has_slice<B>) {
    return be.slice(t, axis, first, count);
  } else {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
    std::iota(indices.begin(), indices.end(), first);
    return be.take(t, indices, axis);
  }
}

/// `transpose(t)`: `[M, N]` to `[N, M]`; it may share the memory of `t`. Laws: `transpose_exchanges_axes`,
/// `gradient_of_transpose`.
template <class B>
concept has_transpose = requires(B const& be, tensor_t<B> const& t) {
  { be.transpose(t) } -> std::same_as<tensor_t<B>>;
};

/// `[M, N]` to `[N, M]`. Else by `take`. Throws `shape_error` `shape.transpose` on what is no matrix.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> transpose(B const& be, tensor_t<B> const& t) {
  detail::check_transpose<B, has_transpose<B>>();
  auto const shape = be.shape(t);
  if (shape.size() != 2)
    throw shape_error("shape.transpose", "expected a matrix [M, N], got shape " + suregrasp::to_string(shape));
  if constexpr (has_transpose<B>) {
    return be.transpose(t);
  } else {
    std::vector<std::int64_t> order;
    order.reserve(element_count(shape));
    for (std::int64_t column = 0; column < shape[1]; ++column)
      for (std::int64_t row = 0; row < shape[0]; ++row) order.push_back(row * shape[1] + column);
    auto const flat = be.reshape(t, {static_cast<std::int64_t>(order.size())});
    return be.reshape(be.take(flat, order, 0), {shape[1], shape[0]});
  }
}

// ---- functions of a number -----------------------------------------------------------------------------------------

/// `sqrt(t)`: the square root of what is positive; it is asked for nothing else. Laws: `sqrt_values`,
/// `gradient_of_sqrt`.
template <class B>
concept has_sqrt = requires(B const& be, tensor_t<B> const& t) {
  { be.sqrt(t) } -> std::same_as<tensor_t<B>>;
};

/// Square root of positive values, 0 elsewhere, with gradient 0 there. Else by logarithm.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sqrt(B const& be, tensor_t<B> const& t) {
  detail::check_sqrt<B, has_sqrt<B>>();
  auto const root = [&](tensor_t<B> const& positive) {
    if constexpr (has_sqrt<B>)
      return be.sqrt(positive);
    else
      return be.exp(be.mul(be.log(positive), suregrasp::constant(be, 0.5)));
  };
  return be.where(t, root(be.where(t, t, suregrasp::constant(be, 1))), suregrasp::constant(be, 0));
}

/// `round(t)`: the nearest whole number, of two the even one; for the derivative a constant. Laws: `round_values`,
/// `clone_and_round_forget`.
template <class B>
concept has_round = requires(B const& be, tensor_t<B> const& t) {
  { be.round(t) } -> std::same_as<tensor_t<B>>;
};

/// `sin(t)`. Laws: `sin_values`, `gradient_of_sin`.
template <class B>
concept has_sin = requires(B const& be, tensor_t<B> const& t) {
  { be.sin(t) } -> std::same_as<tensor_t<B>>;
};

/// `cos(t)`. Laws: `cos_values`, `gradient_of_cos`.
template <class B>
concept has_cos = requires(B const& be, tensor_t<B> const& t) {
  { be.cos(t) } -> std::same_as<tensor_t<B>>;
};

/// The nearest whole number, of two the even one. Else by the rounding of sums.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> round(B const& be, tensor_t<B> const& t);

/// Element-wise sine, to rounding for angles of a few thousand turns. Else by a polynomial.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sin(B const& be, tensor_t<B> const& t);

/// Element-wise cosine, as `sin`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> cos(B const& be, tensor_t<B> const& t);

// ---- what is known of a tensor -------------------------------------------------------------------------------------

/// `on_host(t)`: whether the values of `t` lie in the host's memory and no gradient is asked of what is made of them.
/// Law: `history_is_not_on_host`.
template <class B>
concept has_on_host = requires(B const& be, tensor_t<B> const& t) {
  { be.on_host(t) } -> std::same_as<bool>;
};

/// Whether an algorithm may compute with the values of `t` outside the backend. Else true where the backend has no
/// gradients, and false where it has: what is computed on the host has no history.
template <tensor_backend B>
[[nodiscard]] bool on_host([[maybe_unused]] B const& be, [[maybe_unused]] tensor_t<B> const& t) {
  detail::check_on_host<B, has_on_host<B>>();
  if constexpr (has_on_host<B>)
    return be.on_host(t);
  else
    return !differentiable_backend<B>;
}

/// `memory_of(t)`: the bytes in which `t` lies, from the first to the last, on whatever device; for tensors that are
/// handles, of which `lerp_` moves all of one memory together. Law: `handles_tell_their_memory`.
template <class B>
concept has_memory_of = requires(B const& be, tensor_t<B> const& t) {
  { be.memory_of(t) } -> std::same_as<std::span<std::byte const>>;
};

/// Where `t` lies. Else nowhere: no two tensors share their memory.
template <tensor_backend B>
[[nodiscard]] std::span<std::byte const> memory_of([[maybe_unused]] B const& be,
                                                   [[maybe_unused]] tensor_t<B> const& t) {
  detail::check_memory_of<B, has_memory_of<B>>();
  if constexpr (has_memory_of<B>)
    return be.memory_of(t);
  else
    return {};
}

/// `epsilon_of(t)`: the distance from 1 to the next larger number that `t` can hold, where tensors hold less than
/// `scalar_type`. Law: `epsilon_is_told`.
template <class B>
concept has_epsilon_of = requires(B const& be, tensor_t<B> const& t) {
  { be.epsilon_of(t) } -> std::same_as<double>;
};

/// The distance from 1 to the next larger number that `t` can hold. Else that of `scalar_type`.
template <tensor_backend B>
[[nodiscard]] double epsilon_of([[maybe_unused]] B const& be, [[maybe_unused]] tensor_t<B> const& t) {
  detail::check_epsilon_of<B, has_epsilon_of<B>>();
  if constexpr (has_epsilon_of<B>)
    return be.epsilon_of(t);
  else
    return static_cast<double>(std::numeric_limits<scalar_t<B>>::epsilon());
}

// ---- models --------------------------------------------------------------------------------------------------------

/// `clone(t)`: the values of `t`, to the bit, in memory of their own and without history. Laws: `clone_shares_nothing`,
/// `clone_and_round_forget`.
template <class B>
concept has_clone = requires(B const& be, tensor_t<B> const& t) {
  { be.clone(t) } -> std::same_as<tensor_t<B>>;
};

/// A tensor that shares nothing with `t`, to the bit. Else by the host.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> clone(B const& be, tensor_t<B> const& t) {
  detail::check_clone<B, has_clone<B>>();
  if constexpr (has_clone<B>)
    return be.clone(t);
  else
    return be.from_host(be.to_host(t).view());
}

/// `without_gradients(f)`: what `f()` returns, with nothing recorded on the way. Law: `without_gradients_forgets`.
template <class B, class F = detail::some_computation<B>>
concept has_without_gradients = requires(B const& be, F const& f) {
  { be.without_gradients(f) } -> std::same_as<std::invoke_result_t<F const&>>;
};

/// What `f()` returns, a tensor, several, or what calls a function with each of its tensors by `each_tensor(function)`,
/// without a history. Else cut off when all is computed.
template <tensor_backend B, class F>
[[nodiscard]] auto without_gradients(B const& be, F const& f) {
  detail::check_without_gradients<B, has_without_gradients<B, F>>();
  if constexpr (has_without_gradients<B, F>) {
    return be.without_gradients(f);
  } else {
    auto result = f();
    if constexpr (!differentiable_backend<B>)
      return result;
    else if constexpr (std::same_as<decltype(result), tensor_t<B>>)
      return be.stop_gradient(result);
    else {
      auto const cut = [&](tensor_t<B>& part) { part = be.stop_gradient(part); };
      if constexpr (requires { result.each_tensor(cut); })
        result.each_tensor(cut);
      else
        for (auto& part : result) cut(part);
      return result;
    }
  }
}

/// `lerp_(t, to, weight)`: `t += weight * (to - t)` in place, exactly at both ends. Law: `lerp_moves_in_place`.
template <class B>
concept has_lerp = requires(B const& be, tensor_t<B>& t, tensor_t<B> const& to, double weight) {
  { be.lerp_(t, to, weight) } -> std::same_as<void>;
};

/// `lerp_all_(ts, to, weight)`: the same for many at once. Law: `lerp_all_moves_each`, to the bits of one by one.
template <class B>
concept has_lerp_all = requires(B const& be, std::span<tensor_t<B>> ts, std::span<tensor_t<B> const> to, double w) {
  { be.lerp_all_(ts, to, w) } -> std::same_as<void>;
};

/// Moves tensors a weight in [0, 1] of the way to others: exactly to the end at 1, and nowhere at 0 or when there. With
/// a `lerp_` or `lerp_all_` of the backend's own, as exactly as that is. Else in three operations, to new tensors.
template <tensor_backend B>
void lerp_all(B const& be, std::span<tensor_t<B>> tensors, std::span<tensor_t<B> const> to, double weight) {
  detail::check_lerp<B, has_lerp<B>>();
  detail::check_lerp_all<B, has_lerp_all<B>>();
  if constexpr (has_lerp_all<B>) {
    be.lerp_all_(tensors, to, weight);
  } else if constexpr (has_lerp<B>) {
    for (std::size_t i = 0; i < tensors.size(); ++i) be.lerp_(tensors[i], to[i], weight);
  } else {
    auto const part = suregrasp::constant(be, weight < 0.5 ? weight : 1 - weight);
    for (std::size_t i = 0; i < tensors.size(); ++i)
      if (weight < 0.5)
        tensors[i] = be.add(tensors[i], be.mul(be.sub(to[i], tensors[i]), part));
      else
        tensors[i] = be.sub(to[i], be.mul(be.sub(to[i], tensors[i]), part));
  }
}

// ---- laws ----------------------------------------------------------------------------------------------------------

/// `static constexpr double tolerance`: how far a result may lie from the exact one, relative to its size and absolute
/// below 1, for a backend that computes in less than `scalar_type`. Law: all that compare values.
template <class B>
concept has_tolerance = requires {
  { B::tolerance } -> std::convertible_to<double>;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_EXTENSIONS_HPP

// suregrasp/backend/trigonometry.hpp
#ifndef SUREGRASP_BACKEND_TRIGONOMETRY_HPP
#define SUREGRASP_BACKEND_TRIGONOMETRY_HPP
/// What stands in for the optional members `round`, `sin` and `cos` of a backend.
namespace suregrasp::inline v2 {

namespace trigonometry_detail {

/// The values of `t`; for the derivative a constant.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> without_history(B const& be, tensor_t<B> const& t) {
  if constexpr (differentiable_backend<B>)
    return be.stop_gradient(t);
  else
    return t;
}

/// sum of values[k] * square^k, by Horner's rule.
template <tensor_backend B, std::size_t N>
[[nodiscard]] tensor_t<B> polynomial(B const& be, std::array<double, N> const& values, tensor_t<B> const& square) {
  auto sum = suregrasp::constant(be, values[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = be.add(be.mul(sum, square), suregrasp::constant(be, values[k]));
  return sum;
}

/// How an angle is brought near 0: by a multiple of pi / 2, of which `high` and `low` are the whole, and what the
/// multiple makes of the sine. Constants for the derivative.
template <class Tensor>
struct reduced_angle {
  Tensor high, low;
  Tensor upright;  ///< above 0 where the sine stays a sine
  Tensor sign;
};

/// Of `T` that holds pi / 2 in pieces, the first so short that multiples of it are exact.
template <class T>
struct right_angle {
  static constexpr bool single = sizeof(T) < sizeof(double);
  static constexpr double head = single ? 0x1.92p+0 : 0x1.921fb544p+0;
  static constexpr double middle = single ? 0x1.fb4p-12 : std::numbers::pi / 2 - head;
  static constexpr double tail = single ? 0x1.4442d18p-24 : 6.123233995736766e-17;
};

/// From the values in the host's memory.
template <tensor_backend B>
[[nodiscard]] reduced_angle<tensor_t<B>> reduced_on_host(B const& be, tensor_t<B> const& t, int quarters) {
  using T = scalar_t<B>;
  constexpr double head = right_angle<T>::head;
  auto high = be.to_host(t);
  std::vector<T> low(high.values), upright(high.values), sign(high.values);
  for (std::size_t i = 0; i < high.values.size(); ++i) {
    double const multiple = std::nearbyint(static_cast<double>(high.values[i]) / (std::numbers::pi / 2));
    double const turned = multiple + quarters, phase = turned - 4 * std::floor(turned / 4);
    high.values[i] = static_cast<T>(multiple * head);
    low[i] = static_cast<T>(multiple * (std::numbers::pi / 2 - head) + multiple * 6.123233995736766e-17);
    upright[i] = static_cast<T>(phase == 0 || phase == 2);
    sign[i] = static_cast<T>(phase < 2 ? 1 : -1);
  }
  auto const like = [&](std::vector<T> const& values) {
    return be.from_host(host_view<T const>(high.shape, std::span<T const>(values)));
  };
  auto const small = like(low), sine = like(upright), side = like(sign);
  return {be.from_host(high.view()), small, sine, side};
}

/// The largest whole number that is not larger.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> floor(B const& be, tensor_t<B> const& t) {
  auto const near = suregrasp::round(be, t), one = suregrasp::constant(be, 1);
  return be.where(be.sub(near, t), be.sub(near, one), near);
}

/// From operations of the backend, which leave the values where they are.
template <tensor_backend B>
[[nodiscard]] reduced_angle<tensor_t<B>> reduced_in_place(B const& be, tensor_t<B> const& t, int quarters) {
  using angle = right_angle<scalar_t<B>>;
  auto const number = [&](double value) { return suregrasp::constant(be, value); };
  auto const values = trigonometry_detail::without_history(be, t);
  auto const multiple = suregrasp::round(be, be.div(values, number(std::numbers::pi / 2)));
  auto const turned = be.add(multiple, number(quarters));
  auto const rest_of = [&](tensor_t<B> const& of, double by) {
    auto const times = number(by);
    return be.sub(of, be.mul(times, trigonometry_detail::floor(be, be.div(of, times))));
  };
  auto const phase = rest_of(turned, 4), odd = rest_of(turned, 2);
  auto const low = be.add(be.mul(multiple, number(angle::middle)), be.mul(multiple, number(angle::tail)));
  auto const sign = be.where(be.sub(number(1.5), phase), number(1), number(-1));
  return {be.mul(multiple, number(angle::head)), low, be.sub(number(0.5), odd), sign};
}

/// sin(t + quarters * pi / 2), by the Taylor series about the nearest multiple of pi / 2.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sine_after(B const& be, tensor_t<B> const& t, int quarters) {
  static constexpr std::array<double, 9> odd{1.0,
                                             -1.0 / 6,
                                             1.0 / 120,
                                             -1.0 / 5040,
                                             1.0 / 362880,
                                             -1.0 / 39916800,
                                             1.0 / 6227020800,
                                             -1.0 / 1307674368000,
                                             1.0 / 355687428096000};
  static constexpr std::array<double, 9> even{1.0,
                                              -1.0 / 2,
                                              1.0 / 24,
                                              -1.0 / 720,
                                              1.0 / 40320,
                                              -1.0 / 3628800,
                                              1.0 / 479001600,
                                              -1.0 / 87178291200,
                                              1.0 / 20922789888000};
  auto const near = suregrasp::on_host(be, t) ? trigonometry_detail::reduced_on_host(be, t, quarters)
                                              : trigonometry_detail::reduced_in_place(be, t, quarters);
  auto const rest = be.sub(be.sub(t, near.high), near.low), squared = be.mul(rest, rest);
  auto const sine = be.mul(rest, trigonometry_detail::polynomial(be, odd, squared));
  return be.mul(near.sign, be.where(near.upright, sine, trigonometry_detail::polynomial(be, even, squared)));
}

}  // namespace trigonometry_detail

template <tensor_backend B>
[[nodiscard]] tensor_t<B> round(B const& be, tensor_t<B> const& t) {
  detail::check_round<B, has_round<B>>();
  if constexpr (has_round<B>) {
    return be.round(t);
  } else {
    // A number below 1 / epsilon added to 1 / epsilon has no digits behind the point left; a larger one has none.
    double const large = 1 / suregrasp::epsilon_of(be, t);
    auto const values = trigonometry_detail::without_history(be, t);
    auto const shift = be.where(values, suregrasp::constant(be, large), suregrasp::constant(be, -large));
    auto const near = be.sub(be.add(values, shift), shift);
    auto const size = be.where(values, values, be.sub(suregrasp::constant(be, 0), values));
    return be.where(be.sub(suregrasp::constant(be, large), size), near, values);
  }
}

template <tensor_backend B>
[[nodiscard]] tensor_t<B> sin(B const& be, tensor_t<B> const& t) {
  detail::check_sin<B, has_sin<B>>();
  if constexpr (has_sin<B>)
    return be.sin(t);
  else
    return trigonometry_detail::sine_after(be, t, 0);
}

template <tensor_backend B>
[[nodiscard]] tensor_t<B> cos(B const& be, tensor_t<B> const& t) {
  detail::check_cos<B, has_cos<B>>();
  if constexpr (has_cos<B>)
    return be.cos(t);
  else
    return trigonometry_detail::sine_after(be, t, 1);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_TRIGONOMETRY_HPP

// suregrasp/backend/derived.hpp
#ifndef SUREGRASP_BACKEND_DERIVED_HPP
#define SUREGRASP_BACKEND_DERIVED_HPP
/// Operations that every backend has because its primitives give them; those that it may have itself are in
/// `extensions.hpp`.
namespace suregrasp::inline v2 {

/// A tensor of zeros.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> zeros(B const& be, extents const& shape) {
  return suregrasp::constant(be, 0, shape);
}

/// A tensor of `shape` with the given values, in row-major order, that an algorithm knows beforehand: made of constants
/// where the backend makes them, else in one piece from the host.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> constants(B const& be, std::initializer_list<double> values, extents const& shape) {
  if constexpr (has_constant<B>) {
    std::vector<tensor_t<B>> parts;
    for (double const value : values) parts.push_back(suregrasp::constant(be, value, {1}));
    return be.reshape(be.concat(parts, 0), shape);
  } else {
    std::vector<scalar_t<B>> rounded;
    for (double const value : values) rounded.push_back(static_cast<scalar_t<B>>(value));
    return be.from_host(host_view<scalar_t<B> const>(shape, rounded));
  }
}

/// The value of a tensor of one element.
template <tensor_backend B>
[[nodiscard]] scalar_t<B> item(B const& be, tensor_t<B> const& t) {
  auto const host = be.to_host(t);
  if (host.values.size() != 1)
    throw shape_error("shape.item", "expected a tensor of one element, got shape " + suregrasp::to_string(host.shape));
  return host.values.front();
}

/// `factor * t`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> scale(B const& be, tensor_t<B> const& t, double factor) {
  return be.mul(t, suregrasp::constant(be, factor));
}

/// `t * t`, element by element.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> square(B const& be, tensor_t<B> const& t) {
  return be.mul(t, t);
}

/// Element-wise larger value; of two equal ones, `b`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> maximum(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  return be.where(be.sub(a, b), a, b);
}

/// Element-wise smaller value; of two equal ones, `b`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> minimum(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  return be.where(be.sub(b, a), a, b);
}

/// Absolute value; NaN stays NaN.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> abs(B const& be, tensor_t<B> const& t) {
  return be.where(t, t, be.sub(suregrasp::constant(be, 0), t));
}

/// Sum of all elements, shape `[]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_all(B const& be, tensor_t<B> const& t) {
  auto const count = static_cast<std::int64_t>(element_count(be.shape(t)));
  return be.reshape(be.sum(be.reshape(t, {count}), 0), {});
}

/// Mean of all elements, shape `[]`; NaN for an empty tensor.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> mean_all(B const& be, tensor_t<B> const& t) {
  auto const count = static_cast<double>(element_count(be.shape(t)));
  return be.div(suregrasp::sum_all(be, t), suregrasp::constant(be, count));
}

/// The mean of tensors of one shape, element by element; a single one as it is. There must be at least one.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> mean_over(B const& be, std::span<tensor_t<B> const> each) {
  auto total = each.front();
  for (std::size_t i = 1; i < each.size(); ++i) total = be.add(total, each[i]);
  return each.size() == 1 ? total : suregrasp::scale(be, total, 1.0 / static_cast<double>(each.size()));
}

/// Column `index` of `[N, C]`, as `[N, 1]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> column(B const& be, tensor_t<B> const& t, std::int64_t index) {
  return suregrasp::slice(be, t, 1, index);
}

/// Refuses a tensor whose rank differs from `rank`, naming it.
template <tensor_backend B>
void require_rank(B const& be, tensor_t<B> const& t, std::size_t rank, char const* name) {
  auto const shape = be.shape(t);
  if (shape.size() != rank)
    throw shape_error("shape.rank", std::string(name) + ": expected " + std::to_string(rank) + " axes, got shape " +
                                        suregrasp::to_string(shape));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_DERIVED_HPP

// suregrasp/backend/impl/reference_operations.hpp
#ifndef SUREGRASP_BACKEND_IMPL_REFERENCE_OPERATIONS_HPP
#define SUREGRASP_BACKEND_IMPL_REFERENCE_OPERATIONS_HPP
/// What each primitive of a backend means, in plain loops on host arrays: the laws compare with these, a new backend
/// starts from them. Written to be read, not to be fast.
namespace suregrasp::inline v2::reference {

/// The shape that `a` and `b` broadcast to, by NumPy's rule. Throws `shape_error` when they do not.
[[nodiscard]] inline extents broadcast_shape(extents const& a, extents const& b) {
  extents result(std::max(a.size(), b.size()));
  auto const extent = [&](extents const& shape, std::size_t axis) {
    std::size_t const missing = result.size() - shape.size();
    return axis < missing ? 1 : shape[axis - missing];
  };
  for (std::size_t axis = 0; axis < result.size(); ++axis) {
    auto const m = extent(a, axis), n = extent(b, axis);
    if (m != n && m != 1 && n != 1)
      throw shape_error("shape.broadcast", "shapes " + to_string(a) + " and " + to_string(b) + " do not broadcast");
    result[axis] = m == 1 ? n : m;
  }
  return result;
}

/// `t` repeated along the axes that it lacks or has with extent 1.
template <class T>
[[nodiscard]] host_array<T> broadcast_to(host_array<T> const& t, extents const& shape) {
  host_array<T> result(shape);
  std::size_t const missing = shape.size() - t.shape.size();
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    std::size_t rest = i, source = 0, stride = 1;
    for (std::size_t axis = shape.size(); axis-- > missing;) {
      auto const extent = static_cast<std::size_t>(shape[axis]),
                 own = static_cast<std::size_t>(t.shape[axis - missing]);
      if (own != 1) source += rest % extent * stride;
      rest /= extent;
      stride *= own;
    }
    result.values[i] = t.values[source];
  }
  return result;
}

/// `f` of the elements of `first` and `more`, which broadcast.
template <class T, class F, class... Arrays>
[[nodiscard]] host_array<T> elementwise(F f, host_array<T> const& first, Arrays const&... more) {
  auto shape = first.shape;
  ((shape = broadcast_shape(shape, more.shape)), ...);
  return [&](host_array<T> result, auto const&... others) {
    for (std::size_t i = 0; i < result.values.size(); ++i) result.values[i] = f(result.values[i], others.values[i]...);
    return result;
  }(broadcast_to(first, shape), broadcast_to(more, shape)...);
}

/// An axis of a row-major array: element `(before, k, after)` lies at `(before * extent + k) * inner + after`.
struct axis_split {
  std::size_t outer = 1;
  std::size_t extent = 1;
  std::size_t inner = 1;
};

/// Throws `shape_error` on an axis that `shape` does not have.
[[nodiscard]] inline axis_split split_at(extents const& shape, std::size_t axis) {
  if (axis >= shape.size())
    throw shape_error("shape.axis", "axis " + std::to_string(axis) + " of a tensor of shape " + to_string(shape));
  auto const at = shape.begin() + static_cast<std::ptrdiff_t>(axis);
  return {element_count({shape.begin(), at}), static_cast<std::size_t>(*at), element_count({at + 1, shape.end()})};
}

/// The slices at `indices`, in their order. Throws `shape_error` for an index out of range.
template <class T>
[[nodiscard]] host_array<T> take(host_array<T> const& t, std::span<std::int64_t const> indices, std::size_t axis) {
  auto const [outer, extent, inner] = split_at(t.shape, axis);
  auto shape = t.shape;
  shape[axis] = static_cast<std::int64_t>(indices.size());
  std::vector<T> values;
  for (std::size_t before = 0; before < outer; ++before)
    for (auto const index : indices) {
      if (index < 0 || index >= t.shape[axis])
        throw shape_error("shape.index", "index " + std::to_string(index) + " on axis " + std::to_string(axis) +
                                             " of " + to_string(t.shape));
      auto const first = (before * extent + static_cast<std::size_t>(index)) * inner;
      for (std::size_t after = 0; after < inner; ++after) values.push_back(t.values[first + after]);
    }
  return {shape, values};
}

/// Arrays one after the other along `axis`. Throws `shape_error` where other extents differ.
template <class T>
[[nodiscard]] host_array<T> concat(std::span<host_array<T> const> arrays, std::size_t axis) {
  if (arrays.empty()) throw shape_error("shape.concat", "nothing to join");
  auto shape = arrays.front().shape;
  auto const outer = split_at(shape, axis).outer;
  shape[axis] = 0;
  for (auto const& t : arrays) {
    auto expected = t.shape;
    if (axis < expected.size()) expected[axis] = shape[axis];
    if (expected != shape)
      throw shape_error("shape.concat", to_string(t.shape) + " cannot be joined to " + to_string(shape) + " on axis " +
                                            std::to_string(axis));
    shape[axis] += t.shape[axis];
  }
  std::vector<T> values;
  for (std::size_t before = 0; before < outer; ++before)
    for (auto const& t : arrays) {
      auto const row = static_cast<std::ptrdiff_t>(t.values.size() / std::max<std::size_t>(1, outer));
      auto const first = t.values.begin() + static_cast<std::ptrdiff_t>(before) * row;
      values.insert(values.end(), first, first + row);
    }
  return {shape, values};
}

/// Folds the slices along `axis` with `f`, from `start`; the axis stays with extent 1.
template <class T, class F>
[[nodiscard]] host_array<T> reduce(host_array<T> const& t, std::size_t axis, T start, F f) {
  auto const [outer, extent, inner] = split_at(t.shape, axis);
  auto shape = t.shape;
  shape[axis] = 1;
  host_array<T> result(shape, start);
  for (std::size_t before = 0; before < outer; ++before)
    for (std::size_t k = 0; k < extent; ++k)
      for (std::size_t after = 0; after < inner; ++after) {
        auto& value = result.values[before * inner + after];
        value = f(value, t.values[(before * extent + k) * inner + after]);
      }
  return result;
}

/// The larger value; NaN where either is NaN.
template <class T>
[[nodiscard]] T larger(T a, T b) {
  return std::isnan(a) || a > b ? a : b;
}

/// `[M, K]` and `[K, N]` to `[M, N]`.
template <class T>
[[nodiscard]] host_array<T> matmul(host_array<T> const& a, host_array<T> const& b) {
  if (a.shape.size() != 2 || b.shape.size() != 2 || a.shape[1] != b.shape[0])
    throw shape_error("shape.matmul",
                      "expected [M, K] and [K, N], got " + to_string(a.shape) + " and " + to_string(b.shape));
  host_array<T> result(extents{a.shape[0], b.shape[1]});
  auto const m = static_cast<std::size_t>(a.shape[0]), n = static_cast<std::size_t>(b.shape[1]);
  auto const depth = static_cast<std::size_t>(a.shape[1]);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < depth; ++k) result.values[i * n + j] += a.values[i * depth + k] * b.values[k * n + j];
  return result;
}

}  // namespace suregrasp::inline v2::reference
#endif  // SUREGRASP_BACKEND_IMPL_REFERENCE_OPERATIONS_HPP

// suregrasp/backend/reference_backend.hpp
#ifndef SUREGRASP_BACKEND_REFERENCE_BACKEND_HPP
#define SUREGRASP_BACKEND_REFERENCE_BACKEND_HPP
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

// suregrasp/core/impl/stable_order.hpp
#ifndef SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP
#define SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP
namespace suregrasp::inline v2::detail {

/// The positions of numbers, none of them NaN, from the smallest to the largest; equal ones stay in their order.
template <class T>
[[nodiscard]] std::vector<std::size_t> ascending_order(std::span<T const> values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

/// The same from the largest to the smallest; again equal ones stay in their order.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> descending_order(std::span<T const> values) {
  std::vector<T> negative(values.begin(), values.end());
  for (T& value : negative) value = -value;
  return ascending_order<T>(negative);
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP

// suregrasp/backend/impl/adjoint.hpp
#ifndef SUREGRASP_BACKEND_IMPL_ADJOINT_HPP
#define SUREGRASP_BACKEND_IMPL_ADJOINT_HPP
/// The transposes of the primitives that move or repeat values, made of primitives themselves.
namespace suregrasp::inline v2 {

/// Sums what broadcasting repeated: `t`, whose shape `shape` broadcasts to, back to `shape`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_to_shape(B const& be, tensor_t<B> t, extents const& shape) {
  auto from = be.shape(t);
  if (from == shape) return t;
  std::size_t const missing = from.size() - shape.size();
  for (std::size_t axis = 0; axis < from.size(); ++axis)
    if (axis < missing || shape[axis - missing] != from[axis]) t = be.sum(t, axis);
  return be.reshape(t, shape);
}

/// A slice of extent 1 along `axis`, repeated `count` times.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> repeat(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t count) {
  return be.take(t, std::vector<std::int64_t>(static_cast<std::size_t>(count), 0), axis);
}

/// The transpose of `slice(t, axis, first, count)` for a `t` of shape `shape`: `t` with zeros before and behind.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> add_to_neighbours(B const& be, tensor_t<B> const& t, std::size_t axis, std::int64_t first,
                                            extents shape) {
  auto const last = first + be.shape(t)[axis], extent = shape[axis];
  std::vector<tensor_t<B>> parts;
  auto const append_zeros = [&](std::int64_t count) {
    shape[axis] = count;
    if (count > 0) parts.push_back(suregrasp::zeros(be, shape));
  };
  append_zeros(first);
  parts.push_back(t);
  append_zeros(extent - last);
  return be.concat(parts, axis);
}

namespace detail {

/// The slices of a tensor, sorted by the slice of the result that each is to be added to.
struct sorted_slices {
  std::vector<std::int64_t> destination;  ///< ascending
  std::vector<std::int64_t> slice;

  explicit sorted_slices(std::span<std::int64_t const> indices) {
    for (auto const k : ascending_order(indices)) {
      destination.push_back(indices[k]);
      slice.push_back(static_cast<std::int64_t>(k));
    }
  }
};

/// `t` with a slice of zeros behind the others along `axis`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> with_zero_slice(B const& be, tensor_t<B> const& t, std::size_t axis) {
  auto shape = be.shape(t);
  shape[axis] = 1;
  std::vector<tensor_t<B>> const both{t, suregrasp::zeros(be, shape)};
  return be.concat(both, axis);
}

}  // namespace detail

/// The transpose of `take(t, indices, axis)` for a `t` of `extent` slices: slice k of `t` is added to slice
/// `indices[k]` of zeros.
///
/// Slices with the same destination are added in pairs, all pairs at once, until each destination has one: as many
/// rounds as the logarithm of how often the most frequent index occurs.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> add_to_slices(B const& be, tensor_t<B> t, std::span<std::int64_t const> indices,
                                        std::size_t axis, std::int64_t extent) {
  detail::sorted_slices slices(indices);
  auto& [destination, slice] = slices;
  while (std::adjacent_find(destination.begin(), destination.end()) != destination.end()) {
    auto const none = static_cast<std::int64_t>(be.shape(t)[axis]);
    std::vector<std::int64_t> destinations, first, second;
    for (std::size_t k = 0; k < destination.size(); ++k) {
      bool const pair = k + 1 < destination.size() && destination[k] == destination[k + 1];
      destinations.push_back(destination[k]);
      first.push_back(slice[k]);
      second.push_back(pair ? slice[++k] : none);
    }
    t = be.add(be.take(t, first, axis), be.take(detail::with_zero_slice(be, t, axis), second, axis));
    destination = std::move(destinations);
    slice.resize(destination.size());
    std::iota(slice.begin(), slice.end(), std::int64_t{0});
  }
  std::vector<std::int64_t> source(static_cast<std::size_t>(extent), be.shape(t)[axis]);
  for (std::size_t k = 0; k < destination.size(); ++k) source[static_cast<std::size_t>(destination[k])] = slice[k];
  return be.take(detail::with_zero_slice(be, t, axis), source, axis);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_IMPL_ADJOINT_HPP

// suregrasp/backend/impl/gradient_record.hpp
#ifndef SUREGRASP_BACKEND_IMPL_GRADIENT_RECORD_HPP
#define SUREGRASP_BACKEND_IMPL_GRADIENT_RECORD_HPP
namespace suregrasp::inline v2 {

/// How one tensor came about: what it was made of, and how a derivative by it becomes derivatives by those.
template <tensor_backend B>
class gradient_record {
 public:
  using tensor = tensor_t<B>;
  using link = std::shared_ptr<gradient_record>;

  /// Receives the derivative by this tensor, of its shape.
  using share = std::function<tensor(tensor const&)>;

  /// One tensor this was made of, and the share of the derivative that goes to it.
  struct origin {
    link from;
    share derivative;
  };

  gradient_record() = default;
  explicit gradient_record(std::vector<origin> origins) : origins_(std::move(origins)) {}
  gradient_record(gradient_record const&) = delete;
  gradient_record& operator=(gradient_record const&) = delete;

  /// A long history is let go in a loop: link by link would be as deep a recursion as the history is long.
  ~gradient_record() {
    auto doomed = std::move(origins_);
    while (!doomed.empty()) {
      auto const last = std::move(doomed.back().from);
      doomed.pop_back();
      if (last.use_count() != 1) continue;
      for (auto& before : last->origins_) doomed.push_back(std::move(before));
      last->origins_.clear();
    }
  }

  /// Derivatives by each of `leaves` of the tensor with history `last`, whose derivative by itself is `seed`. Empty for
  /// a leaf it does not depend on. Later records go first, so that each has all its shares before it passes them on;
  /// the order is that of the computation, whatever the addresses.
  [[nodiscard]] static std::vector<std::shared_ptr<tensor const>> backwards(B const& be, link const& last,
                                                                            tensor const& seed,
                                                                            std::vector<link> const& leaves) {
    struct due {
      gradient_record const* record;
      tensor total;
    };
    std::map<std::uint64_t, due, std::greater<>> pending;
    std::vector<std::shared_ptr<tensor const>> results(leaves.size());
    if (last) pending.emplace(last->age_, due{last.get(), seed});
    while (!pending.empty()) {
      auto const now = pending.extract(pending.begin());
      auto const& [record, total] = now.mapped();
      for (std::size_t i = 0; i < leaves.size(); ++i)
        if (leaves[i].get() == record) results[i] = std::make_shared<tensor const>(total);
      for (auto const& [from, derivative] : record->origins_) {
        if (!from) continue;
        auto part = derivative(total);
        auto const [at, first] = pending.try_emplace(from->age_, due{from.get(), part});
        if (!first) at->second.total = be.add(at->second.total, part);
      }
    }
    return results;
  }

 private:
  [[nodiscard]] static std::uint64_t next_age() {
    static std::atomic<std::uint64_t> count = 0;
    return ++count;
  }

  std::uint64_t age_ = next_age();
  std::vector<origin> origins_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_IMPL_GRADIENT_RECORD_HPP

// suregrasp/backend/impl/taped_tensor.hpp
#ifndef SUREGRASP_BACKEND_IMPL_TAPED_TENSOR_HPP
#define SUREGRASP_BACKEND_IMPL_TAPED_TENSOR_HPP
namespace suregrasp::inline v2 {

template <tensor_backend B>
class taped;

/// A tensor of a `taped` backend: a value that copies share, and how it came about where that is recorded.
template <tensor_backend B>
class taped_tensor {
 public:
  [[nodiscard]] tensor_t<B> const& value() const { return *value_; }

 private:
  friend class taped<B>;
  using record = gradient_record<B>;

  explicit taped_tensor(tensor_t<B> value, typename record::link history = nullptr)
      : value_(std::make_shared<tensor_t<B> const>(std::move(value))), history_(std::move(history)) {}

  std::shared_ptr<tensor_t<B> const> value_;
  typename record::link history_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_IMPL_TAPED_TENSOR_HPP

// suregrasp/backend/tape.hpp
#ifndef SUREGRASP_BACKEND_TAPE_HPP
#define SUREGRASP_BACKEND_TAPE_HPP
namespace suregrasp::inline v2 {

/// Makes any backend differentiable: computes with it and records what a derivative needs (reverse mode).
///
/// Only what depends on a `variable` is recorded, and a record lives as long as a tensor that came of it. Memory: the
/// values that the derivatives of the recorded operations use. Of equal maxima each has the same share of the
/// derivative, and the derivative of a maximum that is NaN is NaN. Derivatives are computed with the backend's own
/// operations, so a tape of a tape gives second derivatives.
template <tensor_backend B>
class taped {
 public:
  using tensor_type = taped_tensor<B>;
  using scalar_type = scalar_t<B>;

  taped()
    requires std::default_initializable<B>
  = default;
  explicit taped(B be) : be_(std::move(be)) {}

  /// The backend that computes.
  [[nodiscard]] B const& base() const { return be_; }

  /// A tensor of that backend as one of the tape, with no history here; `t.value()` is the way back.
  [[nodiscard]] tensor_type from_base(tensor_t<B> value) const { return tensor_type(std::move(value)); }

  [[nodiscard]] tensor_type from_host(host_view<scalar_type const> const& view) const {
    return tensor_type(be_.from_host(view));
  }
  [[nodiscard]] host_array<scalar_type> to_host(tensor_type const& t) const { return be_.to_host(t.value()); }
  [[nodiscard]] extents shape(tensor_type const& t) const { return be_.shape(t.value()); }
  [[nodiscard]] bool on_host(tensor_type const& t) const { return !t.history_ && suregrasp::on_host(be_, t.value()); }
  [[nodiscard]] double epsilon_of(tensor_type const& t) const { return suregrasp::epsilon_of(be_, t.value()); }

  [[nodiscard]] tensor_type constant(double value, extents const& shape) const {
    return tensor_type(suregrasp::constant(be_, value, shape));
  }
  /// Without the history of `t`.
  [[nodiscard]] tensor_type clone(tensor_type const& t) const { return tensor_type(suregrasp::clone(be_, t.value())); }

  [[nodiscard]] tensor_type reshape(tensor_type const& t, extents const& to) const {
    return recorded(be_.reshape(t.value(), to),
                    by(t, [be = be_, from = shape(t)](tensor const& g) { return be.reshape(g, from); }));
  }
  [[nodiscard]] tensor_type take(tensor_type const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    auto result = be_.take(t.value(), indices, axis);
    if (!t.history_) return tensor_type(std::move(result));
    std::vector<std::int64_t> const taken(indices.begin(), indices.end());
    return recorded(std::move(result), by(t, [be = be_, taken, axis, extent = shape(t)[axis]](tensor const& g) {
                      return suregrasp::add_to_slices(be, g, taken, axis, extent);
                    }));
  }
  [[nodiscard]] tensor_type slice(tensor_type const& t, std::size_t axis, std::int64_t first,
                                  std::int64_t count) const {
    auto result = suregrasp::slice(be_, t.value(), axis, first, count);
    if (!t.history_) return tensor_type(std::move(result));
    return recorded(std::move(result), by(t, [be = be_, axis, first, from = shape(t)](tensor const& g) {
                      return suregrasp::add_to_neighbours(be, g, axis, first, from);
                    }));
  }
  [[nodiscard]] tensor_type concat(std::span<tensor_type const> tensors, std::size_t axis) const {
    std::vector<tensor> values;
    std::vector<origin> origins;
    std::int64_t first = 0;
    for (auto const& t : tensors) {
      values.push_back(t.value());
      if (axis >= shape(t).size()) continue;  // which the backend refuses
      auto const count = shape(t)[axis];
      origins.push_back(by(
          t, [be = be_, axis, first, count](tensor const& g) { return suregrasp::slice(be, g, axis, first, count); }));
      first += count;
    }
    return recorded(be_.concat(values, axis), std::move(origins));
  }

  [[nodiscard]] tensor_type add(tensor_type const& a, tensor_type const& b) const {
    return recorded(be_.add(a.value(), b.value()), by_broadcast(a, [](tensor const& g) { return g; }),
                    by_broadcast(b, [](tensor const& g) { return g; }));
  }
  [[nodiscard]] tensor_type sub(tensor_type const& a, tensor_type const& b) const {
    return recorded(be_.sub(a.value(), b.value()), by_broadcast(a, [](tensor const& g) { return g; }),
                    by_broadcast(b, [be = be_](tensor const& g) { return suregrasp::scale(be, g, -1); }));
  }
  [[nodiscard]] tensor_type mul(tensor_type const& a, tensor_type const& b) const {
    return recorded(be_.mul(a.value(), b.value()),
                    by_broadcast(a, [be = be_, y = b.value_](tensor const& g) { return be.mul(g, *y); }),
                    by_broadcast(b, [be = be_, x = a.value_](tensor const& g) { return be.mul(g, *x); }));
  }
  [[nodiscard]] tensor_type div(tensor_type const& a, tensor_type const& b) const {
    auto const slope = [be = be_, x = a.value_, y = b.value_](tensor const& g) {
      return suregrasp::scale(be, be.mul(g, be.div(be.div(*x, *y), *y)), -1);
    };
    return recorded(be_.div(a.value(), b.value()),
                    by_broadcast(a, [be = be_, y = b.value_](tensor const& g) { return be.div(g, *y); }),
                    by_broadcast(b, slope));
  }

  [[nodiscard]] tensor_type exp(tensor_type const& t) const {
    auto const result = std::make_shared<tensor const>(be_.exp(t.value()));
    return recorded(*result, by(t, [be = be_, result](tensor const& g) { return be.mul(g, *result); }));
  }
  [[nodiscard]] tensor_type log(tensor_type const& t) const {
    return recorded(be_.log(t.value()), by(t, [be = be_, x = t.value_](tensor const& g) { return be.div(g, *x); }));
  }
  [[nodiscard]] tensor_type sin(tensor_type const& t) const {
    return recorded(suregrasp::sin(be_, t.value()),
                    by(t, [be = be_, x = t.value_](tensor const& g) { return be.mul(g, suregrasp::cos(be, *x)); }));
  }
  [[nodiscard]] tensor_type cos(tensor_type const& t) const {
    return recorded(suregrasp::cos(be_, t.value()), by(t, [be = be_, x = t.value_](tensor const& g) {
                      return suregrasp::scale(be, be.mul(g, suregrasp::sin(be, *x)), -1);
                    }));
  }
  /// Without the history of `t`.
  [[nodiscard]] tensor_type round(tensor_type const& t) const { return tensor_type(suregrasp::round(be_, t.value())); }
  [[nodiscard]] tensor_type where(tensor_type const& condition, tensor_type const& a, tensor_type const& b) const {
    auto const c = condition.value_;
    return recorded(
        be_.where(*c, a.value(), b.value()),
        by_broadcast(a, [be = be_, c](tensor const& g) { return be.where(*c, g, suregrasp::constant(be, 0)); }),
        by_broadcast(b, [be = be_, c](tensor const& g) { return be.where(*c, suregrasp::constant(be, 0), g); }));
  }

  [[nodiscard]] tensor_type sum(tensor_type const& t, std::size_t axis) const {
    return recorded(be_.sum(t.value(), axis), by(t, [be = be_, axis, from = shape(t)](tensor const& g) {
                      return suregrasp::repeat(be, g, axis, from[axis]);
                    }));
  }
  [[nodiscard]] tensor_type max(tensor_type const& t, std::size_t axis) const {
    auto const largest = std::make_shared<tensor const>(be_.max(t.value(), axis));
    return recorded(*largest, by(t, [be = be_, axis, x = t.value_, largest](tensor const& g) {
      auto const zero = suregrasp::constant(be, 0), one = suregrasp::constant(be, 1), less = be.sub(*largest, *x);
      auto const ties = be.sum(be.where(less, zero, one), axis);
      // exp(y y) is at least 1 unless y is NaN, and then so is its share.
      auto const parts = be.where(be.exp(be.mul(*largest, *largest)), ties, *largest);
      return be.where(less, zero, be.div(g, parts));
    }));
  }

  [[nodiscard]] tensor_type matmul(tensor_type const& a, tensor_type const& b) const
    requires linalg_backend<B>
  {
    return recorded(
        be_.matmul(a.value(), b.value()),
        by(a, [be = be_, y = b.value_](tensor const& g) { return be.matmul(g, suregrasp::transpose(be, *y)); }),
        by(b, [be = be_, x = a.value_](tensor const& g) { return be.matmul(suregrasp::transpose(be, *x), g); }));
  }

  [[nodiscard]] tensor_type variable(tensor_type const& t) const {
    return tensor_type(t.value(), std::make_shared<record>());
  }
  [[nodiscard]] tensor_type stop_gradient(tensor_type const& t) const { return tensor_type(t.value()); }

  /// Throws `shape_error` unless `loss` has one element. A leaf may be any tensor that was recorded.
  [[nodiscard]] std::vector<tensor_type> gradient(tensor_type const& loss, std::span<tensor_type const> leaves) const {
    if (element_count(shape(loss)) != 1)
      throw shape_error("shape.gradient", "expected a loss of one element, got shape " + to_string(shape(loss)));
    std::vector<typename record::link> links;
    for (auto const& leaf : leaves) links.push_back(leaf.history_);
    auto const found = record::backwards(be_, loss.history_, suregrasp::constant(be_, 1, shape(loss)), links);
    std::vector<tensor_type> gradients;
    for (std::size_t i = 0; i < leaves.size(); ++i)
      gradients.push_back(tensor_type(found[i] ? *found[i] : suregrasp::zeros(be_, shape(leaves[i]))));
    return gradients;
  }

 private:
  using tensor = tensor_t<B>;
  using record = gradient_record<B>;
  using origin = typename record::origin;

  /// The share of `t`; none where its history is not recorded.
  template <class Derivative>
  [[nodiscard]] static origin by(tensor_type const& t, Derivative derivative) {
    return t.history_ ? origin{t.history_, std::move(derivative)} : origin{};
  }

  /// The same for an operand that may have been broadcast.
  template <class Derivative>
  [[nodiscard]] origin by_broadcast(tensor_type const& t, Derivative derivative) const {
    return by(t, [be = be_, to = shape(t), derivative](tensor const& g) {
      return suregrasp::sum_to_shape(be, derivative(g), to);
    });
  }

  [[nodiscard]] static tensor_type recorded(tensor value, std::vector<origin> origins) {
    bool const history = std::ranges::any_of(origins, [](origin const& o) { return o.from != nullptr; });
    return tensor_type(std::move(value), history ? std::make_shared<record>(std::move(origins)) : nullptr);
  }
  template <std::same_as<origin>... Origins>
  [[nodiscard]] static tensor_type recorded(tensor value, Origins... origins) {
    if (!((origins.from != nullptr) || ...)) return tensor_type(std::move(value));
    return tensor_type(std::move(value), std::make_shared<record>(std::vector<origin>{std::move(origins)...}));
  }

  B be_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_BACKEND_TAPE_HPP

// suregrasp/backend.hpp
#ifndef SUREGRASP_BACKEND_HPP
#define SUREGRASP_BACKEND_HPP
/// What a tensor library must offer so that the algorithms run on it, and what follows from that. A backend is a small
/// copyable object with const member functions; backends/README.md goes through writing one.
///
/// Begin with
/// - `tensor_backend`: the concept that every algorithm asks for, made of five smaller ones;
/// - `linalg_backend`, `differentiable_backend`: matrix products; gradients;
/// - `reference_backend`: all operations for a new backend, of which it may replace some by faster ones;
/// - `taped`: gives gradients to a backend without;
/// - `extensions.hpp`: what a backend may have beside them, each a concept with its law and its fallback;
/// - `square`, `mean_all`, `slice`, `item`: some of the operations derived from the concepts.
///
/// Needs the standard library.
/// Thread safety: as the tensor library's. A backend of ours is copied freely and its operations may run on several
/// threads at once, on tensors that no thread changes; a tape's tensors share their history, which only one thread may
/// extend.
///
/// ```cpp
/// struct my_backend : reference_backend<my_backend, host_array<double>, double> {
///   host_array<double> from_host(host_view<double const> const& view) const {
///     return {view.shape, std::vector<double>(view.values.begin(), view.values.end())};
///   }
///   host_array<double> to_host(host_array<double> const& t) const { return t; }
/// };
/// taped<my_backend> const be;
/// std::vector<double> const values{1, 2, 3};
/// std::vector const x{be.variable(be.from_host({{3}, values}))};
/// auto const slope = be.gradient(sum_all(be, square(be, x[0])), x);  // of x1^2 + x2^2 + x3^2: 2 x
/// assert(be.to_host(slope[0]).values == std::vector<double>({2, 4, 6}));
/// ```
#endif  // SUREGRASP_BACKEND_HPP

// suregrasp/core/digest.hpp
#ifndef SUREGRASP_CORE_DIGEST_HPP
#define SUREGRASP_CORE_DIGEST_HPP
namespace suregrasp::inline v2 {

/// A 64-bit hash that tells contents apart, such as two configurations; no protection against contents made to collide.
///
/// Each word of eight bytes goes through the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). The length of each
/// piece is hashed too, so that adding `"ab"`, `"c"` differs from adding `"a"`, `"bc"`.
class digest {
 public:
  digest& add(std::string_view bytes) {
    mix(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, std::min(sizeof word, bytes.size() - i));
      mix(word);
    }
    return *this;
  }

  /// Adds the bytes of a number as they lie in memory, so the digest depends on its type and the machine's byte order.
  template <class T>
    requires std::is_arithmetic_v<T>
  digest& add(T value) {
    return add(std::string_view(reinterpret_cast<char const*>(&value), sizeof value));
  }

  /// The digest of what was added so far, as sixteen hexadecimal digits.
  [[nodiscard]] std::string text() const {
    std::string result(16, '0');
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = "0123456789abcdef"[(state_ >> (60 - 4 * i)) & 15];
    return result;
  }

 private:
  void mix(std::uint64_t word) {
    std::uint64_t z = (state_ ^ word) + 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    state_ = z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_DIGEST_HPP

// suregrasp/core/field.hpp
#ifndef SUREGRASP_CORE_FIELD_HPP
#define SUREGRASP_CORE_FIELD_HPP
/// A struct says what its members are, once: names, help, units, limits. Files, messages, tables and command lines are
/// made from that (`core/field_text.hpp`, `core/fields.hpp`).
///
///     struct scene_size {
///       int width = 640;
///       int height = 480;
///       static constexpr auto fields(auto list) {
///         return list(field{"width", &scene_size::width, "Width of a scene", "pixels"}.between(96, 4096),
///                     field{"height", &scene_size::height, "Height of a scene", "pixels"}.between(96, 4096));
///       }
///     };
namespace suregrasp::inline v2 {

/// Which numbers a field takes; by default all of them.
struct field_range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool open = false;     ///< `least` itself is not taken
  int multiple_of = 1;   ///< whole numbers only: taken where this divides them
  bool limited = false;  ///< says something at all; then neither NaN nor infinity is taken
};

/// One member of a struct, as it is known outside of the program. An immutable value: what adds to a description
/// returns the longer one.
template <class Struct, class Value>
struct field {
  using value_type = Value;

  std::string_view name;
  Value Struct::*member;
  std::string_view help;         ///< one line for people; may be empty
  std::string_view unit;         ///< such as `rad`; empty for a bare number
  field_range range{};           ///< of a number, or of each number of a list
  std::string_view choices{};    ///< all that a text or number may be, as `weak, strong`; empty: anything
  std::string_view flag{};       ///< on a command line, as typed: `--size`, `image`, `!--no-depth`; empty: as `name`
  std::string_view flag_help{};  ///< what that says, where it is not `help`
  bool offered = true;           ///< whether command lines offer it
  bool needed = false;           ///< a command line must give it
  bool rare = false;    ///< few need it: command lines keep it, and what it holds, off their first page of help
  bool merged = false;  ///< of a struct: files and tables hold its members in the place of it
  char separator = 0;   ///< between the parts of a list on a command line; 0: each is a word of its own

  constexpr field(std::string_view name_in, Value Struct::*member_in, std::string_view help_in = {},
                  std::string_view unit_in = {})
      : name(name_in), member(member_in), help(help_in), unit(unit_in) {}

  [[nodiscard]] constexpr field between(double least, double most) const {
    return with([&](field& f) { f.range.least = least, f.range.most = most, f.range.limited = true; });
  }
  [[nodiscard]] constexpr field at_least(double least) const {
    return with([&](field& f) { f.range.least = least, f.range.limited = true; });
  }
  [[nodiscard]] constexpr field above(double least) const {
    return with([&](field& f) { f.range.least = least, f.range.open = f.range.limited = true; });
  }
  [[nodiscard]] constexpr field multiple_of(int divisor) const {
    return with([&](field& f) { f.range.multiple_of = divisor, f.range.limited = true; });
  }
  [[nodiscard]] constexpr field one_of(std::string_view names) const {
    return with([&](field& f) { f.choices = names; });
  }
  [[nodiscard]] constexpr field typed_as(std::string_view text, std::string_view says = {}) const {
    return with([&](field& f) { f.flag = text, f.flag_help = says; });
  }
  [[nodiscard]] constexpr field not_offered() const {
    return with([](field& f) { f.offered = false; });
  }
  [[nodiscard]] constexpr field required() const {
    return with([](field& f) { f.needed = true; });
  }
  [[nodiscard]] constexpr field rarely_needed() const {
    return with([](field& f) { f.rare = true; });
  }
  [[nodiscard]] constexpr field inlined() const {
    return with([](field& f) { f.merged = true; });
  }
  [[nodiscard]] constexpr field separated_by(char between_parts) const {
    return with([&](field& f) { f.separator = between_parts; });
  }

 private:
  template <class Change>
  [[nodiscard]] constexpr field with(Change const& change) const {
    field changed = *this;
    change(changed);
    return changed;
  }
};

namespace detail {

struct any_fields {
  constexpr void operator()(auto const&...) const {}
};

template <class S, class... Values>
concept takes = requires { S{std::declval<Values>()...}; };

template <class S, class... Values>
concept takes_more_than = requires {
  S{std::declval<Values>()..., {}};
};

}  // namespace detail

/// A struct that says what its members are: `S::fields(list)` calls `list` with a `field` for each, in their order.
template <class S>
concept described = requires { S::fields(detail::any_fields{}); };

namespace detail {

template <described S>
inline constexpr bool names_every_member = S::fields(
    []<class... Values>(field<S, Values> const&...) { return takes<S, Values...> && !takes_more_than<S, Values...>; });

template <described S>
inline constexpr bool names_differ = S::fields([](auto const&... each) {
  std::array<std::string_view, sizeof...(each)> const names{each.name...};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (names[i] == names[k]) return false;
  return true;
});

}  // namespace detail

/// What `list` makes of the fields of a struct, of which the compiler has checked that they are all.
template <described S, class List>
constexpr decltype(auto) with_fields(List list) {
  static_assert(std::is_aggregate_v<S>, "a struct with fields() must be an aggregate");
  static_assert(detail::names_every_member<S>,
                "fields() of this struct must list every member once, in the order of their declaration");
  static_assert(detail::names_differ<S>, "two fields of this struct have one name");
  return S::fields(list);
}

/// A value of an enumeration and its name in files; the short one is for command lines.
template <class Enumeration>
struct named_value {
  Enumeration value;
  std::string_view name;
  std::string_view short_name = name;
};
/// The value's enumeration is deduced.
template <class Enumeration, class... Names>
named_value(Enumeration, Names...) -> named_value<Enumeration>;

/// An enumeration with names: a function `names_of(E)` beside it returns a `std::array` of `named_value<E>`.
template <class E>
concept named_enumeration = std::is_enum_v<E> && requires(E value) {
  { names_of(value)[0] } -> std::convertible_to<named_value<E>>;
};

/// The value of a name, long or short; nothing where there is none.
template <named_enumeration E>
[[nodiscard]] constexpr std::optional<E> value_named(std::string_view name) {
  for (auto const& each : names_of(E{}))
    if (each.name == name || each.short_name == name) return each.value;
  return std::nullopt;
}

/// Empty for a value that is none of the enumeration.
template <named_enumeration E>
[[nodiscard]] constexpr std::string_view name_of(E value) {
  for (auto const& each : names_of(value))
    if (each.value == value) return each.name;
  return {};
}

/// The name for command lines; empty for a value that is none of the enumeration.
template <named_enumeration E>
[[nodiscard]] constexpr std::string_view short_name_of(E value) {
  for (auto const& each : names_of(value))
    if (each.value == value) return each.short_name;
  return {};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_FIELD_HPP

// suregrasp/core/field_text.hpp
#ifndef SUREGRASP_CORE_FIELD_TEXT_HPP
#define SUREGRASP_CORE_FIELD_TEXT_HPP
namespace suregrasp::inline v2 {

/// How a value is written out.
enum class text_style {
  readable,  ///< numbers with six digits and their unit, long lists cut short: for people
  exact      ///< every number reads back as the same, nothing is left out: for digests and records
};

namespace detail {

template <class T>
concept has_text = requires(T const& value) {
  { value.text() } -> std::convertible_to<std::string>;
};

template <class T>
concept path_like = requires(T const& value) {
  { value.generic_string() } -> std::convertible_to<std::string>;
};

template <class T>
concept optional_like = requires(T const& value) {
  { value.has_value() } -> std::convertible_to<bool>;
  *value;
};

template <class T>
concept list_like = requires(T const& values) {
  values.begin();
  { values.size() } -> std::convertible_to<std::size_t>;
};

template <class T>
[[nodiscard]] std::string number_text(T value, text_style style) {
  char buffer[64];
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(value)) return "nan";
    auto const end = style == text_style::exact
                         ? std::to_chars(buffer, buffer + sizeof buffer, value)
                         : std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
    return {buffer, end.ptr};
  } else {
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
  }
}

/// Between double quotes; a quote or backslash within follows a backslash.
[[nodiscard]] inline std::string quoted_text(std::string_view text) {
  std::string quoted = "\"";
  for (char const c : text) quoted.append(c == '"' || c == '\\' ? 1 : 0, '\\').push_back(c);
  return quoted + '"';
}

}  // namespace detail

/// A value as text: numbers, names of enumerations, text in quotes, optional values (`none` without one), lists, and
/// structs that are described or have a `text()` of their own, at any depth.
template <class T>
[[nodiscard]] std::string text_of(T const& value, text_style style = text_style::readable);

namespace detail {

template <class List>
[[nodiscard]] std::string list_text(List const& values, text_style style) {
  constexpr std::size_t shown = 16;
  std::string text = "[";
  std::size_t count = 0;
  for (auto const& each : values) {
    if (style == text_style::readable && count == shown)
      return text + ", ... " + number_text(static_cast<std::size_t>(values.size()), style) + " in all]";
    text += (count++ == 0 ? "" : ", ") + text_of(each, style);
  }
  return text + "]";
}

template <described S>
[[nodiscard]] std::string struct_text(S const& object, text_style style) {
  std::string text = "{";
  auto const add = [&](auto const& field) {
    using value_type = typename std::remove_cvref_t<decltype(field)>::value_type;
    text.append(text.size() == 1 ? "" : ", ").append(field.name).append(": ");
    text += text_of(object.*field.member, style);
    if (style == text_style::readable && std::is_arithmetic_v<value_type> && !field.unit.empty())
      text.append(" ").append(field.unit);
  };
  with_fields<S>([&](auto const&... each) { (add(each), ...); });
  return text + "}";
}

}  // namespace detail

template <class T>
std::string text_of(T const& value, text_style style) {
  if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_arithmetic_v<T>)
    return detail::number_text(value, style);
  else if constexpr (named_enumeration<T>)
    return name_of(value).empty() ? detail::number_text(static_cast<long long>(value), style)
                                  : std::string(name_of(value));
  else if constexpr (detail::path_like<T>)
    return text_of(value.generic_string(), style);
  else if constexpr (std::convertible_to<T const&, std::string_view>)
    return detail::quoted_text(value);
  else if constexpr (detail::has_text<T> && described<T>)
    return style == text_style::exact ? detail::struct_text(value, style) : value.text();
  else if constexpr (detail::has_text<T>)
    return value.text();
  else if constexpr (described<T>)
    return detail::struct_text(value, style);
  else if constexpr (detail::optional_like<T>)
    return value.has_value() ? text_of(*value, style) : "none";
  else if constexpr (detail::list_like<T>)
    return detail::list_text(value, style);
  else
    static_assert(described<T>, "this type has no text: describe its fields, or give it a text()");
}

/// Prints a struct for people, as `{x: 280, y: 334.85, theta: -0.0767 rad}`.
template <class T>
  requires described<T> || detail::has_text<T>
std::ostream& operator<<(std::ostream& out, T const& value) {
  return out << text_of(value);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_FIELD_TEXT_HPP

// suregrasp/core/fields.hpp
#ifndef SUREGRASP_CORE_FIELDS_HPP
#define SUREGRASP_CORE_FIELDS_HPP
// Xlib.h defines some of the names that Boost.Hana uses; who includes both gets Xlib's back behind this.
#pragma push_macro("Bool")
#pragma push_macro("Status")
#pragma push_macro("True")
#pragma push_macro("False")
#pragma push_macro("None")
#pragma push_macro("Success")
#pragma push_macro("Complex")
#pragma push_macro("Always")
#undef Bool
#undef Status
#undef True
#undef False
#undef None
#undef Success
#undef Complex
#undef Always
#pragma pop_macro("Bool")
#pragma pop_macro("Status")
#pragma pop_macro("True")
#pragma pop_macro("False")
#pragma pop_macro("None")
#pragma pop_macro("Success")
#pragma pop_macro("Complex")
#pragma pop_macro("Always")

/// Every described struct is a Boost.Hana Struct, so that Hana's algorithms work on it, such as `hana::keys` and
/// `hana::members`. What needs all members of a struct is made from that, and nowhere lists them again. Whether two are
/// equal is for a defaulted `operator==` to say.
namespace suregrasp::inline v2 {

namespace detail {

/// The fields of a struct as a Hana tuple.
template <described S>
inline constexpr auto field_tuple =
    with_fields<S>([](auto const&... each) { return boost::hana::make_tuple(each...); });

/// Reaches one member: a function from a struct to a reference to it, of the same kind as the argument.
template <class S, std::size_t Index>
struct field_accessor {
  static constexpr auto const& description = boost::hana::at_c<Index>(field_tuple<S>);
  template <class Object>
  constexpr auto&& operator()(Object&& object) const {
    return std::forward<Object>(object).*(description.member);
  }
};

template <class Accessor, std::size_t... Characters>
constexpr auto field_pair(std::index_sequence<Characters...>) {
  return boost::hana::make_pair(boost::hana::string<Accessor::description.name[Characters]...>{}, Accessor{});
}

template <class S, std::size_t... Indices>
constexpr auto field_pairs(std::index_sequence<Indices...>) {
  return boost::hana::make_tuple(field_pair<field_accessor<S, Indices>>(
      std::make_index_sequence<field_accessor<S, Indices>::description.name.size()>{})...);
}

}  // namespace detail

}  // namespace suregrasp::inline v2

/// Described structs model Hana's Struct.
template <class S>
struct boost::hana::accessors_impl<S, boost::hana::when<suregrasp::described<S>>> {
  static constexpr auto apply() {
    return suregrasp::detail::field_pairs<S>(
        std::make_index_sequence<decltype(boost::hana::length(suregrasp::detail::field_tuple<S>))::value>{});
  }
};

namespace suregrasp::inline v2 {

/// Calls `visit(description, member)` for each member of a struct in order: the `field` that describes it, and a
/// reference to it, through which it may change where the struct may.
template <class S, class Visit>
  requires described<std::remove_cvref_t<S>>
constexpr void for_each_field(S&& object, Visit&& visit) {
  boost::hana::for_each(detail::field_tuple<std::remove_cvref_t<S>>,
                        [&](auto const& each) { visit(each, std::forward<S>(object).*each.member); });
}

namespace detail {

template <described S>
void add_configuration(std::map<std::string, std::string>& to, std::string const& before, S const& object) {
  for_each_field(object, [&]<class Value>(auto const& field, Value const& value) {
    auto const name = before + std::string(field.name);
    if constexpr (described<Value>)
      add_configuration(to, name + ".", value);
    else
      to.emplace(name, text_of(value, text_style::exact));
  });
}

}  // namespace detail

/// All that a struct holds, by name, exactly: members of a member as `encoding.angle`. Two structs of one type have
/// equal texts where they hold the same, which is what a checkpoint is asked.
template <described S>
[[nodiscard]] std::map<std::string, std::string> configuration_text(S const& object) {
  std::map<std::string, std::string> text;
  detail::add_configuration(text, "", object);
  return text;
}

/// Sixteen hexadecimal digits that tell configurations apart.
template <described S>
[[nodiscard]] std::string configuration_digest(S const& object) {
  digest sum;
  for (auto const& [name, text] : configuration_text(object)) sum.add(name).add(text);
  return sum.text();
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_FIELDS_HPP

// suregrasp/core/impl/text_fields.hpp
#ifndef SUREGRASP_CORE_IMPL_TEXT_FIELDS_HPP
#define SUREGRASP_CORE_IMPL_TEXT_FIELDS_HPP
namespace suregrasp::inline v2::detail {

/// The pieces of a text between separators, each without the blanks around it; views into `text`.
[[nodiscard]] inline std::vector<std::string_view> split_text(std::string_view text, char separator) {
  auto const trimmed = [](std::string_view word) {
    auto const first = word.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return std::string_view();
    return word.substr(first, word.find_last_not_of(" \t\r") - first + 1);
  };
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(separator, begin), text.size());
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

/// The number that the whole text spells, or nothing. A plus may stand before it.
[[nodiscard]] inline std::optional<double> number_in(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What a message adds where a number could not be read: the way out of a decimal comma; empty for other texts.
[[nodiscard]] inline std::string decimal_comma_text(std::string_view text) {
  auto const comma = text.find(',');
  if (comma == std::string_view::npos) return {};
  std::string pointed(text);
  pointed[comma] = '.';
  return number_in(pointed) ? ", which has a decimal comma: write " + pointed : std::string();
}

/// The words of a text that blanks separate; views into `text`.
[[nodiscard]] inline std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  std::vector<std::string_view> words;
  for (auto begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
    auto const end = std::min(text.find_first_of(blanks, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(blanks, end);
  }
  return words;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_CORE_IMPL_TEXT_FIELDS_HPP

// suregrasp/core/field_checks.hpp
#ifndef SUREGRASP_CORE_FIELD_CHECKS_HPP
#define SUREGRASP_CORE_FIELD_CHECKS_HPP
/// Whether options hold what their fields say they may hold.
namespace suregrasp::inline v2 {

/// Whether a range takes a number. A limited one takes neither NaN nor infinity.
[[nodiscard]] inline bool holds(field_range const& range, double value) {
  if (!range.limited) return true;
  bool const divides = range.multiple_of == 1 || std::fmod(value, range.multiple_of) == 0;
  return std::isfinite(value) && value <= range.most && (range.open ? value > range.least : value >= range.least) &&
         divides;
}

/// ` from 0 to 1`, ` above 0`, ` of at least 96, a multiple of 32`: what follows after "a number".
[[nodiscard]] inline std::string range_text(field_range const& range) {
  std::string text;
  bool const below = std::isfinite(range.least), beyond = std::isfinite(range.most);
  if (below && beyond)
    text = " from " + text_of(range.least) + " to " + text_of(range.most);
  else if (below)
    text = (range.open ? " above " : " of at least ") + text_of(range.least);
  else if (beyond)
    text = " of at most " + text_of(range.most);
  if (range.multiple_of != 1) text += ", a multiple of " + text_of(range.multiple_of);
  return text;
}

/// The names of an enumeration for messages: `double_angle or raw`.
template <named_enumeration E>
[[nodiscard]] std::string choices_text() {
  std::string text;
  auto const names = names_of(E{});
  for (std::size_t i = 0; i < names.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i].name);
  return text;
}

namespace detail {

[[noreturn]] inline void refuse_field(std::string const& where, std::string const& name, std::string const& expected,
                                      std::string const& got) {
  throw option_error("option.field", where + ": " + name + ": expected " + expected + ", got " + got);
}

template <class Value>
[[nodiscard]] bool is_choice(std::string_view choices, Value const& value) {
  if (choices.empty()) return true;
  if constexpr (std::is_arithmetic_v<Value>)
    return std::ranges::count(split_text(choices, ','), text_of(value, text_style::exact)) > 0;
  else
    return std::ranges::count(split_text(choices, ','), std::string_view(value)) > 0;
}

template <class Field, class Value>
void check_value(Field const& field, Value const& value, std::string const& name, std::string const& where);

/// Each element of a list by its index, as `heads[2]`.
template <class Field, class List>
void check_list(Field const& field, List const& values, std::string const& name, std::string const& where) {
  std::size_t index = 0;
  for (auto const& each : values) check_value(field, each, name + "[" + std::to_string(index++) + "]", where);
}

template <described S>
void check_struct(S const& object, std::string const& before, std::string const& where) {
  for_each_field(object, [&](auto const& field, auto const& value) {
    check_value(field, value, before + std::string(field.name), where);
  });
}

template <class Field, class Value>
void check_value(Field const& field, Value const& value, std::string const& name, std::string const& where) {
  if constexpr (described<Value>) {
    check_struct(value, name + ".", where);
  } else if constexpr (named_enumeration<Value>) {
    if (name_of(value).empty()) refuse_field(where, name, choices_text<Value>(), text_of(value));
  } else if constexpr (std::is_arithmetic_v<Value> || std::convertible_to<Value const&, std::string_view>) {
    if (!is_choice(field.choices, value))
      refuse_field(where, name, "one of " + std::string(field.choices), text_of(value));
    if constexpr (std::is_arithmetic_v<Value>)
      if (!holds(field.range, static_cast<double>(value)))
        refuse_field(where, name, (std::is_integral_v<Value> ? "a whole number" : "a number") + range_text(field.range),
                     text_of(value));
  } else if constexpr (optional_like<Value>) {
    if (value.has_value()) check_value(field, *value, name, where);
  } else if constexpr (list_like<Value>) {
    check_list(field, value, name, where);
  }
}

}  // namespace detail

/// Throws `option_error` `option.field` for the first member, at any depth, that is not what its field allows: a number
/// outside of its range, NaN or infinite where there is one, a text that is no choice, a value that is none of its
/// enumeration. The message begins with `where` and says the field, what was expected and what came.
template <described S>
void check_fields(S const& options, std::string const& where) {
  detail::check_struct(options, "", where);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_FIELD_CHECKS_HPP

// suregrasp/core/field_table.hpp
#ifndef SUREGRASP_CORE_FIELD_TABLE_HPP
#define SUREGRASP_CORE_FIELD_TABLE_HPP
/// Described structs as the lines of a table with commas.
namespace suregrasp::inline v2 {

namespace detail {

/// A text as a cell: between double quotes, which are doubled, where a reader would take it for something else.
[[nodiscard]] inline std::string csv_text(std::string const& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text)
    if (c == '"')
      quoted += "\"\"";
    else
      quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return quoted + "\"";
}

template <class Value>
[[nodiscard]] std::string csv_cell(Value const& value) {
  if constexpr (std::is_same_v<Value, bool>)
    return value ? "1" : "0";
  else if constexpr (optional_like<Value>)
    return value.has_value() ? csv_cell(*value) : "";
  else if constexpr (std::is_floating_point_v<Value>)
    return std::isfinite(value) ? number_text(value, text_style::exact) : "";
  else if constexpr (path_like<Value>)
    return csv_text(value.generic_string());
  else if constexpr (std::convertible_to<Value const&, std::string_view>)
    return csv_text(std::string(std::string_view(value)));
  else
    return csv_text(text_of(value, text_style::exact));
}

/// Calls `visit(name, member)` for what fits a cell of a table; the members of members too, lists not.
template <described S, class Visit>
void for_each_cell(S const& object, Visit const& visit, std::string const& before = "") {
  for_each_field(object, [&]<class Value>(auto const& field, Value const& value) {
    auto const name = before + std::string(field.name);
    if constexpr (described<Value>)
      for_each_cell(value, visit, field.merged ? before : name + ".");
    else if constexpr (!list_like<Value> || std::convertible_to<Value const&, std::string_view> || path_like<Value>)
      visit(name, value);
  });
}

}  // namespace detail

/// The first line of a table of such structs, without its end: the names of the fields, those of a member as
/// `variance.theta` unless they are inlined. Lists do not fit a cell and are left out.
template <described S>
[[nodiscard]] std::string csv_header() {
  std::string line;
  detail::for_each_cell(S{}, [&](std::string const& name, auto const&) {
    line.append(line.empty() ? "" : ",").append(detail::csv_text(name));
  });
  return line;
}

/// A struct as a line of that table. Numbers read back as the same, those that are not finite are empty cells; truth
/// is 1 or 0.
template <described S>
[[nodiscard]] std::string csv_row(S const& object) {
  std::string line;
  bool first = true;
  detail::for_each_cell(object, [&](std::string const&, auto const& value) {
    line.append(std::exchange(first, false) ? "" : ",").append(detail::csv_cell(value));
  });
  return line;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_FIELD_TABLE_HPP

// suregrasp/core/number_text.hpp
#ifndef SUREGRASP_CORE_NUMBER_TEXT_HPP
#define SUREGRASP_CORE_NUMBER_TEXT_HPP
namespace suregrasp::inline v2 {

/// A number with `decimals` digits after the point, the same in every locale; never `-0`. A value that is not finite is
/// written as a dash.
[[nodiscard]] inline std::string fixed_text(double value, int decimals) {
  if (!std::isfinite(value)) return "\u2013";
  char buffer[400];
  auto const [end, status] =
      std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::fixed, std::clamp(decimals, 0, 60));
  std::string text(std::begin(buffer), end);
  bool const zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text.front() == '-' ? text.substr(1) : text;
}

/// A number with `digits` significant digits for people to read (1234, 12.3, 0.0123), in scientific notation below 1e-4
/// and from 1e7 on.
[[nodiscard]] inline std::string significant_text(double value, int digits = 3) {
  if (!std::isfinite(value) || value == 0) return fixed_text(value, 0);
  int const magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (magnitude >= -4 && magnitude < 7) return fixed_text(value, std::max(0, digits - 1 - magnitude));
  char buffer[64];
  auto const [end, status] =
      std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::scientific, digits - 1);
  return {std::begin(buffer), end};
}

/// A proportion as a percentage: `0.908` becomes `90.8 %`, with a no-break space before the sign.
[[nodiscard]] inline std::string percent_text(double proportion, int decimals = 1) {
  std::string const number = fixed_text(100 * proportion, decimals);
  return std::isfinite(proportion) ? number + "\u00a0%" : number;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_NUMBER_TEXT_HPP

// suregrasp/core/random.hpp
#ifndef SUREGRASP_CORE_RANDOM_HPP
#define SUREGRASP_CORE_RANDOM_HPP
namespace suregrasp::inline v2 {

/// A seeded stream of random numbers, the same on every machine and compiler.
///
/// Streams form a tree: `fork("augment", step)` names a child that depends on the seed, the name and the number alone,
/// never on how much was drawn before. Work can therefore be split over threads, or resumed at any step, without a
/// change in any draw. A draw changes the stream: give each thread a copy or a fork of its own. Generator: SplitMix64
/// (Steele, Lea and Flood, 2014).
class random_stream {
 public:
  explicit random_stream(std::uint64_t seed) : seed_(mix(seed ^ 0x5d1f0cc3a2b7e491ULL)), state_(seed_) {}

  /// The child stream called `name`, number `index`.
  [[nodiscard]] random_stream fork(std::string_view name, std::uint64_t index = 0) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (char const letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    return random_stream(mix(seed_ + mix(hash)) ^ mix(index + 0x9e3779b97f4a7c15ULL));
  }

  /// 64 uniform bits.
  std::uint64_t bits() { return mix(state_ += 0x9e3779b97f4a7c15ULL); }

  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform in {0, ..., count - 1}; `count` must be positive.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(uniform() * static_cast<double>(count)); }

  /// True with the given probability.
  bool chance(double probability) { return uniform() < probability; }

  /// Normal with the given mean and standard deviation (Box and Muller).
  double normal(double mean = 0, double deviation = 1) {
    double const radius = std::sqrt(-2 * std::log(1 - uniform()));
    return mean + deviation * radius * std::cos(2 * std::numbers::pi * uniform());
  }

  /// Puts `items` into uniformly random order (Fisher and Yates), in place.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  std::uint64_t seed_;
  std::uint64_t state_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_RANDOM_HPP

// suregrasp/core/run_progress.hpp
#ifndef SUREGRASP_CORE_RUN_PROGRESS_HPP
#define SUREGRASP_CORE_RUN_PROGRESS_HPP
namespace suregrasp::inline v2 {

/// Where a long run is.
struct run_progress {
  std::string phase;       ///< for people, such as `training PoseNet`
  std::int64_t done = 0;   ///< steps or photographs; equal to `total` once, when the phase is over
  std::int64_t total = 0;  ///< of the phase
  std::string note;        ///< for people, such as `loss 0.12`; may be empty
};

/// A run that was asked to stop. Its checkpoint, where it keeps any, is written; the same call goes on from there.
class run_stopped : public error {
 public:
  explicit run_stopped(std::int64_t step, std::string const& phase)
      : error("run.stopped", phase + " was asked to stop at step " + std::to_string(step)), step_(step) {}

  [[nodiscard]] std::int64_t step() const { return step_; }

 private:
  std::int64_t step_;
};

/// What a run over many photographs tells, and what it asks, while it works. Every member may be left as it is; what
/// they throw ends the run and reaches the caller. Called on the thread that called the run.
struct progress_hooks {
  std::function<void(run_progress const&)> progress{};  ///< after each photograph
  std::function<bool()> stop{};                         ///< asked after each photograph; true ends by `run_stopped`
};

namespace detail {

/// Tells where a run is. Throws `run_stopped` where it is asked to stop and something is left to do.
inline void report_progress(progress_hooks const& hooks, std::string const& phase, std::size_t done, std::size_t total,
                            std::string note = {}) {
  auto const behind = static_cast<std::int64_t>(done), all = static_cast<std::int64_t>(total);
  if (hooks.progress) hooks.progress({phase, behind, all, std::move(note)});
  if (done < total && hooks.stop && hooks.stop()) throw run_stopped(behind, phase);
}

}  // namespace detail

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_RUN_PROGRESS_HPP

// suregrasp/core/version.hpp
#ifndef SUREGRASP_CORE_VERSION_HPP
#define SUREGRASP_CORE_VERSION_HPP
/// The release these headers belong to. The build files and the package recipe read it here.
#define SUREGRASP_VERSION_MAJOR 2
#define SUREGRASP_VERSION_MINOR 0
#define SUREGRASP_VERSION_PATCH 0

namespace suregrasp::inline v2 {

/// That release, as `2.0.0`.
[[nodiscard]] inline std::string version_text() {
  return std::to_string(SUREGRASP_VERSION_MAJOR) + "." + std::to_string(SUREGRASP_VERSION_MINOR) + "." +
         std::to_string(SUREGRASP_VERSION_PATCH);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_VERSION_HPP

// suregrasp/core.hpp
#ifndef SUREGRASP_CORE_HPP
#define SUREGRASP_CORE_HPP
/// What every other room uses: shapes, views of host memory, errors, seeded random streams, digests, numbers as
/// text, and structs that describe their fields once.
///
/// Begin with
/// - `error`: base of every exception: `id()` for programs, `what()` for people;
/// - `random_stream`: a seeded stream of random numbers that forks into named children;
/// - `host_array`: a shape and its values in host memory; `host_view` refers to those of others;
/// - `digest`: a hash of 64 bits;
/// - `field`: what a struct says of a member; printing, tables, checks and digests are made from that.
///
/// `core/fields.hpp` and what includes it need Boost.Hana; the others need the standard library.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one. Drawing
/// from a random stream changes it: give each thread a fork.
///
/// ```cpp
/// random_stream const seed(7);
/// std::vector<int> items{1, 2, 3, 4};
/// seed.fork("order", 3).shuffle(items);  // depends on 7, "order" and 3 alone, whatever was drawn before
///
/// host_array<float> const image({2, 3}, 0.5F);
/// assert(to_string(image.shape) == "[2, 3]" && image.values.size() == 6);
/// try {
///   (void)host_array<float>({2, 3}, std::vector<float>(5));  // five values for a shape of six
/// } catch (error const& problem) {
///   assert(problem.id() == "shape.host_view");
/// }
/// ```
#endif  // SUREGRASP_CORE_HPP

// suregrasp/distributed/impl/packed_texts.hpp
#ifndef SUREGRASP_DISTRIBUTED_IMPL_PACKED_TEXTS_HPP
#define SUREGRASP_DISTRIBUTED_IMPL_PACKED_TEXTS_HPP
namespace suregrasp::inline v2::detail {

/// Texts as one that can be taken apart: each behind its length.
[[nodiscard]] inline std::string packed_texts(std::vector<std::string> const& texts) {
  std::string all;
  for (auto const& each : texts) all += std::to_string(each.size()) + ":" + each;
  return all;
}

/// The texts that `packed_texts` has made one of.
[[nodiscard]] inline std::vector<std::string> unpacked_texts(std::string_view all) {
  std::vector<std::string> texts;
  while (!all.empty()) {
    auto const colon = all.find(':');
    auto const length = static_cast<std::size_t>(std::stoull(std::string(all.substr(0, colon))));
    texts.emplace_back(all.substr(colon + 1, length));
    all.remove_prefix(colon + 1 + length);
  }
  return texts;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_DISTRIBUTED_IMPL_PACKED_TEXTS_HPP

// suregrasp/distributed/process_group.hpp
#ifndef SUREGRASP_DISTRIBUTED_PROCESS_GROUP_HPP
#define SUREGRASP_DISTRIBUTED_PROCESS_GROUP_HPP
namespace suregrasp::inline v2 {

/// Processes, on one machine or on many, that do one piece of work together. Each calls the same functions in the same
/// order; every call but `rank` and `size` waits for the others.
///
/// - `rank()`: the number of this process, from 0 to `size() - 1`;
/// - `size()`: how many there are;
/// - `gather(bytes)`: what every process has passed, of whatever lengths, in the order of their ranks: the same in
/// each.
///
/// These suffice. A group may have besides, each with the same answer in every process, to the bit:
///
/// - `sum(values)`: replaces `std::span<double>` of one length by their sums over the processes (`sum_over`);
/// - `broadcast(bytes)`: what rank 0 has passed (`from_first`);
/// - `barrier()`: returns once all have called it (`wait_for_all`);
/// - `sum_tensors(tensors)`: replaces tensors of a library by their sums (`sum_tensors_over`).
///
/// A copy is a handle to the same group. Functions throw `distributed_error` where a process is gone, or does not
/// answer in time; the group is of no use after that. Models: `single_process`, `libtorch::gloo_group`,
/// `libtorch::store_group`. Laws: `testing::check_group`.
template <class G>
concept process_group = std::copyable<G> && requires(G const& group, std::string_view bytes) {
  { group.rank() } -> std::convertible_to<std::size_t>;
  { group.size() } -> std::convertible_to<std::size_t>;
  { group.gather(bytes) } -> std::same_as<std::vector<std::string>>;
};

/// A group that sums numbers itself.
template <class G>
concept has_sum = process_group<G> && requires(G const& group, std::span<double> values) { group.sum(values); };

/// A group that passes on what rank 0 has itself.
template <class G>
concept has_broadcast = process_group<G> && requires(G const& group, std::string_view bytes) {
  { group.broadcast(bytes) } -> std::same_as<std::string>;
};

/// A group that waits for all itself.
template <class G>
concept has_barrier = process_group<G> && requires(G const& group) { group.barrier(); };

/// A group that sums tensors of a library where they lie.
template <class G, class Tensor>
concept has_sum_tensors =
    process_group<G> && requires(G const& group, std::vector<Tensor>& tensors) { group.sum_tensors(tensors); };

/// The group of one process, which waits for nobody: what everything runs in that is not told otherwise.
struct single_process {
  [[nodiscard]] static std::size_t rank() { return 0; }
  [[nodiscard]] static std::size_t size() { return 1; }
  [[nodiscard]] static std::vector<std::string> gather(std::string_view bytes) { return {std::string(bytes)}; }
};

static_assert(process_group<single_process>);

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DISTRIBUTED_PROCESS_GROUP_HPP

// suregrasp/distributed/agreement.hpp
#ifndef SUREGRASP_DISTRIBUTED_AGREEMENT_HPP
#define SUREGRASP_DISTRIBUTED_AGREEMENT_HPP
namespace suregrasp::inline v2 {

namespace detail {

/// Texts by name as one text that can be taken apart.
[[nodiscard]] inline std::string packed(std::map<std::string, std::string> const& texts) {
  std::vector<std::string> all;
  for (auto const& [name, value] : texts) all.push_back(name), all.push_back(value);
  return packed_texts(all);
}

[[nodiscard]] inline std::map<std::string, std::string> unpacked(std::string const& packed) {
  auto const all = unpacked_texts(packed);
  std::map<std::string, std::string> texts;
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) texts[all[i]] = all[i + 1];
  return texts;
}

}  // namespace detail

/// Throws `distributed_error` `distributed.configuration`, in every process, where one has another configuration than
/// rank 0: names the first difference and whose it is. To be called by all of them.
template <process_group Group>
void require_one_configuration(Group const& group, std::map<std::string, std::string> const& configuration) {
  if (group.size() == 1) return;
  auto const all = group.gather(detail::packed(configuration));
  auto const first = detail::unpacked(all.front());
  for (std::size_t rank = 1; rank < all.size(); ++rank) {
    auto const other = detail::unpacked(all[rank]);
    auto names = first;
    names.insert(other.begin(), other.end());
    for (auto const& [name, unused] : names) {
      auto const text = [&](auto const& from) { return from.contains(name) ? "'" + from.at(name) + "'" : "nothing"; };
      if (auto const here = text(first), there = text(other); here != there)
        throw distributed_error("distributed.configuration", "expected one configuration in all processes, but '" +
                                                                 name + "' is " + here + " in rank 0 and " + there +
                                                                 " in rank " + std::to_string(rank));
    }
  }
}

/// Throws `distributed_error` `distributed.unequal`, in every process, where one has another text, such as the digest
/// of a model, than rank 0; `what` says what it is of. To be called by all of them.
template <process_group Group>
void require_equal(Group const& group, std::string const& what, std::string const& text) {
  if (group.size() == 1) return;
  auto const all = group.gather(text);
  for (std::size_t rank = 1; rank < all.size(); ++rank)
    if (all[rank] != all.front())
      throw distributed_error("distributed.unequal", "expected " + what + " to be equal in all processes, but it is " +
                                                         all.front() + " in rank 0 and " + all[rank] + " in rank " +
                                                         std::to_string(rank) +
                                                         ": do they run on the same kind of processor and library?");
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DISTRIBUTED_AGREEMENT_HPP

// suregrasp/distributed/batch_part.hpp
#ifndef SUREGRASP_DISTRIBUTED_BATCH_PART_HPP
#define SUREGRASP_DISTRIBUTED_BATCH_PART_HPP
namespace suregrasp::inline v2 {

/// The consecutive items of a batch that one process works on.
struct batch_part {
  std::size_t first = 0;
  std::size_t count = 0;
  std::size_t of = 0;  ///< items of the whole batch

  friend bool operator==(batch_part const&, batch_part const&) = default;

  /// All of a batch.
  [[nodiscard]] static batch_part whole(std::size_t items) { return {0, items, items}; }

  /// Part `number` of `parts`, which follow each other and differ by one item at most.
  [[nodiscard]] static batch_part nth(std::size_t number, std::size_t parts, std::size_t items) {
    auto const first = items * number / parts;
    return {first, items * (number + 1) / parts - first, items};
  }
};

/// What this process works on of `items`: the processes' parts follow each other in the order of their ranks. Fewer
/// items than processes leave some with none.
template <process_group Group>
[[nodiscard]] batch_part part_of(std::size_t items, Group const& group) {
  return batch_part::nth(group.rank(), group.size(), items);
}

/// Throws `option_error` `distributed.batch` where a batch, named by `name`, has fewer items than there are processes.
template <process_group Group>
void require_item_for_each(std::size_t items, Group const& group, std::string const& name) {
  if (items < static_cast<std::size_t>(group.size()))
    throw option_error("distributed.batch", name + " of " + std::to_string(items) + " for " +
                                                std::to_string(group.size()) +
                                                " processes: expected at least one photograph for each; raise the "
                                                "batch or start fewer");
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DISTRIBUTED_BATCH_PART_HPP

// suregrasp/distributed/collectives.hpp
#ifndef SUREGRASP_DISTRIBUTED_COLLECTIVES_HPP
#define SUREGRASP_DISTRIBUTED_COLLECTIVES_HPP
/// What a group of processes does together, by its own member where it has one, else by `gather`. Each is to be called
/// by all of them, and has the same answer in all.
namespace suregrasp::inline v2 {

/// The values of every process one after the other, in the order of their ranks; each may have another number of them.
template <process_group Group, class T>
  requires std::is_arithmetic_v<T>
[[nodiscard]] std::vector<T> gather_values(Group const& group, std::vector<T> const& values) {
  if (group.size() == 1) return values;
  auto const bytes = group.gather({reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T)});
  std::vector<T> all;
  for (auto const& each : bytes) {
    std::vector<T> theirs(each.size() / sizeof(T));
    if (!theirs.empty()) std::memcpy(theirs.data(), each.data(), theirs.size() * sizeof(T));
    all.insert(all.end(), theirs.begin(), theirs.end());
  }
  return all;
}

/// Replaces values by their sums over the processes, of which each passes as many. Throws `distributed_error`
/// `distributed.count` where they do not.
template <process_group Group>
void sum_over(Group const& group, std::span<double> values) {
  if (group.size() == 1) return;
  if constexpr (has_sum<Group>) {
    group.sum(values);
  } else {
    auto const all = suregrasp::gather_values(group, std::vector<double>(values.begin(), values.end()));
    if (all.size() != values.size() * group.size())
      throw distributed_error("distributed.count", "expected " + std::to_string(values.size()) +
                                                       " values from each of " + std::to_string(group.size()) +
                                                       " processes, got " + std::to_string(all.size()) + " in all");
    std::fill(values.begin(), values.end(), 0.0);
    for (std::size_t i = 0; i < all.size(); ++i) values[i % values.size()] += all[i];
  }
}

/// The sum of one number of each process.
template <process_group Group>
[[nodiscard]] double sum_over(Group const& group, double value) {
  suregrasp::sum_over(group, std::span(&value, 1));
  return value;
}

/// What rank 0 has passed.
template <process_group Group>
[[nodiscard]] std::string from_first(Group const& group, std::string_view bytes) {
  if constexpr (has_broadcast<Group>)
    return group.broadcast(bytes);
  else
    return group.gather(group.rank() == 0 ? bytes : std::string_view()).front();
}

/// Returns once every process has called it.
template <process_group Group>
void wait_for_all(Group const& group) {
  if constexpr (has_barrier<Group>)
    group.barrier();
  else
    (void)group.gather({});
}

/// Replaces tensors by their sums over the processes, of which each passes tensors of the same shapes. Without a
/// `sum_tensors` of the group they go through the host, where each process adds them up in double precision: its
/// traffic and memory are then `size()` times their size.
template <process_group Group, tensor_backend B>
void sum_tensors_over(Group const& group, B const& be, std::vector<tensor_t<B>>& tensors) {
  if (group.size() == 1) return;
  if constexpr (has_sum_tensors<Group, tensor_t<B>>) {
    group.sum_tensors(tensors);
  } else {
    std::vector<double> values;
    for (auto const& each : tensors) {
      auto const host = be.to_host(each);
      values.insert(values.end(), host.values.begin(), host.values.end());
    }
    suregrasp::sum_over(group, std::span(values));
    auto next = values.begin();
    for (auto& each : tensors) {
      std::vector<scalar_t<B>> own(element_count(be.shape(each)));
      for (auto& value : own) value = static_cast<scalar_t<B>>(*next++);
      each = be.from_host(host_view<scalar_t<B> const>(be.shape(each), own));
    }
  }
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DISTRIBUTED_COLLECTIVES_HPP

// suregrasp/distributed/group_environment.hpp
#ifndef SUREGRASP_DISTRIBUTED_GROUP_ENVIRONMENT_HPP
#define SUREGRASP_DISTRIBUTED_GROUP_ENVIRONMENT_HPP
namespace suregrasp::inline v2 {

/// Where the processes of a group meet, and how long they wait for each other.
struct group_options {
  std::string address = "127.0.0.1";  ///< of rank 0
  std::uint16_t port = 29500;
  std::size_t rank = 0;
  std::size_t size = 1;
  std::string interface {};  ///< to talk over, such as `eth0`; empty: see `host`
  std::string host{};        ///< name or address of this machine; empty: that by which it reaches rank 0
  std::chrono::milliseconds meeting = std::chrono::minutes(2);   ///< all have to be there after so long
  std::chrono::milliseconds patience = std::chrono::minutes(5);  ///< how long a call waits for the others
};

namespace detail {

/// A number of the environment in [low, high]. Throws `option_error` `distributed.environment` for anything else.
[[nodiscard]] inline std::uint64_t environment_number(std::string const& name, std::string const& text,
                                                      std::uint64_t low, std::uint64_t high) {
  std::uint64_t value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < low || value > high)
    throw option_error("distributed.environment", name + "='" + text + "': expected a whole number from " +
                                                      std::to_string(low) + " to " + std::to_string(high));
  return value;
}

}  // namespace detail

/// The value of a variable of the process' environment; nothing where it is not set or empty.
[[nodiscard]] inline std::optional<std::string> environment_variable(std::string const& name) {
  char const* const value = std::getenv(name.c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

/// The group that the environment describes, as torchrun, Slurm's srun or a loop of a shell sets it up: `MASTER_ADDR`,
/// `MASTER_PORT`, `RANK` and `WORLD_SIZE`; in a step of Slurm, for what is not set, its own variables. Besides
/// `GLOO_SOCKET_IFNAME`, the interface to talk over, and `SUREGRASP_PATIENCE`, in seconds, for both time-outs. Nothing
/// where neither `WORLD_SIZE` nor a step of Slurm with several tasks is there.
///
/// Throws `option_error` `distributed.environment` naming a variable that is missing or no number in its range.
[[nodiscard]] inline std::optional<group_options> group_from_environment(
    std::function<std::optional<std::string>(std::string const&)> const& variable = environment_variable) {
  constexpr std::uint64_t most = 1U << 20;
  struct found {
    std::string name, value;
  };
  auto const either = [&](char const* name, char const* slurm) -> std::optional<found> {
    for (std::string const each : {name, slurm})
      if (auto value = variable(each)) return found{each, *value};
    return std::nullopt;
  };
  auto const size = either("WORLD_SIZE", "SLURM_STEP_NUM_TASKS");
  if (!size) return std::nullopt;
  group_options options;
  options.size = detail::environment_number(size->name, size->value, 1, most);
  if (options.size == 1 && size->name != "WORLD_SIZE") return std::nullopt;
  auto const required = [&](char const* name, char const* slurm) {
    if (auto const there = either(name, slurm)) return *there;
    throw option_error("distributed.environment", size->name + "=" + size->value + " asks for several processes, but " +
                                                      name + " is not set; torchrun and srun set it");
  };
  auto const rank = required("RANK", "SLURM_PROCID");
  options.rank = detail::environment_number(rank.name, rank.value, 0, options.size - 1);
  if (options.size > 1) options.address = required("MASTER_ADDR", "SLURM_LAUNCH_NODE_IPADDR").value;
  if (auto const port = variable("MASTER_PORT"))
    options.port = static_cast<std::uint16_t>(detail::environment_number("MASTER_PORT", *port, 1, 65535));
  else if (auto const job = variable("SLURM_JOB_ID"))  // two jobs on one machine must not meet
    options.port =
        static_cast<std::uint16_t>(20000 + detail::environment_number("SLURM_JOB_ID", *job, 0, UINT64_MAX) % 10000);
  options.interface = variable("GLOO_SOCKET_IFNAME").value_or("");
  if (auto const seconds = variable("SUREGRASP_PATIENCE"))
    options.meeting = options.patience =
        std::chrono::seconds(detail::environment_number("SUREGRASP_PATIENCE", *seconds, 1, 1U << 20));
  return options;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DISTRIBUTED_GROUP_ENVIRONMENT_HPP

// suregrasp/distributed/shard.hpp
#ifndef SUREGRASP_DISTRIBUTED_SHARD_HPP
#define SUREGRASP_DISTRIBUTED_SHARD_HPP
namespace suregrasp::inline v2 {

/// One of several parts of a work, each of which a process does by itself: number `number` of `of`, from 0.
struct shard {
  std::size_t number = 0;
  std::size_t of = 1;
  friend bool operator==(shard const&, shard const&) = default;

  /// What it has of `items`.
  [[nodiscard]] batch_part part_of(std::size_t items) const { return batch_part::nth(number, of, items); }
};

/// `3/16`: the third of sixteen, number 2. Throws `option_error` `option.shard` for anything but `1/N` to `N/N`.
[[nodiscard]] inline shard parse_shard(std::string const& text) {
  shard parsed;
  auto const* const end = text.data() + text.size();
  auto const number = std::from_chars(text.data(), end, parsed.number);
  bool good = number.ec == std::errc() && number.ptr != end && *number.ptr == '/';
  if (good) {
    auto const of = std::from_chars(number.ptr + 1, end, parsed.of);
    good = of.ec == std::errc() && of.ptr == end && parsed.of <= 100000 && parsed.number >= 1 &&
           parsed.number <= parsed.of;
  }
  if (!good)
    throw option_error("option.shard", "expected a shard i/n with i from 1 to n, such as 2/4, got '" + text + "'");
  --parsed.number;
  return parsed;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_DISTRIBUTED_SHARD_HPP

// suregrasp/distributed.hpp
#ifndef SUREGRASP_DISTRIBUTED_HPP
#define SUREGRASP_DISTRIBUTED_HPP
/// Processes that do one piece of work together, on one machine or on many: what a group of them must be able to do,
/// and what everything else is made of. docs/many_machines.md says how to start them.
///
/// Begin with
/// - `process_group`: the concept; `single_process`, the group of one, is the default of everything that takes a group;
/// - `sum_over`, `gather_values`, `from_first`, `wait_for_all`, `sum_tensors_over`: what the processes do together;
/// - `part_of`: which items of a batch are this process's;
/// - `require_one_configuration`, `require_equal`: whether all do the same;
/// - `group_from_environment`: what torchrun, Slurm or a shell has set up.
///
/// Needs Boost.Hana. A group of several is `libtorch::gloo_group`; examples/mpi makes one of MPI.
/// Thread safety: one thread at a time uses a group, in the same order in all processes.
///
/// ```cpp
/// single_process const group;  // or libtorch::gloo_group(*group_from_environment())
/// auto const mine = part_of(8, group);
/// std::vector<double> losses(mine.count, 0.5);
/// double total = 0;
/// for (double const each : losses) total += each;
/// assert(sum_over(group, total) == 4);  // whatever the number of processes
/// ```
#endif  // SUREGRASP_DISTRIBUTED_HPP

// suregrasp/geometry/angle.hpp
#ifndef SUREGRASP_GEOMETRY_ANGLE_HPP
#define SUREGRASP_GEOMETRY_ANGLE_HPP
namespace suregrasp::inline v2 {

/// `theta` brought into [-pi/2, pi/2): the canonical representative of an axis, whose period is pi. What lies there
/// stays as it is, to the bit; NaN where `theta` is not finite.
template <std::floating_point T>
[[nodiscard]] T axial_wrap(T theta) {
  constexpr T pi = std::numbers::pi_v<T>;
  if (theta >= -pi / 2 && theta < pi / 2) return theta;
  T const wrapped = theta - pi * std::floor(theta / pi + T(0.5));
  if (wrapped < pi / 2) return wrapped < -pi / 2 ? -pi / 2 : wrapped;
  T const below = wrapped - pi;
  return below >= pi / 2 ? -pi / 2 : below;  // of an angle so large that its rounding is many turns
}

/// Signed difference `a - b` of two axes, in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] T axial_difference(T a, T b) {
  return axial_wrap(a - b);
}

/// Angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] T axial_distance(T a, T b) {
  return std::abs(axial_difference(a, b));
}

/// How much an angle may exceed a limit and still count as at most that limit, radians: 0.00006 degrees.
///
/// More than rounding makes of two angles and a limit in float (3e-7), or of two angles written with six digits behind
/// the point (1e-6), and too little to tell in a picture: a corner 1000 pixels away moves by a thousandth of a pixel.
inline constexpr double angle_tolerance = 1e-6;

/// Whether `angle` is at most `limit`, both in radians: rounding does not decide about two axes that are `limit` apart.
/// False for NaN.
template <std::floating_point T>
[[nodiscard]] bool angle_at_most(T angle, double limit) {
  return static_cast<double>(angle) <= limit + angle_tolerance;
}

/// Degrees in radians, without wrapping.
template <std::floating_point T>
[[nodiscard]] constexpr T radians(T degrees) {
  return degrees * (std::numbers::pi_v<T> / 180);
}

/// Radians in degrees, without wrapping.
template <std::floating_point T>
[[nodiscard]] constexpr T degrees(T radians) {
  return radians * (180 / std::numbers::pi_v<T>);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_ANGLE_HPP

// suregrasp/geometry/grasp.hpp
#ifndef SUREGRASP_GEOMETRY_GRASP_HPP
#define SUREGRASP_GEOMETRY_GRASP_HPP
namespace suregrasp::inline v2 {

/// A point of the image plane: x right, y down, pixel centres at integers.
template <std::floating_point T>
struct point {
  T x = 0;
  T y = 0;
  friend bool operator==(point const&, point const&) = default;

  static constexpr auto fields(auto list) { return list(field{"x", &point::x}, field{"y", &point::y}); }
};

/// A planar grasp g = (x, y, theta, opening, jaw) of a parallel gripper, seen from above.
///
/// `x`, `y`: centre in pixels. `theta`: angle of the opening axis in radians, counter-clockwise positive as seen on the
/// screen, period pi. `opening`: distance between the two fingers, along theta, in pixels. `jaw`: size of a finger's
/// plate, across theta, in pixels. (Zhu et al. 2020 write w for jaw and h for opening.)
template <std::floating_point T>
struct grasp {
  T x = 0;
  T y = 0;
  T theta = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(grasp const&, grasp const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &grasp::x}, field{"y", &grasp::y}, field{"theta", &grasp::theta, "", "rad"},
                field{"opening", &grasp::opening}, field{"jaw", &grasp::jaw});
  }

  template <std::floating_point U>
  [[nodiscard]] explicit operator grasp<U>() const {
    return {static_cast<U>(x), static_cast<U>(y), static_cast<U>(theta), static_cast<U>(opening), static_cast<U>(jaw)};
  }
};

/// Whether all five fields are neither infinite nor NaN.
template <std::floating_point T>
[[nodiscard]] bool is_finite(grasp<T> const& g) {
  return std::isfinite(g.x) && std::isfinite(g.y) && std::isfinite(g.theta) && std::isfinite(g.opening) &&
         std::isfinite(g.jaw);
}

/// The corners p0..p3 in Cornell's order: p0 to p1 runs along the opening axis (direction theta), p1-p2 and p3-p0 are
/// the plates.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> corners(grasp<T> const& g) {
  T const ux = std::cos(g.theta) * g.opening / 2, uy = -std::sin(g.theta) * g.opening / 2;
  T const vx = std::sin(g.theta) * g.jaw / 2, vy = std::cos(g.theta) * g.jaw / 2;
  return {{{g.x - ux - vx, g.y - uy - vy},
           {g.x + ux - vx, g.y + uy - vy},
           {g.x + ux + vx, g.y + uy + vy},
           {g.x - ux + vx, g.y - uy + vy}}};
}

/// The same rectangle with the fingers along its other sides, as a label reads whose corners begin one too late: theta
/// is a right angle more, opening and jaw change places.
template <std::floating_point T>
[[nodiscard]] grasp<T> across(grasp<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta + std::numbers::pi_v<T> / 2), g.jaw, g.opening};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_GRASP_HPP

// suregrasp/geometry/affine_map.hpp
#ifndef SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
#define SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
namespace suregrasp::inline v2 {

/// x' = a x + b y + tx, y' = c x + d y + ty, in image coordinates (x right, y down, pixel centres at integers).
///
/// `first * second` maps by `second`, then by `first`.
template <std::floating_point T>
struct affine_map {
  T a = 1, b = 0, tx = 0;
  T c = 0, d = 1, ty = 0;
  friend bool operator==(affine_map const&, affine_map const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"a", &affine_map::a}, field{"b", &affine_map::b}, field{"tx", &affine_map::tx},
                field{"c", &affine_map::c}, field{"d", &affine_map::d}, field{"ty", &affine_map::ty});
  }

  [[nodiscard]] static affine_map translation(T dx, T dy) { return {1, 0, dx, 0, 1, dy}; }

  /// About the origin, which is the centre of the first pixel.
  [[nodiscard]] static affine_map scaling(T sx, T sy) { return {sx, 0, 0, 0, sy, 0}; }
  [[nodiscard]] static affine_map scaling(T s) { return scaling(s, s); }

  /// An image resized by these factors so that its outer edges, half a pixel outside the outer centres, stay its edges.
  [[nodiscard]] static affine_map resizing(T sx, T sy) { return {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2}; }

  /// By `angle` radians, counter-clockwise as seen on the screen, about `centre`.
  [[nodiscard]] static affine_map rotation(T angle, point<T> centre = {}) {
    T const cos = std::cos(angle), sin = std::sin(angle);
    return {cos,  sin, centre.x - cos * centre.x - sin * centre.y,
            -sin, cos, centre.y + sin * centre.x - cos * centre.y};
  }

  /// Left and right exchanged in an image `width` pixels wide.
  [[nodiscard]] static affine_map horizontal_flip(T width) { return {-1, 0, width - 1, 0, 1, 0}; }

  /// A cut-out whose first pixel was the pixel (left, top).
  [[nodiscard]] static affine_map crop(T left, T top) { return translation(-left, -top); }

  /// Factor by which areas grow; below 0 for a map that mirrors.
  [[nodiscard]] T determinant() const { return a * d - b * c; }

  [[nodiscard]] point<T> operator()(point<T> p) const { return {a * p.x + b * p.y + tx, c * p.x + d * p.y + ty}; }

  /// A grasp carried along by the map, which must not flatten the plane.
  ///
  /// The centre moves as a point; the opening axis, a direction drawn on the image, becomes its own image, and
  /// `opening` grows as lengths along it do; `jaw` grows so that the area of the rectangle grows as every area does.
  /// For maps that keep shapes the corners of the result are the images of the corners. Others turn the rectangle into
  /// a parallelogram, and this is the rectangle over the same opening segment with the same area: the one rule that
  /// keeps the fingers square to the axis they close along and lets maps compose and invert on grasps as they do on
  /// points.
  [[nodiscard]] grasp<T> operator()(grasp<T> const& g) const {
    point<T> const centre = (*this)(point<T>{g.x, g.y});
    T const cos = std::cos(g.theta), sin = std::sin(g.theta);
    T const ux = a * cos - b * sin, uy = c * cos - d * sin;
    T const stretch = std::hypot(ux, uy);
    return {centre.x, centre.y, axial_wrap(std::atan2(-uy, ux)), g.opening * stretch,
            g.jaw * std::abs(determinant()) / stretch};
  }

  /// Throws geometry_error `geometry.singular_map` for a map that flattens the plane or is not finite.
  [[nodiscard]] affine_map inverse() const {
    T const det = determinant();
    affine_map const r{d / det, -b / det, (b * ty - d * tx) / det, -c / det, a / det, (c * tx - a * ty) / det};
    T const rounding = 2 * std::numeric_limits<T>::epsilon() * (std::abs(a * d) + std::abs(b * c));
    if (std::abs(det) > rounding && r.is_finite()) return r;
    throw geometry_error("geometry.singular_map",
                         "expected an affine map with an inverse, got one of determinant " + std::to_string(det));
  }

  [[nodiscard]] bool is_finite() const {
    return std::isfinite(a) && std::isfinite(b) && std::isfinite(tx) && std::isfinite(c) && std::isfinite(d) &&
           std::isfinite(ty);
  }

  [[nodiscard]] friend affine_map operator*(affine_map const& f, affine_map const& s) {
    return {f.a * s.a + f.b * s.c, f.a * s.b + f.b * s.d, f.a * s.tx + f.b * s.ty + f.tx,
            f.c * s.a + f.d * s.c, f.c * s.b + f.d * s.d, f.c * s.tx + f.d * s.ty + f.ty};
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_AFFINE_MAP_HPP

// suregrasp/geometry/angle_types.hpp
#ifndef SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP
#define SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP
namespace suregrasp::inline v2 {

template <std::floating_point T>
struct degrees_value;

/// An angle in radians that says so. A bare number does not become one by itself; degrees do, and are converted.
template <std::floating_point T>
struct radians_value {
  T value = 0;

  constexpr radians_value() = default;
  constexpr explicit radians_value(T radians_in) : value(radians_in) {}
  constexpr radians_value(degrees_value<T> angle);
  friend bool operator==(radians_value const&, radians_value const&) = default;
};

/// An angle in degrees that says so; the other half of `radians_value`.
template <std::floating_point T>
struct degrees_value {
  T value = 0;

  constexpr degrees_value() = default;
  constexpr explicit degrees_value(T degrees_in) : value(degrees_in) {}
  constexpr degrees_value(radians_value<T> angle) : value(degrees(angle.value)) {}
  friend bool operator==(degrees_value const&, degrees_value const&) = default;
};

template <std::floating_point T>
constexpr radians_value<T>::radians_value(degrees_value<T> angle) : value(radians(angle.value)) {}

/// Where something points: an angle of period 2 pi, counter-clockwise positive on the screen.
template <std::floating_point T>
class direction {
 public:
  direction() = default;
  explicit direction(radians_value<T> angle) : angle_(2 * axial_wrap(angle.value / 2)) {}

  /// From `p` to `q` in image coordinates, y down.
  [[nodiscard]] static direction between(T px, T py, T qx, T qy) {
    return direction(radians_value<T>(std::atan2(py - qy, qx - px)));
  }

  /// In [-pi, pi).
  [[nodiscard]] radians_value<T> angle() const { return radians_value<T>(angle_); }

 private:
  T angle_ = 0;
};

/// How something lies: an angle of period pi, counter-clockwise positive on the screen; the `theta` of a grasp.
///
/// A direction has an axis; which way along it something points is then lost, so there is no way back.
template <std::floating_point T>
class axial_angle {
 public:
  axial_angle() = default;
  explicit axial_angle(radians_value<T> angle) : angle_(axial_wrap(angle.value)) {}
  explicit axial_angle(direction<T> pointing) : axial_angle(pointing.angle()) {}

  /// In [-pi/2, pi/2).
  [[nodiscard]] radians_value<T> angle() const { return radians_value<T>(angle_); }

 private:
  T angle_ = 0;
};

/// The smaller angle between two directions, in [0, pi].
template <std::floating_point T>
[[nodiscard]] radians_value<T> distance(direction<T> a, direction<T> b) {
  return radians_value<T>(2 * axial_distance(a.angle().value / 2, b.angle().value / 2));
}

/// The smaller angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] radians_value<T> distance(axial_angle<T> a, axial_angle<T> b) {
  return radians_value<T>(axial_distance(a.angle().value, b.angle().value));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP

// suregrasp/geometry/axial_mean.hpp
#ifndef SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
#define SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
namespace suregrasp::inline v2 {

/// Mean and spread of a set of axes.
template <std::floating_point T>
struct axial_statistics {
  T direction = 0;  ///< half the argument of the sum of exp(2 i theta), in [-pi/2, pi/2)
  T resultant = 0;  ///< length of the mean of exp(2 i theta): 1 for one common axis, 0 where no axis is preferred
  T variance = 0;   ///< mean square of the angle to `direction`, rad^2 (population form)
};

/// Mean axis of `angles`, each counted `weights` times; without weights all count the same.
///
/// An axis and the same axis turned by pi are one, so nothing breaks at +-90 degrees. Where `resultant` is 0 up to
/// rounding, `direction` means nothing. Throws shape_error `shape.axial_mean` where the lengths differ, geometry_error
/// `geometry.axial_mean` for an empty set, a weight below 0, a total weight of 0 or values that are not finite.
template <std::ranges::contiguous_range Angles, class T = std::ranges::range_value_t<Angles>>
  requires std::floating_point<T>
[[nodiscard]] axial_statistics<T> axial_mean(Angles const& angles,
                                             std::span<std::type_identity_t<T> const> weights = {}) {
  std::span<T const> const thetas(angles);
  if (!weights.empty() && weights.size() != thetas.size())
    throw shape_error("shape.axial_mean", "expected one weight an angle, got " + std::to_string(weights.size()) +
                                              " weights for " + std::to_string(thetas.size()) + " angles");
  auto const weight = [&](std::size_t i) { return weights.empty() ? T(1) : weights[i]; };
  T cos = 0, sin = 0, total = 0;
  bool valid = true;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    valid = valid && weight(i) >= 0;
    cos += weight(i) * std::cos(2 * thetas[i]);
    sin += weight(i) * std::sin(2 * thetas[i]);
    total += weight(i);
  }
  if (!valid || !(total > 0) || !std::isfinite(cos) || !std::isfinite(sin) || !std::isfinite(total))
    throw geometry_error("geometry.axial_mean",
                         "expected finite angles and weights of at least 0 with a sum above 0, got " +
                             std::to_string(thetas.size()) + " angles of total weight " + std::to_string(total));
  T const direction = axial_wrap(std::atan2(sin, cos) / 2);
  T squares = 0;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    T const off = axial_difference(thetas[i], direction);
    squares += weight(i) * off * off;
  }
  return {direction, std::hypot(cos, sin) / total, squares / total};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP

// suregrasp/core/impl/in_parts.hpp
#ifndef SUREGRASP_CORE_IMPL_IN_PARTS_HPP
#define SUREGRASP_CORE_IMPL_IN_PARTS_HPP
namespace suregrasp::inline v2::detail {

/// How many threads `count` pieces of work are shared by. Throws option_error `option.threads`.
[[nodiscard]] inline std::size_t thread_parts(std::size_t count, int threads) {
  if (threads < 1) throw option_error("option.threads", "expected at least 1 thread, got " + std::to_string(threads));
  return std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(threads));
}

/// Calls work(part, begin, end) for each part of [0, count), one a thread; the first is the calling thread's.
template <class Work>
void in_parts(std::size_t count, std::size_t parts, Work const& work) {
  std::vector<std::jthread> others;
  for (std::size_t part = 1; part < parts; ++part)
    others.emplace_back(
        [&work, part, begin = count * part / parts, end = count * (part + 1) / parts] { work(part, begin, end); });
  work(std::size_t{0}, std::size_t{0}, count / parts);
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_CORE_IMPL_IN_PARTS_HPP

// suregrasp/geometry/impl/axis_direction.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP
#define SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP
namespace suregrasp::inline v2 {

/// Cosine and sine of an angle of period pi: of `theta`, or both of `theta + pi`.
template <class V>
struct axis_direction {
  V cos = {};
  V sin = {};
};

namespace axis_direction_detail {

/// -1 / n!, 1 / (n + 2)!, -1 / (n + 4)!, ...
template <class T, std::size_t N>
struct taylor_terms {
  T values[N] = {};

  explicit constexpr taylor_terms(int n) {
    double factorial = -1;
    for (int k = 2; k <= n; ++k) factorial *= k;
    for (T& value : values) {
      value = static_cast<T>(1 / factorial);
      factorial *= -(n + 1) * (n + 2);
      n += 2;
    }
  }
};

/// How a type brings an angle within pi / 4 of 0: pi / 2 is the sum of three parts, the first two so short that whole
/// multiples of them are exact up to `limit`; adding and taking off `round` rounds to a whole number.
template <class T>
struct reduction;

template <>
struct reduction<double> {
  static constexpr double high = 0x1.921fb544p+0, middle = 0x1.0b4611a6p-34, low = 0x1.3198a2e037073p-69;
  static constexpr double turns = 0x1.45f306dc9c883p-1, round = 0x1.8p52, limit = 500000;
  static constexpr taylor_terms<double, 8> odd{3}, even{2};
};

template <>
struct reduction<float> {
  static constexpr float high = 0x1.92p+0f, middle = 0x1.fb4p-12f, low = 0x1.4442d2p-24f;
  static constexpr float turns = 0x1.45f306p-1f, round = 0x1.8p23f, limit = 1000;
  static constexpr taylor_terms<float, 4> odd{3};
  static constexpr taylor_terms<float, 5> even{2};
};

}  // namespace axis_direction_detail
}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP

// suregrasp/core/impl/simd.hpp
#ifndef SUREGRASP_CORE_IMPL_SIMD_HPP
#define SUREGRASP_CORE_IMPL_SIMD_HPP
/// Numbers side by side, in the vectors that g++ and clang have as a language extension.
namespace suregrasp::inline v2::simd {

template <class T, std::size_t Bytes>
struct pack_of {
  using type [[gnu::vector_size(Bytes)]] = T;
};

/// As many T as fill `Bytes` bytes, with the operators of a number.
template <class T, std::size_t Bytes>
using pack = typename pack_of<T, Bytes>::type;

template <class V, bool Number = std::is_floating_point_v<V>>
struct element_of {
  using type = V;
};
template <class V>
struct element_of<V, false> {
  using type = std::remove_cvref_t<decltype(V{}[0])>;
};

/// The type of one lane; that of a number is itself.
template <class V>
using element = typename element_of<V>::type;

/// How many numbers a V holds.
template <class V>
inline constexpr std::size_t count = sizeof(V) / sizeof(element<V>);  // NOLINT(bugprone-sizeof-expression)

/// What comparing two V gives.
template <class V>
using mask = decltype(V{} < V{});

#ifdef __x86_64__
/// Whether this processor runs the kernels for AVX2.
[[nodiscard]] inline bool has_avx2() { return __builtin_cpu_supports("avx2"); }

/// Whether it runs those for AVX-512.
[[nodiscard]] inline bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}

// What the language extension has no operator for, or what compilers make several instructions of.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverflow"    // masks of all lanes are signed with g++, unsigned with clang
#pragma GCC diagnostic ignored "-Wconversion"  // which is what -Woverflow is called without -Wpedantic
#define SUREGRASP_INSTRUCTION(set) [[nodiscard, gnu::always_inline, gnu::target(set)]] inline

/// The sign bits of the lanes.
SUREGRASP_INSTRUCTION("sse2") int sign_bits(pack<float, 16> const& v) { return __builtin_ia32_movmskps(v); }
SUREGRASP_INSTRUCTION("sse2") int sign_bits(pack<double, 16> const& v) { return __builtin_ia32_movmskpd(v); }
SUREGRASP_INSTRUCTION("avx2") int sign_bits(pack<float, 32> const& v) { return __builtin_ia32_movmskps256(v); }
SUREGRASP_INSTRUCTION("avx2") int sign_bits(pack<double, 32> const& v) { return __builtin_ia32_movmskpd256(v); }
SUREGRASP_INSTRUCTION("avx512f,avx512dq") int sign_bits(pack<float, 64> const& v) {
  return __builtin_ia32_cvtd2mask512(reinterpret_cast<pack<int, 64>>(v));
}
SUREGRASP_INSTRUCTION("avx512f,avx512dq") int sign_bits(pack<double, 64> const& v) {
  return __builtin_ia32_cvtq2mask512(reinterpret_cast<pack<long long, 64>>(v));
}

/// A bit for each lane that is 0.
SUREGRASP_INSTRUCTION("avx512f") int zero_bits(pack<float, 64> const& v) {
  return __builtin_ia32_cmpps512_mask(v, pack<float, 64>{}, 0, 0xffff, 4);
}
SUREGRASP_INSTRUCTION("avx512f") int zero_bits(pack<double, 64> const& v) {
  return __builtin_ia32_cmppd512_mask(v, pack<double, 64>{}, 0, 0xff, 4);
}

/// The sign of `v` with the smaller magnitude of both.
SUREGRASP_INSTRUCTION("avx512dq") pack<float, 64> bounded(pack<float, 64> const& v, pack<float, 64> const& bound) {
  return __builtin_ia32_rangeps512_mask(v, bound, 2, v, 0xffff, 4);
}
SUREGRASP_INSTRUCTION("avx512dq") pack<double, 64> bounded(pack<double, 64> const& v, pack<double, 64> const& bound) {
  return __builtin_ia32_rangepd512_mask(v, bound, 2, v, 0xff, 4);
}
#undef SUREGRASP_INSTRUCTION
#pragma GCC diagnostic pop
#endif

}  // namespace suregrasp::inline v2::simd

// The arithmetic, once for each instruction set: a compiler lowers a pack to what the function at hand may use, before
// it looks into what that is inlined. So does every kernel, an .inl of functions of its own.
// What follows, to kernel_end.inl, is a kernel, compiled for any processor of the target.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"  // every function that passes a pack is inlined
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif
SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_KERNEL [[nodiscard, gnu::always_inline]] SUREGRASP_KERNEL_TARGET inline
#define SUREGRASP_KERNEL_NAMESPACE baseline
#define SUREGRASP_KERNEL_TARGET

// Arithmetic for V a number or a pack of numbers: included by simd.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
SUREGRASP_KERNEL V select(Mask const& holds, V const& a, V const& b) {
  return holds ? a : b;
}

/// The same number in every lane.
template <class V>
SUREGRASP_KERNEL V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself: it never fuses with the sum it enters, whatever the compiler is told.
template <class V>
SUREGRASP_KERNEL V times(V const& a, V const& b) {
  V product = a * b;
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+v"(product));
#elif defined(__aarch64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+w"(product));
#elif !defined(__clang__)
  product = __builtin_assoc_barrier(product);
#endif
  return product;
}

template <class V>
SUREGRASP_KERNEL V smaller(V const& a, V const& b) {
  return b < a ? b : a;
}

template <class V>
SUREGRASP_KERNEL V larger(V const& a, V const& b) {
  return a < b ? b : a;
}

template <class V>
SUREGRASP_KERNEL V magnitude(V const& a) {
  if constexpr (count<V> == 1) {
    return std::abs(a);
  } else {  // without the sign bits
    using bits = mask<V>;
    return reinterpret_cast<V>(reinterpret_cast<bits>(a) & ~reinterpret_cast<bits>(-V{}));
  }
}

/// `value`, its sign changed once for each of the others that has its sign bit set.
template <class V>
SUREGRASP_KERNEL V with_signs_of(V const& value, V const& a, V const& b, V const& c) {
  if constexpr (count<V> == 1) {
    return std::signbit(a) ^ std::signbit(b) ^ std::signbit(c) ? -value : value;
  } else {
    using bits = mask<V>;
    auto const signs = reinterpret_cast<bits>(a) ^ reinterpret_cast<bits>(b) ^ reinterpret_cast<bits>(c);
    return reinterpret_cast<V>(reinterpret_cast<bits>(value) ^ (signs & reinterpret_cast<bits>(-V{})));
  }
}

/// Whether any lane has its sign bit set.
template <class V>
SUREGRASP_KERNEL bool any_negative(V const& value) {
  if constexpr (count<V> == 1) {
    return std::signbit(value);
#ifdef __x86_64__
  } else {
    return sign_bits(value) != 0;
#else
  } else {
    bool result = false;
    for (std::size_t i = 0; i < count<V>; ++i) result |= std::signbit(value[i]);
    return result;
#endif
  }
}

/// Whether any lane is 0.
template <class V>
SUREGRASP_KERNEL bool any_zero(V const& value) {
  if constexpr (count<V> == 1) return value == 0;
#ifdef __x86_64__
  else if constexpr (sizeof(V) == 64)
    return zero_bits(value) != 0;
#endif
  else
    return any_negative<V>(reinterpret_cast<V>(value == V{}));
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
SUREGRASP_KERNEL V within(V const& value, V const& bound) {
#ifdef __x86_64__
  if constexpr (sizeof(V) == 64)
    return bounded(value, bound);
  else
#endif
    return larger<V>(smaller<V>(value, bound), -bound);
}

template <class V>
SUREGRASP_KERNEL V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#ifdef __x86_64__
// The kernel again, for AVX2.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx2
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx2")]]

// Arithmetic for V a number or a pack of numbers: included by simd.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
SUREGRASP_KERNEL V select(Mask const& holds, V const& a, V const& b) {
  return holds ? a : b;
}

/// The same number in every lane.
template <class V>
SUREGRASP_KERNEL V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself: it never fuses with the sum it enters, whatever the compiler is told.
template <class V>
SUREGRASP_KERNEL V times(V const& a, V const& b) {
  V product = a * b;
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+v"(product));
#elif defined(__aarch64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+w"(product));
#elif !defined(__clang__)
  product = __builtin_assoc_barrier(product);
#endif
  return product;
}

template <class V>
SUREGRASP_KERNEL V smaller(V const& a, V const& b) {
  return b < a ? b : a;
}

template <class V>
SUREGRASP_KERNEL V larger(V const& a, V const& b) {
  return a < b ? b : a;
}

template <class V>
SUREGRASP_KERNEL V magnitude(V const& a) {
  if constexpr (count<V> == 1) {
    return std::abs(a);
  } else {  // without the sign bits
    using bits = mask<V>;
    return reinterpret_cast<V>(reinterpret_cast<bits>(a) & ~reinterpret_cast<bits>(-V{}));
  }
}

/// `value`, its sign changed once for each of the others that has its sign bit set.
template <class V>
SUREGRASP_KERNEL V with_signs_of(V const& value, V const& a, V const& b, V const& c) {
  if constexpr (count<V> == 1) {
    return std::signbit(a) ^ std::signbit(b) ^ std::signbit(c) ? -value : value;
  } else {
    using bits = mask<V>;
    auto const signs = reinterpret_cast<bits>(a) ^ reinterpret_cast<bits>(b) ^ reinterpret_cast<bits>(c);
    return reinterpret_cast<V>(reinterpret_cast<bits>(value) ^ (signs & reinterpret_cast<bits>(-V{})));
  }
}

/// Whether any lane has its sign bit set.
template <class V>
SUREGRASP_KERNEL bool any_negative(V const& value) {
  if constexpr (count<V> == 1) {
    return std::signbit(value);
#ifdef __x86_64__
  } else {
    return sign_bits(value) != 0;
#else
  } else {
    bool result = false;
    for (std::size_t i = 0; i < count<V>; ++i) result |= std::signbit(value[i]);
    return result;
#endif
  }
}

/// Whether any lane is 0.
template <class V>
SUREGRASP_KERNEL bool any_zero(V const& value) {
  if constexpr (count<V> == 1) return value == 0;
#ifdef __x86_64__
  else if constexpr (sizeof(V) == 64)
    return zero_bits(value) != 0;
#endif
  else
    return any_negative<V>(reinterpret_cast<V>(value == V{}));
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
SUREGRASP_KERNEL V within(V const& value, V const& bound) {
#ifdef __x86_64__
  if constexpr (sizeof(V) == 64)
    return bounded(value, bound);
  else
#endif
    return larger<V>(smaller<V>(value, bound), -bound);
}

template <class V>
SUREGRASP_KERNEL V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The kernel again, for AVX-512.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx512
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]]

// Arithmetic for V a number or a pack of numbers: included by simd.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
SUREGRASP_KERNEL V select(Mask const& holds, V const& a, V const& b) {
  return holds ? a : b;
}

/// The same number in every lane.
template <class V>
SUREGRASP_KERNEL V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself: it never fuses with the sum it enters, whatever the compiler is told.
template <class V>
SUREGRASP_KERNEL V times(V const& a, V const& b) {
  V product = a * b;
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+v"(product));
#elif defined(__aarch64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+w"(product));
#elif !defined(__clang__)
  product = __builtin_assoc_barrier(product);
#endif
  return product;
}

template <class V>
SUREGRASP_KERNEL V smaller(V const& a, V const& b) {
  return b < a ? b : a;
}

template <class V>
SUREGRASP_KERNEL V larger(V const& a, V const& b) {
  return a < b ? b : a;
}

template <class V>
SUREGRASP_KERNEL V magnitude(V const& a) {
  if constexpr (count<V> == 1) {
    return std::abs(a);
  } else {  // without the sign bits
    using bits = mask<V>;
    return reinterpret_cast<V>(reinterpret_cast<bits>(a) & ~reinterpret_cast<bits>(-V{}));
  }
}

/// `value`, its sign changed once for each of the others that has its sign bit set.
template <class V>
SUREGRASP_KERNEL V with_signs_of(V const& value, V const& a, V const& b, V const& c) {
  if constexpr (count<V> == 1) {
    return std::signbit(a) ^ std::signbit(b) ^ std::signbit(c) ? -value : value;
  } else {
    using bits = mask<V>;
    auto const signs = reinterpret_cast<bits>(a) ^ reinterpret_cast<bits>(b) ^ reinterpret_cast<bits>(c);
    return reinterpret_cast<V>(reinterpret_cast<bits>(value) ^ (signs & reinterpret_cast<bits>(-V{})));
  }
}

/// Whether any lane has its sign bit set.
template <class V>
SUREGRASP_KERNEL bool any_negative(V const& value) {
  if constexpr (count<V> == 1) {
    return std::signbit(value);
#ifdef __x86_64__
  } else {
    return sign_bits(value) != 0;
#else
  } else {
    bool result = false;
    for (std::size_t i = 0; i < count<V>; ++i) result |= std::signbit(value[i]);
    return result;
#endif
  }
}

/// Whether any lane is 0.
template <class V>
SUREGRASP_KERNEL bool any_zero(V const& value) {
  if constexpr (count<V> == 1) return value == 0;
#ifdef __x86_64__
  else if constexpr (sizeof(V) == 64)
    return zero_bits(value) != 0;
#endif
  else
    return any_negative<V>(reinterpret_cast<V>(value == V{}));
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
SUREGRASP_KERNEL V within(V const& value, V const& bound) {
#ifdef __x86_64__
  if constexpr (sizeof(V) == 64)
    return bounded(value, bound);
  else
#endif
    return larger<V>(smaller<V>(value, bound), -bound);
}

template <class V>
SUREGRASP_KERNEL V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#endif
// Ends a kernel.
#undef SUREGRASP_KERNEL
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
SUREGRASP_USUAL_ARITHMETIC
#pragma GCC diagnostic pop
#endif  // SUREGRASP_CORE_IMPL_SIMD_HPP

// suregrasp/geometry/impl/rectangle.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP
namespace suregrasp::inline v2::simd {

/// A point, or one in each lane of a pack.
template <class V>
struct point_of {
  V x, y;
};

/// A rectangle, or one in each lane of a pack, as the kernel takes it.
template <class V>
struct rectangle_of {
  V x, y, theta;     ///< NaN for x where there is no area, so that nothing meets it
  point_of<V> half;  ///< half the opening, half the jaw
  V cos, sin;        ///< of theta, or both of half a turn on
  V twice_area;
};

template <std::floating_point T>
[[nodiscard]] rectangle_of<T> rectangle(grasp<T> const& g, axis_direction<T> const& axis = {}) {
  T const area = std::min(g.opening, g.jaw) > 0 ? g.opening * g.jaw : T(0);
  return {area > 0 ? g.x : std::numeric_limits<T>::quiet_NaN(),
          g.y,
          g.theta,
          {g.opening / 2, g.jaw / 2},
          axis.cos,
          axis.sin,
          2 * area};
}

/// Areas err by about the product of the two longer sides, in units of the last place: a pair is computed as it is
/// while that product stays below so many times the larger area.
template <class T>
inline constexpr T slenderness = std::is_same_v<T, float> ? T(64) : T(512);

/// Whether a pair is too thin for the precision of T, or too large for its range; then one of the two is so beside
/// itself. The kernel multiplies lengths by slopes of up to 1e18 and then by lengths.
template <std::floating_point T>
[[nodiscard]] bool too_thin(rectangle_of<T> const& a, rectangle_of<T> const& b) {
  T const longest = 4 * (std::max(a.half.x, a.half.y) * std::max(b.half.x, b.half.y));
  T const broad = std::max(a.twice_area, b.twice_area) * slenderness<T>;
  return std::min(a.twice_area, b.twice_area) > 0 &&
         !(2 * longest < broad && broad <= std::numeric_limits<T>::max() * T(1e-20));
}

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP

// suregrasp/geometry/impl/rectangle_columns.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
namespace suregrasp::inline v2::simd {

/// The eight numbers of `rectangle_of`, a column each.
template <class T>
struct rectangle_table {
  T* values;
  std::size_t stride;  ///< from one column to the next

  [[nodiscard]] T* operator[](std::size_t column) const { return values + column * stride; }
};

/// Rectangles as columns, padded to whole vectors of any width with rectangles that are not to be relied on. Keeps its
/// memory.
template <std::floating_point T>
class rectangle_columns {
 public:
  /// Takes x, y, theta, opening, jaw of one rectangle after the other; the directions are left to be found.
  void assign(std::span<T const> rows) {
    size_ = rows.size() / 5;
    stride_ = (size_ + widest - 1) / widest * widest;
    values_.resize(8 * stride_);
    thin_.clear();
    auto const at = table();
    T const* from = rows.data();
    for (std::size_t i = 0; i < size_; ++i, from += 5) {
      auto const each = simd::rectangle(grasp<T>{from[0], from[1], from[2], from[3], from[4]});
      at[0][i] = each.x, at[1][i] = each.y, at[2][i] = each.theta;
      at[3][i] = each.half.x, at[4][i] = each.half.y;
      at[7][i] = each.twice_area;
      if (too_thin(each, each)) thin_.push_back(i);
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] rectangle_table<T> table() { return {values_.data(), stride_}; }
  [[nodiscard]] rectangle_table<T const> table() const { return {values_.data(), stride_}; }

  /// The rectangles that may be too thin beside another.
  [[nodiscard]] std::span<std::size_t const> thin() const { return thin_; }

 private:
  static constexpr std::size_t widest = 64 / sizeof(float);

  std::size_t size_ = 0;
  std::size_t stride_ = 0;
  std::vector<T> values_;
  std::vector<std::size_t> thin_;
};

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP

// suregrasp/geometry/impl/overlap_kernel.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP
#define SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP
/// The overlap of two rectangles in closed form, for one pair or for one in each lane of a pack.
///
/// In the frame of one rectangle, where it is |x| <= a, |y| <= b, the overlap is the absolute sum over the other's four
/// edges of the integral of clamp(y, -b, b) over x clamped to [-a, a]. It is continuous in every input and has no
/// degenerate case: a quotient whose divisor vanishes is multiplied by what vanishes with it.
///
/// Each lane goes through exactly the operations a single number goes through, and so holds the same bits, with every
/// instruction set: no product fuses with a sum, and nothing calls a mathematical library. (clang's -ffp-contract=fast,
/// which is part of its -funsafe-math-optimizations, voids that promise: answers then differ in the last bits.)
namespace suregrasp::inline v2::simd {

/// Twice what two rectangles have in common and what they cover together, where they meet.
template <class V>
struct shared_areas {
  V common, covered;
  mask<V> meet;
  mask<V> same;  ///< they are equal, also with an angle of half a turn more
};

}  // namespace suregrasp::inline v2::simd

// What follows, to kernel_end.inl, is a kernel, compiled for any processor of the target.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"  // every function that passes a pack is inlined
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif
SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_KERNEL [[nodiscard, gnu::always_inline]] SUREGRASP_KERNEL_TARGET inline
#define SUREGRASP_KERNEL_NAMESPACE baseline
#define SUREGRASP_KERNEL_TARGET

// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#ifdef __x86_64__
// The kernel again, for AVX2.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx2
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx2")]]

// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The kernel again, for AVX-512.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx512
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]]

// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#endif
// Ends a kernel.
#undef SUREGRASP_KERNEL
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
SUREGRASP_USUAL_ARITHMETIC
#pragma GCC diagnostic pop
#endif  // SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP

// suregrasp/geometry/impl/iou_simd.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP
#define SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP
namespace suregrasp::inline v2::simd {

/// The loops of the kernel, compiled for one instruction set.
template <class T>
struct iou_loops {
  void (*find_directions)(rectangle_columns<T>&);
  void (*find_pairs)(rectangle_columns<T> const&, std::size_t, rectangle_columns<T> const&, T*);
  void (*find_row)(rectangle_columns<T> const&, std::size_t, rectangle_columns<T> const&, T*);
};

/// Those that this processor can run, the widest vectors last.
template <class T>
[[nodiscard]] std::vector<iou_loops<T>> supported_iou_loops() {
  using narrow = pack<T, 16>;
  std::vector<iou_loops<T>> result{
      {baseline::find_directions<narrow>, baseline::find_row<narrow, false>, baseline::find_row<narrow, true>}};
#ifdef __x86_64__
  using wide = pack<T, 32>;
  using widest = pack<T, 64>;
  if (has_avx2())
    result.push_back({avx2::find_directions<wide>, avx2::find_row<wide, false>, avx2::find_row<wide, true>});
  if (has_avx512())
    result.push_back(
        {avx512::find_directions<widest>, avx512::find_row<widest, false>, avx512::find_row<widest, true>});
#endif
  return result;
}

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP

// suregrasp/geometry/overlap.hpp
#ifndef SUREGRASP_GEOMETRY_OVERLAP_HPP
#define SUREGRASP_GEOMETRY_OVERLAP_HPP
namespace suregrasp::inline v2 {

/// The direction of an axis, to the last bit or two. Angles of many thousand turns, and types wider than double, go to
/// the mathematical library.
template <std::floating_point T>
[[nodiscard]] axis_direction<T> direction_of_axis(T theta) {
  if constexpr (sizeof(T) <= sizeof(double))
    if (std::abs(theta) <= axis_direction_detail::reduction<T>::limit) return simd::baseline::direction<T>(theta);
  return {std::cos(theta), std::sin(theta)};
}

/// A grasp with the direction of its opening axis: prepared once, overlapped with many others.
template <std::floating_point T>
struct prepared_grasp {
  grasp<T> pose;
  axis_direction<T> axis;

  explicit prepared_grasp(grasp<T> const& g) : pose(g), axis(direction_of_axis(g.theta)) {}
};

namespace overlap_detail {

/// The type that finds what T is too coarse for; T itself where there is none.
template <class T>
using wider = std::conditional_t<
    std::is_same_v<T, float>, double,
    std::conditional_t<(std::numeric_limits<long double>::digits > std::numeric_limits<T>::digits), long double, T>>;

/// Whether the circles around two rectangles are apart, by a bound that needs no root: (r + s)^2 <= 2 (r^2 + s^2).
template <class T>
[[nodiscard]] bool far_apart(grasp<T> const& a, grasp<T> const& b) {
  T const dx = b.x - a.x, dy = b.y - a.y;
  T const bound = (a.opening * a.opening + a.jaw * a.jaw + b.opening * b.opening + b.jaw * b.jaw) / 2;
  return dx * dx + dy * dy > bound * T(1.0001);
}

/// What `of` makes of the areas that two grasps share; of a pair too thin for T in the next wider type.
template <class T, class Of>
[[nodiscard]] T from_areas(prepared_grasp<T> const& a, prepared_grasp<T> const& b, Of const& of) {
  if (far_apart(a.pose, b.pose)) return 0;
  auto const first = simd::rectangle(a.pose, a.axis), second = simd::rectangle(b.pose, b.axis);
  auto const areas = simd::baseline::areas_of<T>(first, second);
  using W = wider<T>;
  if constexpr (!std::is_same_v<T, W>)
    if (simd::too_thin(first, second) && !areas.same)
      return static_cast<T>(from_areas(prepared_grasp(grasp<W>(a.pose)), prepared_grasp(grasp<W>(b.pose)), of));
  return of(areas);
}

}  // namespace overlap_detail

/// Area common to two grasp rectangles in square pixels; 0 where either has no area. The same bits for both orders.
///
/// A pair so thin that the rounding of its type would show is computed in the next wider one.
template <std::floating_point T>
[[nodiscard]] T overlap_area(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return overlap_detail::from_areas(a, b, [](auto const& areas) { return areas.meet ? areas.common / 2 : 0; });
}

/// The same for grasps that were not prepared.
template <std::floating_point T>
[[nodiscard]] T overlap_area(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : overlap_area(prepared_grasp(a), prepared_grasp(b));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_OVERLAP_HPP

// suregrasp/geometry/iou.hpp
#ifndef SUREGRASP_GEOMETRY_IOU_HPP
#define SUREGRASP_GEOMETRY_IOU_HPP
namespace suregrasp::inline v2 {

/// Intersection over union of two grasp rectangles, in [0, 1].
///
/// Exactly 1 for equal grasps (also with theta turned by pi), 0 for rectangles apart or without area, and the same bits
/// for both orders of the arguments. Errs by at most 1e-12 in double and 2e-5 in float; a pair so thin that the
/// rounding of its type would show more is computed in the next wider type. Fields must be finite; `checked_iou` tests
/// them.
template <std::floating_point T>
[[nodiscard]] T iou(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return overlap_detail::from_areas(a, b, []<class W>(simd::shared_areas<W> const& areas) {
    return areas.same ? W(1) : simd::baseline::ratio<W>(areas);  // areas may be beyond all numbers
  });
}

/// The same for grasps that were not prepared.
template <std::floating_point T>
[[nodiscard]] T iou(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : iou(prepared_grasp(a), prepared_grasp(b));
}

/// Throws geometry_error `geometry.not_finite` unless every field is finite and both sizes are at least 0; `name` says
/// which grasp it is in the message.
template <std::floating_point T>
void require_valid(grasp<T> const& g, std::string const& name) {
  if (is_finite(g) && g.opening >= 0 && g.jaw >= 0) return;
  throw geometry_error("geometry.not_finite", name + ": expected finite fields and sizes of at least 0, got x " +
                                                  std::to_string(g.x) + ", y " + std::to_string(g.y) + ", theta " +
                                                  std::to_string(g.theta) + ", opening " + std::to_string(g.opening) +
                                                  ", jaw " + std::to_string(g.jaw));
}

/// `iou` for grasps from outside: throws geometry_error `geometry.not_finite` for a field that is not finite or a size
/// below 0.
template <std::floating_point T>
[[nodiscard]] T checked_iou(grasp<T> const& a, grasp<T> const& b) {
  require_valid(a, "first grasp");
  require_valid(b, "second grasp");
  return iou(a, b);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_IOU_HPP

// suregrasp/geometry/host_iou.hpp
#ifndef SUREGRASP_GEOMETRY_HOST_IOU_HPP
#define SUREGRASP_GEOMETRY_HOST_IOU_HPP
namespace suregrasp::inline v2 {

/// How `iou_matrix` and `iou_pairs` run on the host.
struct batch_iou_options {
  int threads = 1;  ///< at least 1; the result does not depend on it
};

namespace host_iou_detail {

/// The loops for this processor, asked for once.
template <class T>
[[nodiscard]] simd::iou_loops<T> const& best_loops() {
  static simd::iou_loops<T> const best = simd::supported_iou_loops<T>().back();
  return best;
}

template <class T>
void prepare(simd::rectangle_columns<T>& columns, std::span<T const> rows, simd::iou_loops<T> const& loops) {
  columns.assign(rows);
  loops.find_directions(columns);
  auto const at = columns.table();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::abs(at[2][i]) <= axis_direction_detail::reduction<T>::limit) continue;
    auto const axis = direction_of_axis(at[2][i]);
    at[5][i] = axis.cos;
    at[6][i] = axis.sin;
  }
}

template <class T>
[[nodiscard]] grasp<T> row(std::span<T const> rows, std::size_t i) {
  auto const* v = rows.data() + 5 * i;
  return {v[0], v[1], v[2], v[3], v[4]};
}

/// Puts the `iou` of two grasps in the place of what the kernel found, if they are too thin for it.
template <class T>
void correct_if_thin(grasp<T> const& a, grasp<T> const& b, T& found) {
  if (simd::too_thin(simd::rectangle(a), simd::rectangle(b))) found = iou(a, b);
}

}  // namespace host_iou_detail

/// Finds IoUs as `host_iou_pairs` and `host_iou_matrix` do and keeps its memory: where sets have one size, only the
/// first call allocates. More threads than one take memory each time.
template <std::floating_point T>
class iou_finder {
 public:
  /// Runs these loops, those for this processor unless told otherwise.
  explicit iou_finder(simd::iou_loops<T> const& loops = host_iou_detail::best_loops<T>()) : loops_(loops) {}

  /// `host_iou_pairs`, valid until the next call.
  [[nodiscard]] std::span<T const> pairs(std::span<T const> a, std::span<T const> b,
                                         batch_iou_options const& options = {}) {
    constexpr std::size_t block = 1024;
    std::size_t const count = std::min(a.size(), b.size()) / 5, blocks = (count + block - 1) / block;
    values_.resize(count);
    auto const parts = detail::thread_parts(blocks, options.threads);
    if (prepared_.size() < parts) prepared_.resize(parts);
    detail::in_parts(blocks, parts, [&](std::size_t part, std::size_t begin, std::size_t end) {
      for (std::size_t first = begin * block; first < std::min(end * block, count); first += block) {
        std::size_t const size = std::min(block, count - first);
        find_pairs(prepared_[part], a.subspan(5 * first, 5 * size), b.subspan(5 * first, 5 * size),
                   values_.data() + first);
      }
    });
    return values_;
  }

  /// `host_iou_matrix`, valid until the next call.
  [[nodiscard]] std::span<T const> matrix(std::span<T const> a, std::span<T const> b,
                                          batch_iou_options const& options = {}) {
    if (prepared_.empty()) prepared_.resize(1);
    auto& sides = prepared_[0];
    host_iou_detail::prepare(sides.a, a, loops_);
    host_iou_detail::prepare(sides.b, b, loops_);
    std::size_t const rows = sides.a.size(), columns = sides.b.size();
    values_.resize(rows * columns);
    auto const parts = detail::thread_parts(rows, options.threads);
    detail::in_parts(rows, parts, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) find_row(sides, i, a, b, values_.data() + i * columns);
    });
    return values_;
  }

  /// What was found last.
  [[nodiscard]] std::vector<T> values() && { return std::move(values_); }

 private:
  struct both_sides {
    simd::rectangle_columns<T> a, b;
  };

  void find_pairs(both_sides& sides, std::span<T const> a, std::span<T const> b, T* out) const {
    host_iou_detail::prepare(sides.a, a, loops_);
    host_iou_detail::prepare(sides.b, b, loops_);
    loops_.find_pairs(sides.a, 0, sides.b, out);
    for (auto const thin : {sides.a.thin(), sides.b.thin()})
      for (auto const i : thin)
        host_iou_detail::correct_if_thin(host_iou_detail::row(a, i), host_iou_detail::row(b, i), out[i]);
  }

  void find_row(both_sides const& sides, std::size_t i, std::span<T const> a, std::span<T const> b, T* out) const {
    loops_.find_row(sides.a, i, sides.b, out);
    auto const fixed = host_iou_detail::row(a, i);
    auto const correct = [&](std::size_t j) {
      host_iou_detail::correct_if_thin(fixed, host_iou_detail::row(b, j), out[j]);
    };
    if (auto const rectangle = simd::rectangle(fixed); simd::too_thin(rectangle, rectangle))
      for (std::size_t j = 0; j < sides.b.size(); ++j) correct(j);
    else
      for (auto const j : sides.b.thin()) correct(j);
  }

  simd::iou_loops<T> loops_;
  std::vector<both_sides> prepared_;  ///< for each thread
  std::vector<T> values_;
};

/// `iou` of rectangle i of `a` and rectangle i of `b`, with its bits, many at a time: one row x, y, theta, opening, jaw
/// a rectangle, as many on both sides. Throws option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_pairs(std::span<T const> a, std::span<T const> b,
                                            batch_iou_options const& options = {}) {
  iou_finder<T> finder;
  (void)finder.pairs(a, b, options);
  return std::move(finder).values();
}

/// `iou` of each rectangle of `a` with each of `b`, with its bits, many at a time: `[N, M]`, row-major. Throws
/// option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_matrix(std::span<T const> a, std::span<T const> b,
                                             batch_iou_options const& options = {}) {
  iou_finder<T> finder;
  (void)finder.matrix(a, b, options);
  return std::move(finder).values();
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_HOST_IOU_HPP

// suregrasp/geometry/impl/tensor_iou.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_TENSOR_IOU_HPP
#define SUREGRASP_GEOMETRY_IMPL_TENSOR_IOU_HPP
namespace suregrasp::inline v2 {

namespace tensor_iou_detail {

/// A quotient is left out below this, relative to what it divides: its derivative would be rounding alone.
template <class T>
[[nodiscard]] double negligible() {
  return std::cbrt(static_cast<double>(std::numeric_limits<T>::epsilon()) *
                   static_cast<double>(std::numeric_limits<T>::epsilon()));
}

/// The terms of the closed form of `overlap_kernel.hpp` as operations of a backend, on tensors `[..., 1]`.
template <tensor_backend B>
struct closed_form {
  using tensor = tensor_t<B>;
  struct point {
    tensor x, y;
  };
  struct corner {
    tensor x, y, moved;
  };

  B const& be;
  tensor scale;  ///< of the lengths, for what is negligible

  [[nodiscard]] tensor negative(tensor const& t) const { return suregrasp::scale(be, t, -1); }
  [[nodiscard]] tensor half(tensor const& t) const { return suregrasp::scale(be, t, 0.5); }
  [[nodiscard]] tensor within(tensor const& t, tensor const& bound) const {
    return suregrasp::maximum(be, suregrasp::minimum(be, t, bound), negative(bound));
  }

  /// a / b, or `otherwise` where b is negligible beside `size`.
  [[nodiscard]] tensor quotient(tensor const& a, tensor const& b, tensor const& size, tensor const& otherwise) const {
    auto const counts =
        be.sub(suregrasp::abs(be, b), suregrasp::scale(be, size, tensor_iou_detail::negligible<scalar_t<B>>()));
    return be.where(counts, be.div(a, be.where(counts, b, suregrasp::constant(be, 1))), otherwise);
  }

  [[nodiscard]] corner brought_in(tensor const& x, tensor const& y, tensor const& bound) const {
    auto const inner = within(x, bound);
    return {inner, y, be.sub(inner, x)};
  }

  /// Twice the integral of clamp(y, -bound, bound) over x along the edge from `p` to `q`.
  [[nodiscard]] tensor clamped_integral(corner const& p, corner const& q, tensor const& slope,
                                        tensor const& bound) const {
    auto const yp = be.add(p.y, be.mul(p.moved, slope)), yq = be.add(q.y, be.mul(q.moved, slope));
    auto const cp = within(yp, bound), cq = within(yq, bound);
    auto const level =
        be.where(be.sub(bound, suregrasp::abs(be, yp)), suregrasp::constant(be, 1), suregrasp::constant(be, 0));
    auto const inside = quotient(be.sub(cq, cp), be.sub(yq, yp), scale, level);
    auto const outside = be.add(be.sub(yp, cp), be.sub(yq, cq));
    return be.mul(be.sub(q.x, p.x), be.add(be.add(cp, cq), be.mul(outside, inside)));
  }

  /// Overlap of the rectangle of half sizes `a` around the origin with that of half sizes `b` around `d`, turned by
  /// (cos, sin).
  [[nodiscard]] tensor overlap(point const& a, point const& b, point const& d, tensor const& cos,
                               tensor const& sin) const {
    auto const one = suregrasp::constant(be, 1);
    point const u{be.mul(b.x, cos), negative(be.mul(b.x, sin))}, v{be.mul(b.y, sin), be.mul(b.y, cos)};
    point const back{be.sub(d.x, u.x), be.sub(d.y, u.y)}, ahead{be.add(d.x, u.x), be.add(d.y, u.y)};
    auto const p0 = brought_in(be.sub(back.x, v.x), be.sub(back.y, v.y), a.x);
    auto const p1 = brought_in(be.sub(ahead.x, v.x), be.sub(ahead.y, v.y), a.x);
    auto const p2 = brought_in(be.add(ahead.x, v.x), be.add(ahead.y, v.y), a.x);
    auto const p3 = brought_in(be.add(back.x, v.x), be.add(back.y, v.y), a.x);
    auto const along = quotient(negative(sin), cos, one, one), across = quotient(cos, sin, one, one);
    auto const twice = be.add(be.add(clamped_integral(p0, p1, along, a.y), clamped_integral(p2, p3, along, a.y)),
                              be.add(clamped_integral(p1, p2, across, a.y), clamped_integral(p3, p0, across, a.y)));
    return half(suregrasp::abs(be, twice));
  }
};

/// Field k of grasps `[..., 5]`, as `[..., 1]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> field(B const& be, tensor_t<B> const& grasps, std::int64_t k) {
  return suregrasp::slice(be, grasps, be.shape(grasps).size() - 1, k);
}

}  // namespace tensor_iou_detail

/// Area common to grasps `[..., 5]` of x, y, theta, opening, jaw, whose leading axes broadcast: `[..., 1]`.
///
/// Made of the backend's operations, so it runs where the tensors are and has a derivative, which is finite everywhere:
/// also for equal, touching and parallel rectangles and those without area. Rounds to the type of the tensors.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> overlap(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  using tensor_iou_detail::field;
  auto const size = [&](tensor_t<B> const& g, std::int64_t k) {
    return suregrasp::maximum(be, tensor_iou_detail::field(be, g, k), suregrasp::constant(be, 0));
  };
  auto const opening_a = size(a, 3), jaw_a = size(a, 4), opening_b = size(b, 3), jaw_b = size(b, 4);
  auto const theta_a = tensor_iou_detail::field(be, a, 2), turn = be.sub(tensor_iou_detail::field(be, b, 2), theta_a);
  auto const dx = be.sub(tensor_iou_detail::field(be, b, 0), tensor_iou_detail::field(be, a, 0)),
             dy = be.sub(tensor_iou_detail::field(be, b, 1), tensor_iou_detail::field(be, a, 1));
  auto const cos_a = suregrasp::cos(be, theta_a), sin_a = suregrasp::sin(be, theta_a);
  tensor_iou_detail::closed_form<B> const form{be, be.add(be.add(opening_a, jaw_a), be.add(opening_b, jaw_b))};
  auto const area =
      form.overlap({form.half(opening_a), form.half(jaw_a)}, {form.half(opening_b), form.half(jaw_b)},
                   {be.sub(be.mul(dx, cos_a), be.mul(dy, sin_a)), be.add(be.mul(dx, sin_a), be.mul(dy, cos_a))},
                   suregrasp::cos(be, turn), suregrasp::sin(be, turn));
  return suregrasp::minimum(be, area, suregrasp::minimum(be, be.mul(opening_a, jaw_a), be.mul(opening_b, jaw_b)));
}

/// Intersection over union of grasps `[..., 5]`, in [0, 1], whose leading axes broadcast: `[..., 1]`; 0 where neither
/// has an area. As `overlap`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const area = [&](tensor_t<B> const& g) {
    return be.mul(tensor_iou_detail::field(be, g, 3), tensor_iou_detail::field(be, g, 4));
  };
  auto const common = suregrasp::overlap(be, a, b), covered = be.sub(be.add(area(a), area(b)), common);
  return be.where(covered, be.div(common, be.where(covered, covered, suregrasp::constant(be, 1))),
                  suregrasp::constant(be, 0));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_IMPL_TENSOR_IOU_HPP

// suregrasp/geometry/batch_iou.hpp
#ifndef SUREGRASP_GEOMETRY_BATCH_IOU_HPP
#define SUREGRASP_GEOMETRY_BATCH_IOU_HPP
namespace suregrasp::inline v2 {

namespace batch_iou_detail {

template <tensor_backend B>
void require_rows(B const& be, tensor_t<B> const& rows) {
  auto const shape = be.shape(rows);
  if (shape.size() != 2 || shape[1] != 5)
    throw shape_error("shape.grasp_rows", "expected grasps of shape [N, 5], got " + to_string(shape));
}

}  // namespace batch_iou_detail

/// IoU of row i of `a` with row i of `b`: `[N, 5]` and `[N, 5]` to `[N]`, columns x, y, theta, opening, jaw.
///
/// On the host the bits of `iou`, in the widest vectors the processor has; where a tensor lies on a device or records a
/// gradient, the tensor form of `iou`. Throws shape_error `shape.grasp_rows` or `shape.iou_pairs`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_pairs(B const& be, tensor_t<B> const& a, tensor_t<B> const& b,
                                    batch_iou_options const& options = {}) {
  batch_iou_detail::require_rows(be, a);
  batch_iou_detail::require_rows(be, b);
  auto const count = be.shape(a)[0];
  if (count != be.shape(b)[0])
    throw shape_error("shape.iou_pairs", "expected as many grasps on both sides, got " + std::to_string(count) +
                                             " and " + std::to_string(be.shape(b)[0]));
  if (!suregrasp::on_host(be, a) || !suregrasp::on_host(be, b)) return be.reshape(suregrasp::iou(be, a, b), {count});
  std::vector<scalar_t<B>> const values =
      suregrasp::host_iou_pairs<scalar_t<B>>(be.to_host(a).values, be.to_host(b).values, options);
  return be.from_host({extents{count}, std::span<scalar_t<B> const>(values)});
}

/// IoU of each row of `a` with each row of `b`: `[N, 5]` and `[M, 5]` to `[N, M]`; cost N * M.
///
/// As `iou_pairs`, with one sine and cosine a row. Throws shape_error `shape.grasp_rows`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_matrix(B const& be, tensor_t<B> const& a, tensor_t<B> const& b,
                                     batch_iou_options const& options = {}) {
  batch_iou_detail::require_rows(be, a);
  batch_iou_detail::require_rows(be, b);
  auto const rows = be.shape(a)[0], columns = be.shape(b)[0];
  if (!suregrasp::on_host(be, a) || !suregrasp::on_host(be, b))
    return be.reshape(suregrasp::iou(be, be.reshape(a, {rows, 1, 5}), be.reshape(b, {1, columns, 5})), {rows, columns});
  std::vector<scalar_t<B>> const values =
      suregrasp::host_iou_matrix<scalar_t<B>>(be.to_host(a).values, be.to_host(b).values, options);
  return be.from_host({extents{rows, columns}, std::span<scalar_t<B> const>(values)});
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_BATCH_IOU_HPP

// suregrasp/geometry/impl/centre_grid.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP
#define SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP
namespace suregrasp::inline v2::detail {

/// Finds, among grasps added to it, those near enough to overlap with another: a grid over the centres whose cells are
/// as wide as the circles around the largest of all. One cell where a field is too large to tell, or not finite. Keeps
/// its memory.
template <std::floating_point T>
class centre_grid {
 public:
  /// Makes an empty grid for these.
  void lay(std::span<grasp<T> const> all) {
    left_ = top_ = infinity, cell_ = 0;
    columns_ = rows_ = 1;
    before_.clear();
    double largest = 0, right = -infinity, bottom = -infinity;
    bool sound = !all.empty();
    for (auto const& g : all) {
      auto const x = static_cast<double>(g.x), y = static_cast<double>(g.y);
      auto const size = std::hypot(static_cast<double>(g.opening), static_cast<double>(g.jaw));
      sound = sound && std::abs(x) < too_large && std::abs(y) < too_large && size < too_large;
      left_ = std::min(left_, x), right = std::max(right, x);
      top_ = std::min(top_, y), bottom = std::max(bottom, y);
      largest = std::max(largest, size);
    }
    if (sound) {
      double const wide = right - left_, high = bottom - top_;
      auto const most = static_cast<double>(all.size());  // cells, about: a grid should not outgrow what it holds
      cell_ = std::max({1.05 * largest, std::sqrt(wide * high / most), (wide + high) / most});
      if (cell_ > 0) {
        columns_ = static_cast<std::ptrdiff_t>(wide / cell_) + 1;
        rows_ = static_cast<std::ptrdiff_t>(high / cell_) + 1;
      }
    }
    newest_.assign(static_cast<std::size_t>(columns_ * rows_), none);
  }

  /// Adds a grasp of those the grid was made for; they are numbered in this order.
  void add(grasp<T> const& g) {
    auto& newest = newest_[static_cast<std::size_t>(row_of(g) * columns_ + column_of(g))];
    before_.push_back(newest);
    newest = before_.size() - 1;
  }

  /// Whether holds(number) is true of any grasp added whose circle may meet that of `g`.
  template <class Holds>
  [[nodiscard]] bool any_near(grasp<T> const& g, Holds const& holds) const {
    auto const row = row_of(g), column = column_of(g);
    for (auto y = std::max<std::ptrdiff_t>(0, row - 1); y <= std::min(rows_ - 1, row + 1); ++y)
      for (auto x = std::max<std::ptrdiff_t>(0, column - 1); x <= std::min(columns_ - 1, column + 1); ++x)
        for (auto i = newest_[static_cast<std::size_t>(y * columns_ + x)]; i != none; i = before_[i])
          if (holds(i)) return true;
    return false;
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity(), too_large = 1e9;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] std::ptrdiff_t column_of(grasp<T> const& g) const {
    return columns_ == 1 ? 0 : static_cast<std::ptrdiff_t>((static_cast<double>(g.x) - left_) / cell_);
  }
  [[nodiscard]] std::ptrdiff_t row_of(grasp<T> const& g) const {
    return rows_ == 1 ? 0 : static_cast<std::ptrdiff_t>((static_cast<double>(g.y) - top_) / cell_);
  }

  double left_ = infinity, top_ = infinity, cell_ = 0;
  std::ptrdiff_t columns_ = 1, rows_ = 1;
  std::vector<std::size_t> newest_;  ///< the grasp added last to each cell
  std::vector<std::size_t> before_;  ///< the one added to the same cell before each
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP

// suregrasp/geometry/rotated_suppression.hpp
#ifndef SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
#define SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
namespace suregrasp::inline v2 {

/// When one grasp repeats another, and how many are wanted.
struct rotated_suppression_options {
  double iou = 0.5;                     ///< repeats overlap by more than this
  double angle = std::numbers::pi / 6;  ///< and their axes differ by at most this, radians (`angle_at_most`)
  std::size_t limit = std::numeric_limits<std::size_t>::max();  ///< stop after this many
};

/// Chooses grasps as `rotated_suppression` does and keeps its memory: where as many come each time, only the first few
/// calls allocate.
template <std::floating_point T>
class rotated_suppressor {
 public:
  /// `rotated_suppression`, valid until the next call.
  [[nodiscard]] std::span<std::size_t const> find(std::span<grasp<T> const> grasps, std::span<T const> scores,
                                                  rotated_suppression_options const& options = {}) {
    if (grasps.size() != scores.size())
      throw shape_error("shape.rotated_suppression", "expected one score a grasp, got " +
                                                         std::to_string(scores.size()) + " scores for " +
                                                         std::to_string(grasps.size()) + " grasps");
    if (std::ranges::any_of(scores, [](T score) { return std::isnan(score); }))
      throw geometry_error("geometry.score_not_a_number", "expected scores that can be ranked, got NaN");
    order_.resize(grasps.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::sort(
        order_, [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    kept_.clear();
    best_.clear();
    near_.lay(grasps);
    for (auto const i : order_) {
      if (kept_.size() >= options.limit) break;
      prepared_grasp<T> const candidate(grasps[i]);
      if (repeats(candidate, options)) continue;
      kept_.push_back(i);
      best_.push_back(candidate);
      near_.add(candidate.pose);
    }
    return kept_;
  }

 private:
  /// Whether a kept one covers the same location along nearly the same axis.
  [[nodiscard]] bool repeats(prepared_grasp<T> const& candidate, rotated_suppression_options const& options) const {
    return near_.any_near(candidate.pose, [&](std::size_t k) {
      auto const& other = best_[k];
      return !overlap_detail::far_apart(candidate.pose, other.pose) &&
             angle_at_most(axial_distance(candidate.pose.theta, other.pose.theta), options.angle) &&
             iou(candidate, other) > static_cast<T>(options.iou);
    });
  }

  std::vector<std::size_t> order_, kept_;
  std::vector<prepared_grasp<T>> best_;  ///< the kept ones
  detail::centre_grid<T> near_;          ///< of the same
};

/// Greedy non-maximum suppression: indices of the grasps kept, best score first; of equal scores the first comes first.
///
/// A grasp is dropped where a kept one covers the same location along nearly the same axis; two grasps across each
/// other on one object are different grasps and both stay. Throws shape_error `shape.rotated_suppression` where the
/// lengths differ and geometry_error `geometry.score_not_a_number`. Cost N log N + N times the number kept
/// nearby: within twice the largest diagonal.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> rotated_suppression(std::vector<grasp<T>> const& grasps,
                                                           std::vector<T> const& scores,
                                                           rotated_suppression_options const& options = {}) {
  rotated_suppressor<T> suppressor;
  auto const kept = suppressor.find(grasps, scores, options);
  return {kept.begin(), kept.end()};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP

// suregrasp/geometry/batch_suppression.hpp
#ifndef SUREGRASP_GEOMETRY_BATCH_SUPPRESSION_HPP
#define SUREGRASP_GEOMETRY_BATCH_SUPPRESSION_HPP
namespace suregrasp::inline v2 {

/// Greedy non-maximum suppression of grasps `[N, 5]` with scores `[N]`: the rows kept, best score first, ready for
/// `be.take(grasps, rows, 0)`.
///
/// The values are read to the host, for each choice depends on the one before. Throws shape_error `shape.grasp_rows`,
/// and what the form for vectors throws.
template <tensor_backend B>
[[nodiscard]] std::vector<std::int64_t> rotated_suppression(B const& be, tensor_t<B> const& grasps,
                                                            tensor_t<B> const& scores,
                                                            rotated_suppression_options const& options = {}) {
  auto const rows = be.to_host(grasps);
  if (rows.shape.size() != 2 || rows.shape[1] != 5)
    throw shape_error("shape.grasp_rows", "expected grasps of shape [N, 5], got " + to_string(rows.shape));
  std::vector<grasp<scalar_t<B>>> list;
  list.reserve(rows.values.size() / 5);
  for (std::size_t i = 0; i < rows.values.size(); i += 5) {
    auto const* v = rows.values.data() + i;
    list.push_back({v[0], v[1], v[2], v[3], v[4]});
  }
  auto const kept = suregrasp::rotated_suppression(list, be.to_host(scores).values, options);
  return {kept.begin(), kept.end()};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_BATCH_SUPPRESSION_HPP

// suregrasp/geometry/camera_scale.hpp
#ifndef SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP
#define SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP
namespace suregrasp::inline v2 {

/// What a pixel is worth at one depth, seen by a camera that looks straight at the plane.
template <std::floating_point T>
struct camera_scale {
  T fx = 0;     ///< focal length in pixels, along x
  T fy = 0;     ///< along y
  T depth = 0;  ///< of the plane, metres

  /// Metres of `pixels` drawn at angle `theta` (radians, as that of a grasp).
  [[nodiscard]] T metres(T pixels, T theta) const {
    return pixels * depth * std::hypot(std::cos(theta) / fx, std::sin(theta) / fy);
  }

  /// Pixels that `length` metres at angle `theta` on the screen take.
  [[nodiscard]] T pixels(T length, T theta) const { return length / metres(1, theta); }
};

/// Throws option_error `option.camera` unless both focal lengths and the depth are finite and above 0.
template <std::floating_point T>
void require_valid(camera_scale<T> const& camera) {
  bool valid = true;
  for (T const value : {camera.fx, camera.fy, camera.depth}) valid = valid && std::isfinite(value) && value > 0;
  if (!valid)
    throw option_error("option.camera", "expected focal lengths and a depth above 0, got fx " +
                                            std::to_string(camera.fx) + ", fy " + std::to_string(camera.fy) +
                                            ", depth " + std::to_string(camera.depth));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP

// suregrasp/geometry/conventions/cornell_corners.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP
namespace suregrasp::inline v2 {

/// The way around in which corners follow each other, as seen on the screen.
enum class corner_order { clockwise, counter_clockwise };

/// The order of four corners; a figure without area counts as clockwise.
template <std::floating_point T>
[[nodiscard]] corner_order order_of(std::array<point<T>, 4> const& p) {
  T const twice_area = (p[2].x - p[0].x) * (p[3].y - p[1].y) - (p[3].x - p[1].x) * (p[2].y - p[0].y);
  return twice_area < 0 ? corner_order::counter_clockwise : corner_order::clockwise;
}

/// The grasp of a rectangle in the Cornell files, whose corners come in either order.
///
/// p0 to p1 is the opening axis, p1-p2 and p3-p0 are the plates, whichever is longer. The centre is the mean of the
/// corners, `opening` the length of p0-p1, `jaw` the length of p1-p2. Throws geometry_error `geometry.not_finite`.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_cornell_corners(std::array<point<T>, 4> const& p) {
  T const dx = p[1].x - p[0].x, dy = p[1].y - p[0].y;
  grasp<T> const g{(p[0].x + p[1].x + p[2].x + p[3].x) / 4, (p[0].y + p[1].y + p[2].y + p[3].y) / 4,
                   axial_wrap(std::atan2(-dy, dx)), std::hypot(dx, dy), std::hypot(p[2].x - p[1].x, p[2].y - p[1].y)};
  if (is_finite(g)) return g;
  std::string text;
  for (auto const& corner : p) text += " (" + std::to_string(corner.x) + ", " + std::to_string(corner.y) + ")";
  throw geometry_error("geometry.not_finite", "expected four finite corners, got" + text);
}

/// The corners of a grasp as the Cornell files list them, in the order asked for: p0 to p1 has the direction theta.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> to_cornell_corners(grasp<T> const& g,
                                                         corner_order order = corner_order::clockwise) {
  auto const p = corners(g);
  if (order == corner_order::clockwise) return p;
  return {p[3], p[2], p[1], p[0]};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP

// suregrasp/geometry/conventions/grasp_planners.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP
namespace suregrasp::inline v2 {

// Planar grasps of planners that know more than the picture: a score, an object, a camera.

/// A row of graspnetAPI's `RectGraspGroup`: the centre, the middle of one finger, the size of the plates.
template <std::floating_point T>
struct graspnet_rectangle {
  T center_x = 0;
  T center_y = 0;
  T open_x = 0;
  T open_y = 0;
  T height = 0;
  T score = 0;
  int object_id = -1;
  friend bool operator==(graspnet_rectangle const&, graspnet_rectangle const&) = default;
};

/// The grasp of a row; its opening is twice the way from the centre to the open point.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_graspnet(graspnet_rectangle<T> const& row) {
  T const dx = row.open_x - row.center_x, dy = row.open_y - row.center_y;
  return {row.center_x, row.center_y, axial_wrap(std::atan2(-dy, dx)), 2 * std::hypot(dx, dy), row.height};
}

/// The open point lies in the direction `theta`; score and object are not the grasp's and are given.
template <std::floating_point T>
[[nodiscard]] graspnet_rectangle<T> to_graspnet(grasp<T> const& g, T score, int object_id) {
  T const half = g.opening / 2;
  return {g.x, g.y, g.x + half * std::cos(g.theta), g.y - half * std::sin(g.theta), g.jaw, score, object_id};
}

/// The `Grasp2D` of GQ-CNN: radians clockwise positive on the screen, opening in metres; of the plates it says nothing.
template <std::floating_point T>
struct gqcnn_grasp2d {
  T x = 0;
  T y = 0;
  radians_value<T> angle;
  T depth = 0;  ///< of the grasp's centre, metres
  T width = 0;  ///< opening, metres
  friend bool operator==(gqcnn_grasp2d const&, gqcnn_grasp2d const&) = default;
};

/// The grasp on the screen of a camera of focal lengths `fx`, `fy` pixels, with plates of `jaw` pixels.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_gqcnn(gqcnn_grasp2d<T> const& g, T fx, T fy, T jaw) {
  T const theta = axial_wrap(-g.angle.value);
  return {g.x, g.y, theta, camera_scale<T>{fx, fy, g.depth}.pixels(g.width, theta), jaw};
}

/// Does not compile: the size of the plates has to be given.
template <std::floating_point T>
void from_gqcnn(gqcnn_grasp2d<T> const&, T, T) {
  static_assert(!std::floating_point<T>,
                "a GQ-CNN grasp does not say how large the plates are: pass the jaw size in pixels as the last "
                "argument");
}

/// At the camera's depth; `angle` comes out in (-pi/2, pi/2].
template <std::floating_point T>
[[nodiscard]] gqcnn_grasp2d<T> to_gqcnn(grasp<T> const& g, camera_scale<T> const& camera) {
  return {g.x, g.y, radians_value<T>(-axial_wrap(g.theta)), camera.depth, camera.metres(g.opening, g.theta)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP

// suregrasp/geometry/conventions/grasp_rows.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP
namespace suregrasp::inline v2 {

/// A row `x;y;theta;opening;jaw` of a Jacquard grasp file: the angle in degrees, clockwise positive on the screen.
template <std::floating_point T>
struct jacquard_row {
  T x = 0;
  T y = 0;
  T theta_degrees = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(jacquard_row const&, jacquard_row const&) = default;
};

/// The grasp of a row.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_jacquard(jacquard_row<T> const& row) {
  return {row.x, row.y, axial_wrap(-radians(row.theta_degrees)), row.opening, row.jaw};
}

/// `theta_degrees` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] jacquard_row<T> to_jacquard(grasp<T> const& g) {
  return {g.x, g.y, -degrees(axial_wrap(g.theta)), g.opening, g.jaw};
}

/// The `Grasp` of GG-CNN and GR-ConvNet: the centre as (row, column), the angle in radians counter-clockwise on the
/// screen, `length` between the fingers, `width` of a finger.
template <std::floating_point T>
struct ggcnn_grasp {
  T row = 0;
  T column = 0;
  T angle = 0;
  T length = 0;
  T width = 0;
  friend bool operator==(ggcnn_grasp const&, ggcnn_grasp const&) = default;
};

/// The grasp; row and column change places.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_ggcnn(ggcnn_grasp<T> const& g) {
  return {g.column, g.row, axial_wrap(g.angle), g.length, g.width};
}

/// `length` is the opening, `width` the jaw.
template <std::floating_point T>
[[nodiscard]] ggcnn_grasp<T> to_ggcnn(grasp<T> const& g) {
  return {g.y, g.x, axial_wrap(g.theta), g.opening, g.jaw};
}

/// The tuple g = (x, y, theta, w, h) of Zhu et al. (2020): `w` is the size of a finger's plate and `h` the distance
/// between the fingers, other than everywhere else. The paper leaves the sign of theta open; taken counter-clockwise.
template <std::floating_point T>
struct paper_tuple {
  T x = 0;
  T y = 0;
  T theta = 0;
  T w = 0;
  T h = 0;
  friend bool operator==(paper_tuple const&, paper_tuple const&) = default;
};

/// The grasp; `h` is the opening, `w` the jaw.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_paper(paper_tuple<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta), g.h, g.w};
}

/// The inverse of `from_paper`.
template <std::floating_point T>
[[nodiscard]] paper_tuple<T> to_paper(grasp<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta), g.jaw, g.opening};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP

// suregrasp/geometry/conventions/mmrotate_box.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP
namespace suregrasp::inline v2 {

/// What mmrotate calls its angle versions; each forgets which side of the box is the opening.
enum class mmrotate_angles {
  le90,   ///< the long side is `w`, along an angle in [-pi/2, pi/2)
  le135,  ///< the long side is `w`, along an angle in [-pi/4, 3 pi/4)
  oc      ///< OpenCV's since 4.5.1: `w` is the side along an angle in (0, pi/2]
};

/// A rotated box of mmrotate: radians, clockwise positive on the screen.
template <std::floating_point T, mmrotate_angles Angles>
struct mmrotate_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  radians_value<T> angle;
  friend bool operator==(mmrotate_box const&, mmrotate_box const&) = default;
};

/// What the longer side of a grasp rectangle is; `opening` where both are equal.
enum class long_side { opening, jaw };

/// What `from_mmrotate` has to be told to bring a box of this grasp back.
template <std::floating_point T>
[[nodiscard]] long_side long_side_of(grasp<T> const& g) {
  return g.opening >= g.jaw ? long_side::opening : long_side::jaw;
}

/// The grasp of a box whose longer side is what `longer` says; of equal sides `w` counts as the longer one.
template <std::floating_point T, mmrotate_angles Angles>
[[nodiscard]] grasp<T> from_mmrotate(mmrotate_box<T, Angles> const& box, long_side longer) {
  bool const opening_is_w = (box.w >= box.h) == (longer == long_side::opening);
  T const quarter = std::numbers::pi_v<T> / 2, along_w = -box.angle.value;
  if (opening_is_w) return {box.cx, box.cy, axial_wrap(along_w), box.w, box.h};
  return {box.cx, box.cy, axial_wrap(along_w + quarter), box.h, box.w};
}

/// Does not compile: the box alone does not say which of its sides is the opening.
template <std::floating_point T, mmrotate_angles Angles>
void from_mmrotate(mmrotate_box<T, Angles> const&) {
  static_assert(!std::floating_point<T>,
                "an mmrotate box does not say which side is the opening and which the jaw: "
                "pass long_side::opening or long_side::jaw as the second argument");
}

/// The box of a grasp; keep `long_side_of(g)` beside it to come back. A square of `oc` comes back as itself or
/// `across`: there the angle alone decides which side is `w`.
template <mmrotate_angles Angles, std::floating_point T>
[[nodiscard]] mmrotate_box<T, Angles> to_mmrotate(grasp<T> const& g) {
  constexpr T pi = std::numbers::pi_v<T>;
  mmrotate_box<T, Angles> box{g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(-g.theta))};
  auto const exchange_sides = [&] {
    box = {g.x, g.y, g.jaw, g.opening, radians_value<T>(axial_wrap(pi / 2 + box.angle.value))};
  };
  if constexpr (Angles == mmrotate_angles::oc) {
    if (box.angle.value == -pi / 2) box.angle.value = pi / 2;
    if (!(box.angle.value > 0)) exchange_sides();
    if (box.angle.value == -pi / 2) box.angle.value = pi / 2;
  } else {
    if (long_side_of(g) == long_side::jaw) exchange_sides();
    if (Angles == mmrotate_angles::le135 && box.angle.value < -pi / 4) {
      T const above = box.angle.value + pi;
      box.angle.value = above < 3 * pi / 4 ? above : -pi / 4;  // rounding may reach the end, which is the beginning
    }
  }
  return box;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP

// suregrasp/geometry/conventions/opencv_rectangle.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP
namespace suregrasp::inline v2 {

/// The fields of a `cv::RotatedRect`: `width` lies along `angle`, degrees, clockwise positive on the screen, any range.
template <std::floating_point T>
struct opencv_rectangle {
  T cx = 0;
  T cy = 0;
  T width = 0;
  T height = 0;
  degrees_value<T> angle;
  friend bool operator==(opencv_rectangle const&, opencv_rectangle const&) = default;
};

/// The side of a rectangle that is the opening of the grasp.
enum class opening_side { width, height };

/// The ranges into which `cv::minAreaRect` brings its angle, exchanging width and height at every quarter turn.
enum class opencv_angles {
  before_4_5_1,  ///< [-90, 0)
  since_4_5_1    ///< (0, 90]
};

/// A rectangle as `cv::minAreaRect` gives it, and what it alone no longer says.
template <std::floating_point T>
struct normalised_rectangle {
  opencv_rectangle<T> rectangle;
  opening_side opening = opening_side::width;
};

/// A rectangle whose `angle` is that of the opening axis and whose `width` is the opening, of any version and range.
///
/// Results of `cv::minAreaRect` are not such: there which side comes first depends on the angle alone. Say then which
/// side is the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_opencv(opencv_rectangle<T> const& r, opening_side opening = opening_side::width) {
  T const along_width = -radians_value<T>(r.angle).value;
  if (opening == opening_side::width) return {r.cx, r.cy, axial_wrap(along_width), r.width, r.height};
  return {r.cx, r.cy, axial_wrap(along_width + std::numbers::pi_v<T> / 2), r.height, r.width};
}

/// `angle` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] opencv_rectangle<T> to_opencv(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(-axial_wrap(g.theta))};
}

/// As `cv::minAreaRect` of the version asked for would give it.
template <std::floating_point T>
[[nodiscard]] normalised_rectangle<T> to_opencv(grasp<T> const& g, opencv_angles version) {
  auto r = to_opencv(g);
  auto side = opening_side::width;
  bool const above_0 = version == opencv_angles::since_4_5_1;
  while (above_0 ? r.angle.value <= 0 : r.angle.value >= 0) {
    r.angle.value += above_0 ? 90 : -90;
    std::swap(r.width, r.height);
    side = side == opening_side::width ? opening_side::height : opening_side::width;
  }
  return {r, side};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP

// suregrasp/geometry/conventions/rotated_boxes.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP
namespace suregrasp::inline v2 {

// Rotated boxes of detection libraries whose angle has the full period, so that `w`, the side along the angle, can be
// the opening and nothing is lost either way. Those that put the long side first are in `mmrotate_box.hpp`.

/// A rotated box of detectron2, `XYWHA_ABS`: degrees, counter-clockwise positive on the screen.
template <std::floating_point T>
struct detectron2_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  degrees_value<T> angle;
  friend bool operator==(detectron2_box const&, detectron2_box const&) = default;
};

/// `w` is taken for the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_detectron2(detectron2_box<T> const& box) {
  return {box.cx, box.cy, axial_wrap(radians_value<T>(box.angle).value), box.w, box.h};
}

/// `angle` comes out in [-90, 90).
template <std::floating_point T>
[[nodiscard]] detectron2_box<T> to_detectron2(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(g.theta))};
}

/// A rotated box of torchvision, `CXCYWHR`: degrees, counter-clockwise positive on the screen.
template <std::floating_point T>
struct torchvision_cxcywhr {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  degrees_value<T> r;
  friend bool operator==(torchvision_cxcywhr const&, torchvision_cxcywhr const&) = default;
};

/// `w` is taken for the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_torchvision(torchvision_cxcywhr<T> const& box) {
  return {box.cx, box.cy, axial_wrap(radians_value<T>(box.r).value), box.w, box.h};
}

/// `r` comes out in [-90, 90).
template <std::floating_point T>
[[nodiscard]] torchvision_cxcywhr<T> to_torchvision(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(g.theta))};
}

/// Which way a positive angle turns on the screen.
enum class turning { clockwise, counter_clockwise };

/// A rotated box of mmcv's operators, in radians; they take `clockwise` as an argument that is true by default.
template <std::floating_point T>
struct mmcv_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  radians_value<T> angle;
  friend bool operator==(mmcv_box const&, mmcv_box const&) = default;
};

/// `w` is taken for the opening; `positive` says which way the angle turns.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_mmcv(mmcv_box<T> const& box, turning positive = turning::clockwise) {
  T const theta = positive == turning::clockwise ? -box.angle.value : box.angle.value;
  return {box.cx, box.cy, axial_wrap(theta), box.w, box.h};
}

/// `angle` comes out in (-pi/2, pi/2], counter-clockwise in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] mmcv_box<T> to_mmcv(grasp<T> const& g, turning positive = turning::clockwise) {
  T const theta = axial_wrap(g.theta);
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(positive == turning::clockwise ? -theta : theta)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP

// suregrasp/geometry/pose_components.hpp
#ifndef SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP
#define SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP
namespace suregrasp::inline v2 {

/// One figure for each component of a pose that a network regresses: variances, parts of a loss, units.
struct pose_components {
  double theta = 0;
  double opening = 0;
  double jaw = 0;
  friend bool operator==(pose_components const&, pose_components const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"theta", &pose_components::theta}, field{"opening", &pose_components::opening},
                field{"jaw", &pose_components::jaw});
  }

  pose_components& operator+=(pose_components const& other) {
    theta += other.theta, opening += other.opening, jaw += other.jaw;
    return *this;
  }
  [[nodiscard]] friend constexpr pose_components operator*(double factor, pose_components const& of) {
    return {factor * of.theta, factor * of.opening, factor * of.jaw};
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP

// suregrasp/geometry/tensor_angle.hpp
#ifndef SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP
#define SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP
namespace suregrasp::inline v2 {

namespace tensor_angle_detail {

/// How many half turns to take from angles so that they lie in [-pi/2, pi/2), times pi; `axial_wrap` as operations of
/// the backend.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> half_turns(B const& be, tensor_t<B> const& angles) {
  using T = scalar_t<B>;
  constexpr T pi = std::numbers::pi_v<T>;
  auto const number = [&](T value) { return suregrasp::constant(be, static_cast<double>(value)); };
  auto const right = number(pi / 2), left = number(-pi / 2), whole = number(pi);
  auto const turns = trigonometry_detail::floor(be, be.add(be.div(angles, whole), number(T(0.5))));
  auto const once = be.sub(angles, be.mul(whole, turns));
  auto const wrapped = be.where(be.sub(right, once), suregrasp::maximum(be, once, left), be.sub(once, whole));
  auto const off = be.sub(angles, wrapped);
  return be.where(be.sub(left, angles), off, be.where(be.sub(right, angles), number(0), off));
}

/// The same from the values in the host's memory.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> half_turns_on_host(B const& be, tensor_t<B> const& angles) {
  auto turns = be.to_host(angles);
  for (auto& value : turns.values) value = value - suregrasp::axial_wrap(value);
  return be.from_host(turns.view());
}

}  // namespace tensor_angle_detail

/// Angle between two axes, in [0, pi/2], element by element with broadcasting.
///
/// The bits of the scalar form. Differentiable: how many half turns lie between the axes is read from the values and a
/// constant for the derivative, which is 1 or -1 and, where the axes are the same, one of them.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> axial_distance(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const difference = be.sub(a, b);
  auto const turns = suregrasp::on_host(be, difference)
                         ? tensor_angle_detail::half_turns_on_host(be, difference)
                         : tensor_angle_detail::half_turns(be, trigonometry_detail::without_history(be, difference));
  return suregrasp::abs(be, be.sub(difference, turns));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP

// suregrasp/geometry.hpp
#ifndef SUREGRASP_GEOMETRY_HPP
#define SUREGRASP_GEOMETRY_HPP
/// Grasp rectangles: angles of period pi, affine maps, exact overlap (IoU), suppression, and the conventions of other
/// projects.
///
/// Begin with
/// - `grasp`: x, y, theta, opening, jaw: pixels and radians, y down;
/// - `iou`, `iou_matrix`, `iou_pairs`: intersection over union of two grasps, or of many at once;
/// - `iou_finder`, `rotated_suppressor`: IoU and suppression again and again, in memory that they keep;
/// - `axial_distance`, `axial_mean`: angles as axes, so that 89 and -89 degrees are two degrees apart;
/// - `affine_map`: moves points and grasps together with an image;
/// - `from_jacquard`, `from_opencv`, ...: grasps in the conventions of other projects (`geometry/conventions/`).
///
/// Needs the standard library; headers on tensors also Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// grasp<double> const found{.x = 10, .y = 12, .theta = 0.25, .opening = 20, .jaw = 8};
/// grasp<double> const label{.x = 12, .y = 12, .theta = 0.30, .opening = 20, .jaw = 8};
/// assert(std::abs(iou(found, label) - 0.728) < 0.001);
/// assert(std::abs(axial_distance(1.57, -1.57)) < 0.002);  // almost the same axis
///
/// auto const half = affine_map<double>::scaling(0.5);
/// assert(half(found).opening == 10 && half(found).theta == 0.25);
/// ```
#endif  // SUREGRASP_GEOMETRY_HPP

// suregrasp/heatmap/axial_blur.hpp
#ifndef SUREGRASP_HEATMAP_AXIAL_BLUR_HPP
#define SUREGRASP_HEATMAP_AXIAL_BLUR_HPP
namespace suregrasp::inline v2 {

/// One half of a symmetric kernel: the weight of a pixel 0, 1, 2, ... pixels away.
template <std::floating_point T>
using half_kernel = std::vector<T>;

/// All pixels within `radius` count the same.
template <std::floating_point T = double>
[[nodiscard]] half_kernel<T> box_kernel(std::size_t radius) {
  return half_kernel<T>(radius + 1, T(1));
}

/// A Gaussian of standard deviation `sigma` pixels, to four of them. Throws option_error `option.sigma`.
template <std::floating_point T = double>
[[nodiscard]] half_kernel<T> gaussian_kernel(T sigma) {
  if (!(sigma > 0) || !(sigma < 1e6))
    throw option_error("option.sigma", "expected a positive deviation in pixels, got " + std::to_string(sigma));
  half_kernel<T> weights;
  for (T d = 0; d <= std::ceil(4 * sigma); ++d) weights.push_back(std::exp(-d * d / (2 * sigma * sigma)));
  return weights;
}

/// Angles of a map after a blur, and how far they agreed.
template <std::floating_point T>
struct blurred_axes {
  host_array<T> angle;      ///< `[H, W]`, in [-pi/2, pi/2); where nothing has weight, the axis that was there
  host_array<T> resultant;  ///< `[H, W]`: 1 where all axes around agree, 0 where they cancel or nothing has weight
};

namespace detail {

/// `map`, `[height, width]`, folded with a symmetric kernel along rows and then columns; 0 outside.
template <std::floating_point T>
[[nodiscard]] std::vector<T> folded(std::vector<T> map, std::int64_t height, std::int64_t width,
                                    half_kernel<T> const& kernel) {
  std::vector<T> result(map.size());
  auto const along = [&](std::int64_t lines, std::int64_t length, std::int64_t line_step, std::int64_t step) {
    auto const reach = static_cast<std::int64_t>(kernel.size()) - 1;
    for (std::int64_t line = 0; line < lines; ++line)
      for (std::int64_t i = 0; i < length; ++i) {
        T sum = 0;
        for (auto k = std::max<std::int64_t>(0, i - reach); k <= std::min(length - 1, i + reach); ++k)
          sum += kernel[static_cast<std::size_t>(k < i ? i - k : k - i)] *
                 map[static_cast<std::size_t>(line * line_step + k * step)];
        result[static_cast<std::size_t>(line * line_step + i * step)] = sum;
      }
    map.swap(result);
  };
  along(height, width, width, 1);
  along(width, height, 1, width);
  return map;
}

}  // namespace detail

/// A map of axes, `[H, W]` in radians, blurred as axes: the kernel acts on cos 2 theta and sin 2 theta, and half the
/// argument is the angle. Blurring the angles themselves turns neighbours at +89 and -89 degrees into 0.
///
/// `quality`, of the same shape, says how much each pixel counts, without it all count the same; a pixel of quality 0
/// may hold NaN. At the edges the kernel counts what lies inside. Cost: pixels times kernel size. Throws shape_error
/// `shape.axial_blur` and geometry_error `geometry.axial_blur` for a quality that is below 0 or an angle that is not
/// finite.
template <std::floating_point T>
[[nodiscard]] blurred_axes<T> axial_blur(host_array<T> const& angles,
                                         half_kernel<std::type_identity_t<T>> const& kernel,
                                         host_array<std::type_identity_t<T>> const& quality = {}) {
  bool const plain = quality.values.empty() && quality.shape.empty();
  if (angles.shape.size() != 2 || (!plain && quality.shape != angles.shape) || kernel.empty())
    throw shape_error("shape.axial_blur", "expected angles [H, W], quality of the same shape and a kernel, got " +
                                              to_string(angles.shape) + ", " + to_string(quality.shape) + " and " +
                                              std::to_string(kernel.size()) + " weights");
  std::size_t const count = angles.values.size();
  std::vector<T> cos(count), sin(count), weight(count, T(1));
  for (std::size_t i = 0; i < count; ++i) {
    if (!plain) weight[i] = quality.values[i];
    if (weight[i] == 0) continue;
    cos[i] = weight[i] * std::cos(2 * angles.values[i]);
    sin[i] = weight[i] * std::sin(2 * angles.values[i]);
    if (!(weight[i] > 0) || !std::isfinite(cos[i]) || !std::isfinite(sin[i]))
      throw geometry_error("geometry.axial_blur", "expected finite angles and qualities of at least 0, got " +
                                                      std::to_string(angles.values[i]) + " and " +
                                                      std::to_string(weight[i]) + " at pixel " + std::to_string(i));
  }
  auto const blur = [&](std::vector<T>& map) {
    map = detail::folded(std::move(map), angles.shape[0], angles.shape[1], kernel);
  };
  blur(cos), blur(sin), blur(weight);
  blurred_axes<T> result{angles, host_array<T>(angles.shape)};
  for (std::size_t i = 0; i < count; ++i) {
    if (!(weight[i] > 0)) continue;
    result.angle.values[i] = axial_wrap(std::atan2(sin[i], cos[i]) / 2);
    result.resultant.values[i] = std::min(T(1), std::hypot(cos[i], sin[i]) / weight[i]);
  }
  return result;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_HEATMAP_AXIAL_BLUR_HPP

// suregrasp/heatmap/disk_target.hpp
#ifndef SUREGRASP_HEATMAP_DISK_TARGET_HPP
#define SUREGRASP_HEATMAP_DISK_TARGET_HPP
namespace suregrasp::inline v2 {

/// The heatmap `[height, width]` that LocNet is trained towards: 1 within `radius` pixels of an annotated centre
/// (inclusive), 0 elsewhere (Zhu et al. 2020, section III-B).
///
/// A centre outside the map still marks the part of its disk that lies inside. Cost: the map, and the disks' area.
[[nodiscard]] inline host_array<float> disk_target(std::int64_t height, std::int64_t width,
                                                   std::span<point<double> const> centres, double radius) {
  host_array<float> target({height, width});
  for (auto const& centre : centres) {
    auto const first_row = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(centre.y - radius)));
    auto const last_row = std::min(height - 1, static_cast<std::int64_t>(std::floor(centre.y + radius)));
    for (auto row = first_row; row <= last_row; ++row) {
      double const dy = static_cast<double>(row) - centre.y;
      double const reach = std::sqrt(std::max(0.0, radius * radius - dy * dy));
      auto const first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(centre.x - reach)));
      auto const last = std::min(width - 1, static_cast<std::int64_t>(std::floor(centre.x + reach)));
      for (auto col = first; col <= last; ++col) target.values[static_cast<std::size_t>(row * width + col)] = 1;
    }
  }
  return target;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_HEATMAP_DISK_TARGET_HPP

// suregrasp/heatmap/impl/set_bytes.hpp
#ifndef SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP
#define SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP
namespace suregrasp::inline v2::detail {

/// The eight bytes from `bytes` on, the first lowest.
[[nodiscard]] inline std::uint64_t word_at(unsigned char const* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

inline constexpr std::uint64_t highest_bits = 0x8080808080808080U;

/// Which of eight bytes are not 0, by the highest bit of each.
[[nodiscard]] inline std::uint64_t set_bytes(std::uint64_t word) {
  return (((word & ~highest_bits) + ~highest_bits) | word) & highest_bits;
}

/// The number of the first of eight bytes that is not 0; one of them is not.
[[nodiscard]] inline int first_set(std::uint64_t word) { return std::countr_zero(word) / 8; }

/// The first of the bytes from `x` on that is not 0, or `end`; seven bytes beyond may be read.
[[nodiscard]] inline std::ptrdiff_t next_set(unsigned char const* bytes, std::ptrdiff_t x, std::ptrdiff_t end) {
  for (; x < end; x += 8)
    if (auto const word = detail::word_at(bytes + x); word != 0)
      return std::min<std::ptrdiff_t>(end, x + detail::first_set(word));
  return end;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP

// suregrasp/heatmap/impl/plateaus.hpp
#ifndef SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
#define SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
namespace suregrasp::inline v2::detail {

/// Hot pixels of a row that touch and are equally hot. Small, for there may be as many as every other pixel.
struct hot_run {
  std::int32_t y, begin, end;
  float heat;
  std::uint32_t first;  ///< an earlier run of its plateau, or itself; once all rows are added, where its plateau begins
  std::int32_t whole;   ///< the plateau, among those of several rows; -1 if it is not joined to a run of another row

  [[nodiscard]] bool joined() const { return whole >= 0; }
};

/// The pixel nearest to the mean of a plateau, the first of several.
struct plateau_middle {
  std::ptrdiff_t x, y;
};

/// The plateaus of a map, from its hot pixels, row by row.
class plateaus {
 public:
  void clear() {
    rows_.clear();
    runs_.clear();
    wholes_.clear();
    any_joined_ = false;
  }

  /// Adds the next row: of `width` pixels those whose byte of `hot` is not 0, with their heat. Seven bytes beyond may
  /// be read.
  void add_row(unsigned char const* hot, float const* heat, std::ptrdiff_t width) {
    auto const y = static_cast<std::ptrdiff_t>(rows_.size());
    rows_.push_back(runs_.size());
    if (hot) find_runs(hot, heat, width, static_cast<std::int32_t>(y));
    if (y > 0) join(rows_[static_cast<std::size_t>(y - 1)], rows_.back());
  }

  /// Once all rows are added: calls take(middle, run, reached) for each plateau in the order of their first pixels,
  /// with the run it begins with and the last row that any of those before it reaches from another. Leaves out those of
  /// which a run as hot, no more than `reach` before the middle in its row, is another plateau's.
  template <class Take>
  void for_each(std::ptrdiff_t reach, Take const& take) {
    if (any_joined_) find_wholes();
    std::ptrdiff_t reached = -1;
    for (auto const& run : runs_) {
      if (!run.joined()) {
        auto const x = run.begin + (run.end - run.begin - 1) / 2;
        if (!earlier_in_row(run, x - reach)) take(plateau_middle{x, run.y}, run, reached);
      } else if (begins(run)) {
        auto const& whole = wholes_[static_cast<std::size_t>(run.whole)];
        if (whole.middle.y != run.y || !earlier_in_row(run, whole.middle.x - reach)) take(whole.middle, run, reached);
        reached = std::max(reached, whole.last_row);
      }
    }
  }

  /// Whether the run before this one in its row is as hot and reaches column `x`.
  [[nodiscard]] bool earlier_in_row(hot_run const& run, std::ptrdiff_t x) const {
    if (&run == runs_.data()) return false;
    auto const& before = *(&run - 1);
    return before.y == run.y && before.heat == run.heat && before.end > x;
  }

  /// Whether a plateau that begins before the one of `first`, and is as hot, has a pixel in columns `begin` to
  /// `end - 1` of row `y`.
  [[nodiscard]] bool earlier_in_row(hot_run const& first, std::ptrdiff_t y, std::ptrdiff_t begin,
                                    std::ptrdiff_t end) const {
    auto const row = static_cast<std::size_t>(y);
    auto const* const stop = runs_.data() + (row + 1 < rows_.size() ? rows_[row + 1] : runs_.size());
    auto const* run = std::lower_bound(runs_.data() + rows_[row], stop, begin,
                                       [](hot_run const& each, std::ptrdiff_t x) { return each.end <= x; });
    for (; run != stop && run->begin < end; ++run)
      if (run->first < first.first && run->heat == first.heat) return true;
    return false;
  }

 private:
  /// Whether eight numbers are those of `b`: as bits, for none of them is NaN.
  static bool same_bits(float const* a, float const* b) {
    return std::memcmp(a, b, 8 * sizeof(float)) == 0;  // NOLINT(bugprone-suspicious-memory-comparison)
  }

  void find_runs(unsigned char const* hot, float const* heat, std::ptrdiff_t width, std::int32_t y) {
    auto const stop = static_cast<std::int32_t>(width);
    std::int32_t end = -1;  // of the run found last
    float level = 0;        // its heat
    for (std::int32_t first = 0; first < stop; first += 8) {
      auto const word = word_at(hot + first);
      if (word == 0) continue;
      auto set = set_bytes(word);
      if (stop - first < 8) set &= (std::uint64_t{1} << (8 * (stop - first))) - 1;
      if (set == highest_bits && end == first && first - runs_.back().begin >= 8 &&
          same_bits(heat + first - 8, heat + first)) {
        runs_.back().end = end += 8;
        continue;
      }
      for (; set != 0; set &= set - 1) {
        auto const x = first + first_set(set);
        if (end != x || level != heat[x]) {
          level = heat[x];
          runs_.push_back({y, x, x + 1, level, static_cast<std::uint32_t>(runs_.size()), -1});
        }
        runs_.back().end = end = x + 1;
      }
    }
  }

  /// Joins the runs of two neighbouring rows, from `above` and from `here` on, that touch and are equally hot.
  void join(std::size_t above, std::size_t here) {
    if (above == here) return;
    for (std::size_t k = here, start = above; k < runs_.size(); ++k) {
      while (start < here && runs_[start].end < runs_[k].begin) ++start;
      for (auto i = start; i < here && runs_[i].begin <= runs_[k].end; ++i)
        if (runs_[i].heat == runs_[k].heat) unite(runs_[i], runs_[k]);
    }
  }

  void unite(hot_run& a, hot_run& b) {
    any_joined_ = true;
    a.whole = b.whole = 0;
    if (a.first == b.first) return;
    a.first = earliest(a.first), b.first = earliest(b.first);
    auto const one = std::min(a.first, b.first), other = std::max(a.first, b.first);
    runs_[other].first = b.first = one;
  }

  std::uint32_t earliest(std::uint32_t run) {
    while (runs_[run].first != run) run = runs_[run].first = runs_[runs_[run].first].first;
    return run;
  }

  [[nodiscard]] bool begins(hot_run const& run) const { return &runs_[run.first] == &run; }

  void find_wholes() {
    for (auto& run : runs_)
      if (run.joined()) add_up(run);
    for (auto& whole : wholes_) whole.mean_x /= whole.pixels, whole.mean_y /= whole.pixels;
    for (auto const& run : runs_)
      if (run.joined()) find_middle(run);
  }

  /// Adds a run to its plateau, those of earlier runs having been added.
  void add_up(hot_run& run) {
    run.first = runs_[run.first].first;
    run.whole = begins(run) ? static_cast<std::int32_t>(wholes_.size()) : runs_[run.first].whole;
    if (begins(run)) wholes_.emplace_back();
    auto const begin = static_cast<double>(run.begin), end = static_cast<double>(run.end), pixels = end - begin;
    auto& whole = wholes_[static_cast<std::size_t>(run.whole)];
    whole.last_row = run.y;
    whole.pixels += pixels;
    whole.mean_x += (begin + end - 1) * pixels / 2;
    whole.mean_y += static_cast<double>(run.y) * pixels;
  }

  /// Moves the middle of the plateau of a run to a pixel of the run, if one is nearer.
  void find_middle(hot_run const& run) {
    auto& whole = wholes_[static_cast<std::size_t>(run.whole)];
    auto const dy = static_cast<double>(run.y) - whole.mean_y;
    if (dy * dy >= whole.distance) return;
    auto const left = static_cast<std::int32_t>(whole.mean_x);
    for (auto const near : {left, left + 1}) {
      auto const x = std::clamp(near, run.begin, run.end - 1);
      auto const dx = static_cast<double>(x) - whole.mean_x, distance = dx * dx + dy * dy;
      if (distance >= whole.distance) continue;
      whole.distance = distance;
      whole.middle = {x, run.y};
    }
  }

  /// Hot pixels of several rows that touch, at a side or a corner, and are equally hot.
  struct plateau {
    std::ptrdiff_t last_row = 0;
    double pixels = 0, mean_x = 0, mean_y = 0;                  ///< sums at first
    double distance = std::numeric_limits<double>::infinity();  ///< squared, of the middle from the mean
    plateau_middle middle{0, 0};
  };

  std::vector<std::size_t> rows_;  ///< the first run of each row
  std::vector<hot_run> runs_;
  std::vector<plateau> wholes_;
  bool any_joined_ = false;
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP

// suregrasp/heatmap/impl/window_kernel.hpp
#ifndef SUREGRASP_HEATMAP_IMPL_WINDOW_KERNEL_HPP
#define SUREGRASP_HEATMAP_IMPL_WINDOW_KERNEL_HPP
namespace suregrasp::inline v2::simd {

/// A map `[height, width]` in row order.
struct heat_map {
  float const* values;
  std::ptrdiff_t height, width;
};

/// Rows `top` to `bottom - 1` and columns `left` to `right - 1` of a map.
struct map_part {
  std::ptrdiff_t top, bottom, left, right;
};

inline constexpr float lane_numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

}  // namespace suregrasp::inline v2::simd

// What follows, to kernel_end.inl, is a kernel, compiled for any processor of the target.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"  // every function that passes a pack is inlined
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif
SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_KERNEL [[nodiscard, gnu::always_inline]] SUREGRASP_KERNEL_TARGET inline
#define SUREGRASP_KERNEL_NAMESPACE baseline
#define SUREGRASP_KERNEL_TARGET

// Maxima over windows of a map, for V a number or a pack of numbers: included by window_kernel.hpp. A NaN is passed
// over.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Writes a byte for each lane, 0 unless the comparison holds.
template <class V>
SUREGRASP_KERNEL_TARGET inline void write_bytes(mask<V> const& holds, unsigned char* to) {
  if constexpr (count<V> == 1) {
    *to = holds;
#ifdef __x86_64__  // which narrows in a few instructions from AVX-512 on alone: bit k times 1 << k in byte k
  } else if constexpr (count<V> == 4) {
    auto const bytes =
        static_cast<std::uint32_t>(__builtin_ia32_movmskps(reinterpret_cast<V>(holds))) * 0x01010101U & 0x08040201U;
    std::memcpy(to, &bytes, sizeof bytes);
  } else if constexpr (count<V> == 8) {
    auto const bits = static_cast<std::uint64_t>(__builtin_ia32_movmskps256(reinterpret_cast<V>(holds)));
    auto const bytes = bits * 0x0101010101010101U & 0x8040201008040201U;
    std::memcpy(to, &bytes, sizeof bytes);
#endif
  } else {
    auto const bytes = __builtin_convertvector(holds, pack<signed char, count<V>>);
    std::memcpy(to, &bytes, sizeof bytes);
  }
}

/// Whether the comparison holds in any lane.
template <class V>
SUREGRASP_KERNEL bool holds_in_any(mask<V> const& holds) {
  std::uint64_t words[(count<V> + 7) / 8] = {}, any = 0;
  write_bytes<V>(holds, reinterpret_cast<unsigned char*>(words));
  for (auto const word : words) any |= word;
  return any != 0;
}

/// Where the pack lies that begins at `column` of a row; the last one ends with the row.
template <class V>
SUREGRASP_KERNEL std::ptrdiff_t pack_at(std::ptrdiff_t column, std::ptrdiff_t width) {
  return std::min(column, width - static_cast<std::ptrdiff_t>(count<V>));
}

/// Writes for each column the maximum over rows `begin` to `end - 1` and the columns within `reach`. `line` is scratch
/// of `scratch_for` values, minus infinity from `reach + map.width` on.
///
/// Its time grows with the logarithm of `reach` alone: maxima of 4, 16, ... columns, of which the last cover a window.
template <class V>
SUREGRASP_KERNEL_TARGET void find_maxima(heat_map const& map, std::ptrdiff_t begin, std::ptrdiff_t end,
                                         std::ptrdiff_t reach, float* line, float* out) {
  std::ptrdiff_t const width = map.width, window = 2 * reach + 1;
  std::fill_n(line, reach, -std::numeric_limits<float>::infinity());
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = all<V>(-std::numeric_limits<float>::infinity());
    for (auto y = begin; y < end; ++y) maximum = larger<V>(maximum, load<V>(map.values + y * width + x));
    std::memcpy(line + reach + x, &maximum, sizeof(V));
  }
  std::ptrdiff_t covered = 1;
  for (; 4 * covered <= window; covered *= 4)
    for (float* at = line; at < line + width + 2 * reach; at += count<V>) {
      V const maximum = larger<V>(larger<V>(load<V>(at), load<V>(at + covered)),
                                  larger<V>(load<V>(at + 2 * covered), load<V>(at + 3 * covered)));
      std::memcpy(at, &maximum, sizeof(V));
    }
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = load<V>(line + x + window - covered);
    for (std::ptrdiff_t i = 0; i < window - covered; i += covered) maximum = larger<V>(maximum, load<V>(line + x + i));
    std::memcpy(out + x, &maximum, sizeof(V));
  }
}

/// Writes the largest of three rows' values, column by column.
template <class V>
SUREGRASP_KERNEL_TARGET void find_largest(float const* a, float const* b, float const* c, std::ptrdiff_t width,
                                          float* out) {
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const largest = larger<V>(load<V>(a + x), larger<V>(load<V>(b + x), load<V>(c + x)));
    std::memcpy(out + x, &largest, sizeof(V));
  }
}

/// Marks by bytes that are not 0 which pixels of a row reach their bound and the threshold; whether there are any.
template <class V>
SUREGRASP_KERNEL_TARGET bool find_hot(float const* heats, float const* bounds, float threshold, std::ptrdiff_t width,
                                      unsigned char* hot) {
  mask<V> any = V{} < V{};
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const heat = load<V>(heats + x);
    mask<V> const reached = (heat >= load<V>(bounds + x)) & (heat >= threshold);
    any |= reached;
    write_bytes<V>(reached, hot + x);
  }
  return holds_in_any<V>(any);
}

/// Whether a pixel of a part of a map is hotter than `heat`, or exactly as hot where `Equal`.
template <class V, bool Equal>
SUREGRASP_KERNEL_TARGET bool find_heat(heat_map const& map, map_part const& part, float heat) {
  V const number = load<V>(lane_numbers);
  for (auto y = part.top; y < part.bottom;) {
    mask<V> found = V{} < V{};
    for (auto const stop = std::min(part.bottom, y + 4); y < stop; ++y)
      for (auto column = part.left; column < part.right; column += count<V>) {
        auto const x = pack_at<V>(column, map.width);
        V const heats = load<V>(map.values + y * map.width + x);
        found |= (Equal ? heats == heat : heats > heat) & (number >= static_cast<float>(column - x)) &
                 (number < static_cast<float>(part.right - x));
      }
    if (holds_in_any<V>(found)) return true;
  }
  return false;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#ifdef __x86_64__
// The kernel again, for AVX2.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx2
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx2")]]

// Maxima over windows of a map, for V a number or a pack of numbers: included by window_kernel.hpp. A NaN is passed
// over.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Writes a byte for each lane, 0 unless the comparison holds.
template <class V>
SUREGRASP_KERNEL_TARGET inline void write_bytes(mask<V> const& holds, unsigned char* to) {
  if constexpr (count<V> == 1) {
    *to = holds;
#ifdef __x86_64__  // which narrows in a few instructions from AVX-512 on alone: bit k times 1 << k in byte k
  } else if constexpr (count<V> == 4) {
    auto const bytes =
        static_cast<std::uint32_t>(__builtin_ia32_movmskps(reinterpret_cast<V>(holds))) * 0x01010101U & 0x08040201U;
    std::memcpy(to, &bytes, sizeof bytes);
  } else if constexpr (count<V> == 8) {
    auto const bits = static_cast<std::uint64_t>(__builtin_ia32_movmskps256(reinterpret_cast<V>(holds)));
    auto const bytes = bits * 0x0101010101010101U & 0x8040201008040201U;
    std::memcpy(to, &bytes, sizeof bytes);
#endif
  } else {
    auto const bytes = __builtin_convertvector(holds, pack<signed char, count<V>>);
    std::memcpy(to, &bytes, sizeof bytes);
  }
}

/// Whether the comparison holds in any lane.
template <class V>
SUREGRASP_KERNEL bool holds_in_any(mask<V> const& holds) {
  std::uint64_t words[(count<V> + 7) / 8] = {}, any = 0;
  write_bytes<V>(holds, reinterpret_cast<unsigned char*>(words));
  for (auto const word : words) any |= word;
  return any != 0;
}

/// Where the pack lies that begins at `column` of a row; the last one ends with the row.
template <class V>
SUREGRASP_KERNEL std::ptrdiff_t pack_at(std::ptrdiff_t column, std::ptrdiff_t width) {
  return std::min(column, width - static_cast<std::ptrdiff_t>(count<V>));
}

/// Writes for each column the maximum over rows `begin` to `end - 1` and the columns within `reach`. `line` is scratch
/// of `scratch_for` values, minus infinity from `reach + map.width` on.
///
/// Its time grows with the logarithm of `reach` alone: maxima of 4, 16, ... columns, of which the last cover a window.
template <class V>
SUREGRASP_KERNEL_TARGET void find_maxima(heat_map const& map, std::ptrdiff_t begin, std::ptrdiff_t end,
                                         std::ptrdiff_t reach, float* line, float* out) {
  std::ptrdiff_t const width = map.width, window = 2 * reach + 1;
  std::fill_n(line, reach, -std::numeric_limits<float>::infinity());
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = all<V>(-std::numeric_limits<float>::infinity());
    for (auto y = begin; y < end; ++y) maximum = larger<V>(maximum, load<V>(map.values + y * width + x));
    std::memcpy(line + reach + x, &maximum, sizeof(V));
  }
  std::ptrdiff_t covered = 1;
  for (; 4 * covered <= window; covered *= 4)
    for (float* at = line; at < line + width + 2 * reach; at += count<V>) {
      V const maximum = larger<V>(larger<V>(load<V>(at), load<V>(at + covered)),
                                  larger<V>(load<V>(at + 2 * covered), load<V>(at + 3 * covered)));
      std::memcpy(at, &maximum, sizeof(V));
    }
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = load<V>(line + x + window - covered);
    for (std::ptrdiff_t i = 0; i < window - covered; i += covered) maximum = larger<V>(maximum, load<V>(line + x + i));
    std::memcpy(out + x, &maximum, sizeof(V));
  }
}

/// Writes the largest of three rows' values, column by column.
template <class V>
SUREGRASP_KERNEL_TARGET void find_largest(float const* a, float const* b, float const* c, std::ptrdiff_t width,
                                          float* out) {
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const largest = larger<V>(load<V>(a + x), larger<V>(load<V>(b + x), load<V>(c + x)));
    std::memcpy(out + x, &largest, sizeof(V));
  }
}

/// Marks by bytes that are not 0 which pixels of a row reach their bound and the threshold; whether there are any.
template <class V>
SUREGRASP_KERNEL_TARGET bool find_hot(float const* heats, float const* bounds, float threshold, std::ptrdiff_t width,
                                      unsigned char* hot) {
  mask<V> any = V{} < V{};
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const heat = load<V>(heats + x);
    mask<V> const reached = (heat >= load<V>(bounds + x)) & (heat >= threshold);
    any |= reached;
    write_bytes<V>(reached, hot + x);
  }
  return holds_in_any<V>(any);
}

/// Whether a pixel of a part of a map is hotter than `heat`, or exactly as hot where `Equal`.
template <class V, bool Equal>
SUREGRASP_KERNEL_TARGET bool find_heat(heat_map const& map, map_part const& part, float heat) {
  V const number = load<V>(lane_numbers);
  for (auto y = part.top; y < part.bottom;) {
    mask<V> found = V{} < V{};
    for (auto const stop = std::min(part.bottom, y + 4); y < stop; ++y)
      for (auto column = part.left; column < part.right; column += count<V>) {
        auto const x = pack_at<V>(column, map.width);
        V const heats = load<V>(map.values + y * map.width + x);
        found |= (Equal ? heats == heat : heats > heat) & (number >= static_cast<float>(column - x)) &
                 (number < static_cast<float>(part.right - x));
      }
    if (holds_in_any<V>(found)) return true;
  }
  return false;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The kernel again, for AVX-512.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx512
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]]

// Maxima over windows of a map, for V a number or a pack of numbers: included by window_kernel.hpp. A NaN is passed
// over.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Writes a byte for each lane, 0 unless the comparison holds.
template <class V>
SUREGRASP_KERNEL_TARGET inline void write_bytes(mask<V> const& holds, unsigned char* to) {
  if constexpr (count<V> == 1) {
    *to = holds;
#ifdef __x86_64__  // which narrows in a few instructions from AVX-512 on alone: bit k times 1 << k in byte k
  } else if constexpr (count<V> == 4) {
    auto const bytes =
        static_cast<std::uint32_t>(__builtin_ia32_movmskps(reinterpret_cast<V>(holds))) * 0x01010101U & 0x08040201U;
    std::memcpy(to, &bytes, sizeof bytes);
  } else if constexpr (count<V> == 8) {
    auto const bits = static_cast<std::uint64_t>(__builtin_ia32_movmskps256(reinterpret_cast<V>(holds)));
    auto const bytes = bits * 0x0101010101010101U & 0x8040201008040201U;
    std::memcpy(to, &bytes, sizeof bytes);
#endif
  } else {
    auto const bytes = __builtin_convertvector(holds, pack<signed char, count<V>>);
    std::memcpy(to, &bytes, sizeof bytes);
  }
}

/// Whether the comparison holds in any lane.
template <class V>
SUREGRASP_KERNEL bool holds_in_any(mask<V> const& holds) {
  std::uint64_t words[(count<V> + 7) / 8] = {}, any = 0;
  write_bytes<V>(holds, reinterpret_cast<unsigned char*>(words));
  for (auto const word : words) any |= word;
  return any != 0;
}

/// Where the pack lies that begins at `column` of a row; the last one ends with the row.
template <class V>
SUREGRASP_KERNEL std::ptrdiff_t pack_at(std::ptrdiff_t column, std::ptrdiff_t width) {
  return std::min(column, width - static_cast<std::ptrdiff_t>(count<V>));
}

/// Writes for each column the maximum over rows `begin` to `end - 1` and the columns within `reach`. `line` is scratch
/// of `scratch_for` values, minus infinity from `reach + map.width` on.
///
/// Its time grows with the logarithm of `reach` alone: maxima of 4, 16, ... columns, of which the last cover a window.
template <class V>
SUREGRASP_KERNEL_TARGET void find_maxima(heat_map const& map, std::ptrdiff_t begin, std::ptrdiff_t end,
                                         std::ptrdiff_t reach, float* line, float* out) {
  std::ptrdiff_t const width = map.width, window = 2 * reach + 1;
  std::fill_n(line, reach, -std::numeric_limits<float>::infinity());
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = all<V>(-std::numeric_limits<float>::infinity());
    for (auto y = begin; y < end; ++y) maximum = larger<V>(maximum, load<V>(map.values + y * width + x));
    std::memcpy(line + reach + x, &maximum, sizeof(V));
  }
  std::ptrdiff_t covered = 1;
  for (; 4 * covered <= window; covered *= 4)
    for (float* at = line; at < line + width + 2 * reach; at += count<V>) {
      V const maximum = larger<V>(larger<V>(load<V>(at), load<V>(at + covered)),
                                  larger<V>(load<V>(at + 2 * covered), load<V>(at + 3 * covered)));
      std::memcpy(at, &maximum, sizeof(V));
    }
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = load<V>(line + x + window - covered);
    for (std::ptrdiff_t i = 0; i < window - covered; i += covered) maximum = larger<V>(maximum, load<V>(line + x + i));
    std::memcpy(out + x, &maximum, sizeof(V));
  }
}

/// Writes the largest of three rows' values, column by column.
template <class V>
SUREGRASP_KERNEL_TARGET void find_largest(float const* a, float const* b, float const* c, std::ptrdiff_t width,
                                          float* out) {
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const largest = larger<V>(load<V>(a + x), larger<V>(load<V>(b + x), load<V>(c + x)));
    std::memcpy(out + x, &largest, sizeof(V));
  }
}

/// Marks by bytes that are not 0 which pixels of a row reach their bound and the threshold; whether there are any.
template <class V>
SUREGRASP_KERNEL_TARGET bool find_hot(float const* heats, float const* bounds, float threshold, std::ptrdiff_t width,
                                      unsigned char* hot) {
  mask<V> any = V{} < V{};
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const heat = load<V>(heats + x);
    mask<V> const reached = (heat >= load<V>(bounds + x)) & (heat >= threshold);
    any |= reached;
    write_bytes<V>(reached, hot + x);
  }
  return holds_in_any<V>(any);
}

/// Whether a pixel of a part of a map is hotter than `heat`, or exactly as hot where `Equal`.
template <class V, bool Equal>
SUREGRASP_KERNEL_TARGET bool find_heat(heat_map const& map, map_part const& part, float heat) {
  V const number = load<V>(lane_numbers);
  for (auto y = part.top; y < part.bottom;) {
    mask<V> found = V{} < V{};
    for (auto const stop = std::min(part.bottom, y + 4); y < stop; ++y)
      for (auto column = part.left; column < part.right; column += count<V>) {
        auto const x = pack_at<V>(column, map.width);
        V const heats = load<V>(map.values + y * map.width + x);
        found |= (Equal ? heats == heat : heats > heat) & (number >= static_cast<float>(column - x)) &
                 (number < static_cast<float>(part.right - x));
      }
    if (holds_in_any<V>(found)) return true;
  }
  return false;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#endif
// Ends a kernel.
#undef SUREGRASP_KERNEL
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
SUREGRASP_USUAL_ARITHMETIC
#pragma GCC diagnostic pop

namespace suregrasp::inline v2::simd {

/// The loops of the kernel, compiled for one instruction set and maps of at least `width` columns.
struct window_loops {
  void (*find_maxima)(heat_map const&, std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, float*, float*);
  void (*find_largest)(float const*, float const*, float const*, std::ptrdiff_t, float*);
  bool (*find_hot)(float const*, float const*, float, std::ptrdiff_t, unsigned char*);
  bool (*find_hotter)(heat_map const&, map_part const&, float);
  bool (*find_equal)(heat_map const&, map_part const&, float);
  std::ptrdiff_t width;
};

/// Those that this processor can run, the widest vectors last.
[[nodiscard]] inline std::vector<window_loops> supported_window_loops() {
#define SUREGRASP_LOOPS(set, ...)                                                               \
  {                                                                                             \
    set::find_maxima<__VA_ARGS__>, set::find_largest<__VA_ARGS__>, set::find_hot<__VA_ARGS__>,  \
        set::find_heat<__VA_ARGS__, false>, set::find_heat<__VA_ARGS__, true>, std::ptrdiff_t { \
      count<__VA_ARGS__>                                                                        \
    }                                                                                           \
  }
  std::vector<window_loops> result{SUREGRASP_LOOPS(baseline, float), SUREGRASP_LOOPS(baseline, pack<float, 16>)};
#ifdef __x86_64__
  if (has_avx2()) result.push_back(SUREGRASP_LOOPS(avx2, pack<float, 32>));
  if (has_avx512()) result.push_back(SUREGRASP_LOOPS(avx512, pack<float, 64>));
#endif
#undef SUREGRASP_LOOPS
  return result;
}

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_HEATMAP_IMPL_WINDOW_KERNEL_HPP

// suregrasp/heatmap/impl/window_maxima.hpp
#ifndef SUREGRASP_HEATMAP_IMPL_WINDOW_MAXIMA_HPP
#define SUREGRASP_HEATMAP_IMPL_WINDOW_MAXIMA_HPP
namespace suregrasp::inline v2::detail {

/// The loops for this processor and maps of so many columns.
[[nodiscard]] inline simd::window_loops const& window_loops_for(std::ptrdiff_t width) {
  static std::vector<simd::window_loops> const supported = simd::supported_window_loops();
  std::size_t best = supported.size() - 1;
  while (supported[best].width > width) --best;
  return supported[best];
}

/// Finds the pixels of a map that are the hottest of their square window; keeps its memory from map to map.
///
/// A window of any pixel of a block of rows, half as many as it reaches, covers the blocks above and below. What
/// reaches their maxima is rarely below that of the rows then left, which are looked at pixel by pixel.
class window_maxima {
 public:
  /// Calls take_row(hot) for each row in turn: a byte for each pixel, not 0 where it is at least `threshold` and none
  /// within `reach` rows and columns is hotter; nullptr where there is none. A NaN is never hot, nor in the way of
  /// others. Cost: linear in the pixels, times the logarithm of `reach`.
  template <class TakeRow>
  void find(simd::heat_map const& map, float threshold, std::ptrdiff_t reach, simd::window_loops const& loops,
            TakeRow const& take_row) {
    make_room(map, reach);
    for (std::ptrdiff_t ahead = 0; ahead < blocks_ + 2; ++ahead) {
      if (ahead < blocks_)
        loops.find_maxima(map, ahead * block_, std::min(map.height, (ahead + 1) * block_), across_, line_.data(),
                          maxima_of(ahead, ahead));
      if (ahead < 2) continue;
      auto const block = ahead - 2;
      loops.find_largest(maxima_of(block - around_, block), maxima_of(block, block), maxima_of(block + around_, block),
                         width_, least_.data());
      for (auto y = block * block_; y < std::min(map.height, (block + 1) * block_); ++y) {
        auto const* const heats = map.values + y * width_;
        bool const any = loops.find_hot(heats, least_.data(), threshold, width_, hot_.data());
        if (any && !keep_few(map, y, loops)) keep_many(map, y, threshold, loops);
        take_row(any ? hot_.data() : nullptr);
      }
    }
  }

 private:
  static constexpr std::ptrdiff_t kept = 5;  ///< a block, and two to each side

  void make_room(simd::heat_map const& map, std::ptrdiff_t reach) {
    constexpr std::size_t widest = 16;
    width_ = map.width;
    reach_ = std::min(reach, map.height - 1);
    across_ = std::min(reach, map.width - 1);
    block_ = std::max<std::ptrdiff_t>(1, (reach_ + 1) / 2);
    blocks_ = (map.height + block_ - 1) / block_;
    around_ = reach_ > 0 ? 1 : 0;
    most_of_ = -1;
    auto const width = static_cast<std::size_t>(width_);
    maxima_.resize(static_cast<std::size_t>(kept) * width);
    for (auto* row : {&least_, &most_, &above_, &below_}) row->resize(width);
    for (auto* row : {&hot_, &certain_}) row->resize(width + sizeof(std::uint64_t));
    line_.assign(width + 2 * static_cast<std::size_t>(2 * across_ + 1) + widest,
                 -std::numeric_limits<float>::infinity());
  }

  /// The maxima of a block, or of `otherwise` beyond the map; known are those of the last `kept` blocks.
  [[nodiscard]] float* maxima_of(std::ptrdiff_t block, std::ptrdiff_t otherwise) {
    return maxima_.data() + (block >= 0 && block < blocks_ ? block : otherwise) % kept * width_;
  }

  /// The rows of a window around row `y` that `least_` leaves out: above and below.
  [[nodiscard]] std::array<simd::map_part, 2> rows_left(simd::heat_map const& map, std::ptrdiff_t y) const {
    auto const block = y / block_;
    return {{{std::max<std::ptrdiff_t>(0, y - reach_), (block - around_) * block_, 0, width_},
             {(block + around_ + 1) * block_, std::min(map.height, y + reach_ + 1), 0, width_}}};
  }

  /// Drops hot pixels of a row below a maximum of the rows left, pixel by pixel; false where it gave up for they are
  /// many.
  bool keep_few(simd::heat_map const& map, std::ptrdiff_t y, simd::window_loops const& loops) {
    auto const* const heats = map.values + y * width_;
    auto const block = y / block_;
    auto const* const above = maxima_of(block - 2, block);
    auto const* const below = maxima_of(block + 2, block);
    auto parts = rows_left(map, y);
    auto few = width_ / 32 + 4;
    for (auto x = next_set(hot_.data(), 0, width_); x < width_; x = next_set(hot_.data(), x + 1, width_)) {
      if (few-- == 0) return false;
      if (heats[x] >= above[x] && heats[x] >= below[x]) continue;
      for (auto& part : parts) {
        part.left = std::max<std::ptrdiff_t>(0, x - across_);
        part.right = std::min(width_, x + across_ + 1);
        if (loops.find_hotter(map, part, heats[x])) hot_[static_cast<std::size_t>(x)] = 0;
      }
    }
    return true;
  }

  /// The same for a whole row at once.
  void keep_many(simd::heat_map const& map, std::ptrdiff_t y, float threshold, simd::window_loops const& loops) {
    auto const* const heats = map.values + y * width_;
    auto const block = y / block_;
    if (std::exchange(most_of_, block) != block)
      loops.find_largest(maxima_of(block - 2, block), least_.data(), maxima_of(block + 2, block), width_, most_.data());
    loops.find_hot(heats, most_.data(), threshold, width_, certain_.data());
    if (std::memcmp(hot_.data(), certain_.data(), static_cast<std::size_t>(width_)) == 0) return;
    auto const [above, below] = rows_left(map, y);
    loops.find_maxima(map, above.top, above.bottom, across_, line_.data(), above_.data());
    loops.find_maxima(map, below.top, below.bottom, across_, line_.data(), below_.data());
    loops.find_largest(above_.data(), least_.data(), below_.data(), width_, above_.data());
    loops.find_hot(heats, above_.data(), threshold, width_, hot_.data());
  }

  std::ptrdiff_t width_ = 0;
  std::ptrdiff_t reach_ = 0, across_ = 0;               ///< rows and columns to each side of a window
  std::ptrdiff_t block_ = 1, blocks_ = 0, around_ = 0;  ///< rows of a block; blocks; those a window covers to each side
  std::vector<float> maxima_;                           ///< of a block, and the columns within reach
  std::vector<float> least_, most_;                     ///< bounds of the maximum of each window of a row
  std::ptrdiff_t most_of_ = -1;                         ///< the block that `most_` is of
  std::vector<float> above_, below_, line_;             ///< scratch
  std::vector<unsigned char> hot_, certain_;            ///< which pixels of a row reach them
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_HEATMAP_IMPL_WINDOW_MAXIMA_HPP

// suregrasp/heatmap/peaks.hpp
#ifndef SUREGRASP_HEATMAP_PEAKS_HPP
#define SUREGRASP_HEATMAP_PEAKS_HPP
namespace suregrasp::inline v2 {

/// A local maximum of a heatmap, at a whole pixel: a candidate for the centre of a grasp.
struct peak {
  std::int64_t x = 0;  ///< column
  std::int64_t y = 0;  ///< row
  float heat = 0;
  friend bool operator==(peak const&, peak const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &peak::x}, field{"y", &peak::y}, field{"heat", &peak::heat});
  }
};

/// What counts as a peak.
struct peak_options {
  double threshold = 0.3;      ///< least heat of a peak
  std::size_t radius = 8;      ///< half side of the square window, in pixels, in which no pixel is hotter
  std::size_t max_count = 50;  ///< at most this many peaks are kept, the hottest
  friend bool operator==(peak_options const&, peak_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"threshold", &peak_options::threshold, "Least heat of a place to grasp"}.between(0, 1),
                field{"radius", &peak_options::radius, "Nothing so near a peak is hotter", "pixels"}.not_offered(),
                field{"max_count", &peak_options::max_count, "Peaks to keep, the hottest"}.not_offered());
  }
};

/// Finds peaks as `find_peaks` does and keeps its memory: where maps have one size, only the first few allocate.
class peak_finder {
 public:
  /// The peaks of a map, valid until the next call.
  [[nodiscard]] std::span<peak const> find(host_view<float const> const& heat, peak_options const& options = {}) {
    if (heat.shape.size() != 2)
      throw shape_error("shape.rank", "heatmap: expected [height, width], got shape " + to_string(heat.shape));
    peaks_.clear();
    plateaus_.clear();
    if (heat.values.empty()) return {};
    simd::heat_map const map{heat.values.data(), static_cast<std::ptrdiff_t>(heat.shape[0]),
                             static_cast<std::ptrdiff_t>(heat.shape[1])};
    auto const reach = static_cast<std::ptrdiff_t>(
        std::min(options.radius, static_cast<std::size_t>(std::max(map.height, map.width))));
    auto const& loops = detail::window_loops_for(map.width);
    auto const* row = map.values;
    maxima_.find(map, static_cast<float>(options.threshold), reach, loops, [&](unsigned char const* hot) {
      plateaus_.add_row(hot, row, map.width);
      row += map.width;
    });
    candidates_.clear();
    plateaus_.for_each(reach,
                       [&](detail::plateau_middle const& at, detail::hot_run const& first, std::ptrdiff_t reached) {
                         candidates_.push_back({{at.x, at.y, first.heat}, &first, reached});
                       });
    std::make_heap(candidates_.begin(), candidates_.end());
    for (; !candidates_.empty() && peaks_.size() < options.max_count; candidates_.pop_back()) {
      std::pop_heap(candidates_.begin(), candidates_.end());
      auto const& best = candidates_.back();
      if (!repeats(best, map, reach, loops)) peaks_.push_back(best.found);
    }
    return peaks_;
  }

 private:
  /// A peak unless it repeats another; the hottest is the largest.
  struct candidate {
    peak found;
    detail::hot_run const* first;
    std::ptrdiff_t reached;
    friend bool operator<(candidate const& a, candidate const& b) {
      if (a.found.heat != b.found.heat) return a.found.heat < b.found.heat;
      return a.found.y != b.found.y ? a.found.y > b.found.y : a.found.x > b.found.x;
    }
  };

  /// Whether a pixel within reach of the middle of a plateau is as hot, and the first of its own plateau comes before.
  [[nodiscard]] bool repeats(candidate const& each, simd::heat_map const& map, std::ptrdiff_t reach,
                             simd::window_loops const& loops) const {
    auto const& [x, y, heat] = each.found;
    auto const& first = *each.first;
    std::ptrdiff_t const first_row = first.y;
    auto const top = std::max<std::ptrdiff_t>(0, y - reach), bottom = std::min(map.height, y + reach + 1);
    auto const left = std::max<std::ptrdiff_t>(0, x - reach), right = std::min(map.width, x + reach + 1);
    if (loops.find_equal(map, {top, std::min(first_row, bottom), left, right}, heat)) return true;
    if (top <= first_row &&
        loops.find_equal(map, {first_row, first_row + 1, left, std::min<std::ptrdiff_t>(right, first.begin)}, heat))
      return true;
    for (auto row = std::max(top, first_row); row < std::min(bottom, each.reached + 1); ++row)
      if (plateaus_.earlier_in_row(first, row, left, right)) return true;
    return false;
  }

  detail::window_maxima maxima_;
  detail::plateaus plateaus_;
  std::vector<candidate> candidates_;
  std::vector<peak> peaks_;
};

/// Peaks of a heatmap `[H, W]` in host memory, hottest first: threshold, then non-maximum suppression in a square
/// window.
///
/// Equally hot pixels that touch are one peak, at the pixel nearest to their mean: the middle of a disk that
/// `disk_target` paints, and of a map that is the same everywhere. Of others, equally hot within one window, the first
/// in row order is kept; equally hot peaks come in row order. Cost: linear in the pixels, times the logarithm of the
/// radius where many are hot. Throws `shape_error` `shape.rank` unless the map has two axes.
[[nodiscard]] inline std::vector<peak> find_peaks(host_view<float const> const& heat,
                                                  peak_options const& options = {}) {
  peak_finder finder;
  auto const found = finder.find(heat, options);
  return {found.begin(), found.end()};
}

/// The same for a tensor `[H, W]` of any backend, which is copied to the host first.
template <tensor_backend B>
[[nodiscard]] std::vector<peak> find_peaks(B const& be, tensor_t<B> const& heat, peak_options const& options = {}) {
  auto const host = be.to_host(heat);
  if constexpr (std::is_same_v<scalar_t<B>, float>) {
    return find_peaks(host.view(), options);
  } else {
    std::vector<float> const values(host.values.begin(), host.values.end());
    return find_peaks(host_view<float const>(host.shape, values), options);
  }
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_HEATMAP_PEAKS_HPP

// suregrasp/heatmap.hpp
#ifndef SUREGRASP_HEATMAP_HPP
#define SUREGRASP_HEATMAP_HPP
/// Where to grasp, as a heatmap: disks around annotated centres as training targets, and peaks with non-maximum
/// suppression.
///
/// Begin with
/// - `disk_target`: the target of LocNet;
/// - `find_peaks`: local maxima, hottest first; `peak_finder` for one map after the other;
/// - `axial_blur`: a Gaussian blur of a map of angles.
///
/// Needs the standard library and Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// std::vector<point<double>> const centres{{20, 10}, {40, 30}};
/// host_array<float> const heat = disk_target(48, 64, centres, 3);  // 48 rows, 64 columns, disks of radius 3
/// auto const peaks = find_peaks(heat.view(), {.threshold = 0.5, .radius = 8});
/// assert(peaks.size() == 2 && peaks[0].heat == 1);
/// ```
#endif  // SUREGRASP_HEATMAP_HPP

// suregrasp/loss/binary_cross_entropy.hpp
#ifndef SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP
#define SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP
namespace suregrasp::inline v2 {

/// Element-wise binary cross entropy of `sigmoid(logits)` against `target` in [0, 1], both of one shape; nothing is
/// reduced.
///
/// Computed as `max(x, 0) - x t + log(1 + exp(-|x|))`, which overflows for no logit; losses below the rounding error of
/// 1 become 0.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> binary_cross_entropy(B const& be, tensor_t<B> const& logits, tensor_t<B> const& target) {
  auto const zero = suregrasp::constant(be, 0);
  auto const tail = be.log(be.add(suregrasp::constant(be, 1), be.exp(be.sub(zero, suregrasp::abs(be, logits)))));
  return be.add(be.sub(be.where(logits, logits, zero), be.mul(logits, target)), tail);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP

// suregrasp/loss/smooth_l1.hpp
#ifndef SUREGRASP_LOSS_SMOOTH_L1_HPP
#define SUREGRASP_LOSS_SMOOTH_L1_HPP

namespace suregrasp::inline v2 {

/// Element-wise smooth L1 distance (Girshick 2015): `d^2 / (2 beta)` where `|d| < beta`, `|d| - beta / 2` elsewhere,
/// for `d = prediction - target`. Shapes broadcast; nothing is reduced.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> smooth_l1(B const& be, tensor_t<B> const& prediction, tensor_t<B> const& target,
                                    double beta = 1) {
  auto const distance = suregrasp::abs(be, be.sub(prediction, target));
  auto const quadratic = suregrasp::scale(be, suregrasp::square(be, distance), 0.5 / beta);
  auto const linear = be.sub(distance, suregrasp::constant(be, beta / 2));
  return be.where(be.sub(suregrasp::constant(be, beta), distance), quadratic, linear);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_LOSS_SMOOTH_L1_HPP

// suregrasp/loss/pose_loss.hpp
#ifndef SUREGRASP_LOSS_POSE_LOSS_HPP
#define SUREGRASP_LOSS_POSE_LOSS_HPP
namespace suregrasp::inline v2 {

/// Smooth L1 distance of two encoded poses `[P]` (`pose_encoding`) of the same length, averaged over their P numbers.
template <class T>
[[nodiscard]] double pose_loss(std::span<T const> prediction, std::span<double const> target) {
  double sum = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    double const d = std::abs(static_cast<double>(prediction[i]) - target[i]);
    sum += d < 1 ? d * d / 2 : d - 0.5;
  }
  return sum / static_cast<double>(target.size());
}

/// The contributions of theta, opening and jaw to `pose_loss`, which is their sum.
template <class T>
[[nodiscard]] pose_components pose_loss_parts(std::span<T const> prediction, std::span<double const> target) {
  auto const columns = target.size();
  auto const part = [&](std::size_t first, std::size_t count) {
    return suregrasp::pose_loss(prediction.subspan(first, count), target.subspan(first, count)) *
           static_cast<double>(count) / static_cast<double>(columns);
  };
  return {part(0, columns - 2), part(columns - 2, 1), part(columns - 1, 1)};
}

/// Smooth L1 distance of the heads' poses from the target, each `[M, P]`, averaged over heads and components: `[M]`.
///
/// Each head is compared with the target by itself, not their mean: heads trained so disagree where they are uncertain.
/// Throws `option_error` `loss.no_heads` without heads, `shape_error` `shape.rank` for a target of other than two axes.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> multi_head_loss(B const& be, std::vector<tensor_t<B>> const& heads,
                                          tensor_t<B> const& target) {
  if (heads.empty()) throw option_error("loss.no_heads", "the distance of heads to a target needs at least one head");
  suregrasp::require_rank(be, target, 2, "encoded poses [M, P]");
  auto const shape = be.shape(target);
  auto total = suregrasp::smooth_l1(be, heads.front(), target);
  for (std::size_t k = 1; k < heads.size(); ++k) total = be.add(total, suregrasp::smooth_l1(be, heads[k], target));
  auto const share = 1.0 / static_cast<double>(static_cast<std::int64_t>(heads.size()) * shape[1]);
  return be.reshape(suregrasp::scale(be, be.sum(total, 1), share), {shape[0]});
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_LOSS_POSE_LOSS_HPP

// suregrasp/loss.hpp
#ifndef SUREGRASP_LOSS_HPP
#define SUREGRASP_LOSS_HPP
/// Losses on any backend: of heatmaps, of encoded poses, of several heads.
///
/// Begin with
/// - `binary_cross_entropy`: of a heatmap's logits;
/// - `smooth_l1`: element by element;
/// - `multi_head_loss`: smooth L1 of the poses of several heads from one target;
/// - `pose_loss`: the same for one pose in host memory.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/testing/archetype.hpp>
/// auto const be = testing::archetype<double>::make();  // or any other tensor_backend
/// std::vector<double> const logits{0, 40}, target{1, 1};
/// auto const loss = binary_cross_entropy(be, be.from_host({{2}, logits}), be.from_host({{2}, target}));
/// auto const values = be.to_host(loss).values;  // nothing is reduced: mean_all does that
/// assert(std::abs(values[0] - std::log(2)) < 1e-9 && values[1] < 1e-9);
/// ```
#endif  // SUREGRASP_LOSS_HPP

// suregrasp/metrics/impl/metric_error.hpp
#ifndef SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP
#define SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP
namespace suregrasp::inline v2 {

/// Measurements from which a figure cannot be computed.
struct metric_error : error {
  using error::error;
};

/// Throws metric_error `metrics.length` unless both counts agree and `metrics.empty` for a count of 0.
inline void require_paired(std::size_t first, std::size_t second, std::string const& what) {
  if (first != second)
    throw metric_error("metrics.length", what + ": expected two lists of one length, got " + std::to_string(first) +
                                             " and " + std::to_string(second) + " values");
  if (first == 0) throw metric_error("metrics.empty", what + ": expected at least one value, got none");
}

/// Throws metric_error `metrics.not_a_number` where a value is NaN; infinities can be ranked and pass.
inline void require_numbers(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isnan(values[i]))
      throw metric_error("metrics.not_a_number", what + ": expected numbers, got NaN at index " + std::to_string(i));
}

/// Throws metric_error `metrics.not_finite` where a value is NaN or infinite.
inline void require_finite(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      throw metric_error("metrics.not_finite", what + ": expected finite numbers, got " + std::to_string(values[i]) +
                                                   " at index " + std::to_string(i));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP

// suregrasp/metrics/proportion.hpp
#ifndef SUREGRASP_METRICS_PROPORTION_HPP
#define SUREGRASP_METRICS_PROPORTION_HPP
namespace suregrasp::inline v2 {

/// A range of values, both ends included.
struct interval {
  double low = 0;
  double high = 0;
  friend bool operator==(interval const&, interval const&) = default;

  static constexpr auto fields(auto list) { return list(field{"low", &interval::low}, field{"high", &interval::high}); }
};

/// So many successes in so many trials: a success rate together with how little or much is known about it.
struct proportion {
  std::size_t successes = 0;
  std::size_t trials = 0;
  friend bool operator==(proportion const&, proportion const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"successes", &proportion::successes}, field{"trials", &proportion::trials});
  }

  /// Counts one more trial.
  void add(bool success) {
    ++trials;
    if (success) ++successes;
  }

  /// NaN without trials.
  [[nodiscard]] double rate() const {
    return trials == 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(successes) / static_cast<double>(trials);
  }

  /// Wilson's score interval (1927); `z` is the normal quantile, by default that of 95 %. Without trials it is [0, 1].
  [[nodiscard]] interval wilson(double z = 1.959963984540054) const {
    if (trials == 0) return {0, 1};
    double const n = static_cast<double>(trials), p = rate(), z2 = z * z;
    double const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double const half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {successes == 0 ? 0 : std::max(0.0, centre - half), successes == trials ? 1 : std::min(1.0, centre + half)};
  }

  /// `87.1 % [80.6, 91.7] (122/140)`: the rate with its 95 % interval and its counts.
  [[nodiscard]] std::string text() const {
    auto const [low, high] = wilson();
    return fixed_text(100 * rate(), 1) + " % [" + fixed_text(100 * low, 1) + ", " + fixed_text(100 * high, 1) + "] (" +
           std::to_string(successes) + "/" + std::to_string(trials) + ")";
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_PROPORTION_HPP

// suregrasp/metrics/conformal_interval.hpp
#ifndef SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP
#define SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP
namespace suregrasp::inline v2 {

/// What intervals promise.
struct conformal_options {
  double coverage = 0.9;  ///< share of true values that lie within their intervals, at least
  /// Added to the square root of M_uc before errors are divided by it, so that heads that happen to agree do not
  /// promise an interval of no width. Must not be chosen by the calibration data.
  double offset = 0.3;
  friend bool operator==(conformal_options const&, conformal_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"coverage", &conformal_options::coverage, "Share of intervals that hold the truth"}.between(0.01, 0.999),
        field{"offset", &conformal_options::offset, "Added to the root of M_uc"}.between(0, 1e6));
  }
};

/// What labelled data says of how far errors reach for their M_uc.
struct conformal_calibration {
  double quantile = 0;  ///< of error / (sqrt(M_uc) + offset)
  double offset = 0;
  double coverage = 0;         ///< promised
  std::size_t calibrated = 0;  ///< errors that were looked at
  friend bool operator==(conformal_calibration const&, conformal_calibration const&) = default;

  static constexpr auto fields(auto list) {
    using c = conformal_calibration;
    return list(field{"quantile", &c::quantile}.at_least(0), field{"offset", &c::offset}.at_least(0),
                field{"coverage", &c::coverage}.between(0, 1), field{"calibrated", &c::calibrated});
  }

  /// Half the width of the interval of a prediction of this M_uc, in the unit of the errors; NaN for NaN.
  [[nodiscard]] double half_width(double uncertainty) const {
    constexpr double least = 1e-12;  // so that an error can be divided by it
    return quantile * std::max(std::sqrt(std::max(uncertainty, 0.0)) + offset, least);
  }
};

/// Calibrates intervals by the absolute errors and the M_uc of labelled predictions; nothing where they are too few for
/// the coverage.
///
/// Split conformal prediction, normalised (Papadopoulos et al., 2002; Lei et al., 2018): with n calibration pairs and a
/// further one exchangeable with them, the further error is at most the interval's half width with a probability of at
/// least `coverage`; over calibration sets and predictions together, not for each M_uc. Data of another distribution
/// voids it, and so do calibration pairs that stand for fewer, as many labels of one photograph.
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, `metrics.not_finite`, option_error
/// `option.conformal`.
[[nodiscard]] inline std::optional<conformal_calibration> calibrate_intervals(std::span<double const> errors,
                                                                              std::span<double const> uncertainties,
                                                                              conformal_options const& options = {}) {
  require_paired(errors.size(), uncertainties.size(), "conformal intervals");
  require_numbers(errors, "conformal intervals, errors");
  require_numbers(uncertainties, "conformal intervals, uncertainties");
  require_finite(errors, "conformal intervals, errors");
  require_finite(uncertainties, "conformal intervals, uncertainties");
  if (!(options.coverage > 0 && options.coverage < 1 && options.offset >= 0 && std::isfinite(options.offset)))
    throw option_error("option.conformal",
                       "expected a coverage between 0 and 1 and a finite offset of at least 0, got " +
                           text_of(options.coverage) + " and " + text_of(options.offset));
  conformal_calibration const unit{1, options.offset, options.coverage, errors.size()};
  std::vector<double> scores;
  for (std::size_t i = 0; i < errors.size(); ++i)
    scores.push_back(std::abs(errors[i]) / unit.half_width(uncertainties[i]));
  double const rank = std::max(1.0, std::ceil((static_cast<double>(scores.size()) + 1) * options.coverage - 1e-9));
  if (rank > static_cast<double>(scores.size())) return std::nullopt;
  auto const at = scores.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(scores.begin(), at, scores.end());
  auto result = unit;
  result.quantile = *at;
  return result;
}

/// The interval about a predicted value. Angles are for the caller to take as axes.
[[nodiscard]] inline interval conformal_interval(conformal_calibration const& calibration, double predicted,
                                                 double uncertainty) {
  double const half = calibration.half_width(uncertainty);
  return {predicted - half, predicted + half};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP

// suregrasp/metrics/conformal_coverage.hpp
#ifndef SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP
#define SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP
namespace suregrasp::inline v2 {

/// What intervals hold where they are tried on data that did not calibrate them.
struct conformal_coverage {
  std::size_t splits = 0;  ///< that left enough to calibrate with
  double coverage = 0;     ///< mean share of the errors within their intervals
  interval middle{};       ///< of the splits, from the 5 % of least coverage to the 5 % of most
  double half_width = 0;   ///< mean, in the unit of the errors
  friend bool operator==(conformal_coverage const&, conformal_coverage const&) = default;

  static constexpr auto fields(auto list) {
    using c = conformal_coverage;
    return list(field{"splits", &c::splits}, field{"coverage", &c::coverage}, field{"middle", &c::middle},
                field{"half_width", &c::half_width});
  }
};

/// Tries intervals: again and again half of the groups, as photographs, calibrates them and the other half is looked
/// at.
///
/// `group[i]` says to which group pair i belongs; groups stay together. Throws as `calibrate_intervals`, and
/// metric_error `metrics.length` for another number of groups.
[[nodiscard]] inline conformal_coverage conformal_coverage_of(
    std::span<double const> errors, std::span<double const> uncertainties, std::span<std::size_t const> group,
    conformal_options const& options = {}, std::size_t splits = 1000, random_stream draw = random_stream(0)) {
  require_paired(errors.size(), group.size(), "conformal coverage, groups");
  (void)calibrate_intervals(errors, uncertainties, options);  // checks them
  std::vector<std::size_t> groups(group.begin(), group.end());
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  conformal_coverage result;
  std::vector<double> coverages;
  for (std::size_t split = 0; split < splits; ++split) {
    auto order = groups;
    draw.shuffle(order);
    std::vector<std::size_t> known(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2));
    std::sort(known.begin(), known.end());
    std::vector<double> known_errors, known_uncertainties;
    std::vector<std::size_t> later;
    for (std::size_t i = 0; i < errors.size(); ++i)
      if (!std::binary_search(known.begin(), known.end(), group[i]))
        later.push_back(i);
      else
        known_errors.push_back(errors[i]), known_uncertainties.push_back(uncertainties[i]);
    if (known_errors.empty() || later.empty()) continue;
    auto const found = calibrate_intervals(known_errors, known_uncertainties, options);
    if (!found) continue;
    double inside = 0, width = 0;
    for (auto const i : later) {
      double const half = found->half_width(uncertainties[i]);
      inside += std::abs(errors[i]) <= half ? 1 : 0, width += half;
    }
    coverages.push_back(inside / static_cast<double>(later.size()));
    result.half_width += width / static_cast<double>(later.size());
  }
  result.splits = coverages.size();
  if (coverages.empty()) return result;
  std::sort(coverages.begin(), coverages.end());
  for (double const each : coverages) result.coverage += each / static_cast<double>(coverages.size());
  result.half_width /= static_cast<double>(coverages.size());
  result.middle = {coverages[coverages.size() / 20], coverages[coverages.size() - 1 - coverages.size() / 20]};
  return result;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP

// suregrasp/metrics/rank_correlation.hpp
#ifndef SUREGRASP_METRICS_RANK_CORRELATION_HPP
#define SUREGRASP_METRICS_RANK_CORRELATION_HPP
namespace suregrasp::inline v2 {

/// Rank of each value from 1, equal values sharing the mean of their ranks. Throws metric_error `metrics.not_a_number`.
[[nodiscard]] inline std::vector<double> average_ranks(std::span<double const> values) {
  require_numbers(values, "ranks");
  auto const order = detail::ascending_order(values);
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = static_cast<double>(begin + 1 + end) / 2;
  }
  return ranks;
}

/// Spearman's rank correlation in [-1, 1]; NaN where one list is constant.
///
/// Throws metric_error `metrics.length`, `metrics.empty` or `metrics.not_a_number`.
[[nodiscard]] inline double spearman(std::span<double const> a, std::span<double const> b) {
  require_paired(a.size(), b.size(), "rank correlation");
  auto const ra = average_ranks(a), rb = average_ranks(b);
  double const mean = static_cast<double>(a.size() + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) {
    ab += (ra[i] - mean) * (rb[i] - mean);
    aa += (ra[i] - mean) * (ra[i] - mean);
    bb += (rb[i] - mean) * (rb[i] - mean);
  }
  if (aa == 0 || bb == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

/// Area under the receiver operating characteristic: the probability that a positive scores higher than a negative,
/// equal scores counting half.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, and `metrics.one_class` where all
/// labels are equal.
[[nodiscard]] inline double auroc(std::span<double const> scores, std::vector<bool> const& labels) {
  require_paired(scores.size(), labels.size(), "AUROC");
  auto const ranks = average_ranks(scores);
  double positives = 0, rank_sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i]) positives += 1, rank_sum += ranks[i];
  double const negatives = static_cast<double>(labels.size()) - positives;
  if (positives == 0 || negatives == 0)
    throw metric_error("metrics.one_class", "AUROC: expected positive and negative labels, got " +
                                                std::to_string(labels.size()) + " of one kind");
  return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RANK_CORRELATION_HPP

// suregrasp/metrics/rasterised_iou.hpp
#ifndef SUREGRASP_METRICS_RASTERISED_IOU_HPP
#define SUREGRASP_METRICS_RASTERISED_IOU_HPP
namespace suregrasp::inline v2 {

/// Four corners, one after the other around it.
using quadrilateral = std::array<point<double>, 4>;

/// `corners` rounded to whole pixels, halves to the even one, as Python's `round` does.
[[nodiscard]] inline quadrilateral rounded_corners(quadrilateral corners) {
  for (auto& p : corners) p = {std::nearbyint(p.x), std::nearbyint(p.y)};
  return corners;
}

/// Whether a pixel centre lies in a polygon or on its border: the rule of `skimage.draw.polygon` since it counts
/// borders. Crossings to the right and to the left are counted apart; on an edge the two counts differ in parity.
[[nodiscard]] inline bool covers(quadrilateral const& corners, double x, double y) {
  constexpr double rounding = 1e-12;
  bool right = false, left = false;
  auto from = corners.back();
  for (auto const& to : corners) {
    double const x0 = from.x - x, y0 = from.y - y, x1 = to.x - x, y1 = to.y - y;
    if (std::abs(x1) < rounding && std::abs(y1) < rounding) return true;
    double const at = (x1 * y0 - x0 * y1) / (y0 - y1);
    if ((y0 > 0) != (y1 > 0)) right ^= at > 0;
    if ((y0 < 0) != (y1 < 0)) left ^= at < 0;
    from = to;
  }
  return right || right != left;
}

/// Pixels that two quadrilaterals cover: both of them, and any of them.
struct pixel_counts {
  std::size_t common = 0;
  std::size_t covered = 0;

  /// 0 where nothing is covered.
  [[nodiscard]] double iou() const {
    return covered == 0 ? 0 : static_cast<double>(common) / static_cast<double>(covered);
  }
};

namespace detail {

/// The rows and columns in which a quadrilateral may cover pixels; those below 0 do not exist.
struct pixel_window {
  double left, right, top, bottom;

  explicit pixel_window(quadrilateral const& corners) {
    auto least = corners[0], most = corners[0];
    for (auto const& p : corners) {
      least = {std::min(least.x, p.x), std::min(least.y, p.y)};
      most = {std::max(most.x, p.x), std::max(most.y, p.y)};
    }
    left = std::max(0.0, std::floor(least.x)), right = std::ceil(most.x);
    top = std::max(0.0, std::floor(least.y)), bottom = std::ceil(most.y);
  }

  [[nodiscard]] bool holds(double x, double y) const { return x >= left && x <= right && y >= top && y <= bottom; }
};

/// What brings two quadrilaterals into `longest_side` pixels: 1 for those of pictures, else a power of two below; 0 for
/// those beyond all numbers, and where there is none.
[[nodiscard]] inline double scale_to_count(pixel_window const& a, pixel_window const& b) {
  constexpr double longest_side = 4096;
  double const wide = std::max(a.right, b.right) - std::min(a.left, b.left);
  double const high = std::max(a.bottom, b.bottom) - std::min(a.top, b.top);
  if (!std::isfinite(wide + high)) return 0;
  double const side = std::max(wide, high);
  return side > longest_side ? std::exp2(-std::ceil(std::log2(side / longest_side))) : 1;
}

[[nodiscard]] inline quadrilateral scaled(quadrilateral corners, double factor) {
  for (auto& p : corners) p = {p.x * factor, p.y * factor};
  return corners;
}

}  // namespace detail

/// Counts pixels of an image without end to the right and below; rows and columns below 0 do not exist.
[[nodiscard]] inline pixel_counts count_pixels(quadrilateral const& a, quadrilateral const& b) {
  detail::pixel_window const in_a(a), in_b(b);
  pixel_counts counts;
  for (double y = std::min(in_a.top, in_b.top); y <= std::max(in_a.bottom, in_b.bottom); ++y)
    for (double x = std::min(in_a.left, in_b.left); x <= std::max(in_a.right, in_b.right); ++x) {
      bool const a_here = in_a.holds(x, y) && covers(a, x, y), b_here = in_b.holds(x, y) && covers(b, x, y);
      counts.common += a_here && b_here ? 1 : 0;
      counts.covered += a_here || b_here ? 1 : 0;
    }
  return counts;
}

/// The overlap as GG-CNN and GR-ConvNet count it: the label's corners are rounded to pixels, the prediction's are not,
/// and both are painted. About one decision in 170 near the threshold differs from the exact overlap's.
///
/// Their files keep four corners, which may be a little off a rectangle; from a grasp they are those of the rectangle.
/// Where the two together are larger than 4096 pixels, pixels are counted that are so much larger: 17 million at most.
[[nodiscard]] inline double rasterised_iou(grasp<double> const& predicted, quadrilateral const& label) {
  auto const painted = corners(predicted), rounded = rounded_corners(label);
  detail::pixel_window const a(painted), b(rounded);
  if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) return 0;
  double const scale = detail::scale_to_count(a, b);
  if (scale == 0) return 0;
  return count_pixels(detail::scaled(painted, scale), detail::scaled(rounded, scale)).iou();
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RASTERISED_IOU_HPP

// suregrasp/metrics/metric_dialect.hpp
#ifndef SUREGRASP_METRICS_METRIC_DIALECT_HPP
#define SUREGRASP_METRICS_METRIC_DIALECT_HPP
namespace suregrasp::inline v2 {

/// The rectangle metric as different programs compute it. Figures in different dialects do not compare.
enum class metric_dialect {
  jaccard,  ///< exact IoU above 0.25, axes within 30 degrees: what the field reports
  ivalab,   ///< exact IoU above 0.25, axes within 10 degrees
  ggcnn,    ///< IoU of painted pixels above 0.25, the label's corners rounded to pixels first, 30 degrees
  cornell   ///< Cornell's scorer of 2011: intersection over predicted area above 0.5, 30 degrees without wrapping
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(metric_dialect) {
  return std::array{named_value{metric_dialect::jaccard, "jaccard"}, named_value{metric_dialect::ivalab, "ivalab"},
                    named_value{metric_dialect::ggcnn, "ggcnn"}, named_value{metric_dialect::cornell, "cornell"}};
}

/// Throws option_error `option.dialect`.
[[nodiscard]] inline metric_dialect metric_dialect_named(std::string_view name) {
  if (auto const dialect = value_named<metric_dialect>(name)) return *dialect;
  throw option_error("option.dialect",
                     "unknown dialect '" + std::string(name) + "': expected jaccard, ivalab, ggcnn or cornell");
}

/// The overlap above which a prediction counts as correct where nothing else is said.
[[nodiscard]] constexpr double usual_overlap(metric_dialect dialect) {
  return dialect == metric_dialect::cornell ? 0.5 : 0.25;
}

/// The most that axes may differ, radians, where nothing else is said.
[[nodiscard]] constexpr double usual_angle(metric_dialect dialect) {
  return radians(dialect == metric_dialect::ivalab ? 10.0 : 30.0);
}

namespace detail {

/// Intersection over the area of the prediction.
[[nodiscard]] inline double covered_share(grasp<double> const& predicted, grasp<double> const& label) {
  double const overlap = iou(predicted, label);
  if (!(overlap > 0)) return 0;
  double const times_larger = label.opening / predicted.opening * (label.jaw / predicted.jaw);
  return std::min(1.0, overlap / (1 + overlap) * (1 + times_larger));
}

}  // namespace detail

/// How far a prediction agrees with one label: the dialect's overlap in [0, 1], nothing where the axes differ by more
/// than `most_angle`, radians (`angle_at_most`).
///
/// The scorer of 2011 compares angles in [-90, 90) degrees as plain numbers and gives every label whose corners come
/// clockwise 0. A grasp has no order of corners, so only the former is followed; where corners are at hand, leave the
/// clockwise ones out.
[[nodiscard]] inline std::optional<double> agreement(metric_dialect dialect, grasp<double> const& predicted,
                                                     grasp<double> const& label, double most_angle) {
  auto const within = [&](double angle) { return angle_at_most(angle, most_angle); };
  double const axes = axial_distance(predicted.theta, label.theta);
  switch (dialect) {
    case metric_dialect::ggcnn: {
      auto const painted = rounded_corners(corners(label));
      double const theta = axial_wrap(std::atan2(painted[0].y - painted[1].y, painted[1].x - painted[0].x));
      if (within(axial_distance(predicted.theta, theta))) return rasterised_iou(predicted, painted);
      break;
    }
    case metric_dialect::cornell:
      if (within(std::abs(axial_wrap(predicted.theta) - axial_wrap(label.theta))))
        return detail::covered_share(predicted, label);
      break;
    case metric_dialect::jaccard:
    case metric_dialect::ivalab:
      if (within(axes)) return iou(predicted, label);
  }
  return std::nullopt;
}

/// The same with the dialect's usual angle.
[[nodiscard]] inline std::optional<double> agreement(metric_dialect dialect, grasp<double> const& predicted,
                                                     grasp<double> const& label) {
  return agreement(dialect, predicted, label, usual_angle(dialect));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_METRIC_DIALECT_HPP

// suregrasp/metrics/rectangle_metric.hpp
#ifndef SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
#define SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
namespace suregrasp::inline v2 {

/// The rectangle metric of Jiang et al. (2011), by default with the thresholds and the overlap that the field uses.
struct rectangle_metric_options {
  metric_dialect dialect = metric_dialect::jaccard;  ///< which program's way to compute overlap and angle
  std::optional<double> iou{};  ///< correct grasps overlap by more than this; not given: `usual_overlap(dialect)`
  std::optional<double>
      angle{};  ///< and their axes differ by at most this, radians (`angle_at_most`); not given: `usual_angle(dialect)`
};

/// The labelled grasp a prediction fits best.
template <std::floating_point T>
struct rectangle_match {
  std::size_t index = 0;  ///< of the labelled grasp
  T iou = 0;              ///< overlap with it, as the dialect computes it
  T angle = 0;            ///< angle between the axes, radians
};

namespace detail {

/// The overlap of two grasps whose axes fit; nothing where they do not.
template <std::floating_point T>
[[nodiscard]] std::optional<T> fitting_overlap(grasp<T> const& predicted, grasp<T> const& label,
                                               rectangle_metric_options const& options) {
  double const limit = options.angle.value_or(usual_angle(options.dialect));
  if (options.dialect == metric_dialect::jaccard || options.dialect == metric_dialect::ivalab) {
    if (!angle_at_most(axial_distance(predicted.theta, label.theta), limit)) return std::nullopt;
    return iou(predicted, label);
  }
  auto const exact = [](grasp<T> const& g) { return grasp<double>{g.x, g.y, g.theta, g.opening, g.jaw}; };
  auto const overlap = agreement(options.dialect, exact(predicted), exact(label), limit);
  return overlap ? std::optional<T>(static_cast<T>(*overlap)) : std::nullopt;
}

}  // namespace detail

/// Among the labelled grasps whose axis is within the angle of the options, the one of highest overlap, the first of
/// equals; nothing where there is none. Its overlap may be below the threshold of the options, even 0.
template <std::floating_point T>
[[nodiscard]] std::optional<rectangle_match<T>> best_match(grasp<T> const& predicted,
                                                           std::span<std::type_identity_t<grasp<T>> const> truth,
                                                           rectangle_metric_options const& options = {}) {
  std::optional<rectangle_match<T>> best;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    auto const overlap = detail::fitting_overlap(predicted, truth[i], options);
    if (overlap && (!best || *overlap > best->iou))
      best = rectangle_match<T>{i, *overlap, axial_distance(predicted.theta, truth[i].theta)};
  }
  return best;
}

/// The rectangle metric: whether some labelled grasp overlaps by more than `options.iou`, with an axis within
/// `options.angle`.
template <std::floating_point T>
[[nodiscard]] bool is_correct(grasp<T> const& predicted, std::span<std::type_identity_t<grasp<T>> const> truth,
                              rectangle_metric_options const& options = {}) {
  auto const best = best_match(predicted, truth, options);
  return best && best->iou > static_cast<T>(options.iou.value_or(usual_overlap(options.dialect)));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RECTANGLE_METRIC_HPP

// suregrasp/metrics/ranked_success.hpp
#ifndef SUREGRASP_METRICS_RANKED_SUCCESS_HPP
#define SUREGRASP_METRICS_RANKED_SUCCESS_HPP
namespace suregrasp::inline v2 {

/// The best overlap of each prediction of an image with its labels, best-ranked prediction first; 0 where the axes do
/// not fit.
using ranked_overlaps = std::vector<double>;

/// Thresholds from the usual 0.25 to 0.75.
inline constexpr std::array<double, 11> overlap_sweep{0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75};

/// The `top` of `success_within` that looks at every prediction.
inline constexpr std::size_t any_rank = std::numeric_limits<std::size_t>::max();

/// Images on which one of the first `top` predictions overlaps a label by more than `overlap`: top-1, top-k, any.
/// An image without predictions is a failure.
[[nodiscard]] inline proportion success_within(std::span<ranked_overlaps const> images, std::size_t top,
                                               double overlap) {
  proportion success;
  for (auto const& image : images) {
    auto const end = image.begin() + static_cast<std::ptrdiff_t>(std::min(top, image.size()));
    success.add(std::any_of(image.begin(), end, [&](double each) { return each > overlap; }));
  }
  return success;
}

/// Success of ranked predictions at one threshold.
struct success_row {
  double iou = 0;        ///< predictions that overlap a label by more than this are correct
  proportion first;      ///< images whose first-ranked prediction is correct
  proportion first_few;  ///< images with a correct one among the first few
  proportion any;        ///< images with a correct one at any rank
  proportion each;       ///< predictions that are correct, of all of them
  friend bool operator==(success_row const&, success_row const&) = default;

  static constexpr auto fields(auto list) {
    using r = success_row;
    return list(field{"iou", &r::iou}, field{"first", &r::first}, field{"first_few", &r::first_few},
                field{"any", &r::any}, field{"each", &r::each});
  }
};

/// Success at several thresholds. Every engine and command counts in this form.
using success_table = std::vector<success_row>;

/// The thresholds at which evaluations report success.
inline constexpr std::array<double, 3> success_ious{0.25, 0.50, 0.75};

/// The ranks that `first_few` counts where nothing else is said.
inline constexpr std::size_t usual_few = 5;

/// The table of a set of images, at each of `ious`. An image without predictions is a failure.
[[nodiscard]] inline success_table success_at(std::span<ranked_overlaps const> images, std::span<double const> ious,
                                              std::size_t few = usual_few) {
  success_table table;
  for (double const iou : ious) {
    success_row row{iou,
                    success_within(images, 1, iou),
                    success_within(images, few, iou),
                    success_within(images, any_rank, iou),
                    {}};
    for (auto const& image : images)
      for (double const overlap : image) row.each.add(overlap > iou);
    table.push_back(row);
  }
  return table;
}

/// The overlaps of ranked predictions of an image with its labels, by the rectangle metric.
[[nodiscard]] inline ranked_overlaps overlaps_of(std::span<grasp<double> const> ranked,
                                                 std::span<grasp<double> const> labels,
                                                 rectangle_metric_options const& options = {}) {
  ranked_overlaps overlaps;
  for (auto const& each : ranked) {
    auto const best = best_match(each, labels, options);
    overlaps.push_back(best ? best->iou : 0);
  }
  return overlaps;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RANKED_SUCCESS_HPP

// suregrasp/metrics/impl/binomial.hpp
#ifndef SUREGRASP_METRICS_IMPL_BINOMIAL_HPP
#define SUREGRASP_METRICS_IMPL_BINOMIAL_HPP
namespace suregrasp::inline v2 {

/// Probability of at most `successes` in `trials` independent trials of the given probability.
[[nodiscard]] inline double binomial_at_most(std::size_t successes, std::size_t trials, double probability) {
  if (successes >= trials || probability <= 0) return 1;
  if (probability >= 1) return 0;
  double const n = static_cast<double>(trials), odds = std::log(probability) - std::log1p(-probability);
  double log_term = n * std::log1p(-probability), sum = 0;
  for (std::size_t i = 0; i <= successes; ++i) {
    sum += std::exp(log_term);
    log_term += odds + std::log((n - static_cast<double>(i)) / static_cast<double>(i + 1));
  }
  return std::min(1.0, sum);
}

/// Upper end of the one-sided interval of Clopper and Pearson (1934): a probability above it would give as few
/// successes with a probability below `delta`. 1 without trials.
[[nodiscard]] inline double clopper_pearson_upper(std::size_t successes, std::size_t trials, double delta) {
  if (successes >= trials) return 1;
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    double const middle = (low + high) / 2;
    (binomial_at_most(successes, trials, middle) > delta ? low : high) = middle;
  }
  return high;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_IMPL_BINOMIAL_HPP

// suregrasp/metrics/risk_control.hpp
#ifndef SUREGRASP_METRICS_RISK_CONTROL_HPP
#define SUREGRASP_METRICS_RISK_CONTROL_HPP
namespace suregrasp::inline v2 {

/// What the threshold T is to guarantee.
struct risk_control_options {
  double risk = 0.1;   ///< of the predictions kept, at most this share may fail
  double delta = 0.1;  ///< and the calibration data may be so unlucky that it does not hold, with this probability
  std::size_t candidates = 10;  ///< thresholds tried, at evenly spaced coverages
  bool risk_grows = false;      ///< take for granted that the share of failures among the kept never falls with T
  friend bool operator==(risk_control_options const&, risk_control_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = risk_control_options;
    return list(field{"risk", &o::risk, "Share of failures that the proposed threshold promises"}.between(0.001, 0.999),
                field{"delta", &o::delta, "Probability that it breaks the promise"}.between(0.001, 0.999),
                field{"candidates", &o::candidates}.at_least(1).not_offered(),
                field{"risk_grows", &o::risk_grows}.not_offered());
  }
};

/// A threshold with its guarantee, and what the calibration data shows at it.
struct controlled_threshold {
  double threshold = 0;      ///< T: keep predictions whose uncertainty is below it
  std::size_t kept = 0;      ///< calibration predictions below T
  std::size_t failures = 0;  ///< of them
  double coverage = 0;       ///< kept / all
  friend bool operator==(controlled_threshold const&, controlled_threshold const&) = default;

  static constexpr auto fields(auto list) {
    using t = controlled_threshold;
    return list(field{"threshold", &t::threshold}, field{"kept", &t::kept}, field{"failures", &t::failures},
                field{"coverage", &t::coverage});
  }
};

namespace detail {

/// Numbers of predictions to keep, ascending. They follow from the options and the size of the calibration set alone;
/// fewer than the first could not prove anything even without a failure.
[[nodiscard]] inline std::vector<std::size_t> kept_counts(std::size_t all, double level,
                                                          risk_control_options const& options) {
  double const least = std::max(1.0, std::ceil(std::log(level) / std::log1p(-options.risk)));
  std::vector<std::size_t> counts;
  double const most = static_cast<double>(all) - 1, steps = static_cast<double>(options.candidates);
  for (std::size_t i = 1; i <= options.candidates && least <= most; ++i) {
    double const share = options.candidates == 1 ? 1 : static_cast<double>(i - 1) / (steps - 1);
    counts.push_back(static_cast<std::size_t>(std::floor(least + share * (most - least))));
  }
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

inline void require_valid(risk_control_options const& options) {
  auto const share = [](double value) { return value > 0 && value < 1; };
  if (share(options.risk) && share(options.delta) && options.candidates > 0) return;
  throw option_error("option.risk_control",
                     "expected a risk and a delta between 0 and 1 and at least one candidate, got " +
                         std::to_string(options.risk) + ", " + std::to_string(options.delta) + " and " +
                         std::to_string(options.candidates));
}

}  // namespace detail

/// The largest threshold T on the uncertainty for which labelled data proves that few of the predictions below it
/// fail; nothing where the data is too little or too bad.
///
/// Theorem (after Angelopoulos et al., "Learn then Test", 2021). Let the calibration pairs (uncertainty, failed) and
/// the pairs met later be independent draws from one distribution, and R(t) = P(failed | uncertainty < t). Then
/// P(R(T) > risk) <= delta, over the draw of the calibration set.
///
/// Proof. Candidates are the order statistics T = U_(m+1) for numbers m fixed beforehand. Given U_(m+1) = t and that k
/// pairs lie below (m of them unless some are equal), these are independent draws given uncertainty < t, so their
/// failures are Binomial(k, R(t)); where R(t) > risk, P(Binomial(k, risk) <= failures) falls below a level with at most
/// the probability `level`. At level = delta / candidates no candidate of too high a risk passes, but with probability
/// delta (Bonferroni). With `risk_grows` each is tested at the level delta, from the smallest up to the first that does
/// not pass: the first of too high a risk would have to pass, and given which that is, its failures are stochastically
/// at least Binomial(k, risk). Where equal uncertainties leave too few below a candidate it is passed over; failures
/// have no say in that.
///
/// Data of another distribution, such as another workplace, or several predictions of one image, which are not
/// independent, void it. Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number` and
/// option_error `option.risk_control`.
[[nodiscard]] inline std::optional<controlled_threshold> control_risk(std::span<double const> uncertainties,
                                                                      std::vector<bool> const& failed,
                                                                      risk_control_options const& options = {}) {
  require_paired(uncertainties.size(), failed.size(), "risk control");
  require_numbers(uncertainties, "risk control");
  detail::require_valid(options);
  std::size_t const all = failed.size();
  auto const order = detail::ascending_order(uncertainties);
  std::vector<std::size_t> failures(all + 1, 0);
  for (std::size_t i = 0; i < all; ++i) failures[i + 1] = failures[i] + (failed[order[i]] ? 1U : 0U);

  double const level = options.risk_grows ? options.delta : options.delta / static_cast<double>(options.candidates);
  std::optional<controlled_threshold> chosen;
  for (std::size_t m : detail::kept_counts(all, level, options)) {
    double const threshold = uncertainties[order[m]];
    while (m > 0 && uncertainties[order[m - 1]] == threshold) --m;
    if (binomial_at_most(0, m, options.risk) > level) continue;  // too few to prove anything
    if (binomial_at_most(failures[m], m, options.risk) <= level)
      chosen = {threshold, m, failures[m], static_cast<double>(m) / static_cast<double>(all)};
    else if (options.risk_grows)
      break;
  }
  return chosen;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RISK_CONTROL_HPP

// suregrasp/metrics/risk_coverage.hpp
#ifndef SUREGRASP_METRICS_RISK_COVERAGE_HPP
#define SUREGRASP_METRICS_RISK_COVERAGE_HPP
namespace suregrasp::inline v2 {

/// Mean error of the most certain predictions.
struct risk_coverage_point {
  double coverage = 0;     ///< the fraction of predictions kept, k / n
  double uncertainty = 0;  ///< the largest uncertainty among them
  double risk = 0;         ///< their mean error
};

/// How the mean error grows as less certain predictions are let in; one point for each k = 1..n.
struct risk_coverage_curve {
  std::vector<risk_coverage_point> points;

  /// Mean error of all predictions.
  [[nodiscard]] double mean_error() const { return points.back().risk; }

  /// Area under the curve: the mean of its risks. Below `mean_error()` where uncertainty knows something of the error.
  [[nodiscard]] double area() const {
    double sum = 0;
    for (auto const& point : points) sum += point.risk;
    return sum / static_cast<double>(points.size());
  }

  /// Mean error of the most certain `fraction` in (0, 1] of the predictions, rounded up to a whole prediction. Throws
  /// option_error `metrics.fraction`.
  [[nodiscard]] double risk_at(double fraction) const {
    if (!(fraction > 0 && fraction <= 1))
      throw option_error("metrics.fraction", "expected a fraction in (0, 1], got " + std::to_string(fraction));
    double const n = static_cast<double>(points.size());
    auto const count = static_cast<std::size_t>(std::ceil(fraction * n * (1 - 1e-12)));
    return points[std::max<std::size_t>(count, 1) - 1].risk;
  }

  /// `risk_at(fraction)` as a multiple of the mean error; below 1 where the certain are better.
  [[nodiscard]] double relative_risk_at(double fraction) const { return risk_at(fraction) / mean_error(); }
};

/// The risk-coverage curve of paired uncertainties and errors.
///
/// Predictions of equal uncertainty enter in no order: each counts with the mean error of its group, so the curve does
/// not depend on the order of the input. Throws metric_error `metrics.length`, `metrics.empty` or
/// `metrics.not_a_number`.
[[nodiscard]] inline risk_coverage_curve risk_coverage(std::span<double const> uncertainties,
                                                       std::span<double const> errors) {
  require_paired(uncertainties.size(), errors.size(), "risk-coverage");
  require_numbers(uncertainties, "risk-coverage, uncertainties");
  require_numbers(errors, "risk-coverage, errors");
  std::size_t const n = errors.size();
  auto const order = detail::ascending_order(uncertainties);

  risk_coverage_curve curve;
  curve.points.reserve(n);
  double sum = 0;
  for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
    double const level = uncertainties[order[begin]];
    double group = 0;
    for (; end < n && uncertainties[order[end]] == level; ++end) group += errors[order[end]];
    for (std::size_t k = begin + 1; k <= end; ++k) {
      double const entered = group * static_cast<double>(k - begin) / static_cast<double>(end - begin);
      double const kept = static_cast<double>(k);
      curve.points.push_back({kept / static_cast<double>(n), level, (sum + entered) / kept});
    }
    sum += group;
  }
  return curve;
}

/// Area under the risk-coverage curve beyond that of the best possible order, by the errors themselves: 0 for an
/// uncertainty that ranks perfectly, whatever the mean error (Geifman et al., 2019); NaN where errors are infinite.
/// Throws as `risk_coverage`.
[[nodiscard]] inline double excess_area(std::span<double const> uncertainties, std::span<double const> errors) {
  return std::max(risk_coverage(uncertainties, errors).area() - risk_coverage(errors, errors).area(), 0.0);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RISK_COVERAGE_HPP

// suregrasp/metrics/failure_certainty.hpp
#ifndef SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP
#define SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP
namespace suregrasp::inline v2 {

/// What the uncertainty of first-ranked grasps tells of their failures.
struct failure_certainty {
  risk_coverage_curve curve;                      ///< of failures
  double excess_area = 0;                         ///< under that curve, beyond the best order
  double spearman = 0;                            ///< of uncertainty and 1 - overlap
  std::optional<controlled_threshold> threshold;  ///< on the uncertainty; nothing where none is proven
};

/// The same from the overlaps of each image's ranked grasps and the uncertainty of the first of them; a first grasp
/// fails where its overlap is not above `iou`. Images without an uncertainty or a grasp are left out; nothing where
/// that leaves none. Throws metric_error `metrics.length`, and as `control_risk`.
[[nodiscard]] inline std::optional<failure_certainty> certainty_of_failures(
    std::span<ranked_overlaps const> images, std::span<std::optional<double> const> uncertainties, double iou,
    risk_control_options const& control = {}) {
  if (images.empty() && uncertainties.empty()) return std::nullopt;
  require_paired(images.size(), uncertainties.size(), "certainty of failures");
  std::vector<double> known, failures, distances;
  std::vector<bool> failed;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!uncertainties[i] || images[i].empty()) continue;
    known.push_back(*uncertainties[i]);
    distances.push_back(1 - images[i].front());
    failed.push_back(!(images[i].front() > iou));
    failures.push_back(failed.back() ? 1 : 0);
  }
  if (failed.empty()) return std::nullopt;
  return failure_certainty{risk_coverage(known, failures), excess_area(known, failures), spearman(known, distances),
                           control_risk(known, failed, control)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP

// suregrasp/metrics/grasp_difference.hpp
#ifndef SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP
#define SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP
namespace suregrasp::inline v2 {

/// How far a predicted grasp is from a label, field by field; sizes are predicted minus labelled.
struct grasp_difference {
  double centre = 0;         ///< distance of the centres
  double opening = 0;        ///< signed
  double jaw = 0;            ///< signed
  double angle_degrees = 0;  ///< between the axes, in [0, 90]
  friend bool operator==(grasp_difference const&, grasp_difference const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"centre", &grasp_difference::centre}, field{"opening", &grasp_difference::opening},
                field{"jaw", &grasp_difference::jaw}, field{"angle_degrees", &grasp_difference::angle_degrees});
  }
};

/// Lengths in pixels.
[[nodiscard]] inline grasp_difference difference_in_pixels(grasp<double> const& predicted, grasp<double> const& label) {
  return {std::hypot(predicted.x - label.x, predicted.y - label.y), predicted.opening - label.opening,
          predicted.jaw - label.jaw, degrees(axial_distance(predicted.theta, label.theta))};
}

/// Lengths in millimetres on a plane at the camera's depth. Pixels that are not square make sizes depend on the angle:
/// each grasp is measured along its own axes. Throws option_error `option.camera`.
[[nodiscard]] inline grasp_difference difference_in_mm(grasp<double> const& predicted, grasp<double> const& label,
                                                       camera_scale<double> const& camera) {
  require_valid(camera);
  auto const opening = [&](grasp<double> const& g) { return 1000 * camera.metres(g.opening, g.theta); };
  auto const jaw = [&](grasp<double> const& g) { return 1000 * camera.metres(g.jaw, g.theta + radians(90.0)); };
  double const dx = predicted.x - label.x, dy = predicted.y - label.y;
  return {1000 * camera.depth * std::hypot(dx / camera.fx, dy / camera.fy), opening(predicted) - opening(label),
          jaw(predicted) - jaw(label), degrees(axial_distance(predicted.theta, label.theta))};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP

// suregrasp/metrics/paired_comparison.hpp
#ifndef SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
#define SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
namespace suregrasp::inline v2 {

/// Two methods on the same cases: how often both, one or none of them succeeded.
struct paired_comparison {
  std::size_t both = 0;
  std::size_t only_first = 0;
  std::size_t only_second = 0;
  std::size_t neither = 0;
  friend bool operator==(paired_comparison const&, paired_comparison const&) = default;

  static constexpr auto fields(auto list) {
    using c = paired_comparison;
    return list(field{"both", &c::both}, field{"only_first", &c::only_first}, field{"only_second", &c::only_second},
                field{"neither", &c::neither});
  }

  /// Success rate of the second method minus that of the first; NaN without cases.
  [[nodiscard]] double gain() const {
    double const cases = static_cast<double>(both + only_first + only_second + neither);
    return (static_cast<double>(only_second) - static_cast<double>(only_first)) / cases;
  }

  /// Two-sided p-value of McNemar's exact test: the cases on which the methods differ are tosses of a fair coin.
  [[nodiscard]] double p_value() const {
    std::size_t const n = only_first + only_second, k = std::min(only_first, only_second);
    double log_term = -static_cast<double>(n) * std::numbers::ln2, tail = 0;
    for (std::size_t i = 0; i <= k; ++i) {
      tail += std::exp(log_term);
      log_term += std::log(static_cast<double>(n - i) / static_cast<double>(i + 1));
    }
    return std::min(1.0, 2 * tail);
  }
};

/// Counts the outcomes of two methods on the same cases, in the same order. Throws metric_error `metrics.length` or
/// `metrics.empty`.
[[nodiscard]] inline paired_comparison compare_paired(std::vector<bool> const& first, std::vector<bool> const& second) {
  require_paired(first.size(), second.size(), "paired comparison");
  paired_comparison counts;
  for (std::size_t i = 0; i < first.size(); ++i)
    ++(first[i] ? (second[i] ? counts.both : counts.only_first) : (second[i] ? counts.only_second : counts.neither));
  return counts;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_PAIRED_COMPARISON_HPP

// suregrasp/metrics/precision_recall.hpp
#ifndef SUREGRASP_METRICS_PRECISION_RECALL_HPP
#define SUREGRASP_METRICS_PRECISION_RECALL_HPP
namespace suregrasp::inline v2 {

/// What is found and what of it is right when all predictions of at least this score are kept.
struct precision_recall_point {
  double score = 0;
  double precision = 0;
  double recall = 0;
};

/// Precision and recall at every score that occurs.
struct precision_recall_curve {
  std::vector<precision_recall_point> points;  ///< highest score first, one a distinct score

  /// Average precision: the precisions weighted by the recall each adds. No interpolation, so nothing is embellished.
  [[nodiscard]] double average_precision() const {
    double sum = 0, reached = 0;
    for (auto const& point : points) {
      sum += (point.recall - reached) * point.precision;
      reached = point.recall;
    }
    return sum;
  }
};

/// The curve of scored predictions, of which some are right, where `positives` are there to be found.
///
/// Predictions of equal score come in together, so their order does not matter. Throws metric_error `metrics.length`,
/// `metrics.not_a_number`, `metrics.empty` without predictions, and `metrics.positives` where fewer are there to be
/// found than are right, or none.
[[nodiscard]] inline precision_recall_curve precision_recall(std::span<double const> scores,
                                                             std::vector<bool> const& right, std::size_t positives) {
  require_paired(scores.size(), right.size(), "precision and recall");
  require_numbers(scores, "precision and recall");
  auto const found = static_cast<std::size_t>(std::count(right.begin(), right.end(), true));
  if (positives == 0 || found > positives)
    throw metric_error("metrics.positives", "expected at least 1 positive and at least as many as the " +
                                                std::to_string(found) + " right predictions, got " +
                                                std::to_string(positives));
  auto const order = detail::descending_order(scores);
  precision_recall_curve curve;
  double hits = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (right[order[i]]) ++hits;
    if (i + 1 < order.size() && scores[order[i + 1]] == scores[order[i]]) continue;
    curve.points.push_back(
        {scores[order[i]], hits / static_cast<double>(i + 1), hits / static_cast<double>(positives)});
  }
  return curve;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_PRECISION_RECALL_HPP

// suregrasp/metrics/reliability.hpp
#ifndef SUREGRASP_METRICS_RELIABILITY_HPP
#define SUREGRASP_METRICS_RELIABILITY_HPP
namespace suregrasp::inline v2 {

/// The predictions whose stated probability of success lies in one stretch.
struct reliability_bin {
  double stated = 0;     ///< their mean probability
  proportion outcome{};  ///< how many of them succeeded
  friend bool operator==(reliability_bin const&, reliability_bin const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"stated", &reliability_bin::stated}, field{"outcome", &reliability_bin::outcome});
  }
};

/// A reliability diagram: stated probabilities beside what came of them, in `bins` equal stretches of [0, 1],
/// ascending, without those that nothing falls into.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.probability` for what is none, option_error
/// `metrics.bins` for no bins.
[[nodiscard]] inline std::vector<reliability_bin> reliability(std::span<double const> probabilities,
                                                              std::vector<bool> const& succeeded,
                                                              std::size_t bins = 10) {
  require_paired(probabilities.size(), succeeded.size(), "reliability");
  if (bins == 0) throw option_error("metrics.bins", "reliability: expected at least one bin, got 0");
  std::vector<reliability_bin> all(bins);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    double const p = probabilities[i];
    if (!(p >= 0 && p <= 1))
      throw metric_error("metrics.probability", "reliability: expected probabilities in [0, 1], got " +
                                                    std::to_string(p) + " at index " + std::to_string(i));
    auto& bin = all[std::min(static_cast<std::size_t>(p * static_cast<double>(bins)), bins - 1)];
    bin.outcome.add(succeeded[i]);
    bin.stated += (p - bin.stated) / static_cast<double>(bin.outcome.trials);
  }
  std::erase_if(all, [](reliability_bin const& bin) { return bin.outcome.trials == 0; });
  return all;
}

/// Expected calibration error (Guo et al., 2017): how far success rates lie from what was stated, a mean over the
/// predictions of all bins. Even true probabilities have one, from chance, that grows with the number of bins.
[[nodiscard]] inline double expected_calibration_error(std::span<reliability_bin const> bins) {
  double sum = 0, count = 0;
  for (auto const& bin : bins) {
    auto const trials = static_cast<double>(bin.outcome.trials);
    sum += trials * std::abs(bin.outcome.rate() - bin.stated);
    count += trials;
  }
  return sum / count;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RELIABILITY_HPP

// suregrasp/metrics/success_curve.hpp
#ifndef SUREGRASP_METRICS_SUCCESS_CURVE_HPP
#define SUREGRASP_METRICS_SUCCESS_CURVE_HPP
namespace suregrasp::inline v2 {

/// How probable success is by M_uc: steps that never rise.
struct success_curve {
  std::vector<double> uncertainties{};  ///< the largest M_uc of each step, ascending
  std::vector<double> probabilities{};  ///< of each step
  friend bool operator==(success_curve const&, success_curve const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"uncertainties", &success_curve::uncertainties},
                field{"probabilities", &success_curve::probabilities});
  }

  /// The probability of success of a grasp of this M_uc: that of the step it falls into; of the last beyond all. NaN
  /// for NaN.
  [[nodiscard]] double probability(double uncertainty) const {
    if (std::isnan(uncertainty)) return uncertainty;
    auto const at = std::lower_bound(uncertainties.begin(), uncertainties.end(), uncertainty) - uncertainties.begin();
    return probabilities[std::min(static_cast<std::size_t>(at), probabilities.size() - 1)];
  }
};

/// Throws metric_error `metrics.success_curve` for what is no such curve: no step, lists of two lengths, uncertainties
/// that do not ascend, probabilities that rise or are none. `where` begins the message.
inline void require_valid(success_curve const& curve, std::string const& where) {
  auto const& [u, p] = curve;
  bool const steps = !u.empty() && u.size() == p.size() && std::ranges::is_sorted(u) && !std::isnan(u.front()) &&
                     std::ranges::is_sorted(p, std::greater{});
  if (!steps || !(p.front() <= 1) || !(p.back() >= 0))
    throw metric_error("metrics.success_curve",
                       where + ": expected steps of ascending uncertainties and probabilities that never rise, got " +
                           std::to_string(u.size()) + " and " + std::to_string(p.size()) + " numbers that are none");
}

/// Fits the curve to outcomes: the non-increasing one of least squares (isotonic regression, by pooling adjacent
/// violators; Ayer et al., 1955), after one success and one failure are added to each step's, so that few outcomes
/// promise neither 0 nor 1. Outcomes of equal uncertainty enter as one, so their order does not matter.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`.
[[nodiscard]] inline success_curve success_curve_of(std::span<double const> uncertainties,
                                                    std::vector<bool> const& failed) {
  require_paired(uncertainties.size(), failed.size(), "success curve");
  require_numbers(uncertainties, "success curve");
  struct step {
    double last, successes, count;
    [[nodiscard]] double rate() const { return successes / count; }
  };
  std::vector<step> steps;
  auto const order = detail::ascending_order(uncertainties);
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    step now{uncertainties[order[begin]], 0, 0};
    for (; end < order.size() && uncertainties[order[end]] == now.last; ++end, ++now.count)
      now.successes += failed[order[end]] ? 0 : 1;
    for (; !steps.empty() && steps.back().rate() <= now.rate(); steps.pop_back())
      now.successes += steps.back().successes, now.count += steps.back().count;
    steps.push_back(now);
  }
  success_curve curve;
  for (auto const& each : steps) {
    double const probability = (each.successes + 1) / (each.count + 2);
    curve.uncertainties.push_back(each.last);
    // The added pair may lift a short step above the one before it.
    curve.probabilities.push_back(curve.probabilities.empty() ? probability
                                                              : std::min(probability, curve.probabilities.back()));
  }
  return curve;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_SUCCESS_CURVE_HPP

// suregrasp/metrics/success_calibration.hpp
#ifndef SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
#define SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
namespace suregrasp::inline v2 {

/// What outcomes of grasps say of a detector's M_uc.
struct success_calibration {
  std::string success{};     ///< what counted as one, such as `lifted`
  std::size_t views = 1;     ///< in which grasps were sought: with more votes, M_uc is another
  std::size_t outcomes = 0;  ///< that were learned from
  success_curve curve{};
  double least_heat = 0;  ///< of the coldest of these grasps: of colder ones they say nothing
  friend bool operator==(success_calibration const&, success_calibration const&) = default;

  /// The chance of success of a grasp of so much uncertainty and heat; nothing where it is colder than all outcomes, or
  /// its heat NaN.
  [[nodiscard]] std::optional<double> probability(double uncertainty, double heat) const {
    return heat >= least_heat ? std::optional(curve.probability(uncertainty)) : std::nullopt;
  }

  static constexpr auto fields(auto list) {
    using c = success_calibration;
    return list(field{"success", &c::success}, field{"views", &c::views}.at_least(1), field{"outcomes", &c::outcomes},
                field{"curve", &c::curve},
                field{"least_heat", &c::least_heat, "Heat of the coldest of the outcomes"}.between(0, 1));
  }
};

/// The calibration for so many views; nothing where nobody calibrated them.
[[nodiscard]] inline std::optional<success_calibration> calibration_for(std::span<success_calibration const> all,
                                                                        std::size_t views) {
  auto const found = std::ranges::find(all, views, &success_calibration::views);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP

// suregrasp/metrics.hpp
#ifndef SUREGRASP_METRICS_HPP
#define SUREGRASP_METRICS_HPP
/// Figures of merit on plain values: the rectangle metric and the dialects of it in use, success rates with intervals,
/// how well an uncertainty foretells errors, thresholds with a guaranteed risk.
///
/// Begin with
/// - `is_correct`: the rectangle metric: IoU and angle against any label;
/// - `proportion`: a success rate with Wilson's interval;
/// - `risk_coverage`: failures among the most certain predictions, over their share;
/// - `control_risk`: the threshold on the uncertainty that keeps a risk, from labelled data;
/// - `calibrate_intervals`: how far errors reach for their uncertainty, with a promised coverage;
/// - `reliability`: stated probabilities beside what came of them, and their calibration error;
/// - `success_at`: success of ranked predictions at several thresholds, as a table.
///
/// Needs the standard library.
/// Doors of their own, since files need JSON (`suregrasp::io`): `metrics/labels.hpp` reads labels of any form,
/// `metrics/predictions.hpp` predictions of any detector, and makes all figures of them.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// std::vector<grasp<double>> const labels{{100, 100, 0, 40, 20}};
/// proportion success;
/// for (double const theta : {0.1, -0.2, 0.9})  // the last is 52 degrees off
///   success.add(is_correct(grasp<double>{102, 101, theta, 42, 18}, labels, {.iou = 0.25}));
/// auto const [low, high] = success.wilson();  // 95 %
/// assert(success.successes == 2 && low < 2.0 / 3 && 2.0 / 3 < high);
///
/// std::vector<double> const uncertainties{0.1, 0.2, 0.9}, failures{0, 0, 1};
/// assert(risk_coverage(uncertainties, failures).risk_at(0.6) == 0);  // of the most certain 60 %, none fails
/// ```
#endif  // SUREGRASP_METRICS_HPP

// suregrasp/teacher/checkpoint.hpp
#ifndef SUREGRASP_TEACHER_CHECKPOINT_HPP
#define SUREGRASP_TEACHER_CHECKPOINT_HPP
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

// suregrasp/teacher/schedule.hpp
#ifndef SUREGRASP_TEACHER_SCHEDULE_HPP
#define SUREGRASP_TEACHER_SCHEDULE_HPP
/// Numbers that change over training: callables from the step, counted from 0, to the value at that step.
namespace suregrasp::inline v2 {

namespace detail {

/// How much of `steps` steps is over at `step`, from 0 to 1; no steps are over after the first.
[[nodiscard]] inline double share_done(std::int64_t step, std::int64_t steps) {
  return std::clamp(static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)), 0.0, 1.0);
}

}  // namespace detail

/// The same value at every step.
struct constant_schedule {
  double value = 0;
  friend bool operator==(constant_schedule const&, constant_schedule const&) = default;
  static constexpr auto fields(auto list) { return list(field{"value", &constant_schedule::value}); }
  [[nodiscard]] double operator()(std::int64_t) const { return value; }
};

/// From `first` to `last` in a straight line over `steps` steps, then `last`. With 0.5, 0.99: the teacher's alpha of
/// Zhu et al. 2020.
struct linear_schedule {
  double first = 0;
  double last = 1;
  std::int64_t steps = 1;
  friend bool operator==(linear_schedule const&, linear_schedule const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"first", &linear_schedule::first}, field{"last", &linear_schedule::last},
                field{"steps", &linear_schedule::steps});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::lerp(first, last, detail::share_done(step, steps));
  }
};

/// From `first` to `last` along half a cosine over `steps` steps, then `last`.
struct cosine_schedule {
  double first = 1;
  double last = 0;
  std::int64_t steps = 1;
  friend bool operator==(cosine_schedule const&, cosine_schedule const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"first", &cosine_schedule::first}, field{"last", &cosine_schedule::last},
                field{"steps", &cosine_schedule::steps});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::lerp(last, first, (1 + std::cos(std::numbers::pi * detail::share_done(step, steps))) / 2);
  }
};

/// `peak * exp(-5 (1 - t)^2)` with t from 0 to 1 over `steps` steps: the consistency weight of Tarvainen and Valpola
/// 2017.
struct sigmoid_ramp {
  double peak = 1;
  std::int64_t steps = 1;
  friend bool operator==(sigmoid_ramp const&, sigmoid_ramp const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"peak", &sigmoid_ramp::peak}, field{"steps", &sigmoid_ramp::steps});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const rest = 1 - detail::share_done(step, steps);
    return peak * std::exp(-5 * rest * rest);
  }
};

/// `first` before step `at`, `last` from there on.
struct step_schedule {
  double first = 0;
  double last = 1;
  std::int64_t at = 1;
  friend bool operator==(step_schedule const&, step_schedule const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"first", &step_schedule::first}, field{"last", &step_schedule::last},
                field{"at", &step_schedule::at});
  }
  [[nodiscard]] double operator()(std::int64_t step) const { return step < at ? first : last; }
};

/// `min(1 - 1 / (k + 1), last)` at step k: the plain mean of the students so far, until `last` takes over. The alpha of
/// Tarvainen and Valpola 2017.
struct growing_average {
  double last = 0.999;
  friend bool operator==(growing_average const&, growing_average const&) = default;
  static constexpr auto fields(auto list) { return list(field{"last", &growing_average::last}); }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::min(1 - 1 / (static_cast<double>(step) + 1), last);
  }
};

/// `1 - (1 + k / gamma)^-power` at step k, at most `last`: the warm-up of timm's moving averages.
struct power_warm_up {
  double last = 0.9999;
  double gamma = 1;
  double power = 2.0 / 3;
  friend bool operator==(power_warm_up const&, power_warm_up const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"last", &power_warm_up::last}, field{"gamma", &power_warm_up::gamma},
                field{"power", &power_warm_up::power});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::clamp(1 - std::pow(1 + static_cast<double>(step) / gamma, -power), 0.0, last);
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_SCHEDULE_HPP

// suregrasp/teacher/trainable_model.hpp
#ifndef SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP
#define SUREGRASP_TEACHER_TRAINABLE_MODEL_HPP
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

// suregrasp/network/adam.hpp
#ifndef SUREGRASP_NETWORK_ADAM_HPP
#define SUREGRASP_NETWORK_ADAM_HPP
namespace suregrasp::inline v2 {

/// Learning rate and decay of `adam`.
struct adam_options {
  std::function<double(std::int64_t)> rate = constant_schedule{1e-3};  ///< learning rate of step n = 0, 1, ...
  double first_decay = 0.9;                                            ///< beta_1: of the mean of gradients
  double second_decay = 0.999;                                         ///< beta_2: of the mean of their squares
  double epsilon = 1e-8;
  double weight_decay = 0;  ///< decoupled from the gradient (Loshchilov and Hutter 2019)
};

/// Adam (Kingma and Ba 2015), with decoupled weight decay, for any model on any backend with gradients. Models
/// `joint_optimizer`. It keeps two moments per parameter: use one object per model.
template <differentiable_backend B>
class adam {
 public:
  explicit adam(adam_options options = {}) : options_(std::move(options)) {}

  /// Updates the parameters of `model` once, down the gradient of `loss` (a scalar); buffers and counters stay.
  template <trainable_model<B> Model>
  void step(B const& be, Model& model, tensor_t<B> const& loss) {
    step(be, model, loss, [](auto const&) {});
  }

  /// The same with gradients that `join(gradients)` has replaced by their sums over several processes.
  template <trainable_model<B> Model, class Join>
  void step(B const& be, Model& model, tensor_t<B> const& loss, Join const& join) {
    auto state = model.state();
    std::vector<tensor_t<B>> leaves;
    for (auto const& entry : state)
      if (entry.role == tensor_role::parameter) leaves.push_back(entry.value);
    auto gradients = be.gradient(loss, std::span<tensor_t<B> const>(leaves));
    join(gradients);
    if (moments_.empty())
      for (auto const& leaf : leaves)
        moments_.push_back({suregrasp::zeros(be, be.shape(leaf)), suregrasp::zeros(be, be.shape(leaf))});
    double const rate = options_.rate(steps_++);
    auto const by = factors_of(be, rate);
    std::size_t next = 0;
    for (auto& entry : state)
      if (entry.role == tensor_role::parameter) {
        auto const at = next++;
        entry.value = moved(be, be.stop_gradient(entry.value), gradients.at(at), moments_.at(at), by);
      }
    model.load(state);
  }

  /// The two moments of each parameter and the number of steps, for a checkpoint.
  [[nodiscard]] optimizer_state<scalar_t<B>> state(B const& be) const {
    optimizer_state<scalar_t<B>> kept{.numbers = {static_cast<double>(steps_)}};
    for (auto const& each : moments_) {
      kept.tensors.push_back(be.to_host(each.first));
      kept.tensors.push_back(be.to_host(each.second));
    }
    return kept;
  }

  /// Continues from a state that `state` returned. Throws `model_error` `network.adam.state` unless it holds one number
  /// and pairs of moments.
  void load(B const& be, optimizer_state<scalar_t<B>> const& kept) {
    if (kept.numbers.size() != 1 || kept.tensors.size() % 2 != 0)
      throw model_error("network.adam.state", "expected one count and pairs of moments, got " +
                                                  std::to_string(kept.numbers.size()) + " numbers and " +
                                                  std::to_string(kept.tensors.size()) + " tensors");
    moments_.clear();
    for (std::size_t i = 0; i < kept.tensors.size(); i += 2)
      moments_.push_back({be.from_host(kept.tensors[i].view()), be.from_host(kept.tensors[i + 1].view())});
    steps_ = static_cast<std::int64_t>(kept.numbers.front());
  }

 private:
  struct moments {
    tensor_t<B> first, second;
  };

  /// The numbers of one step, as tensors that all parameters share.
  struct factors {
    tensor_t<B> first_kept, first_new, second_kept, second_new, unbias, rate, epsilon, decay;
  };

  [[nodiscard]] factors factors_of(B const& be, double rate) const {
    auto const number = [&](double value) { return suregrasp::constant(be, value); };
    auto const unbiased = [&](double decay) { return 1 - std::pow(decay, static_cast<double>(steps_)); };
    return {.first_kept = number(options_.first_decay),
            .first_new = number(1 - options_.first_decay),
            .second_kept = number(options_.second_decay),
            .second_new = number(1 - options_.second_decay),
            .unbias = number(1 / unbiased(options_.second_decay)),
            .rate = number(rate / unbiased(options_.first_decay)),
            .epsilon = number(options_.epsilon),
            .decay = number(1 - rate * options_.weight_decay)};
  }

  [[nodiscard]] static tensor_t<B> moved(B const& be, tensor_t<B> const& value, tensor_t<B> const& gradient,
                                         moments& mean, factors const& by) {
    mean.first = be.add(be.mul(mean.first, by.first_kept), be.mul(gradient, by.first_new));
    mean.second = be.add(be.mul(mean.second, by.second_kept), be.mul(suregrasp::square(be, gradient), by.second_new));
    auto const size = suregrasp::sqrt(be, be.mul(mean.second, by.unbias));
    auto const direction = be.div(be.mul(mean.first, by.rate), be.add(size, by.epsilon));
    return be.sub(be.mul(value, by.decay), direction);
  }

  adam_options options_;
  std::vector<moments> moments_;
  std::int64_t steps_ = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_NETWORK_ADAM_HPP

// suregrasp/network/convolution.hpp
#ifndef SUREGRASP_NETWORK_CONVOLUTION_HPP
#define SUREGRASP_NETWORK_CONVOLUTION_HPP
namespace suregrasp::inline v2 {

/// The square window of a convolution: its side, stride and zero padding, in pixels.
struct convolution_window {
  std::int64_t size = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 1;  ///< zeros around the map

  /// Whether the window fits along a padded axis of `extent` pixels at all.
  [[nodiscard]] bool fits(std::int64_t extent) const {
    return size >= 1 && stride >= 1 && padding >= 0 && extent + 2 * padding >= size;
  }

  /// Number of positions along an axis of `extent` pixels; only for an extent that `fits`.
  [[nodiscard]] std::int64_t count(std::int64_t extent) const { return (extent + 2 * padding - size) / stride + 1; }
};

namespace detail {

/// For every position of the window over maps `[N, H, W]` the numbers of its pixels, row by row; a pixel of the padding
/// has the number `N * H * W`.
[[nodiscard]] inline std::vector<std::int64_t> window_pixels(extents const& maps, convolution_window const& window) {
  std::int64_t const height = maps[1], width = maps[2], outside = maps[0] * height * width;
  std::vector<std::int64_t> pixels;
  pixels.reserve(
      static_cast<std::size_t>(maps[0] * window.count(height) * window.count(width) * window.size * window.size));
  auto const append_crop = [&](std::int64_t map, std::int64_t top, std::int64_t left) {
    for (std::int64_t y = top; y < top + window.size; ++y)
      for (std::int64_t x = left; x < left + window.size; ++x)
        pixels.push_back(y < 0 || x < 0 || y >= height || x >= width ? outside : (map * height + y) * width + x);
  };
  for (std::int64_t map = 0; map < maps[0]; ++map)
    for (std::int64_t row = 0; row < window.count(height); ++row)
      for (std::int64_t column = 0; column < window.count(width); ++column)
        append_crop(map, row * window.stride - window.padding, column * window.stride - window.padding);
  return pixels;
}

}  // namespace detail

/// Convolution of maps `[N, H, W, C]` by `weight` `[size * size * C, M]` (window row, window column, channel, with the
/// last fastest), plus `bias` `[M]`, to `[N, H', W', M]`.
///
/// Copies every window into a row and multiplies matrices, so that it needs `size * size` times the memory of the maps.
/// Throws `shape_error` (`shape.rank`, `shape.convolution`) for a weight that does not fit the maps and for a window
/// larger than the padded map.
template <linalg_backend B>
[[nodiscard]] tensor_t<B> convolution(B const& be, tensor_t<B> const& maps, tensor_t<B> const& weight,
                                      tensor_t<B> const& bias, convolution_window const& window = {}) {
  suregrasp::require_rank(be, maps, 4, "maps [N, H, W, C]");
  suregrasp::require_rank(be, weight, 2, "convolution weight [size * size * C, M]");
  auto const shape = be.shape(maps), kernel = be.shape(weight);
  auto const patch = window.size * window.size * shape[3];
  if (!window.fits(shape[1]) || !window.fits(shape[2]) || kernel[0] != patch)
    throw shape_error("shape.convolution", "maps " + to_string(shape) + ", weight " + to_string(kernel) +
                                               " and windows of " + std::to_string(window.size) + " pixels, " +
                                               std::to_string(window.stride) + " apart, do not fit");
  std::int64_t const rows = window.count(shape[1]), columns = window.count(shape[2]);
  auto const pixels = be.reshape(maps, {shape[0] * shape[1] * shape[2], shape[3]});
  auto const source = window.padding > 0 ? detail::with_zero_slice(be, pixels, 0) : pixels;
  auto const patches =
      be.reshape(be.take(source, detail::window_pixels(shape, window), 0), {shape[0] * rows * columns, patch});
  return be.reshape(be.add(be.matmul(patches, weight), bias), {shape[0], rows, columns, kernel[1]});
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_NETWORK_CONVOLUTION_HPP

// suregrasp/network/dense.hpp
#ifndef SUREGRASP_NETWORK_DENSE_HPP
#define SUREGRASP_NETWORK_DENSE_HPP
namespace suregrasp::inline v2 {

/// A fully connected layer: `x` `[N, K]` by `weight` `[K, M]`, plus `bias` `[M]`, to `[N, M]`. Shapes are checked by
/// the backend.
template <linalg_backend B>
[[nodiscard]] tensor_t<B> dense(B const& be, tensor_t<B> const& x, tensor_t<B> const& weight, tensor_t<B> const& bias) {
  return be.add(be.matmul(x, weight), bias);
}

/// max(x, 0), element by element; its derivative at 0 is 0.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> relu(B const& be, tensor_t<B> const& x) {
  return be.where(x, x, suregrasp::constant(be, 0));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_NETWORK_DENSE_HPP

// suregrasp/network/small_network.hpp
#ifndef SUREGRASP_NETWORK_SMALL_NETWORK_HPP
#define SUREGRASP_NETWORK_SMALL_NETWORK_HPP
namespace suregrasp::inline v2 {

/// One convolution of a `small_network`.
struct convolution_layer {
  std::int64_t channels = 8;
  convolution_window window = {.size = 3, .stride = 2, .padding = 1};
};

/// The layers of a `small_network`, from its input to its heads. A ReLU follows every layer but the heads.
struct small_network_options {
  extents input = {1};  ///< shape of one sample: `[K]`, or `[H, W, C]` where convolutions follow
  std::vector<convolution_layer> convolutions = {};
  std::vector<std::int64_t> dense = {32};  ///< widths of the fully connected layers
  std::int64_t heads = 4;
  std::int64_t outputs = 1;  ///< numbers per head
};

/// A small network of convolutions, fully connected layers and several linear heads; the spread of the heads' answers
/// serves as uncertainty. Runs and trains on any backend with gradients and matrix products (`taped<B>` gives gradients
/// to a backend `B` without).
///
/// Maps `[N, input...]` to one `[N, outputs]` per head. Models `trainable_model`.
template <class B>
  requires linalg_backend<B> && differentiable_backend<B>
class small_network {
 public:
  using input_type = tensor_t<B>;
  using output_type = std::vector<tensor_t<B>>;

  /// Draws the weights from a normal distribution of variance 2 / inputs (He et al. 2015), 1 / inputs in the heads;
  /// biases are 0. The same `random` gives the same weights on every backend, up to rounding. Throws `option_error`
  /// (`network.input`, `network.layer`, `network.heads`) for sizes below 1 and for a window that does not fit its map.
  small_network(B be, small_network_options options, random_stream const& random)
      : be_(std::move(be)), options_(std::move(options)) {
    extents shape = options_.input;
    for (auto const& layer : options_.convolutions) {
      if (shape.size() != 3)
        throw option_error("network.input", "convolutions expect an input [H, W, C], got " + to_string(options_.input));
      if (!layer.window.fits(shape[0]) || !layer.window.fits(shape[1]))
        throw option_error("network.layer", "a window of " + std::to_string(layer.window.size) + " pixels, " +
                                                std::to_string(layer.window.stride) + " apart, does not fit maps " +
                                                to_string(shape));
      add_layer("convolution", layer.window.size * layer.window.size * shape[2], layer.channels, 2, random);
      shape = {layer.window.count(shape[0]), layer.window.count(shape[1]), layer.channels};
    }
    auto width = static_cast<std::int64_t>(element_count(shape));
    for (auto const next : options_.dense) add_layer("dense", std::exchange(width, next), next, 2, random);
    for (std::int64_t head = 0; head < options_.heads; ++head) add_layer("head", width, options_.outputs, 1, random);
    if (options_.heads < 1) throw option_error("network.heads", "expected at least one head, got none");
  }

  [[nodiscard]] output_type forward(input_type x) const {
    std::size_t next = 0;
    auto const parameter = [&]() -> tensor_t<B> const& { return state_[next++].value; };
    for (auto const& layer : options_.convolutions) {
      auto const& weight = parameter();
      x = suregrasp::relu(be_, suregrasp::convolution(be_, x, weight, parameter(), layer.window));
    }
    auto const shape = be_.shape(x);
    auto const features = element_count({shape.begin() + 1, shape.end()});
    x = be_.reshape(x, {shape.at(0), static_cast<std::int64_t>(features)});
    for (std::size_t layer = 0; layer < options_.dense.size(); ++layer) {
      auto const& weight = parameter();
      x = suregrasp::relu(be_, suregrasp::dense(be_, x, weight, parameter()));
    }
    output_type heads;
    while (next < state_.size()) {
      auto const& weight = parameter();
      heads.push_back(suregrasp::dense(be_, x, weight, parameter()));
    }
    return heads;
  }

  [[nodiscard]] model_state<tensor_t<B>> state() const { return state_; }

  /// Takes over copies of the values. Throws `model_error` for other names or shapes than those of this network.
  void load(model_state<tensor_t<B>> const& state) {
    suregrasp::require_same_structure(be_, "network", state_, "state to load", state);
    for (std::size_t i = 0; i < state.size(); ++i) state_[i].value = be_.variable(state[i].value);
  }

  [[nodiscard]] small_network clone() const {
    auto copy = *this;
    copy.load(state_);
    return copy;
  }

 private:
  void add_layer(std::string const& kind, std::int64_t inputs, std::int64_t outputs, double gain,
                 random_stream const& random) {
    auto const name = kind + "." + std::to_string(state_.size() / 2);
    if (inputs < 1 || outputs < 1)
      throw option_error("network.layer", name + ": expected sizes of at least 1, got " + std::to_string(inputs) +
                                              " inputs and " + std::to_string(outputs) + " outputs");
    auto stream = random.fork(name);
    host_array<scalar_t<B>> weight(extents{inputs, outputs});
    double const deviation = std::sqrt(gain / static_cast<double>(inputs));
    for (auto& value : weight.values) value = static_cast<scalar_t<B>>(stream.normal(0, deviation));
    state_.push_back({name + ".weight", be_.variable(be_.from_host(weight.view())), tensor_role::parameter});
    state_.push_back({name + ".bias", be_.variable(suregrasp::zeros(be_, {outputs})), tensor_role::parameter});
  }

  B be_;
  small_network_options options_;
  model_state<tensor_t<B>> state_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_NETWORK_SMALL_NETWORK_HPP

// suregrasp/network.hpp
#ifndef SUREGRASP_NETWORK_HPP
#define SUREGRASP_NETWORK_HPP
/// Small networks and the optimizer Adam, on any backend with gradients and matrix products. For the detector's
/// networks see `backends/libtorch/`.
///
/// Begin with
/// - `small_network`: convolutions, fully connected layers, several linear heads;
/// - `adam`: the optimizer, with learning-rate schedules of `teacher/schedule.hpp`;
/// - `convolution`, `dense`, `relu`: the layers as functions.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/loss.hpp>
/// template <class B>
/// double fit(B const& be, tensor_t<B> const& x, tensor_t<B> const& y) {  // x [N, 1], y [N, 1]
///   small_network<B> network(be, {.input = {1}, .dense = {16}, .heads = 4}, random_stream(1));
///   adam<B> optimizer({.rate = constant_schedule{1e-2}});
///   double last = 0;
///   for (int step = 0; step < 200; ++step) {
///     auto loss = constant(be, 0);
///     for (auto const& head : network.forward(x)) loss = be.add(loss, mean_all(be, smooth_l1(be, head, y)));
///     optimizer.step(be, network, loss);
///     last = item(be, loss);
///   }
///   return last;
/// }
/// ```
#endif  // SUREGRASP_NETWORK_HPP

// suregrasp/pyramid/level.hpp
#ifndef SUREGRASP_PYRAMID_LEVEL_HPP
#define SUREGRASP_PYRAMID_LEVEL_HPP
namespace suregrasp::inline v2 {

/// One level x_k^p of a feature pyramid.
///
/// `features` is `[N, H, W, C]`, channels last, so that the features at one pixel are one contiguous row. Pixel i of
/// the level covers the input pixels `stride * i .. stride * (i + 1) - 1`.
template <class Tensor>
struct level {
  Tensor features;
  int stride = 1;
};

/// A point in a batch of images: index of the image, and coordinates in pixels of the network's input.
struct location {
  std::int64_t image = 0;
  double x = 0;
  double y = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_LEVEL_HPP

// suregrasp/pyramid/crop.hpp
#ifndef SUREGRASP_PYRAMID_CROP_HPP
#define SUREGRASP_PYRAMID_CROP_HPP
namespace suregrasp::inline v2 {

namespace detail {

/// The four pixels around each sampling point of all windows, and their bilinear weights.
template <class T>
struct bilinear_grid {
  std::vector<std::int64_t> rows[4];
  std::vector<T> weights;  ///< of all that the first corner weighs, then the second, and so on
};

template <class T>
bilinear_grid<T> sampling_grid(extents const& shape, int stride, std::span<location const> locations,
                               std::int64_t size) {
  std::int64_t const height = shape[1], width = shape[2];
  bilinear_grid<T> grid;
  std::size_t const count = locations.size() * static_cast<std::size_t>(size * size);
  grid.weights.resize(4 * count);
  for (auto const& at : locations)
    for (std::int64_t row = 0; row < size; ++row)
      for (std::int64_t col = 0; col < size; ++col) {
        double const offset = static_cast<double>(size - 1) / 2;
        auto const clamp_to = [](double v, std::int64_t extent) {
          return std::clamp(v, 0.0, static_cast<double>(extent - 1));
        };
        double const x = clamp_to((at.x + 0.5) / stride - 0.5 + static_cast<double>(col) - offset, width);
        double const y = clamp_to((at.y + 0.5) / stride - 0.5 + static_cast<double>(row) - offset, height);
        auto const x0 = static_cast<std::int64_t>(x), y0 = static_cast<std::int64_t>(y);
        auto const x1 = std::min(x0 + 1, width - 1), y1 = std::min(y0 + 1, height - 1);
        double const fx = x - static_cast<double>(x0), fy = y - static_cast<double>(y0);
        std::int64_t const first = at.image * height * width;
        std::int64_t const pixels[] = {y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1};
        double const weights[] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
        for (std::size_t corner = 0; corner < 4; ++corner) {
          grid.weights[corner * count + grid.rows[corner].size()] = static_cast<T>(weights[corner]);
          grid.rows[corner].push_back(first + pixels[corner]);
        }
      }
  return grid;
}

}  // namespace detail

/// C_r: a window of `size` x `size` pixels of one pyramid level around each location, `[M, size, size, C]` (Eq. 6).
///
/// Each window is centred on its location and sampled bilinearly at steps of one pixel of the level; a point outside
/// the map takes the value of the nearest pixel. Throws `shape_error` (`shape.rank`, `shape.location`) for features of
/// other than four axes, an image index outside the batch and coordinates that are not finite.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> crop(B const& be, level<tensor_t<B>> const& from, std::span<location const> locations,
                               std::int64_t size) {
  suregrasp::require_rank(be, from.features, 4, "pyramid level [N, H, W, C]");
  auto const shape = be.shape(from.features);
  for (auto const& at : locations)
    if (at.image < 0 || at.image >= shape[0] || !std::isfinite(at.x) || !std::isfinite(at.y))
      throw shape_error("shape.location", "location of image " + std::to_string(at.image) + " at (" +
                                              std::to_string(at.x) + ", " + std::to_string(at.y) + ") in a batch of " +
                                              std::to_string(shape[0]));
  auto const grid = detail::sampling_grid<scalar_t<B>>(shape, from.stride, locations, size);
  auto const count = static_cast<std::int64_t>(locations.size()) * size * size;
  auto const pixels = be.reshape(from.features, {shape[0] * shape[1] * shape[2], shape[3]});
  auto const weights = be.from_host(host_view<scalar_t<B> const>({4 * count, 1}, grid.weights));
  auto const corner = [&](int which) {
    return be.mul(be.take(pixels, grid.rows[which], 0), suregrasp::slice(be, weights, 0, which * count, count));
  };
  auto const sampled = be.add(be.add(corner(0), corner(1)), be.add(corner(2), corner(3)));
  return be.reshape(sampled, {static_cast<std::int64_t>(locations.size()), size, size, shape[3]});
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_CROP_HPP

// suregrasp/pyramid/uncertainty_scale.hpp
#ifndef SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
#define SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP
namespace suregrasp::inline v2 {

/// How large a deviation of each component of a pose counts as 1 in M_uc: theta in radians, the sizes in standard
/// deviations of their logarithm.
///
/// Eq. 9 adds the variance of an angle in radians to variances of sizes in pixels; without a scale the choice of units
/// decides which of them dominates. The scale is saved with a model, because thresholds on M_uc depend on it.
using uncertainty_scale = pose_components;

/// 0.3 rad, and one standard deviation of the logarithm of either size.
inline constexpr uncertainty_scale default_uncertainty_scale{0.3, 1.0, 1.0};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_UNCERTAINTY_SCALE_HPP

// suregrasp/pyramid/entropy_power.hpp
#ifndef SUREGRASP_PYRAMID_ENTROPY_POWER_HPP
#define SUREGRASP_PYRAMID_ENTROPY_POWER_HPP
/// Uncertainty by entropy beside M_uc: what an axis that heads know nothing of can add is bounded, and a pose counts as
/// certain where any component is, since the volume that it is in is small then.
namespace suregrasp::inline v2 {

/// Ratio I1 / I0 of modified Bessel functions, for which A(concentration) is the length of the mean vector of a von
/// Mises distribution; by Gauss' continued fraction, or for large ones the first terms of its expansion.
[[nodiscard]] inline double von_mises_resultant(double concentration) {
  double const k = concentration;
  if (k <= 0) return 0;
  if (k > 60) return 1 - 1 / (2 * k) - 1 / (8 * k * k) - 1 / (8 * k * k * k);
  double ratio = 0;
  for (int n = 120; n >= 1; --n) ratio = 1 / (2 * n / k + ratio);
  return ratio;
}

/// The concentration of the von Mises distribution whose mean vector has this length in [0, 1): the inverse of
/// `von_mises_resultant`, by Best and Fisher (1981) and steps of Newton.
[[nodiscard]] inline double von_mises_concentration(double resultant) {
  double const r = std::clamp(resultant, 0.0, 1 - 1e-12);
  double k = r < 0.53   ? 2 * r + r * r * r + 5 * std::pow(r, 5) / 6
             : r < 0.85 ? -0.4 + 1.39 * r + 0.43 / (1 - r)
                        : 1 / (r * r * r - 4 * r * r + 3 * r);
  for (int step = 0; step < 4 && k > 1e-6 && k < 1e8; ++step) {
    double const a = suregrasp::von_mises_resultant(k);
    k = std::max(k - (a - r) / (1 - a / k - a * a), k / 2);
  }
  return k;
}

namespace detail {

/// log I0, to 2e-7 (Abramowitz and Stegun 1964, 9.8.1 and 9.8.2).
[[nodiscard]] inline double log_bessel_i0(double x) {
  auto const sum = [](auto const& terms, double t) {
    double total = 0;
    for (std::size_t i = terms.size(); i-- > 0;) total = total * t + terms[i];
    return total;
  };
  if (x < 3.75)
    return std::log(
        sum(std::array{1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813}, x * x / (3.75 * 3.75)));
  return x - std::log(x) / 2 +
         std::log(sum(std::array{0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537,
                                 -0.01647633, 0.00392377},
                      3.75 / x));
}

}  // namespace detail

/// Entropy power (Shannon 1948) of an axis, in rad^2: the variance of the normal distribution that is as uncertain as
/// the von Mises distribution of the double angle whose mean vector has the length that `variance`, as `fuse` states
/// it, stands for. Near the variance where that is small; pi / (2 e) where nothing is known.
[[nodiscard]] inline double axis_entropy_power(double variance) {
  if (variance < 1e-4) return std::fmax(variance, 0);
  double const resultant = std::exp(-2 * variance);
  double const k = suregrasp::von_mises_concentration(resultant);
  double const entropy = std::log(std::numbers::pi) + detail::log_bessel_i0(k) - k * resultant;
  return std::exp(2 * entropy - 1) / (2 * std::numbers::pi);
}

/// Entropy powers `[M, 3]` of theta, opening and jaw in squares of their unit, from variances `[M, 3]` as `fuse` states
/// them: of a von Mises distribution of the double angle and of normal distributions of the encoded sizes. A NaN stays.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> entropy_powers(B const& be, tensor_t<B> const& variance,
                                         uncertainty_scale const& unit = default_uncertainty_scale) {
  suregrasp::require_rank(be, variance, 2, "variances [M, 3]");
  auto all = be.to_host(variance);
  std::array const units{unit.theta, unit.opening, unit.jaw};
  for (std::size_t i = 0; i < all.values.size(); ++i) {
    auto const value = static_cast<double>(all.values[i]);
    auto const power = i % 3 == 0 && !std::isnan(value) ? suregrasp::axis_entropy_power(value) : value;
    all.values[i] = static_cast<scalar_t<B>>(power / (units[i % 3] * units[i % 3]));
  }
  return be.from_host(all.view());
}

/// `[M]`: three times the geometric mean of the entropy powers `[M, 3]` of a pose, which orders poses by the entropy of
/// all components together. M_uc is three times the arithmetic mean of the variances.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> joint_entropy_power(B const& be, tensor_t<B> const& powers) {
  auto const all = be.to_host(powers);
  std::vector<scalar_t<B>> joint;
  for (std::size_t i = 0; i + 2 < all.values.size(); i += 3) {
    double product = 1;
    for (std::size_t c = 0; c < 3; ++c) {
      auto const power = static_cast<double>(all.values[i + c]);
      product *= std::isnan(power) ? power : std::fmax(power, 1e-9);
    }
    joint.push_back(static_cast<scalar_t<B>>(3 * std::cbrt(product)));
  }
  return be.from_host(host_view<scalar_t<B> const>({std::ssize(joint)}, joint));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_ENTROPY_POWER_HPP

// suregrasp/pyramid/fusion_options.hpp
#ifndef SUREGRASP_PYRAMID_FUSION_OPTIONS_HPP
#define SUREGRASP_PYRAMID_FUSION_OPTIONS_HPP
namespace suregrasp::inline v2 {

/// How `fuse` averages, and the unit of each component in M_uc.
struct fusion_options {
  /// The deviation that counts as 1 in M_uc: theta in radians, sizes in standard deviations of their logarithm.
  uncertainty_scale scale = default_uncertainty_scale;
  /// Bring each head's angle vector to unit length first. Otherwise a head that is undecided between axes, whose vector
  /// is therefore short, weighs less in the mean and adds to the uncertainty.
  bool unit_heads = false;
  /// Bring each fused angle vector to unit length. Without it the targets of a mean teacher shrink from step to step.
  bool unit_angle = true;
  /// Eq. 8 and 9 as printed: arithmetic mean and variance of theta in radians and of opening and jaw in pixels, without
  /// units. Needs an encoding with the raw angle.
  bool literal = false;

  /// The unit of each component in M_uc: in the literal form none.
  [[nodiscard]] uncertainty_scale unit() const { return literal ? uncertainty_scale{1, 1, 1} : scale; }

  friend bool operator==(fusion_options const&, fusion_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"scale", &fusion_options::scale}.not_offered(),
        field{"unit_heads", &fusion_options::unit_heads}.not_offered(),
        field{"unit_angle", &fusion_options::unit_angle}.not_offered(),
        field{"literal", &fusion_options::literal, "M_uc exactly as Eq. 8 and 9 print it: needs --angle raw"}.typed_as(
            "--literal-fusion"));
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_FUSION_OPTIONS_HPP

// suregrasp/pyramid/pose_encoding.hpp
#ifndef SUREGRASP_PYRAMID_POSE_ENCODING_HPP
#define SUREGRASP_PYRAMID_POSE_ENCODING_HPP
namespace suregrasp::inline v2 {

/// How the angle of a grasp is encoded in the numbers that a network regresses.
enum class angle_code {
  double_angle,  ///< (cos 2 theta, sin 2 theta): continuous where theta wraps from pi/2 to -pi/2
  raw            ///< theta in radians, [-pi/2, pi/2): the paper's form, which jumps at the wrap
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(angle_code) {
  return std::array{named_value{angle_code::double_angle, "double_angle", "double"},
                    named_value{angle_code::raw, "raw"}};
}

/// The numbers of one encoded pose, `pose_encoding::columns()` of them; allocates nothing.
class encoded_pose {
 public:
  using value_type = double;

  constexpr void push_back(double value) { values_[size_++] = value; }

  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr double* begin() { return values_.data(); }
  [[nodiscard]] constexpr double* end() { return values_.data() + size_; }
  [[nodiscard]] constexpr double const* begin() const { return values_.data(); }
  [[nodiscard]] constexpr double const* end() const { return values_.data() + size_; }
  [[nodiscard]] constexpr double& operator[](std::size_t column) { return values_[column]; }
  [[nodiscard]] constexpr double operator[](std::size_t column) const { return values_[column]; }

  friend constexpr bool operator==(encoded_pose const&, encoded_pose const&) = default;

 private:
  std::array<double, 4> values_{};
  std::size_t size_ = 0;
};

/// The map between a grasp's pose (theta, opening, jaw) and the row of P numbers that a head regresses: the angle, then
/// opening and jaw as normalised logarithms `(log(size) - log_mean) / log_deviation`.
struct pose_encoding {
  /// How a size in pixels is normalised: mean and deviation of its natural logarithm.
  struct size_code {
    double log_mean = 0;
    double log_deviation = 1;
    friend bool operator==(size_code const&, size_code const&) = default;

    static constexpr auto fields(auto list) {
      return list(field{"log_mean", &size_code::log_mean}.between(-20, 20),
                  field{"log_deviation", &size_code::log_deviation}.between(0.001, 10));
    }
  };

  angle_code angle = angle_code::double_angle;
  size_code opening;
  size_code jaw;
  friend bool operator==(pose_encoding const&, pose_encoding const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"angle", &pose_encoding::angle, "double: (cos 2 theta, sin 2 theta); raw: theta, the paper's form"},
        field{"opening", &pose_encoding::opening}.not_offered(), field{"jaw", &pose_encoding::jaw}.not_offered());
  }

  /// Numbers per pose: 4 with `double_angle`, 3 with `raw`.
  [[nodiscard]] std::int64_t columns() const { return angle_columns() + 2; }
  [[nodiscard]] std::int64_t angle_columns() const { return angle == angle_code::double_angle ? 2 : 1; }

  [[nodiscard]] encoded_pose encode(grasp<double> const& g) const {
    encoded_pose row;
    if (angle == angle_code::double_angle) {
      row.push_back(std::cos(2 * g.theta));
      row.push_back(std::sin(2 * g.theta));
    } else {
      row.push_back(axial_wrap(g.theta));
    }
    row.push_back((std::log(g.opening) - opening.log_mean) / opening.log_deviation);
    row.push_back((std::log(g.jaw) - jaw.log_mean) / jaw.log_deviation);
    return row;
  }

  /// The grasp at `centre` with the pose encoded in `row` `[P]`; an angle vector may have any length but 0.
  template <class T>
  [[nodiscard]] grasp<double> decode(std::span<T const> row, point<double> centre) const {
    auto const at = [&](std::int64_t i) { return static_cast<double>(row[static_cast<std::size_t>(i)]); };
    double const theta = angle == angle_code::double_angle ? std::atan2(at(1), at(0)) / 2 : at(0);
    std::int64_t const sizes = angle_columns();
    return {centre.x, centre.y, axial_wrap(theta), std::exp(at(sizes) * opening.log_deviation + opening.log_mean),
            std::exp(at(sizes + 1) * jaw.log_deviation + jaw.log_mean)};
  }

  /// The encoding in which the sizes of `grasps` have mean 0 and standard deviation 1; a deviation of the logarithm
  /// below 0.05 counts as 0.05. Without grasps nothing is normalised.
  [[nodiscard]] static pose_encoding fitted(std::span<grasp<double> const> grasps, angle_code angle = {}) {
    auto const fit = [&](auto member) {
      double sum = 0, squares = 0;
      for (auto const& g : grasps) sum += std::log(g.*member);
      double const mean = sum / static_cast<double>(grasps.size());
      for (auto const& g : grasps) squares += std::pow(std::log(g.*member) - mean, 2);
      return size_code{mean, std::max(0.05, std::sqrt(squares / static_cast<double>(grasps.size())))};
    };
    if (grasps.empty()) return {angle, {}, {}};
    return {angle, fit(&grasp<double>::opening), fit(&grasp<double>::jaw)};
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_POSE_ENCODING_HPP

// suregrasp/pyramid/impl/host_fusion.hpp
#ifndef SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP
#define SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP
namespace suregrasp::inline v2::detail {

/// What `fuse` computes, on numbers in the host's memory: the same operations, one location after the other.
template <std::floating_point T>
class host_fusion {
 public:
  std::vector<T> mean, variance, uncertainty;  ///< as in `fused_pose`

  host_fusion(pose_encoding const& code, fusion_options const& options)
      : code_(code), options_(options), columns_(static_cast<std::size_t>(code.columns())) {}

  /// Begins anew, with room for so many locations.
  void start(std::size_t locations) {
    for (auto* const numbers : {&mean, &variance, &uncertainty}) numbers->clear();
    mean.reserve(columns_ * locations);
    variance.reserve(3 * locations);
    uncertainty.reserve(locations);
  }

  /// Fuses the next locations: `heads` have a row of `code.columns()` numbers for each.
  void add(std::span<std::span<T const> const> heads) {
    heads_ = heads;
    share_ = T(1) / static_cast<T>(heads.size());
    auto const unit = options_.unit();
    std::array const weights{weight(unit.theta), weight(unit.opening), weight(unit.jaw)};
    std::size_t const rows = heads[0].size() / columns_;
    mean_ = longer_by(rows * columns_, mean);
    T* spread = longer_by(3 * rows, variance);
    T* doubt = longer_by(rows, uncertainty);
    for (std::size_t at = 0; at < rows * columns_; at += columns_, spread += 3, ++doubt) {
      fuse_row(at, spread);
      *doubt = spread[0] * weights[0] + spread[1] * weights[1] + spread[2] * weights[2];
    }
  }

 private:
  static T weight(double unit) { return static_cast<T>(1 / (unit * unit)); }

  /// Makes room for more numbers, and returns where.
  static T* longer_by(std::size_t count, std::vector<T>& numbers) {
    numbers.resize(numbers.size() + count);
    return numbers.data() + numbers.size() - count;
  }

  /// Writes mean and variance of the rows that begin at `at`.
  void fuse_row(std::size_t at, T* spread) {
    std::size_t const angles = columns_ - 2, opening = at + angles, jaw = opening + 1;
    spread[0] = angles == 2 ? fuse_axes(at) : fuse_numbers(at);
    spread[1] = options_.literal ? fuse_pixels(opening, code_.opening) : fuse_numbers(opening);
    spread[2] = options_.literal ? fuse_pixels(jaw, code_.jaw) : fuse_numbers(jaw);
  }

  /// The length of a vector, the square of it being at least `least`, as it also is where it is NaN.
  static T length(T x, T y, T least) {
    T const square = x * x + y * y;
    return std::sqrt(square > least ? square : least);
  }

  /// Mean and variance of double-angle vectors, as `fuse_axes` of tensors.
  T fuse_axes(std::size_t at) {
    constexpr T least = T(1e-12);
    T x = 0, y = 0, unit_x = 0, unit_y = 0;
    for (auto const& head : heads_) {
      T vote_x = head[at], vote_y = head[at + 1];
      if (options_.unit_heads) {
        T const size = length(vote_x, vote_y, least);
        vote_x /= size, vote_y /= size;
      }
      x += vote_x, y += vote_y;
      T const size = length(vote_x, vote_y, 1);
      unit_x += vote_x / size, unit_y += vote_y / size;
    }
    x *= share_, y *= share_, unit_x *= share_, unit_y *= share_;
    T const size = options_.unit_angle ? length(x, y, least) : T(1);
    mean_[at] = x / size, mean_[at + 1] = y / size;
    T const square = unit_x * unit_x + unit_y * unit_y, resultant = square > least ? square : least;
    return T(-0.25) * std::log(resultant < 1 ? resultant : T(1));
  }

  /// Mean, by way of `encode`, and variance of what `decode` makes of the heads' numbers.
  template <class Decode, class Encode>
  T fuse_column(std::size_t at, Decode const& decode, Encode const& encode) {
    T total = 0, squares = 0;
    for (auto const& head : heads_) total += decode(head[at]);
    T const middle = total * share_;
    for (auto const& head : heads_) squares += (decode(head[at]) - middle) * (decode(head[at]) - middle);
    mean_[at] = encode(middle);
    return squares * share_;
  }

  T fuse_numbers(std::size_t at) {
    auto const same = [](T value) { return value; };
    return fuse_column(at, same, same);
  }

  T fuse_pixels(std::size_t at, pose_encoding::size_code const& size) {
    auto const log_mean = static_cast<T>(size.log_mean), deviation = static_cast<T>(size.log_deviation);
    return fuse_column(
        at, [&](T value) { return std::exp(value * deviation + log_mean); },
        [&](T pixels) { return (std::log(pixels) - log_mean) / deviation; });
  }

  pose_encoding code_;
  fusion_options options_;
  std::size_t columns_;
  std::span<std::span<T const> const> heads_;
  T share_ = 1;        ///< of a head in the mean
  T* mean_ = nullptr;  ///< of the locations at hand
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP

// suregrasp/pyramid/impl/tensor_fusion.hpp
#ifndef SUREGRASP_PYRAMID_IMPL_TENSOR_FUSION_HPP
#define SUREGRASP_PYRAMID_IMPL_TENSOR_FUSION_HPP
namespace suregrasp::inline v2 {

/// The mean of the poses that the heads of a pyramid regress at M locations, and how much they differ.
template <class Tensor>
struct fused_pose {
  Tensor mean;         ///< `[M, P]`, encoded (`pose_encoding`); the angle vector has unit length (Eq. 8)
  Tensor variance;     ///< `[M, 3]` over the heads: theta in rad^2, opening and jaw as encoded (pixels if literal)
  Tensor uncertainty;  ///< `[M]`: M_uc, the scaled sum of the variances (Eq. 9)
};

namespace detail {

/// Population variance over the heads (divided by their number), element by element.
template <tensor_backend B>
tensor_t<B> variance_over(B const& be, std::span<tensor_t<B> const> heads) {
  auto const mean = suregrasp::mean_over(be, heads);
  std::vector<tensor_t<B>> deviations;
  for (auto const& head : heads) deviations.push_back(suregrasp::square(be, be.sub(head, mean)));
  return suregrasp::mean_over(be, std::span<tensor_t<B> const>(deviations));
}

template <tensor_backend B>
std::vector<tensor_t<B>> slices(B const& be, std::span<tensor_t<B> const> heads, std::int64_t first,
                                std::int64_t count) {
  std::vector<tensor_t<B>> result;
  for (auto const& head : heads) result.push_back(suregrasp::slice(be, head, 1, first, count));
  return result;
}

/// Squared length of each row, `[M, 1]`, at least `least`.
template <tensor_backend B>
tensor_t<B> squared_length(B const& be, tensor_t<B> const& vectors, double least = 1e-12) {
  return suregrasp::maximum(be, be.sum(suregrasp::square(be, vectors), 1), suregrasp::constant(be, least));
}

template <tensor_backend B>
tensor_t<B> to_unit_length(B const& be, tensor_t<B> const& vectors) {
  return be.div(vectors, suregrasp::sqrt(be, detail::squared_length(be, vectors)));
}

/// Rows longer than 1 are brought to length 1.
template <tensor_backend B>
tensor_t<B> to_unit_length_at_most(B const& be, tensor_t<B> const& vectors) {
  return be.div(vectors, suregrasp::sqrt(be, detail::squared_length(be, vectors, 1)));
}

/// Mean angle vector `[M, 2]` and variance of theta in rad^2 `[M, 1]` of heads that regress double-angle vectors.
///
/// The variance is `-log(R) / 2` with R the length of the mean vector: what a wrapped normal distribution of the axis
/// has (Mardia and Jupp 2000, section 3.4). In R a vector longer than 1 counts as one of length 1: heads that overshoot
/// must not hide that they differ.
template <tensor_backend B>
std::pair<tensor_t<B>, tensor_t<B>> fuse_axes(B const& be, std::vector<tensor_t<B>> votes,
                                              fusion_options const& options) {
  if (options.unit_heads)
    for (auto& vote : votes) vote = detail::to_unit_length(be, vote);
  auto const mean = suregrasp::mean_over(be, std::span<tensor_t<B> const>(votes));
  for (auto& vote : votes) vote = detail::to_unit_length_at_most(be, vote);
  auto const resultant = detail::squared_length(be, suregrasp::mean_over(be, std::span<tensor_t<B> const>(votes)));
  auto const variance =
      suregrasp::scale(be, be.log(suregrasp::minimum(be, resultant, suregrasp::constant(be, 1))), -0.25);
  return {options.unit_angle ? detail::to_unit_length(be, mean) : mean, variance};
}

/// Opening and jaw in pixels, from their normalised logarithms `[M, 2]`.
template <tensor_backend B>
tensor_t<B> sizes_in_pixels(B const& be, tensor_t<B> const& sizes, pose_encoding const& code) {
  auto const pixels = [&](std::int64_t which, pose_encoding::size_code const& size) {
    return be.exp(be.add(suregrasp::scale(be, suregrasp::column(be, sizes, which), size.log_deviation),
                         suregrasp::constant(be, size.log_mean)));
  };
  std::vector<tensor_t<B>> const columns{pixels(0, code.opening), pixels(1, code.jaw)};
  return be.concat(std::span<tensor_t<B> const>(columns), 1);
}

/// The inverse of `sizes_in_pixels`.
template <tensor_backend B>
tensor_t<B> sizes_from_pixels(B const& be, tensor_t<B> const& sizes, pose_encoding const& code) {
  auto const row = [&](double opening, double jaw) { return suregrasp::constants(be, {opening, jaw}, {1, 2}); };
  return be.div(be.sub(be.log(sizes), row(code.opening.log_mean, code.jaw.log_mean)),
                row(code.opening.log_deviation, code.jaw.log_deviation));
}

/// Variances `[M, 3]` in squares of their units.
template <tensor_backend B>
tensor_t<B> in_units(B const& be, tensor_t<B> const& variance, uncertainty_scale const& unit) {
  auto const weight = [](double one) { return 1 / (one * one); };
  auto const weights = suregrasp::constants(be, {weight(unit.theta), weight(unit.opening), weight(unit.jaw)}, {1, 3});
  return be.mul(variance, weights);
}

/// What `fuse` computes, made of the backend's operations.
template <tensor_backend B>
fused_pose<tensor_t<B>> fuse_tensors(B const& be, std::span<tensor_t<B> const> heads, pose_encoding const& code,
                                     fusion_options const& options) {
  auto const angles = detail::slices(be, heads, 0, code.angle_columns());
  auto sizes = detail::slices(be, heads, code.angle_columns(), 2);
  auto const join = [&](tensor_t<B> const& a, tensor_t<B> const& b) {
    std::vector<tensor_t<B>> const both{a, b};
    return be.concat(std::span<tensor_t<B> const>(both), 1);
  };
  if (options.literal)
    for (auto& size : sizes) size = detail::sizes_in_pixels(be, size, code);
  auto mean_size = suregrasp::mean_over(be, std::span<tensor_t<B> const>(sizes));
  if (options.literal) mean_size = detail::sizes_from_pixels(be, mean_size, code);
  auto const size_variance = detail::variance_over(be, std::span<tensor_t<B> const>(sizes));
  auto const [angle, angle_variance] = code.angle == angle_code::double_angle
                                           ? detail::fuse_axes(be, angles, options)
                                           : std::pair{suregrasp::mean_over(be, std::span<tensor_t<B> const>(angles)),
                                                       detail::variance_over(be, std::span<tensor_t<B> const>(angles))};
  auto const variance = join(angle_variance, size_variance);
  auto const scaled = detail::in_units(be, variance, options.unit());
  return {join(angle, mean_size), variance, be.reshape(be.sum(scaled, 1), {be.shape(variance)[0]})};
}

}  // namespace detail
}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_IMPL_TENSOR_FUSION_HPP

// suregrasp/pyramid/fusion.hpp
#ifndef SUREGRASP_PYRAMID_FUSION_HPP
#define SUREGRASP_PYRAMID_FUSION_HPP
namespace suregrasp::inline v2 {

namespace detail {

/// Whether `fuse` may take the numbers of `heads` to the host: they are there, have no history, and each has a row of
/// `columns` for every location.
template <tensor_backend B>
[[nodiscard]] bool fuses_on_host(B const& be, std::span<tensor_t<B> const> heads, std::int64_t columns) {
  auto const shape = be.shape(heads[0]);
  return shape.size() == 2 && shape[1] == columns && std::ranges::all_of(heads, [&](tensor_t<B> const& head) {
           return suregrasp::on_host(be, head) && be.shape(head) == shape;
         });
}

/// `fuse` for heads whose numbers are on the host: some at a time, which stay in the processor's cache.
template <tensor_backend B>
[[nodiscard]] fused_pose<tensor_t<B>> fuse_on_host(B const& be, std::span<tensor_t<B> const> heads,
                                                   pose_encoding const& code, fusion_options const& options) {
  constexpr std::int64_t at_once = 2048;
  auto const locations = be.shape(heads[0])[0];
  host_fusion<scalar_t<B>> fused(code, options);
  fused.start(static_cast<std::size_t>(locations));
  std::vector<host_array<scalar_t<B>>> values(heads.size());
  std::vector<std::span<scalar_t<B> const>> votes(heads.size());
  for (std::int64_t first = 0; first < locations; first += at_once) {
    auto const count = std::min(at_once, locations - first);
    for (std::size_t k = 0; k < heads.size(); ++k) {
      values[k] = be.to_host(count == locations ? heads[k] : suregrasp::slice(be, heads[k], 0, first, count));
      votes[k] = values[k].values;
    }
    fused.add(votes);
  }
  return {be.from_host({{locations, code.columns()}, fused.mean}), be.from_host({{locations, 3}, fused.variance}),
          be.from_host({{locations}, fused.uncertainty})};
}

inline void require_fusible(std::size_t heads, pose_encoding const& code, fusion_options const& options) {
  if (heads == 0) throw option_error("fusion.no_heads", "fusion needs at least one head");
  if (options.literal && code.angle != angle_code::raw)
    throw option_error("fusion.literal", "the literal form of Eq. 8 and 9 needs heads that regress the raw angle");
}

}  // namespace detail

/// Fuses the poses that the heads of a pyramid regress at M locations, `[M, P]` per head: their mean (Eq. 8), the
/// variance of each component over the heads, and the scaled sum M_uc of the variances (Eq. 9), which ranks grasps:
/// smaller is more certain.
///
/// By default angles are averaged as axes (period pi) and each variance is divided by the square of its unit in
/// `options.scale`. One head alone differs from nothing: its M_uc is 0, but for what a short angle vector adds.
/// Throws `option_error` without heads (`fusion.no_heads`) and for `literal` with double angles (`fusion.literal`).
template <tensor_backend B>
[[nodiscard]] fused_pose<tensor_t<B>> fuse(B const& be, std::span<tensor_t<B> const> heads, pose_encoding const& code,
                                           fusion_options const& options = {}) {
  detail::require_fusible(heads.size(), code, options);
  if (detail::fuses_on_host(be, heads, code.columns())) return detail::fuse_on_host(be, heads, code, options);
  return detail::fuse_tensors(be, heads, code, options);
}

/// Fuses poses in host memory as `fuse` does and keeps its memory: where as many locations come each time, only the
/// first call allocates.
template <std::floating_point T>
class pose_fuser {
 public:
  explicit pose_fuser(pose_encoding const& code, fusion_options const& options = {})
      : code_(code), options_(options), fused_(code, options) {}

  /// `heads` hold the numbers of `[M, P]` each; the result, of the shapes of `fuse`, is valid until the next call.
  /// Throws what `fuse` throws, and `shape_error` `shape.heads` where a head has no whole rows or another number of
  /// them.
  [[nodiscard]] fused_pose<std::span<T const>> fuse(std::span<std::span<T const> const> heads) {
    detail::require_fusible(heads.size(), code_, options_);
    auto const columns = static_cast<std::size_t>(code_.columns()), size = heads[0].size();
    for (auto const& head : heads)
      if (head.size() != size || size % columns != 0)
        throw shape_error("shape.heads", "expected as many rows of " + std::to_string(columns) +
                                             " numbers from each head, got " + std::to_string(head.size()) +
                                             " numbers beside " + std::to_string(size));
    fused_.start(size / columns);
    fused_.add(heads);
    return {fused_.mean, fused_.variance, fused_.uncertainty};
  }

 private:
  pose_encoding code_;
  fusion_options options_;
  detail::host_fusion<T> fused_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_PYRAMID_FUSION_HPP

// suregrasp/pyramid.hpp
#ifndef SUREGRASP_PYRAMID_HPP
#define SUREGRASP_PYRAMID_HPP
/// Feature pyramids: crops around a location from each level (Eq. 6), encoded poses (Eq. 7), and the fusion of the
/// heads' poses into one pose and its uncertainty M_uc (Eq. 8, 9).
///
/// Begin with
/// - `level`, `location`: features `[N, H, W, C]` with their stride; a point in a batch of images;
/// - `crop`: windows of features around locations;
/// - `pose_encoding`: theta, opening and jaw as the numbers that a head regresses;
/// - `fuse`: mean, variances and M_uc over the heads; `pose_fuser`: the same in memory that it keeps.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/testing/archetype.hpp>
/// auto const be = testing::archetype<double>::make();  // or any other tensor_backend
/// pose_encoding const code{.opening = {.log_mean = 4}, .jaw = {.log_mean = 3}};
/// std::vector<tensor_t<testing::archetype<double>>> heads;
/// for (double const theta : {1.55, -1.56, 1.57, -1.55}) {  // four heads, one location; angles have period pi
///   auto const row = code.encode({.theta = theta, .opening = 50, .jaw = 20});
///   heads.push_back(be.from_host({{1, code.columns()}, row}));
/// }
/// auto const fused = fuse(be, heads, code);
/// assert(be.to_host(fused.uncertainty).values[0] < 0.01);  // M_uc: the heads agree
/// ```
#endif  // SUREGRASP_PYRAMID_HPP

// suregrasp/robot/vector3.hpp
#ifndef SUREGRASP_ROBOT_VECTOR3_HPP
#define SUREGRASP_ROBOT_VECTOR3_HPP

namespace suregrasp::inline v2 {

/// A vector in space; metres where it is a position or a way, without unit where it is a direction.
struct vector3 {
  double x = 0;
  double y = 0;
  double z = 0;
  friend bool operator==(vector3 const&, vector3 const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &vector3::x}, field{"y", &vector3::y}, field{"z", &vector3::z});
  }

  [[nodiscard]] friend constexpr vector3 operator+(vector3 const& a, vector3 const& b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
  }
  [[nodiscard]] friend constexpr vector3 operator-(vector3 const& a, vector3 const& b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
  }
  [[nodiscard]] friend constexpr vector3 operator-(vector3 const& a) { return {-a.x, -a.y, -a.z}; }
  [[nodiscard]] friend constexpr vector3 operator*(double factor, vector3 const& a) {
    return {factor * a.x, factor * a.y, factor * a.z};
  }
};

/// The inner product.
[[nodiscard]] constexpr double dot(vector3 const& a, vector3 const& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// Right-handed: x cross y is z.
[[nodiscard]] constexpr vector3 cross(vector3 const& a, vector3 const& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/// The length.
[[nodiscard]] inline double norm(vector3 const& a) { return std::hypot(a.x, a.y, a.z); }

/// The vector of length 1 in the same direction; NaN for a vector of length 0.
[[nodiscard]] inline vector3 unit(vector3 const& a) { return 1 / norm(a) * a; }

/// The part of `a` at right angles to the unit vector `axis`.
[[nodiscard]] constexpr vector3 across(vector3 const& a, vector3 const& axis) { return a - dot(a, axis) * axis; }

/// Whether no component is infinite or NaN.
[[nodiscard]] inline bool is_finite(vector3 const& a) {
  return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_VECTOR3_HPP

// suregrasp/robot/rotation.hpp
#ifndef SUREGRASP_ROBOT_ROTATION_HPP
#define SUREGRASP_ROBOT_ROTATION_HPP
namespace suregrasp::inline v2 {

/// How one frame is turned against another: it turns vectors, and its columns are the turned axes.
///
/// Always a proper rotation: three unit vectors at right angles, right-handed.
class rotation {
 public:
  /// The identity.
  rotation() = default;

  /// The rotation whose columns are `x`, `y` and `z`: what the three axes become. What is off by rounding is put right.
  ///
  /// Throws `geometry_error`: `geometry.rotation.rigid` where the columns are not three unit vectors at right angles,
  /// to `tolerance`; `geometry.rotation.proper` where they are left-handed, as after a mirrored axis.
  [[nodiscard]] static rotation from_columns(vector3 const& x, vector3 const& y, vector3 const& z) {
    double const off = std::max({std::abs(dot(x, x) - 1), std::abs(dot(y, y) - 1), std::abs(dot(z, z) - 1),
                                 std::abs(dot(x, y)), std::abs(dot(y, z)), std::abs(dot(z, x))});
    auto const columns = [&] { return "columns " + text_of(x) + ", " + text_of(y) + ", " + text_of(z); };
    if (!(off <= tolerance) || !is_finite(x + y + z))
      throw geometry_error("geometry.rotation.rigid",
                           "expected a rotation, three unit vectors at right angles, got " + columns());
    if (dot(cross(x, y), z) < 0)
      throw geometry_error("geometry.rotation.proper", "expected a right-handed rotation, of determinant 1, got " +
                                                           columns() + ": is an axis mirrored, or are two exchanged?");
    auto const first = unit(x), second = unit(across(y, first));
    return rotation(first, second, cross(first, second));
  }

  /// From the nine values row by row. Throws as `from_columns`.
  [[nodiscard]] static rotation from_rows(std::array<double, 9> const& m) {
    return from_columns({m[0], m[3], m[6]}, {m[1], m[4], m[7]}, {m[2], m[5], m[8]});
  }

  /// By `angle` about `axis`, which may have any length above 0, counter-clockwise as it points at who looks.
  [[nodiscard]] static rotation about(vector3 const& axis, radians_value<double> angle) {
    auto const u = unit(axis);
    double const c = std::cos(angle.value), s = std::sin(angle.value);
    auto const turned = [&](vector3 const& v) { return c * v + s * cross(u, v) + (1 - c) * dot(u, v) * u; };
    return from_columns(turned({1, 0, 0}), turned({0, 1, 0}), turned({0, 0, 1}));
  }

  /// What the axes x, y and z become.
  [[nodiscard]] vector3 const& x() const { return x_; }
  [[nodiscard]] vector3 const& y() const { return y_; }
  [[nodiscard]] vector3 const& z() const { return z_; }

  [[nodiscard]] std::array<double, 9> rows() const { return {x_.x, y_.x, z_.x, x_.y, y_.y, z_.y, x_.z, y_.z, z_.z}; }

  [[nodiscard]] rotation inverse() const {
    return rotation({x_.x, y_.x, z_.x}, {x_.y, y_.y, z_.y}, {x_.z, y_.z, z_.z});
  }

  [[nodiscard]] friend vector3 operator*(rotation const& r, vector3 const& v) {
    return v.x * r.x_ + v.y * r.y_ + v.z * r.z_;
  }
  /// By `second`, then by `first`.
  [[nodiscard]] friend rotation operator*(rotation const& first, rotation const& second) {
    return rotation(first * second.x_, first * second.y_, first * second.z_);
  }
  friend bool operator==(rotation const&, rotation const&) = default;

  /// How much columns read from outside may be off, as written with four digits behind the point.
  static constexpr double tolerance = 2e-4;

 private:
  rotation(vector3 const& x, vector3 const& y, vector3 const& z) : x_(x), y_(y), z_(z) {}

  vector3 x_{1, 0, 0}, y_{0, 1, 0}, z_{0, 0, 1};
};

/// The angle of the one turn that leads from one orientation to the other, in [0, pi].
[[nodiscard]] inline radians_value<double> turn_between(rotation const& a, rotation const& b) {
  auto const r = a.inverse() * b;
  double const sine = norm({r.y().z - r.z().y, r.z().x - r.x().z, r.x().y - r.y().x});
  return radians_value<double>(std::atan2(sine, r.x().x + r.y().y + r.z().z - 1));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_ROTATION_HPP

// suregrasp/robot/transform.hpp
#ifndef SUREGRASP_ROBOT_TRANSFORM_HPP
#define SUREGRASP_ROBOT_TRANSFORM_HPP
namespace suregrasp::inline v2 {

/// A point in space, metres, told by the coordinates of `Frame`, a type that stands for a frame.
template <class Frame>
struct position : vector3 {
  static constexpr auto fields(auto list) {
    return list(field<position, double>{"x", &position::x}, field<position, double>{"y", &position::y},
                field<position, double>{"z", &position::z});
  }
};

/// Where the frame `From` lies in the frame `To`: it takes the coordinates of a point in `From` to those in `To`.
///
/// `From` and `To` are any types, complete or not (`robot/frames.hpp`). Transforms multiply where their frames meet,
/// `transform<B, C> * transform<A, B>` is a `transform<A, C>`; anything else, as a transform the wrong way round, does
/// not compile.
template <class From, class To>
struct transform {
  rotation orientation{};  ///< the axes of `From` in `To`
  vector3 translation{};   ///< the origin of `From` in `To`, metres
  friend bool operator==(transform const&, transform const&) = default;

  [[nodiscard]] position<To> operator()(position<From> const& p) const { return {orientation * p + translation}; }

  [[nodiscard]] transform<To, From> inverse() const {
    auto const back = orientation.inverse();
    return {back, -(back * translation)};
  }

  /// Homogeneous 4x4 matrix, row by row; points are columns.
  [[nodiscard]] std::array<double, 16> matrix() const {
    auto const r = orientation.rows();
    return {r[0], r[1], r[2], translation.x, r[3], r[4], r[5], translation.y,
            r[6], r[7], r[8], translation.z, 0,    0,    0,    1};
  }

  /// From a homogeneous 4x4 matrix, row by row.
  ///
  /// Throws `geometry_error`: `geometry.transform.finite` for a value that is NaN or infinite,
  /// `geometry.transform.last_row` where the last row is not 0, 0, 0, 1, as in a matrix written column by column;
  /// `geometry.rotation.rigid`, `geometry.rotation.proper`.
  [[nodiscard]] static transform from_matrix(std::array<double, 16> const& m) {
    if (!std::ranges::all_of(m, [](double value) { return std::isfinite(value); }))
      throw geometry_error("geometry.transform.finite", "expected 16 finite values, got " + text_of(m));
    if (m[12] != 0 || m[13] != 0 || m[14] != 0 || m[15] != 1)
      throw geometry_error("geometry.transform.last_row", "expected 0, 0, 0, 1 as the last row of a transform, got " +
                                                              text_of(std::array{m[12], m[13], m[14], m[15]}) +
                                                              ": is the matrix written column by column?");
    return {rotation::from_rows({m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]}), {m[3], m[7], m[11]}};
  }
};

/// By `first`, then by `second`.
template <class A, class B, class C>
[[nodiscard]] transform<A, C> operator*(transform<B, C> const& second, transform<A, B> const& first) {
  return {second.orientation * first.orientation, second.orientation * first.translation + second.translation};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_TRANSFORM_HPP

// suregrasp/robot/frames.hpp
#ifndef SUREGRASP_ROBOT_FRAMES_HPP
#define SUREGRASP_ROBOT_FRAMES_HPP
namespace suregrasp::inline v2 {

/// The frames between a picture and a robot. Any other type serves as a frame as well.
namespace frames {
struct camera;  ///< the optical frame: x right, y down, z forward (REP 103)
struct tool;    ///< the gripper's, as its maker or driver has it (`tool_frame`)
struct flange;  ///< what the robot's own kinematics end at
struct base;    ///< what the robot stands on
}  // namespace frames

/// Hand-eye calibration of a camera that the robot carries.
using eye_in_hand = transform<frames::camera, frames::flange>;
/// Of a camera that stands beside the robot.
using eye_to_hand = transform<frames::camera, frames::base>;

/// Where the camera was when the picture was taken: the flange's pose of that moment, not of now.
[[nodiscard]] inline transform<frames::camera, frames::base> camera_in_base(
    eye_in_hand const& camera, transform<frames::flange, frames::base> const& flange) {
  return flange * camera;
}

/// Where to send the flange so that the tool is at `goal`: the pose of the gripper's parent link that planners and
/// `moveit_msgs/Grasp` take, not that of the finger tips.
[[nodiscard]] inline transform<frames::flange, frames::base> flange_goal(
    transform<frames::tool, frames::base> const& goal, transform<frames::tool, frames::flange> const& tool) {
  return goal * tool.inverse();
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_FRAMES_HPP

// suregrasp/robot/impl/lens_distortion.hpp
#ifndef SUREGRASP_ROBOT_IMPL_LENS_DISTORTION_HPP
#define SUREGRASP_ROBOT_IMPL_LENS_DISTORTION_HPP
namespace suregrasp::inline v2::detail {

/// What OpenCV's lens model makes of a point of the plane z = 1, and back. Source: OpenCV, module calib3d.
class lens_distortion {
 public:
  /// In OpenCV's order: k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4; those left out are 0.
  explicit lens_distortion(std::span<double const> coefficients) {
    std::copy_n(coefficients.begin(), std::min(coefficients.size(), c_.size()), c_.begin());
    none_ = std::ranges::all_of(c_, [](double value) { return value == 0; });
  }

  [[nodiscard]] point<double> distorted(point<double> p) const {
    auto const [k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4] = c_;
    double const xx = p.x * p.x, yy = p.y * p.y, xy = 2 * p.x * p.y, r2 = xx + yy;
    double const radial = (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)));
    return {p.x * radial + p1 * xy + p2 * (r2 + 2 * xx) + r2 * (s1 + r2 * s2),
            p.y * radial + p1 * (r2 + 2 * yy) + p2 * xy + r2 * (s3 + r2 * s4)};
  }

  /// The inverse by Newton's method; nothing where the model takes no point, or only one beyond the fold of its
  /// polynomial, to `p`.
  [[nodiscard]] std::optional<point<double>> undistorted(point<double> p) const {
    if (none_) return p;
    constexpr double step = 1e-6, enough = 1e-13;
    point<double> q = p;
    for (int iteration = 0; iteration < 50; ++iteration) {
      auto const at = distorted(q);
      auto const along_x = distorted({q.x + step, q.y}), along_y = distorted({q.x, q.y + step});
      double const a = (along_x.x - at.x) / step, c = (along_x.y - at.y) / step;
      double const b = (along_y.x - at.x) / step, d = (along_y.y - at.y) / step;
      double const determinant = a * d - b * c;
      if (!(determinant > 0) || !(a + d > 0)) return std::nullopt;
      double const ex = p.x - at.x, ey = p.y - at.y;
      if (std::hypot(ex, ey) < enough) return q;
      q = {q.x + (d * ex - b * ey) / determinant, q.y + (a * ey - c * ex) / determinant};
    }
    return std::nullopt;
  }

 private:
  std::array<double, 12> c_{};
  bool none_ = true;
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_ROBOT_IMPL_LENS_DISTORTION_HPP

// suregrasp/robot/camera.hpp
#ifndef SUREGRASP_ROBOT_CAMERA_HPP
#define SUREGRASP_ROBOT_CAMERA_HPP
namespace suregrasp::inline v2 {

/// A pinhole camera with OpenCV's lens model: what a calibration gives, and what a `sensor_msgs/CameraInfo` holds.
struct pinhole_camera {
  int width = 0;
  int height = 0;
  double fx = 0;
  double fy = 0;
  double cx = 0;
  double cy = 0;
  /// OpenCV's coefficients in its order, none or 4, 5, 8 or 12: k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4.
  std::vector<double> distortion{};
  friend bool operator==(pinhole_camera const&, pinhole_camera const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"width", &pinhole_camera::width, "Width of the image", "pixels"}.at_least(1),
                field{"height", &pinhole_camera::height, "Height of the image", "pixels"}.at_least(1),
                field{"fx", &pinhole_camera::fx, "Focal length along x", "pixels"}.above(0),
                field{"fy", &pinhole_camera::fy, "Focal length along y", "pixels"}.above(0),
                field{"cx", &pinhole_camera::cx, "Column of the optical axis", "pixels"},
                field{"cy", &pinhole_camera::cy, "Row of the optical axis", "pixels"},
                field{"distortion", &pinhole_camera::distortion, "Coefficients of OpenCV's lens model, in its order"});
  }

  /// The pixel that shows a point; nothing for a point that is not before the camera.
  [[nodiscard]] std::optional<point<double>> project(position<frames::camera> const& p) const {
    if (!(p.z > 0)) return std::nullopt;
    auto const d = detail::lens_distortion(distortion).distorted({p.x / p.z, p.y / p.z});
    return point<double>{fx * d.x + cx, fy * d.y + cy};
  }

  /// The way from the camera to what a pixel shows, per metre of depth: its z is 1. Nothing for a pixel that the lens
  /// model takes no point to.
  [[nodiscard]] std::optional<vector3> ray(point<double> pixel) const {
    auto const p = detail::lens_distortion(distortion).undistorted({(pixel.x - cx) / fx, (pixel.y - cy) / fy});
    if (!p) return std::nullopt;
    return vector3{p->x, p->y, 1};
  }

  /// The point that a pixel shows at `depth`, metres along the camera's z, above 0.
  [[nodiscard]] std::optional<position<frames::camera>> back_project(point<double> pixel, double depth) const {
    auto const direction = ray(pixel);
    if (!direction || !(depth > 0)) return std::nullopt;
    return position<frames::camera>{depth * *direction};
  }
};

/// Throws `option_error` `option.camera` unless the size and the focal lengths are above 0, all is finite and there are
/// none, 4, 5, 8 or 12 coefficients of distortion.
inline void require_valid(pinhole_camera const& camera) {
  auto const finite = [](double value) { return std::isfinite(value); };
  bool const possible = camera.width > 0 && camera.height > 0 && camera.fx > 0 && camera.fy > 0 && finite(camera.fx) &&
                        finite(camera.fy) && finite(camera.cx) && finite(camera.cy) &&
                        std::ranges::all_of(camera.distortion, finite);
  if (!possible)
    throw option_error("option.camera",
                       "expected a camera with a size and focal lengths above 0, got " + text_of(camera));
  for (auto const count : {0U, 4U, 5U, 8U, 12U})
    if (camera.distortion.size() == count) return;
  throw option_error("option.camera", "expected none, 4, 5, 8 or 12 coefficients of OpenCV's distortion, got " +
                                          text_of(camera.distortion.size()) +
                                          ": a tilted sensor or a fisheye lens has another model");
}

/// The camera of a 3x3 matrix, row by row, as OpenCV and ROS have it; `distortion` in OpenCV's order, of which
/// coefficients 13 and 14, the tilt of the sensor, may be there as 0.
///
/// Throws `option_error` `option.camera` for a matrix that is none of a camera without skew, and as `require_valid`.
[[nodiscard]] inline pinhole_camera camera_from_matrix(std::array<double, 9> const& matrix, int width, int height,
                                                       std::span<double const> distortion = {}) {
  auto const& k = matrix;
  if (k[1] != 0 || k[3] != 0 || k[6] != 0 || k[7] != 0 || k[8] != 1)
    throw option_error("option.camera",
                       "expected a camera matrix fx 0 cx, 0 fy cy, 0 0 1, row by row, got " + text_of(matrix));
  if (distortion.size() == 14 && distortion[12] == 0 && distortion[13] == 0) distortion = distortion.first(12);
  pinhole_camera camera{width, height, k[0], k[4], k[2], k[5], {distortion.begin(), distortion.end()}};
  require_valid(camera);
  return camera;
}

/// Throws `shape_error` `shape.camera` unless an image `[H, W]` has the camera's size: after cropping, scaling or
/// alignment to another camera, an image has other intrinsics.
template <class T>
void require_image_of(pinhole_camera const& camera, host_view<T> const& image) {
  if (image.shape != extents{camera.height, camera.width})
    throw shape_error("shape.camera", "expected an image of the camera's size " +
                                          to_string(extents{camera.height, camera.width}) + ", [H, W], got " +
                                          to_string(image.shape) + ": are these the intrinsics of another camera?");
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_CAMERA_HPP

// suregrasp/robot/clearance_options.hpp
#ifndef SUREGRASP_ROBOT_CLEARANCE_OPTIONS_HPP
#define SUREGRASP_ROBOT_CLEARANCE_OPTIONS_HPP
namespace suregrasp::inline v2 {

/// What a pixel without a distance stands for.
enum class unknown_pixels {
  free,      ///< nothing in the way: cameras measure nothing along edges, where fingers go
  obstacle,  ///< something in the way of whatever passes it
};

/// The names of what unknown pixels stand for.
[[nodiscard]] constexpr auto names_of(unknown_pixels) {
  return std::array{named_value{unknown_pixels::free, "free"}, named_value{unknown_pixels::obstacle, "obstacle"}};
}

/// How a gripper is held against a depth image.
struct clearance_options {
  double insertion = 0.015;     ///< how far the tips go beyond the surface between them, at most, metres
  double noise_margin = 0.001;  ///< how much nearer than measured a surface may be, metres along the approach
  double side_margin = 0;       ///< by which fingers and palm are taken to be larger on each side, metres
  double table_margin = 0.005;  ///< how far the tips stay above the table, where one is given, metres
  double least_hold = 0.003;    ///< how far the tips must go beyond what lies between them, metres
  double standoff = 0.1;        ///< from the pre-grasp to the grasp, metres
  unknown_pixels unknown = unknown_pixels::free;
  friend bool operator==(clearance_options const&, clearance_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = clearance_options;
    return list(
        field{"insertion", &self::insertion, "How far the tips go beyond the surface", "m"}.between(0, 0.5),
        field{"noise_margin", &self::noise_margin, "How much nearer a surface may be", "m"}.between(0, 0.1),
        field{"side_margin", &self::side_margin, "Added to each side of the fingers", "m"}.between(0, 0.1),
        field{"table_margin", &self::table_margin, "How far the tips stay above the table", "m"}.between(0, 0.1),
        field{"least_hold", &self::least_hold, "How much of it must stand between the tips", "m"}.between(0, 0.1),
        field{"standoff", &self::standoff, "From the pre-grasp to the grasp", "m"}.between(0.01, 1),
        field{"unknown", &self::unknown, "What a pixel without a distance stands for"});
  }
};

/// A plane in the camera's frame: the points p with normal . p = distance, metres. The normal is a unit vector.
struct camera_plane {
  vector3 normal{0, 0, 1};
  double distance = 0;
  friend bool operator==(camera_plane const&, camera_plane const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"normal", &camera_plane::normal}, field{"distance", &camera_plane::distance, "", "m"});
  }
};

/// Whether a gripper gets to a grasp.
enum class clearance_verdict {
  clear,            ///< at `opening`, the fingers and the palm touch nothing on their way
  blocked,          ///< at every opening, something is in the way
  nothing_between,  ///< nothing stands between the fingers to hold, or it is too flat
};

/// The names of the verdicts.
[[nodiscard]] constexpr auto names_of(clearance_verdict) {
  using enum clearance_verdict;
  return std::array{named_value{clear, "clear"}, named_value{blocked, "blocked"},
                    named_value{nothing_between, "nothing_between"}};
}

/// What a depth image says of one grasp.
struct grasp_clearance {
  clearance_verdict verdict = clearance_verdict::nothing_between;
  /// How much deeper the gripper could go at the opening where it is freest; below 0: how far it would drive into
  /// something. At most `most_clearance`.
  double millimetres = 0;
  std::optional<double> opening{};  ///< the smallest that clears, metres: the pre-shape
  double insertion = 0;             ///< how far the tips go beyond the surface where they are deepest, metres
  double travel = 0;                ///< from the pose along its approach to where the gripper closes, metres
  friend bool operator==(grasp_clearance const&, grasp_clearance const&) = default;

  static constexpr auto fields(auto list) {
    using self = grasp_clearance;
    return list(field{"verdict", &self::verdict}, field{"clearance", &self::millimetres, "", "mm"},
                field{"opening", &self::opening, "", "m"}, field{"insertion", &self::insertion, "", "m"},
                field{"travel", &self::travel, "", "m"});
  }
};

/// Where clearance is no longer measured, metres: what is this far from a finger is in nobody's way.
inline constexpr double most_clearance = 0.03;

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_CLEARANCE_OPTIONS_HPP

// suregrasp/robot/tool_frame.hpp
#ifndef SUREGRASP_ROBOT_TOOL_FRAME_HPP
#define SUREGRASP_ROBOT_TOOL_FRAME_HPP
namespace suregrasp::inline v2 {

/// How a gripper lies in the frame it is commanded by.
struct tool_frame {
  vector3 approach{0, 0, 1};  ///< unit vector from the palm to the finger tips
  vector3 closing{1, 0, 0};   ///< unit vector from one finger to the other
  double reach = 0;           ///< from the frame's origin along `approach` to the point between the finger tips, metres
  friend bool operator==(tool_frame const&, tool_frame const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"approach", &tool_frame::approach, "Unit vector from the palm to the finger tips"},
                field{"closing", &tool_frame::closing, "Unit vector from one finger to the other"},
                field{"reach", &tool_frame::reach, "From the origin to between the finger tips", "m"}.between(-2, 2));
  }
};

/// Throws `geometry_error` `geometry.tool.axes` unless `approach` and `closing` are unit vectors at right angles and
/// `reach` is finite.
inline void require_valid(tool_frame const& tool) {
  double const off = std::abs(dot(tool.approach, tool.approach) - 1) + std::abs(dot(tool.closing, tool.closing) - 1) +
                     std::abs(dot(tool.approach, tool.closing));
  if (!(off <= rotation::tolerance) || !std::isfinite(tool.reach))
    throw geometry_error(
        "geometry.tool.axes",
        "expected approach and closing axis of a tool to be unit vectors at right angles, got " + text_of(tool));
}

/// Frames that are in use. Each has its axes alone: where its origin lies is for `tool_frame::reach` to say.
enum class tool_convention {
  graspnet,       ///< GraspNet, AnyGrasp: approach x, closing y
  franka_hand,    ///< the hand's frame, which is turned by 45 degrees against `link8`: approach z, closing y
  robotiq_2f85,   ///< approach z, closing y
  robotiq_2f140,  ///< approach z, closing x: a quarter turn against the 2F-85
  onrobot_rg2,    ///< the base link of its public description: approach z, closing y
  tool0,          ///< a bare flange (ROS-Industrial): approach z; fingers along x, as they lie in a camera at angle 0
};
/// The names of the conventions.
[[nodiscard]] constexpr auto names_of(tool_convention) {
  using enum tool_convention;
  return std::array{named_value{graspnet, "graspnet"},         named_value{franka_hand, "franka_hand"},
                    named_value{robotiq_2f85, "robotiq_2f85"}, named_value{robotiq_2f140, "robotiq_2f140"},
                    named_value{onrobot_rg2, "onrobot_rg2"},   named_value{tool0, "tool0"}};
}

/// The axes of a convention, and a reach.
[[nodiscard]] constexpr tool_frame tool_frame_of(tool_convention convention, double reach = 0) {
  constexpr vector3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  switch (convention) {
    case tool_convention::graspnet:
      return {x, y, reach};
    case tool_convention::robotiq_2f140:
    case tool_convention::tool0:
      return {z, x, reach};
    default:
      return {z, y, reach};
  }
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_TOOL_FRAME_HPP

// suregrasp/robot/grasp_pose.hpp
#ifndef SUREGRASP_ROBOT_GRASP_POSE_HPP
#define SUREGRASP_ROBOT_GRASP_POSE_HPP
namespace suregrasp::inline v2 {

/// The two poses of a tool that hold a thing alike: half a turn about the approach apart.
template <class Frame>
using wrist_pair = std::array<transform<frames::tool, Frame>, 2>;

/// Where a parallel gripper goes.
struct gripper_pose {
  wrist_pair<frames::camera> wrists{};
  double opening = 0;  ///< between the fingers, metres
  double jaw = 0;      ///< size of a finger's plate, metres
  friend bool operator==(gripper_pose const&, gripper_pose const&) = default;
};

/// Both wrists in another frame, as `camera_in_base` takes them to the robot's.
template <class From, class To>
[[nodiscard]] wrist_pair<To> carried(transform<From, To> const& by, wrist_pair<From> const& wrists) {
  return {by * wrists[0], by * wrists[1]};
}

/// The wrist that is turned less against `current`, the pose the tool has now.
template <class Frame>
[[nodiscard]] transform<frames::tool, Frame> least_turn(wrist_pair<Frame> const& wrists,
                                                        transform<frames::tool, Frame> const& current) {
  auto const turn = [&](auto const& wrist) { return turn_between(wrist.orientation, current.orientation).value; };
  return turn(wrists[1]) < turn(wrists[0]) ? wrists[1] : wrists[0];
}

namespace detail {

/// The frame whose x is the closing axis and whose z is the approach.
[[nodiscard]] inline rotation gripper_axes(vector3 const& closing, vector3 const& approach) {
  return rotation::from_columns(closing, cross(approach, closing), approach);
}

/// The plane through a point, seen by a camera.
class viewed_plane {
 public:
  viewed_plane(pinhole_camera const& camera, vector3 const& through, vector3 const& normal)
      : camera_(camera), normal_(normal), offset_(dot(through, normal)) {}

  /// The point of the plane that a pixel shows. Throws `geometry_error` `geometry.grasp_pose.pixel`.
  [[nodiscard]] vector3 at(point<double> pixel) const {
    auto const ray = camera_.ray(pixel);
    double const depth = ray ? offset_ / dot(*ray, normal_) : 0;
    if (depth > 0 && std::isfinite(depth)) return depth * *ray;
    throw geometry_error("geometry.grasp_pose.pixel",
                         "expected a pixel that shows the plane of the grasp, got " + text_of(pixel) +
                             ": does it lie beyond the lens model, or is the plane too steep?");
  }

 private:
  pinhole_camera const& camera_;
  vector3 normal_;
  double offset_;
};

inline void check_grasp_pose(grasp<double> const& g, double depth) {
  if (!is_finite(g) || !(g.opening > 0) || !(g.jaw >= 0))
    throw geometry_error("geometry.grasp_pose.grasp",
                         "expected a finite grasp with an opening above 0, got " + text_of(g));
  if (!(depth > 0) || !std::isfinite(depth))
    throw geometry_error("geometry.grasp_pose.depth",
                         "expected a depth above 0, metres, got " + text_of(depth) + ": there is no pose without one");
}

/// The unit vector from the camera into the scene along the ray, or along a normal given either way round. Throws
/// `geometry_error` `geometry.grasp_pose.normal`.
[[nodiscard]] inline vector3 approach_along(vector3 const& ray, std::optional<vector3> const& normal) {
  if (!normal) return unit(ray);
  auto const along = unit(*normal);
  double const slant = dot(along, unit(ray));
  if (!(std::abs(slant) >= 0.1))
    throw geometry_error(
        "geometry.grasp_pose.normal",
        "expected a normal of the table less than 84 degrees from the view ray, got " + text_of(*normal));
  return slant > 0 ? along : -along;
}

}  // namespace detail

/// The poses of a tool that grasps what a rectangle of a picture shows at `depth`, metres along the camera's z.
///
/// The gripper approaches along the view ray of the rectangle's centre or, where `normal` is given in the camera's
/// frame, either way round, along the normal of the table. The fingers are where the rectangle's finger points (u +-
/// opening/2 cos theta, v -+ opening/2 sin theta) meet the plane across the approach through the surface: the axis they
/// close along lies in it, whatever the lens, the pixels' shape and the camera's tilt. The tool's grasp point is midway
/// between them.
/// Projected back (`projected_grasp`), a pose is the rectangle again.
///
/// Throws `geometry_error`: `geometry.grasp_pose.depth`, `geometry.grasp_pose.grasp`, `geometry.grasp_pose.normal`,
/// `geometry.grasp_pose.pixel`, `geometry.tool.axes`; `option_error` `option.camera`.
[[nodiscard]] inline gripper_pose grasp_pose(pinhole_camera const& camera, grasp<double> const& g, double depth,
                                             tool_frame const& tool, std::optional<vector3> const& normal = {}) {
  require_valid(camera);
  require_valid(tool);
  detail::check_grasp_pose(g, depth);
  auto const ray = camera.ray({g.x, g.y});
  if (!ray)
    throw geometry_error("geometry.grasp_pose.pixel", "expected a grasp within the lens model, got " + text_of(g));
  auto const approach = detail::approach_along(*ray, normal);
  detail::viewed_plane const plane(camera, depth * *ray, approach);
  double const c = std::cos(g.theta) / 2, s = std::sin(g.theta) / 2;
  auto const first = plane.at({g.x - c * g.opening, g.y + s * g.opening});
  auto const second = plane.at({g.x + c * g.opening, g.y - s * g.opening});
  auto const closing = unit(second - first);
  auto const plate = plane.at({g.x + s * g.jaw, g.y + c * g.jaw}) - plane.at({g.x - s * g.jaw, g.y - c * g.jaw});

  auto const own = detail::gripper_axes(tool.closing, tool.approach).inverse();
  gripper_pose pose{{}, norm(second - first), std::abs(dot(plate, cross(approach, closing)))};
  auto const origin = 0.5 * (first + second) - tool.reach * approach;
  pose.wrists[0] = {detail::gripper_axes(closing, approach) * own, origin};
  pose.wrists[1] = {detail::gripper_axes(-closing, approach) * own, origin};
  return pose;
}

/// The rectangle that a camera sees of a gripper at a pose, with the fingers `opening` apart and plates of size `jaw`,
/// metres: the inverse of `grasp_pose`. Nothing for a gripper that is not before the camera.
[[nodiscard]] inline std::optional<grasp<double>> projected_grasp(pinhole_camera const& camera,
                                                                  transform<frames::tool, frames::camera> const& pose,
                                                                  double opening, double jaw, tool_frame const& tool) {
  auto const seen_at = [&](vector3 const& offset) {
    return camera.project(pose({tool.reach * tool.approach + offset}));
  };
  auto const lateral = cross(tool.approach, tool.closing);
  auto const a = seen_at(-opening / 2 * tool.closing), b = seen_at(opening / 2 * tool.closing);
  auto const p = seen_at(-jaw / 2 * lateral), q = seen_at(jaw / 2 * lateral);
  if (!a || !b || !p || !q) return std::nullopt;
  double const theta = std::atan2(a->y - b->y, b->x - a->x);
  double const plate = std::abs((q->x - p->x) * std::sin(theta) + (q->y - p->y) * std::cos(theta));
  return grasp<double>{(a->x + b->x) / 2, (a->y + b->y) / 2, axial_wrap(theta), std::hypot(b->x - a->x, b->y - a->y),
                       plate};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_GRASP_POSE_HPP

// suregrasp/robot/gripper.hpp
#ifndef SUREGRASP_ROBOT_GRIPPER_HPP
#define SUREGRASP_ROBOT_GRIPPER_HPP
namespace suregrasp::inline v2 {

/// The part of a finger that touches, as a box.
struct finger_pad {
  double jaw = 0;        ///< across the closing axis, metres
  double length = 0;     ///< along the approach, metres
  double thickness = 0;  ///< along the closing axis, metres
  friend bool operator==(finger_pad const&, finger_pad const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"jaw", &finger_pad::jaw, "Across the closing axis", "m"}.between(0, 1),
                field{"length", &finger_pad::length, "Along the approach", "m"}.between(0, 1),
                field{"thickness", &finger_pad::thickness, "Along the closing axis", "m"}.between(0, 1));
  }
};

/// What lies behind the fingers, as a box.
struct gripper_palm {
  double width = 0;   ///< along the closing axis, metres
  double depth = 0;   ///< across it, metres
  double behind = 0;  ///< how far it begins behind the tips of the open gripper, metres
  friend bool operator==(gripper_palm const&, gripper_palm const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"width", &gripper_palm::width, "Along the closing axis", "m"}.between(0, 2),
                field{"depth", &gripper_palm::depth, "Across the closing axis", "m"}.between(0, 2),
                field{"behind", &gripper_palm::behind, "Behind the tips of the open gripper", "m"}.between(0, 2));
  }
};

/// Fingers on the links of a parallelogram: with the gripper open by w, y = w/2 - offset and the tips lie
/// sqrt(radius^2 - y^2) before the links' pivots.
struct finger_arc {
  double radius = 0;  ///< length of the links, metres; 0: the fingers move in a straight line
  double offset = 0;  ///< metres
  friend bool operator==(finger_arc const&, finger_arc const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"radius", &finger_arc::radius, "Length of the links, 0 for linear fingers", "m"}.between(0, 1),
        field{"offset", &finger_arc::offset, "Half the opening at which the links stand straight", "m"}.between(-1, 1));
  }
};

/// One line of a table of how far the tips of a gripper advance.
struct tip_advance_at {
  double opening = 0;  ///< metres
  double advance = 0;  ///< against the open gripper, along the approach, metres
  friend bool operator==(tip_advance_at const&, tip_advance_at const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"opening", &tip_advance_at::opening, "", "m"}.between(0, 2),
                field{"advance", &tip_advance_at::advance, "", "m"}.between(-1, 1));
  }
};

/// A parallel gripper as data.
struct gripper {
  std::string name{};
  double stroke = 0;  ///< the widest opening, metres
  finger_pad pad{};
  gripper_palm palm{};
  finger_arc arc{};                           ///< how the tips advance, where there is no table
  std::vector<tip_advance_at> tip_advance{};  ///< how the tips advance, by opening; linear in between; empty: `arc`
  tool_frame tool{};                          ///< `reach` is that of the open gripper
  friend bool operator==(gripper const&, gripper const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"name", &gripper::name}, field{"stroke", &gripper::stroke, "Widest opening", "m"}.between(0, 2),
                field{"pad", &gripper::pad}, field{"palm", &gripper::palm}, field{"arc", &gripper::arc},
                field{"tip_advance", &gripper::tip_advance, "How far the tips advance, by opening"},
                field{"tool", &gripper::tool});
  }
};

/// Throws `option_error` `option.gripper` for a gripper that can't be: without stroke or pad, with links shorter than
/// its stroke needs, a table that is not sorted by opening; `option.field` for a number out of its range;
/// `geometry_error` `geometry.tool.axes`.
inline void require_valid(gripper const& hand) {
  auto const where = "the gripper " + text_of(hand.name);
  check_fields(hand, where);
  require_valid(hand.tool);
  auto const refuse = [&](std::string const& expected) {
    throw option_error("option.gripper", where + ": expected " + expected + ", got " + text_of(hand));
  };
  if (!(hand.stroke > 0) || !(hand.pad.jaw > 0) || !(hand.pad.thickness > 0)) refuse("a stroke and a pad above 0");
  auto const& arc = hand.arc;
  bool const reaches = std::max(std::abs(hand.stroke / 2 - arc.offset), std::abs(arc.offset)) <= arc.radius;
  if (arc.radius > 0 && !reaches) refuse("links as long as half the stroke less the offset");
  if (!std::ranges::is_sorted(hand.tip_advance, std::ranges::less_equal{}, &tip_advance_at::opening))
    refuse("a table of advances sorted by opening, each once");
}

namespace detail {

[[nodiscard]] inline double advance_in(std::vector<tip_advance_at> const& table, double opening) {
  auto const above = std::ranges::upper_bound(table, opening, {}, &tip_advance_at::opening);
  if (above == table.begin()) return above->advance;
  auto const& below = *(above - 1);
  if (above == table.end()) return below.advance;
  double const share = (opening - below.opening) / (above->opening - below.opening);
  return below.advance + share * (above->advance - below.advance);
}

}  // namespace detail

/// How far the finger tips lie before those of the open gripper, metres along the approach, with the fingers `opening`
/// metres apart. The gripper must be valid.
///
/// Throws `geometry_error` `geometry.gripper.opening` for an opening beyond its stroke.
[[nodiscard]] inline double tip_advance(gripper const& hand, double opening) {
  if (!(opening >= 0 && opening <= hand.stroke))
    throw geometry_error("geometry.gripper.opening", "the gripper " + text_of(hand.name) +
                                                         ": expected an opening from 0 to " + text_of(hand.stroke) +
                                                         " m, got " + text_of(opening));
  if (!hand.tip_advance.empty()) return detail::advance_in(hand.tip_advance, opening);
  if (hand.arc.radius == 0) return 0;
  auto const before = [&](double w) {
    double const y = w / 2 - hand.arc.offset;
    return std::sqrt(std::max(0.0, hand.arc.radius * hand.arc.radius - y * y));
  };
  return before(opening) - before(hand.stroke);
}

/// The frame of a gripper whose fingers are `opening` metres apart: a fixed tool point would drive the tips of fingers
/// on an arc into what they close above. Throws `geometry_error` `geometry.gripper.opening`.
[[nodiscard]] inline tool_frame tool_at(gripper const& hand, double opening) {
  auto tool = hand.tool;
  tool.reach += tip_advance(hand, opening);
  return tool;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_GRIPPER_HPP

// suregrasp/robot/impl/finger_sweep.hpp
#ifndef SUREGRASP_ROBOT_IMPL_FINGER_SWEEP_HPP
#define SUREGRASP_ROBOT_IMPL_FINGER_SWEEP_HPP
namespace suregrasp::inline v2::detail {

/// Which heights the fingers of a gripper pass, along the closing axis, in bins of a millimetre from its middle
/// outwards; one profile serves both fingers, as they mirror each other. Heights are measured along the approach.
///
/// The gripper comes down with its fingers some opening apart, opening number k, and closes. Its tips are deepest
/// somewhere on that way; the hand stops where they then reach the insertion.
class finger_sweep {
 public:
  static constexpr double bin = 0.001;            ///< metres
  static constexpr std::size_t before_face = 15;  ///< bins: how far from its foot a thing may stand upright

  finger_sweep(gripper const& hand, double side_margin)
      : inner_(bins(side_margin)), outer_(bins(hand.pad.thickness + side_margin)) {
    auto const count = static_cast<std::size_t>(hand.stroke / 2 / bin) + 1;
    for (std::size_t k = 0; k < count; ++k)
      advance_.push_back(static_cast<float>(tip_advance(hand, std::min(hand.stroke, opening(k)))));
    for (std::size_t k = 0; k < count; ++k) {
      deepest_.push_back(furthest(0, k));
    }
    // From where its outer face comes to a bin to where it begins to close; the margin inside is for coming down.
    for (std::size_t j = 0; j <= inner_ + outer_; ++j)
      for (std::size_t k = 0; k < count; ++k)
        coming_.push_back(j < inner_ ? advance_[k] : furthest(k + j - inner_ - std::min(k + j - inner_, outer_), k));
  }

  [[nodiscard]] std::size_t openings() const { return advance_.size(); }
  [[nodiscard]] double opening(std::size_t k) const { return 2 * bin * static_cast<double>(k); }
  /// Bins that the fingers reach.
  [[nodiscard]] std::size_t reach() const { return openings() + outer_; }
  /// How far the tips are before those of the open gripper where they are deepest.
  [[nodiscard]] float deepest(std::size_t k) const { return deepest_[k]; }

  /// How much deeper than `insertion` the open fingers could come down at each opening, at most `most_clearance`, in a
  /// profile of the nearest heights over the width of the pads.
  void come_down(std::span<float const> pads, float insertion, std::vector<float>& clearance) {
    mirrored_.resize(inner_ + pads.size());
    for (std::size_t i = 0; i < inner_; ++i) mirrored_[i] = pads[std::min(inner_ - i, pads.size() - 1)];
    std::ranges::copy(pads, mirrored_.begin() + static_cast<std::ptrdiff_t>(inner_));
    auto const count = openings();
    clearance.resize(count);
    for (std::size_t k = 0; k < count; ++k) clearance[k] = static_cast<float>(most_clearance) + insertion - deepest_[k];
    for (std::size_t j = 0; j <= inner_ + outer_; ++j) {
      float const *const heights = mirrored_.data() + j, *const coming = coming_.data() + j * count;
      float* const least = clearance.data();
      for (std::size_t k = 0; k < count; ++k) least[k] = std::min(least[k], heights[k] - coming[k]);
    }
    for (std::size_t k = 0; k < count; ++k) clearance[k] += deepest_[k] - insertion;
  }

  /// How much deeper they could go while they close, until what stands `hold` higher than their tips is before their
  /// faces, in profiles over the width of what is to be held: of the nearest heights, and of the nearest of
  /// `before_face` bins from each inwards.
  [[nodiscard]] float close(std::span<float const> between, std::span<float const> ahead, std::size_t k,
                            float insertion, float hold) const {
    float const stop = insertion - deepest_[k];  // of the tips of an open gripper
    float least = static_cast<float>(most_clearance) + stop;
    for (std::size_t at = k; at-- > 0 && ahead[at] > stop + advance_[at] - hold;)
      least = std::min(least, between[at] - advance_[at]);
    return least - stop;
  }

 private:
  [[nodiscard]] static std::size_t bins(double length) { return static_cast<std::size_t>(std::ceil(length / bin)); }
  [[nodiscard]] float furthest(std::size_t from, std::size_t to) const {
    return *std::max_element(advance_.begin() + static_cast<std::ptrdiff_t>(from),
                             advance_.begin() + static_cast<std::ptrdiff_t>(to) + 1);
  }

  std::size_t inner_, outer_;   ///< bins of a finger on either side of its inner face
  std::vector<float> advance_;  ///< `[openings]`: of the tips
  std::vector<float> deepest_;  ///< `[openings]`: the furthest on the way from there to closed
  std::vector<float> coming_;   ///< `[inner + 1 + outer, openings]`: while it is still above a bin
  std::vector<float> mirrored_{};
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_ROBOT_IMPL_FINGER_SWEEP_HPP

// suregrasp/robot/surface_depth.hpp
#ifndef SUREGRASP_ROBOT_SURFACE_DEPTH_HPP
#define SUREGRASP_ROBOT_SURFACE_DEPTH_HPP
namespace suregrasp::inline v2 {

/// Whether a value of a depth image (metres) is a distance: 0, NaN, infinity and what is below 0 stand for none.
[[nodiscard]] inline bool is_depth(float value) { return value > 0 && std::isfinite(value); }

/// Where between the fingers `surface_depth_at` reads a depth image, and what it takes from there.
struct surface_depth_options {
  double opening_share = 0.5;  ///< of the opening, about the centre
  double jaw_share = 1;        ///< of the jaw
  double quantile = 0.25;      ///< of the distances there, nearest first
  double least_known = 0.25;   ///< share of the pixels there that must have a distance
  friend bool operator==(surface_depth_options const&, surface_depth_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = surface_depth_options;
    return list(field{"opening_share", &self::opening_share, "Part of the opening that is read"}.between(0.01, 1),
                field{"jaw_share", &self::jaw_share, "Part of the jaw that is read"}.between(0.01, 1),
                field{"quantile", &self::quantile, "Quantile of the distances, nearest first"}.between(0, 1),
                field{"least_known", &self::least_known, "Share of pixels with a distance"}.between(0, 1));
  }
};

/// The surface that lies between the fingers of a grasp.
struct surface_depth {
  double depth = 0;        ///< metres, along the camera's z
  double deviation = 0;    ///< of the distances of the nearer half, metres: their spread, robustly
  double known_share = 0;  ///< of the pixels between the fingers
  friend bool operator==(surface_depth const&, surface_depth const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"depth", &surface_depth::depth, "", "m"}, field{"deviation", &surface_depth::deviation, "", "m"},
                field{"known_share", &surface_depth::known_share});
  }
};

namespace detail {

/// Calls `visit(column, row)` for each pixel of a `[H, W]` image whose centre lies in the rectangle of a grasp.
template <class Visit>
void for_each_pixel(grasp<double> const& g, extents const& image, Visit const& visit) {
  double const c = std::cos(g.theta), s = std::sin(g.theta);
  double const reach_x = (std::abs(c) * g.opening + std::abs(s) * g.jaw) / 2;
  double const reach_y = (std::abs(s) * g.opening + std::abs(c) * g.jaw) / 2;
  auto const limited = [](double value, std::int64_t count) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(count)));
  };
  int const left = limited(std::ceil(g.x - reach_x), image[1]), top = limited(std::ceil(g.y - reach_y), image[0]);
  int const right = limited(std::floor(g.x + reach_x) + 1, image[1]);
  int const bottom = limited(std::floor(g.y + reach_y) + 1, image[0]);
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      double const dx = x - g.x, dy = y - g.y;
      if (std::abs(dx * c - dy * s) <= g.opening / 2 && std::abs(dx * s + dy * c) <= g.jaw / 2) visit(x, y);
    }
}

}  // namespace detail

/// The depth of the surface between the fingers of a grasp, from a depth image `[H, W]` in metres whose holes are 0 or
/// not finite; nothing where too few pixels there have a distance, as over a hole or outside of the image.
///
/// It is a quantile of the distances in the middle of the rectangle, nearest first: the thing to grasp is nearer than
/// what it lies on, may fill less than half of the space between the fingers, and single pixels at edges are wrong.
/// Throws `shape_error` `shape.depth` for an image without two axes, `geometry_error` `geometry.grasp.finite`,
/// `option_error` `option.field`.
[[nodiscard]] inline std::optional<surface_depth> surface_depth_at(host_view<float const> const& depth,
                                                                   grasp<double> const& g,
                                                                   surface_depth_options const& options = {}) {
  check_fields(options, "surface_depth_at");
  if (depth.shape.size() != 2)
    throw shape_error("shape.depth", "expected a depth image [H, W], got one of shape " + to_string(depth.shape));
  if (!is_finite(g)) throw geometry_error("geometry.grasp.finite", "expected a finite grasp, got " + text_of(g));
  auto const columns = static_cast<std::size_t>(depth.shape[1]);
  std::vector<double> known;
  std::size_t pixels = 0;
  // A grasp thinner than a pixel still has a middle.
  grasp<double> const inner{g.x, g.y, g.theta, std::max(1.5, options.opening_share * g.opening),
                            std::max(1.5, options.jaw_share * g.jaw)};
  detail::for_each_pixel(inner, depth.shape, [&](int x, int y) {
    ++pixels;
    float const value = depth.values[static_cast<std::size_t>(y) * columns + static_cast<std::size_t>(x)];
    if (is_depth(value)) known.push_back(value);
  });
  auto const count = static_cast<double>(known.size());
  if (known.empty() || count < options.least_known * static_cast<double>(pixels)) return std::nullopt;
  std::ranges::sort(known);
  double const surface = known[static_cast<std::size_t>(std::lround(options.quantile * (count - 1)))];
  known.resize((known.size() + 1) / 2);  // the nearer half: not what the thing lies on
  for (auto& value : known) value = std::abs(value - surface);
  std::ranges::sort(known);
  return surface_depth{surface, 1.4826 * known[known.size() / 2], count / static_cast<double>(pixels)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_SURFACE_DEPTH_HPP

// suregrasp/robot/impl/nearest_depth.hpp
#ifndef SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP
#define SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP
namespace suregrasp::inline v2::detail {

/// The distance of a cell in which there is nothing.
inline constexpr float nothing_there = std::numeric_limits<float>::infinity();

/// An image of cells, `side` times `side` pixels each, with the nearest distance in each.
struct cell_image {
  int columns = 0, rows = 0, side = 1;
  std::vector<float> nearest{};

  cell_image(int columns_in, int rows_in, int side_in)
      : columns((columns_in + side_in - 1) / side_in),
        rows((rows_in + side_in - 1) / side_in),
        side(side_in),
        nearest(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), nothing_there) {}

  /// The middle of a cell, in pixels of the image it is made of.
  [[nodiscard]] point<double> pixel(int column, int row) const {
    double const middle = (side - 1) / 2.0;
    return {column * side + middle, row * side + middle};
  }
};

/// The cells of an image of `columns` times `rows` values, which `distance` turns into distances, one or a pack.
template <class Distance>
[[nodiscard]] cell_image nearest_in_cells(std::span<float const> values, int columns, int rows, int side,
                                          Distance const& distance) {
  cell_image cells(columns, rows, side);
  std::vector<float> line(static_cast<std::size_t>(cells.columns * side), nothing_there);
  for (int top = 0; top < rows; top += side) {
    std::ranges::fill(line, nothing_there);
    for (int row = top; row < std::min(top + side, rows); ++row) {
      float const* const in = values.data() + static_cast<std::ptrdiff_t>(row) * columns;
      auto const take = [&]<class V>(V, int column) {
        auto const nearest = simd::baseline::smaller<V>(simd::baseline::load<V>(line.data() + column),
                                                        distance(simd::baseline::load<V>(in + column)));
        std::memcpy(line.data() + column, &nearest, sizeof nearest);
      };
      int column = 0;
      for (; column + 4 <= columns; column += 4) take(simd::pack<float, 16>{}, column);
      for (; column < columns; ++column) take(float{}, column);
    }
    float* const out = cells.nearest.data() + static_cast<std::ptrdiff_t>(top / side) * cells.columns;
    float const* in = line.data();
    for (int cell = 0; cell < cells.columns; ++cell, in += side) {
      out[cell] = in[0];
      for (int i = 1; i < side; ++i) out[cell] = std::min(out[cell], in[i]);
    }
  }
  return cells;
}

/// The rays of the middles of cells: what x and y become per metre of depth; NaN where the lens model has none.
struct cell_rays {
  std::vector<float> x{}, y{};

  cell_rays(pinhole_camera const& camera, cell_image const& cells) {
    for (int row = 0; row < cells.rows; ++row)
      for (int column = 0; column < cells.columns; ++column) {
        auto const ray = camera.ray(cells.pixel(column, row));
        x.push_back(ray ? static_cast<float>(ray->x) : std::numeric_limits<float>::quiet_NaN());
        y.push_back(ray ? static_cast<float>(ray->y) : std::numeric_limits<float>::quiet_NaN());
      }
  }
};

/// A cell in which there is something, by its middle at the nearest distance there, metres in the camera's frame. Where
/// that is 0, an obstacle of any height, x and y are those of its ray.
struct obstacle_point {
  float x, y, z;
};

/// The cells of an image in which there is something, row by row.
class obstacle_cells {
 public:
  obstacle_cells(cell_image const& cells, cell_rays const& rays)
      : columns_(cells.columns), rows_(cells.rows), side_(cells.side) {
    before_.reserve(cells.nearest.size() + 1);
    for (std::size_t i = 0; i < cells.nearest.size(); ++i) {
      before_.push_back(points_.size());
      float const z = cells.nearest[i], scale = z > 0 ? z : 1;
      if (z < nothing_there) points_.push_back({scale * rays.x[i], scale * rays.y[i], z});
    }
    before_.push_back(points_.size());
  }

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int side() const { return side_; }

  /// Where a pixel of the image lies among the cells.
  [[nodiscard]] point<double> cell(point<double> pixel) const {
    double const middle = (side_ - 1) / 2.0;
    return {(pixel.x - middle) / side_, (pixel.y - middle) / side_};
  }

  /// Those of a row, from its cell `left` to its cell `right`.
  [[nodiscard]] std::span<obstacle_point const> row(int row, int left, int right) const {
    auto const* const before = before_.data() + static_cast<std::ptrdiff_t>(row) * columns_;
    return std::span(points_).subspan(before[left], before[right + 1] - before[left]);
  }

 private:
  int columns_, rows_, side_;
  std::vector<obstacle_point> points_{};
  std::vector<std::size_t> before_{};  ///< points in front of each cell
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_ROBOT_IMPL_NEAREST_DEPTH_HPP

// suregrasp/robot/impl/polygon_rows.hpp
#ifndef SUREGRASP_ROBOT_IMPL_POLYGON_ROWS_HPP
#define SUREGRASP_ROBOT_IMPL_POLYGON_ROWS_HPP
namespace suregrasp::inline v2::detail {

/// One side of the convex hull of eight points, from top to bottom.
class hull_side {
 public:
  /// `sign`: 1 for the left side, -1 for the right one. The points are sorted by y.
  hull_side(std::array<point<double>, 8> const& points, double sign) {
    for (auto const& p : points) {
      auto const outside = [&](point<double> const& a, point<double> const& b) {
        return sign * ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) >= 0;
      };
      while (count_ > 1 && outside(chain_[count_ - 2], chain_[count_ - 1])) --count_;
      chain_[count_++] = p;
    }
    slope_ = slope();
  }

  /// Where the side is at a height; ask from top to bottom.
  [[nodiscard]] double x_at(double y) {
    while (at_ + 1 < count_ && chain_[at_ + 1].y <= y) ++at_, slope_ = slope();
    return chain_[at_].x + std::max(y - chain_[at_].y, 0.0) * slope_;
  }

 private:
  [[nodiscard]] double slope() const {
    if (at_ + 1 >= count_) return 0;
    auto const &a = chain_[at_], &b = chain_[at_ + 1];
    return b.y > a.y ? (b.x - a.x) / (b.y - a.y) : 0;
  }

  std::array<point<double>, 8> chain_{};
  std::size_t count_ = 0, at_ = 0;
  double slope_ = 0;  ///< from that corner to the next
};

/// Calls `visit(row, first column, last column)` for the pixels of an image of `columns` times `rows` that the convex
/// hull of eight points touches.
template <class Visit>
void for_each_row(std::array<point<double>, 8> points, int columns, int rows, Visit const& visit) {
  std::ranges::sort(points, {}, [](auto const& p) { return std::pair(p.y, p.x); });
  hull_side left(points, 1), right(points, -1);
  int const top = static_cast<int>(std::clamp(std::floor(points.front().y), 0.0, rows + 0.0));
  int const bottom = static_cast<int>(std::clamp(std::ceil(points.back().y), -1.0, rows - 1.0));
  // floor and ceil, limited to [-1, columns], as integers alone: older processors have no instruction for them
  auto const limited = [&](double x) { return std::clamp(x, -1.0, columns + 0.0); };
  auto const floor_of = [&](double x) { return static_cast<int>(limited(x) + 1) - 1; };
  auto const ceil_of = [&](double x) { return columns - static_cast<int>(columns - limited(x)); };
  double left_above = left.x_at(top - 0.5), right_above = right.x_at(top - 0.5);
  for (int row = top; row <= bottom; ++row) {
    double const left_below = left.x_at(row + 0.5), right_below = right.x_at(row + 0.5);
    int const first = std::max(0, floor_of(std::min(left_above, left_below)));
    int const last = std::min(columns - 1, ceil_of(std::max(right_above, right_below)));
    if (first <= last) visit(row, first, last);
    left_above = left_below, right_above = right_below;
  }
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_ROBOT_IMPL_POLYGON_ROWS_HPP

// suregrasp/robot/impl/closing_profile.hpp
#ifndef SUREGRASP_ROBOT_IMPL_CLOSING_PROFILE_HPP
#define SUREGRASP_ROBOT_IMPL_CLOSING_PROFILE_HPP
namespace suregrasp::inline v2::detail {

/// A grasp in the camera's frame. Coordinates (s, t, h) are measured from between the finger tips: along the closing
/// axis, across it, and along the approach.
struct hand_axes {
  vector3 origin, closing, across, approach;

  [[nodiscard]] vector3 at(double s, double t, double h) const {
    return origin + s * closing + t * across + h * approach;
  }
};

/// What a hand passes: |s| and |t| up to the halves, h from `top` to `bottom`, metres.
struct hand_way {
  double half_s, half_t, top, bottom;
};

/// What cells show about the ways of hands.
class hand_view {
 public:
  hand_view(pinhole_camera const& camera, obstacle_cells const& cells) : camera_(camera), cells_(cells) {}

  /// Half the size of a cell at a depth, metres.
  [[nodiscard]] double half_cell(double depth) const {
    return depth * cells_.side() / std::min(camera_.fx, camera_.fy) / 2;
  }

  /// Calls `visit(|s|, |t|, h)` for what lies within |s| and |t| of a way. A cell that is an obstacle of any height is
  /// met at the top.
  template <class Visit>
  void for_each(hand_axes const& axes, hand_way const& way, Visit const& visit) const {
    auto const s = line_of(axes.closing, axes.origin), t = line_of(axes.across, axes.origin),
               h = line_of(axes.approach, axes.origin);
    auto const half_s = static_cast<float>(way.half_s), half_t = static_cast<float>(way.half_t),
               top = static_cast<float>(way.top);
    for_each_row(corners_of(axes, way), cells_.columns(), cells_.rows(), [&](int row, int left, int right) {
      for (auto p : cells_.row(row, left, right)) {
        bool const known = p.z > 0;
        if (!known) {  // where its ray meets the plane between the tips
          float const z = h.start / (h.at({p.x, p.y, 1}) + h.start);
          p = {z * p.x, z * p.y, z};
        }
        float const aside = std::abs(t.at(p)), along = std::abs(s.at(p));
        if (aside <= half_t && along <= half_s) visit(along, aside, known ? h.at(p) : top);
      }
    });
  }

 private:
  struct line {
    float x, y, z, start;

    [[nodiscard]] float at(obstacle_point const& p) const { return p.x * x + p.y * y + p.z * z - start; }
  };

  [[nodiscard]] static line line_of(vector3 const& v, vector3 const& origin) {
    auto const f = [](double value) { return static_cast<float>(value); };
    return {f(v.x), f(v.y), f(v.z), f(dot(v, origin))};
  }

  /// The corners of a way among the cells; of the whole image where the way begins behind the camera.
  [[nodiscard]] std::array<point<double>, 8> corners_of(hand_axes const& axes, hand_way const& way) const {
    std::array<point<double>, 8> corners{};
    for (std::size_t i = 0; i < 8; ++i) {
      auto const pixel = camera_.project({axes.at(i & 1U ? way.half_s : -way.half_s, i & 2U ? way.half_t : -way.half_t,
                                                  i & 4U ? way.bottom : way.top)});
      if (!pixel) {
        double const right = cells_.columns(), bottom = cells_.rows();
        return {{{0, 0}, {right, 0}, {0, bottom}, {right, bottom}, {0, 0}, {right, 0}, {0, bottom}, {right, bottom}}};
      }
      corners[i] = cells_.cell(*pixel);
    }
    return corners;
  }

  pinhole_camera const& camera_;
  obstacle_cells const& cells_;
};

/// The nearest heights along the approach, in bins from the middle outwards for both fingers at once.
struct closing_profile {
  std::vector<float> pads;     ///< as wide as the pads
  std::vector<float> between;  ///< as wide as the rectangle's jaw
  std::vector<float> ahead;    ///< of `between`, the nearest from each bin some way inwards

  explicit closing_profile(std::size_t count) : pads(count), between(count), ahead(count) {}

  /// `half_pad`, `half_jaw`: metres. A cell counts in all bins that it touches.
  void measure(hand_view const& view, hand_axes const& axes, double half_pad, double half_jaw, hand_way way) {
    std::ranges::fill(pads, nothing_there);
    std::ranges::fill(between, nothing_there);
    double const half_cell = view.half_cell(axes.origin.z);
    auto const pad = static_cast<float>(half_pad), jaw = static_cast<float>(std::max(half_jaw, half_cell));
    way.half_s = finger_sweep::bin * static_cast<double>(pads.size()) + half_cell, way.half_t = std::max(pad, jaw);
    constexpr auto per_metre = static_cast<float>(1 / finger_sweep::bin);
    auto const last = static_cast<std::ptrdiff_t>(pads.size()) - 1;
    view.for_each(axes, way, [=, pads_at = pads.data(), between_at = between.data()](float s, float t, float h) {
      auto const at = std::min(static_cast<std::ptrdiff_t>(s * per_metre), last);
      if (t <= pad) pads_at[at] = std::min(pads_at[at], h);
      if (t <= jaw) between_at[at] = std::min(between_at[at], h);
    });
    auto const reach = static_cast<std::size_t>(std::lround(half_cell / finger_sweep::bin));
    spread(pads, reach);
    spread(between, reach);
    ahead = between;
    for (std::size_t k = 1; k < finger_sweep::before_face; ++k)
      for (std::size_t i = k; i < ahead.size(); ++i) ahead[i] = std::min(ahead[i], between[i - k]);
  }

 private:
  /// Takes to each bin the least of those up to `reach` away, in a profile that goes on mirrored before its beginning.
  void spread(std::vector<float>& profile, std::size_t reach) {
    auto const count = profile.size();
    wide_.assign(count + 2 * reach, nothing_there);
    for (std::size_t i = 0; i < count; ++i) wide_[i + reach] = profile[i];
    for (std::size_t i = 0; i < std::min(reach, count); ++i) wide_[reach - 1 - i] = profile[i];
    for (std::size_t k = 0; k <= 2 * reach; ++k)
      for (std::size_t i = 0; i < count; ++i) profile[i] = std::min(profile[i], wide_[i + k]);
  }

  std::vector<float> wide_{};
};

/// The nearest height before a palm of these half sizes, metres.
[[nodiscard]] inline float height_before_palm(hand_view const& blocks, hand_axes const& axes, double half_width,
                                              double half_depth, hand_way way) {
  double const half_cell = blocks.half_cell(axes.origin.z);
  way.half_s = half_width + half_cell, way.half_t = half_depth + half_cell;
  float nearest = nothing_there;
  blocks.for_each(axes, way, [&](float, float, float h) { nearest = std::min(nearest, h); });
  return nearest;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_ROBOT_IMPL_CLOSING_PROFILE_HPP

// suregrasp/robot/clearance.hpp
#ifndef SUREGRASP_ROBOT_CLEARANCE_HPP
#define SUREGRASP_ROBOT_CLEARANCE_HPP
namespace suregrasp::inline v2 {

/// Whether a gripper gets to grasps without touching what a depth image shows.
///
/// The fingers are boxes that come down from the pre-grasp, open, and close on the arc of their tips; the palm is a box
/// behind them. What the camera sees within their way, or within the margins about it, is in the way; what stands
/// between the fingers is what they are to close on. Of all openings of the gripper the smallest that clears is the
/// pre-shape. Larger fingers, a larger palm and larger margins never have more clearance.
/// What no pixel shows, as the far side of a thing, is not in the way. Cells of 2 x 2 pixels count by their nearest.
class clearance_checker {
 public:
  /// With `table`, the plane in the camera's frame that things lie on, the tips stay above it by the table
  /// margin, and what is less than that above it is the table itself.
  ///
  /// Throws as `require_valid` of camera and gripper; `option_error` `option.field`, for options out of their range.
  clearance_checker(pinhole_camera camera, gripper hand, clearance_options const& options = {},
                    std::optional<camera_plane> const& table = {})
      : camera_((require_valid(camera), std::move(camera))),
        hand_((require_valid(hand), std::move(hand))),
        options_(options),
        table_(table),
        sweep_(hand_, options.side_margin),
        rays_(camera_, detail::cell_image(camera_.width, camera_.height, fine)),
        block_rays_(camera_, detail::cell_image(camera_.width, camera_.height, fine * coarse)) {
    check_fields(options, "clearance_checker");
    if (table_ && table_->distance < 0) table_ = camera_plane{-table_->normal, -table_->distance};
  }

  /// The clearance of each pose in one depth image `[H, W]`, metres. The poses are those of `grasp_pose` with the
  /// gripper's `tool`, at the depth of the surface between the fingers.
  ///
  /// Throws `shape_error` `shape.camera` for an image of another size than the camera's.
  [[nodiscard]] std::vector<grasp_clearance> operator()(host_view<float const> const& depth,
                                                        std::span<gripper_pose const> poses) const {
    require_image_of(camera_, depth);
    auto const cells = obstacles_in(depth);
    auto blocks = detail::nearest_in_cells(cells.nearest, cells.columns, cells.rows, coarse, std::identity{});
    blocks.side = fine * coarse;
    detail::obstacle_cells const obstacles(cells, rays_), obstacle_blocks(blocks, block_rays_);
    detail::hand_view const view(camera_, obstacles), block_view(camera_, obstacle_blocks);
    detail::closing_profile profile(sweep_.reach());
    auto sweep = sweep_;
    std::vector<float> coming_down;
    double const nearest = nearest_of(blocks);
    std::vector<grasp_clearance> result;
    result.reserve(poses.size());
    for (auto const& pose : poses) {
      auto const axes = axes_of(pose);
      double const insertion = std::min(options_.insertion, above_table(axes));
      // What is nearer than all there is needs no search.
      double const slant = 0.2 * (std::abs(axes.closing.z) + std::abs(axes.across.z));
      double const top = std::max(-options_.standoff, (nearest - axes.origin.z - slant) / axes.approach.z);
      detail::hand_way const way{0, 0, std::min(top, 0.0), insertion + most_clearance};
      profile.measure(view, axes, hand_.pad.jaw / 2 + options_.side_margin, pose.jaw / 2, way);
      // Where all there is lies far enough below the palm, none of it needs to be looked at.
      bool const far = way.top > insertion + most_clearance - hand_.palm.behind;
      float const palm = far ? detail::nothing_there
                             : detail::height_before_palm(block_view, axes, hand_.palm.width / 2 + options_.side_margin,
                                                          hand_.palm.depth / 2 + options_.side_margin, way);
      result.push_back(best_of(profile, palm, static_cast<float>(insertion), sweep, coming_down));
    }
    return result;
  }

 private:
  static constexpr int fine = 2, coarse = 4;  ///< pixels of a cell; cells of a block

  /// The image in cells, without the table.
  [[nodiscard]] detail::cell_image obstacles_in(host_view<float const> const& depth) const {
    float const none = options_.unknown == unknown_pixels::obstacle ? 0 : detail::nothing_there;
    auto const measured = []<class V>(V const& value) {
      return simd::baseline::select(value > V{}, value, simd::baseline::all<V>(detail::nothing_there));
    };
    auto cells = detail::nearest_in_cells(depth.values, camera_.width, camera_.height, fine, measured);
    auto const f = [](double value) { return static_cast<float>(value); };
    auto const plane = table_.value_or(camera_plane{{0, 0, 0}, 0});
    float const nx = f(plane.normal.x), ny = f(plane.normal.y), nz = f(plane.normal.z);
    float const limit = table_ ? f(plane.distance - options_.table_margin) : detail::nothing_there;
    for (std::size_t i = 0; i < cells.nearest.size(); ++i) {
      float const z = cells.nearest[i], along_normal = z * (nx * rays_.x[i] + ny * rays_.y[i] + nz);
      auto const kept = simd::baseline::select(along_normal > limit, detail::nothing_there, z);
      cells.nearest[i] = simd::baseline::select(z == detail::nothing_there, none, kept);
    }
    return cells;
  }

  [[nodiscard]] static double nearest_of(detail::cell_image const& blocks) {
    double const nearest = *std::ranges::min_element(blocks.nearest);
    return std::isfinite(nearest) ? nearest : 0;
  }

  [[nodiscard]] detail::hand_axes axes_of(gripper_pose const& pose) const {
    auto const& wrist = pose.wrists[0];
    return {wrist({hand_.tool.reach * hand_.tool.approach}), wrist.orientation * hand_.tool.closing,
            wrist.orientation * cross(hand_.tool.approach, hand_.tool.closing),
            wrist.orientation * hand_.tool.approach};
  }

  /// How far the tips may go beyond the surface above the table, wherever they are along the closing axis.
  [[nodiscard]] double above_table(detail::hand_axes const& axes) const {
    if (!table_) return options_.insertion;
    double const slope = dot(table_->normal, axes.approach);
    if (!(slope > 0)) return 0;
    auto const height = [&](double s) { return (table_->distance - dot(table_->normal, axes.at(s, 0, 0))) / slope; };
    return std::min(height(-hand_.stroke / 2), height(hand_.stroke / 2)) - options_.table_margin;
  }

  /// The freest opening, and the smallest that is free enough.
  [[nodiscard]] grasp_clearance best_of(detail::closing_profile const& profile, float before_palm, float insertion,
                                        detail::finger_sweep& sweep, std::vector<float>& coming_down) const {
    grasp_clearance result{.insertion = insertion};
    sweep.come_down(profile.pads, insertion, coming_down);
    auto const hold = insertion - static_cast<float>(options_.least_hold);
    auto const enough = static_cast<float>(options_.noise_margin);
    float best = -detail::nothing_there;
    bool holds = false;
    for (std::size_t k = 1; k < sweep.openings(); ++k) {
      holds = holds || profile.between[k - 1] <= hold;
      if (!holds) continue;
      float clear =
          std::min(coming_down[k], before_palm + static_cast<float>(hand_.palm.behind) + sweep.deepest(k) - insertion);
      if (clear <= best && (result.opening || clear < enough)) continue;
      clear = std::min(
          clear, sweep.close(profile.between, profile.ahead, k, insertion, static_cast<float>(options_.least_hold)));
      best = std::max(best, clear);
      if (result.opening || clear < enough) continue;
      result.opening = sweep.opening(k);
      result.travel = insertion - sweep.deepest(k);
    }
    if (!holds) return result;
    result.millimetres = 1000 * static_cast<double>(best);
    result.verdict = result.opening ? clearance_verdict::clear : clearance_verdict::blocked;
    return result;
  }

  pinhole_camera camera_;
  gripper hand_;
  clearance_options options_;
  std::optional<camera_plane> table_;
  detail::finger_sweep sweep_;
  detail::cell_rays rays_, block_rays_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_CLEARANCE_HPP

// suregrasp/robot/table_plane.hpp
#ifndef SUREGRASP_ROBOT_TABLE_PLANE_HPP
#define SUREGRASP_ROBOT_TABLE_PLANE_HPP
namespace suregrasp::inline v2 {

/// What counts as the table in a depth image.
struct table_options {
  double tolerance = 0.006;   ///< how far from the plane, along the camera's z, its pixels may lie, metres
  double least_share = 0.25;  ///< of the pixels with a distance that must lie on it
  int draws = 200;            ///< planes through three pixels that are tried
  friend bool operator==(table_options const&, table_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = table_options;
    return list(field{"tolerance", &self::tolerance, "How far off the plane its pixels may lie", "m"}.between(1e-5, 1),
                field{"least_share", &self::least_share, "Share of the pixels that lie on it"}.between(0.01, 1),
                field{"draws", &self::draws, "Planes that are tried"}.between(1, 100000));
  }
};

namespace detail {

/// A plane in the camera's frame as 1 / z = s . ray: linear in what a camera measures.
struct inverse_depths {
  std::vector<vector3> rays{};
  std::vector<double> depth{};

  inverse_depths(pinhole_camera const& camera, host_view<float const> const& image) {
    constexpr double most = 5000;
    auto const stride = std::max(1, static_cast<int>(std::sqrt(double(camera.width) * camera.height / most)));
    for (int y = 0; y < camera.height; y += stride)
      for (int x = 0; x < camera.width; x += stride) {
        auto const z = image.values[static_cast<std::size_t>(y) * static_cast<std::size_t>(camera.width) +
                                    static_cast<std::size_t>(x)];
        if (!is_depth(z)) continue;
        auto const ray = camera.ray({double(x), double(y)});
        if (!ray) continue;
        rays.push_back(*ray);
        depth.push_back(z);
      }
  }

  [[nodiscard]] bool near(std::size_t i, vector3 const& plane, double tolerance) const {
    double const inverse = dot(plane, rays[i]);
    return inverse > 0 && std::abs(1 / inverse - depth[i]) <= tolerance;
  }
  [[nodiscard]] std::size_t count_near(vector3 const& plane, double tolerance) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < depth.size(); ++i) count += near(i, plane, tolerance) ? 1 : 0;
    return count;
  }
};

/// The solution of the linear system with these columns; nothing where there is none.
[[nodiscard]] inline std::optional<vector3> solved(std::array<vector3, 3> const& a, vector3 const& right) {
  auto const bc = cross(a[1], a[2]), ca = cross(a[2], a[0]), ab = cross(a[0], a[1]);
  double const determinant = dot(a[0], bc);
  if (!(std::abs(determinant) > 1e-12)) return std::nullopt;
  return 1 / determinant * vector3{dot(right, bc), dot(right, ca), dot(right, ab)};
}

/// The plane through three of them.
[[nodiscard]] inline std::optional<vector3> plane_through(inverse_depths const& all,
                                                          std::array<std::size_t, 3> const& at) {
  auto const &p = all.rays[at[0]], &q = all.rays[at[1]], &r = all.rays[at[2]];
  return solved({vector3{p.x, q.x, r.x}, {p.y, q.y, r.y}, {p.z, q.z, r.z}},
                {1 / all.depth[at[0]], 1 / all.depth[at[1]], 1 / all.depth[at[2]]});
}

/// The plane of least squares, in depth, through those near a plane.
[[nodiscard]] inline std::optional<vector3> refined(inverse_depths const& all, vector3 const& plane, double tolerance) {
  std::array<vector3, 3> sum{};
  vector3 right{};
  for (std::size_t i = 0; i < all.depth.size(); ++i) {
    if (!all.near(i, plane, tolerance)) continue;
    auto const& ray = all.rays[i];
    double const weight = std::pow(all.depth[i], 4);  // an error e of the depth z is one of e / z^2 of 1 / z
    sum[0] = sum[0] + weight * ray.x * ray, sum[1] = sum[1] + weight * ray.y * ray;
    sum[2] = sum[2] + weight * ray.z * ray;
    right = right + weight / all.depth[i] * ray;
  }
  return solved(sum, right);
}

}  // namespace detail

/// The plane that most of a depth image `[H, W]`, metres, shows: the table under a camera that looks at one. Nothing
/// where no plane holds enough of it, as over a bin, or where the image holds distances from elsewhere than the camera.
///
/// Planes through three drawn pixels are held against about 5,000 others, the best is refined by least squares
/// (Fischler and Bolles, 1981). The normal points from the camera into the table. Throws `shape_error` `shape.camera`;
/// `option_error` `option.camera`, `option.field`.
[[nodiscard]] inline std::optional<camera_plane> table_plane_in(pinhole_camera const& camera,
                                                                host_view<float const> const& depth,
                                                                table_options const& options = {},
                                                                random_stream draw = random_stream(0)) {
  require_valid(camera);
  require_image_of(camera, depth);
  check_fields(options, "table_plane_in");
  detail::inverse_depths const all(camera, depth);
  if (all.depth.size() < 3) return std::nullopt;
  std::optional<vector3> best;
  std::size_t most = 0;
  for (int i = 0; i < options.draws; ++i) {
    std::array<std::size_t, 3> at{};
    for (auto& each : at) each = draw.below(all.depth.size());
    auto const plane = detail::plane_through(all, at);
    auto const count = plane ? all.count_near(*plane, options.tolerance) : 0;
    if (count > most) best = plane, most = count;
  }
  for (int i = 0; best && i < 2; ++i)
    if (auto const better = detail::refined(all, *best, options.tolerance)) best = better;
  if (!best) return std::nullopt;
  most = all.count_near(*best, options.tolerance);
  if (static_cast<double>(most) < options.least_share * static_cast<double>(all.depth.size())) return std::nullopt;
  return camera_plane{unit(*best), 1 / norm(*best)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_TABLE_PLANE_HPP

// suregrasp/robot/grasp_planner.hpp
#ifndef SUREGRASP_ROBOT_GRASP_PLANNER_HPP
#define SUREGRASP_ROBOT_GRASP_PLANNER_HPP
namespace suregrasp::inline v2 {

/// What becomes of a grasp on its way to a gripper.
enum class plan_verdict {
  clear,            ///< the gripper gets there
  blocked,          ///< something is in its way at every opening it has
  nothing_between,  ///< nothing stands between the fingers to hold, or it is too flat
  no_depth,         ///< too few pixels between the fingers have a distance
  no_pose           ///< the lens model or the table's normal leaves no pose
};

/// The names of the verdicts.
[[nodiscard]] constexpr auto names_of(plan_verdict) {
  using enum plan_verdict;
  return std::array{named_value{clear, "clear"}, named_value{blocked, "blocked"},
                    named_value{nothing_between, "nothing_between"}, named_value{no_depth, "no_depth"},
                    named_value{no_pose, "no_pose"}};
}

/// How a gripper is to take one grasp of a picture.
struct grasp_plan {
  plan_verdict verdict = plan_verdict::no_depth;
  std::optional<surface_depth> surface{};  ///< between the fingers
  std::optional<gripper_pose> pose{};      ///< with the tool's grasp point on that surface
  std::optional<grasp_clearance> clearance{};
  /// Where the gripper closes: `pose` moved along its approach by `clearance->travel`.
  std::optional<wrist_pair<frames::camera>> goals{};
};

/// How grasps are planned.
struct planner_options {
  surface_depth_options surface{};
  clearance_options clearance{};
  std::optional<camera_plane> table{};  ///< what things lie on, where that is known
  bool seeks_table = true;              ///< otherwise seek it in each depth image (`table_plane_in`)
  table_options seeking{};
};

/// Grasps of a picture, and a depth image, to what a gripper does: pose, pre-shape, clearance.
///
/// With a table the gripper approaches along its normal, without one along the view ray.
class grasp_planner {
 public:
  /// Throws as `require_valid` of camera and gripper.
  grasp_planner(pinhole_camera camera, gripper hand, planner_options options = {})
      : camera_(std::move(camera)), hand_(std::move(hand)), options_(options) {
    require_valid(camera_);
    require_valid(hand_);
  }

  [[nodiscard]] pinhole_camera const& camera() const { return camera_; }
  [[nodiscard]] gripper const& hand() const { return hand_; }

  /// A plan for each grasp, in pixels of `depth`, `[H, W]`, metres. Throws `shape_error` `shape.camera` for an image of
  /// another size than the camera's; `geometry_error` `geometry.grasp.finite`; `option_error` `option.field`.
  [[nodiscard]] std::vector<grasp_plan> operator()(host_view<float const> const& depth,
                                                   std::span<grasp<double> const> grasps) const {
    require_image_of(camera_, depth);
    auto const table =
        options_.table || !options_.seeks_table ? options_.table : table_plane_in(camera_, depth, options_.seeking);
    std::optional<vector3> const normal = table ? std::optional(table->normal) : std::nullopt;
    std::vector<grasp_plan> plans;
    std::vector<gripper_pose> poses;
    for (auto const& g : grasps) {
      plans.push_back(started(depth, g, normal));
      if (plans.back().pose) poses.push_back(*plans.back().pose);
    }
    auto const clearances = clearance_checker(camera_, hand_, options_.clearance, table)(depth, poses);
    auto next = clearances.begin();
    for (auto& plan : plans)
      if (plan.pose) finish(plan, *next++);
    return plans;
  }

 private:
  [[nodiscard]] grasp_plan started(host_view<float const> const& depth, grasp<double> const& g,
                                   std::optional<vector3> const& normal) const {
    grasp_plan plan;
    plan.surface = surface_depth_at(depth, g, options_.surface);
    if (!plan.surface) return plan;
    try {
      plan.pose = grasp_pose(camera_, g, plan.surface->depth, hand_.tool, normal);
    } catch (geometry_error const&) {
      plan.verdict = plan_verdict::no_pose;
    }
    return plan;
  }

  void finish(grasp_plan& plan, grasp_clearance const& clearance) const {
    constexpr std::array verdicts{plan_verdict::clear, plan_verdict::blocked, plan_verdict::nothing_between};
    plan.verdict = verdicts[static_cast<std::size_t>(clearance.verdict)];
    plan.clearance = clearance;
    plan.goals = plan.pose->wrists;
    for (auto& goal : *plan.goals)
      goal.translation = goal.translation + clearance.travel * (goal.orientation * hand_.tool.approach);
  }

  pinhole_camera camera_;
  gripper hand_;
  planner_options options_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_GRASP_PLANNER_HPP

// suregrasp/robot/clear_success.hpp
#ifndef SUREGRASP_ROBOT_CLEAR_SUCCESS_HPP
#define SUREGRASP_ROBOT_CLEAR_SUCCESS_HPP
namespace suregrasp::inline v2 {

/// How often grasps are correct by their labels and a gripper gets to them past what the depth images show: overlap and
/// angle alone know nothing of what the fingers touch.
struct clear_success {
  proportion correct{};            ///< images whose first-ranked grasp is correct
  proportion clear{};              ///< whose first-ranked grasp is clear
  proportion correct_and_clear{};  ///< both
  proportion first_clear{};        ///< whose best-ranked grasp of those that are clear is correct
  proportion labels{};             ///< labelled grasps that are clear
  std::size_t without_depth = 0;   ///< images without a depth image; they count nowhere else
  friend bool operator==(clear_success const&, clear_success const&) = default;

  static constexpr auto fields(auto list) {
    using self = clear_success;
    return list(field{"correct", &self::correct, "First-ranked grasp correct"},
                field{"clear", &self::clear, "First-ranked grasp clear"},
                field{"correct_and_clear", &self::correct_and_clear, "First-ranked grasp correct and clear"},
                field{"first_clear", &self::first_clear, "First grasp of those that are clear correct"},
                field{"labels", &self::labels, "Labelled grasps clear"},
                field{"without_depth", &self::without_depth, "Images without a depth image"});
  }

  /// Counts one image: its grasps, best first, and its labels, in pixels of `depth`, `[H, W]`, metres. Throws as
  /// `grasp_planner`.
  void add(grasp_planner const& planner, host_view<float const> const& depth, std::span<grasp<double> const> ranked,
           std::span<grasp<double> const> truth, rectangle_metric_options const& options = {}) {
    auto const is_clear = [](grasp_plan const& plan) { return plan.verdict == plan_verdict::clear; };
    std::vector<grasp<double>> all(ranked.begin(), ranked.end());
    all.insert(all.end(), truth.begin(), truth.end());  // one call: the table is sought once
    auto const plans = planner(depth, all);
    bool const right = !ranked.empty() && is_correct(ranked[0], truth, options);
    bool const reached = !ranked.empty() && is_clear(plans[0]);
    correct.add(right), clear.add(reached), correct_and_clear.add(right && reached);
    std::size_t first = 0;
    while (first < ranked.size() && !is_clear(plans[first])) ++first;
    first_clear.add(first < ranked.size() && is_correct(ranked[first], truth, options));
    for (std::size_t i = ranked.size(); i < plans.size(); ++i) labels.add(is_clear(plans[i]));
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_CLEAR_SUCCESS_HPP

// suregrasp/robot/drift_alarm.hpp
#ifndef SUREGRASP_ROBOT_DRIFT_ALARM_HPP
#define SUREGRASP_ROBOT_DRIFT_ALARM_HPP
namespace suregrasp::inline v2 {

/// What is known of scenes like those that a detector was calibrated on.
struct drift_reference {
  std::vector<double> uncertainties{};  ///< M_uc of the first grasp of each scene
  std::vector<double> heats{};          ///< heat of the hottest location of each scene
  friend bool operator==(drift_reference const&, drift_reference const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"uncertainties", &drift_reference::uncertainties, "M_uc of each scene's first grasp"},
                field{"heats", &drift_reference::heats, "Highest heat of each scene"});
  }
};

/// How soon, and how falsely, a drift alarm may ring.
struct drift_options {
  double scenes_to_false_alarm = 1000;  ///< on average, at least, where nothing has changed
  friend bool operator==(drift_options const&, drift_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"scenes_to_false_alarm", &drift_options::scenes_to_false_alarm,
                      "Scenes to a false alarm, on average, at least"}
                    .above(1));
  }
};

/// Says when scenes are no longer like those of the calibration: M_uc too high or heat too low, again and again.
///
/// Each scene is ranked among the calibration's; the two ranks, as p-values, are turned into bets (Vovk's mixture,
/// 1993; the mean of both), and the bets into the Shiryaev-Roberts sum of their products over all times at which the
/// change could have begun. An alarm is that sum at `scenes_to_false_alarm` or more: as each bet is worth at most 1 on
/// average where nothing has changed, a false alarm comes no sooner than that on average (Shin, Ramdas and Rinaldo,
/// "E-detectors", 2023), for scenes and calibration that are exchangeable. Successive frames of one scene are no scenes
/// of their own: tell it one of each. An object may be read by several threads or changed by one.
class drift_alarm {
 public:
  /// Throws `option_error`: `option.drift` for fewer than 20 calibration scenes or values that are no numbers,
  /// `option.field`.
  explicit drift_alarm(drift_reference reference, drift_options const& options = {})
      : reference_(std::move(reference)), options_(options) {
    check_fields(options, "drift_alarm");
    for (auto* values : {&reference_.uncertainties, &reference_.heats}) {
      if (values->size() < least || std::ranges::any_of(*values, [](double v) { return std::isnan(v); }))
        throw option_error("option.drift", "expected M_uc and heat of at least " + text_of(least) +
                                               " calibration scenes, got " + text_of(values->size()));
      std::ranges::sort(*values);
    }
  }

  /// Takes the next scene: M_uc of its first grasp, where there is one, and its highest heat. Returns whether the alarm
  /// rings; it goes on ringing until `reset`, unless later scenes are as those of the calibration for long.
  bool add(std::optional<double> uncertainty, double heat) {
    double const of_heat = bet_of(share_above(reference_.heats, heat, false));
    if (!uncertainty) return take(of_heat);
    return take((of_heat + bet_of(share_above(reference_.uncertainties, *uncertainty, true))) / 2);
  }

  [[nodiscard]] bool ringing() const { return evidence_ >= options_.scenes_to_false_alarm; }

  /// The Shiryaev-Roberts sum: an alarm at `scenes_to_false_alarm`.
  [[nodiscard]] double evidence() const { return evidence_; }

  /// Begins anew, as after the alarm was heard.
  void reset() { evidence_ = 0; }

 private:
  static constexpr std::size_t least = 20;

  bool take(double bet) {
    evidence_ = (evidence_ + 1) * bet;
    return ringing();
  }

  /// Share of the calibration's values, and this one, that are as far out as this one, or farther.
  [[nodiscard]] static double share_above(std::vector<double> const& sorted, double value, bool high) {
    auto const count = high ? sorted.end() - std::ranges::lower_bound(sorted, value)
                            : std::ranges::upper_bound(sorted, value) - sorted.begin();
    return static_cast<double>(count + 1) / static_cast<double>(sorted.size() + 1);
  }

  /// The integral over k in (0, 1) of k p^(k - 1): 1 on average over uniform p, large where p is small.
  [[nodiscard]] static double bet_of(double p) {
    if (p > 0.999) return 0.5;  // its limit at 1
    double const l = std::log(p);
    return (1 - p + p * l) / (p * l * l);
  }

  drift_reference reference_;
  drift_options options_;
  double evidence_ = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_DRIFT_ALARM_HPP

// suregrasp/robot/frame_check.hpp
#ifndef SUREGRASP_ROBOT_FRAME_CHECK_HPP
#define SUREGRASP_ROBOT_FRAME_CHECK_HPP
namespace suregrasp::inline v2 {

/// What becomes of a frame of a live loop.
enum class frame_verdict {
  answered,    ///< it was looked at; there may still be nothing to grasp
  empty,       ///< no pixels
  other_size,  ///< another size than the camera's, or depth of another than the colours'
  black,       ///< no light, as with a covered lens
  no_depth,    ///< hardly a pixel has a distance
  other_unit,  ///< distances no camera over a table measures: those of another unit
  stale,       ///< answered too late to be acted upon
  unreadable,  ///< the source could not read it
  failed       ///< the detector ended with an error
};

/// The names of the verdicts.
[[nodiscard]] constexpr auto names_of(frame_verdict) {
  using enum frame_verdict;
  return std::array{
      named_value{answered, "answered"}, named_value{empty, "empty"},           named_value{other_size, "other_size"},
      named_value{black, "black"},       named_value{no_depth, "no_depth"},     named_value{other_unit, "other_unit"},
      named_value{stale, "stale"},       named_value{unreadable, "unreadable"}, named_value{failed, "failed"}};
}

/// What is expected of the frames of a camera.
struct frame_limits {
  int width = 0;         ///< pixels; 0: any
  int height = 0;        ///< pixels; 0: any
  int darkest = 10;      ///< the brightest channel of a pixel in a hundred must be above this, of 255
  double nearest = 0.1;  ///< the median of the distances must be between these, metres
  double farthest = 10;
  double least_known = 0.05;  ///< share of the pixels that must have a distance
  friend bool operator==(frame_limits const&, frame_limits const&) = default;

  static constexpr auto fields(auto list) {
    using self = frame_limits;
    return list(field{"width", &self::width, "Width of a frame, 0 for any", "pixels"}.at_least(0),
                field{"height", &self::height, "Height of a frame, 0 for any", "pixels"}.at_least(0),
                field{"darkest", &self::darkest, "What is not brighter is black, of 255"}.between(0, 255),
                field{"nearest", &self::nearest, "Least median of the distances", "m"}.above(0),
                field{"farthest", &self::farthest, "Largest median of the distances", "m"}.above(0),
                field{"least_known", &self::least_known, "Share of pixels with a distance"}.between(0, 1));
  }
};

/// What a look at a frame's pixels says, before any network sees it.
struct frame_check {
  frame_verdict verdict = frame_verdict::answered;
  std::string detail{};  ///< what was expected and what came; empty for a good frame
};

namespace detail {

/// Of every 16th pixel or so: enough for a share, and soon done.
[[nodiscard]] inline bool is_black(host_view<std::uint8_t const> const& rgb, int darkest) {
  std::size_t bright = 0, looked = 0;
  for (std::size_t i = 0; i + 2 < rgb.values.size(); i += std::size_t{3} * 17, ++looked)
    bright += std::max({rgb.values[i], rgb.values[i + 1], rgb.values[i + 2]}) > darkest ? 1 : 0;
  return bright * 100 <= looked;
}

[[nodiscard]] inline frame_check checked_depth(host_view<float const> const& depth, frame_limits const& limits) {
  std::vector<float> known;
  std::size_t looked = 0;
  for (std::size_t i = 0; i < depth.values.size(); i += 17, ++looked)
    if (is_depth(depth.values[i])) known.push_back(depth.values[i]);
  if (known.empty() || static_cast<double>(known.size()) < limits.least_known * static_cast<double>(looked))
    return {frame_verdict::no_depth, "expected a distance in at least " + text_of(100 * limits.least_known) +
                                         " % of the pixels, got " + text_of(known.size()) + " of " + text_of(looked)};
  auto const middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::ranges::nth_element(known, middle);
  if (*middle >= limits.nearest && *middle <= limits.farthest) return {};
  return {frame_verdict::other_unit,
          "expected a median of the distances from " + text_of(limits.nearest) + " to " + text_of(limits.farthest) +
              " m, got " + text_of(*middle) + " m: " +
              (*middle > limits.farthest ? "are millimetres taken for metres?" : "are metres taken for millimetres?")};
}

}  // namespace detail

/// Looks at a frame: colours `[H, W, 3]`, and depth `[H, W]` in metres where there is one.
[[nodiscard]] inline frame_check check_frame(host_view<std::uint8_t const> const& rgb,
                                             std::optional<host_view<float const>> const& depth = {},
                                             frame_limits const& limits = {}) {
  if (rgb.values.empty() || rgb.shape.size() != 3)
    return {frame_verdict::empty, "expected colours [H, W, 3], got " + to_string(rgb.shape)};
  bool const fits =
      (limits.width == 0 || rgb.shape[1] == limits.width) && (limits.height == 0 || rgb.shape[0] == limits.height);
  if (!fits)
    return {frame_verdict::other_size, "expected frames of " + text_of(limits.width) + " x " + text_of(limits.height) +
                                           " pixels, got " + text_of(rgb.shape[1]) + " x " + text_of(rgb.shape[0])};
  if (detail::is_black(rgb, limits.darkest))
    return {frame_verdict::black,
            "expected a pixel in a hundred that is brighter than " + text_of(limits.darkest) + " of 255"};
  if (!depth) return {};
  if (depth->shape != extents{rgb.shape[0], rgb.shape[1]})
    return {frame_verdict::other_size, "expected depth of the colours' size " +
                                           to_string(extents{rgb.shape[0], rgb.shape[1]}) + ", got " +
                                           to_string(depth->shape)};
  return detail::checked_depth(*depth, limits);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_FRAME_CHECK_HPP

// suregrasp/robot/grasp_calibration.hpp
#ifndef SUREGRASP_ROBOT_GRASP_CALIBRATION_HPP
#define SUREGRASP_ROBOT_GRASP_CALIBRATION_HPP
namespace suregrasp::inline v2 {

/// What labelled photographs say of a detector's grasps, for use on a robot.
struct grasp_calibration {
  conformal_calibration angle{};    ///< of axial errors, radians
  conformal_calibration opening{};  ///< of |log(opening / true opening)|
  drift_reference drift{};          ///< of those photographs
  friend bool operator==(grasp_calibration const&, grasp_calibration const&) = default;

  static constexpr auto fields(auto list) {
    using c = grasp_calibration;
    return list(field{"angle", &c::angle}, field{"opening", &c::opening}, field{"drift", &c::drift});
  }
};

/// What a detector said at labelled centres, and what was true.
struct calibration_data {
  std::vector<double> uncertainties{};     ///< M_uc
  std::vector<double> angles{};            ///< axial errors, radians
  std::vector<double> openings{};          ///< |log(opening / true opening)|
  std::vector<std::size_t> photographs{};  ///< which photograph each is of
  drift_reference drift{};                 ///< of those photographs
};

/// Calibrates by labelled photographs. Throws as `calibrate_intervals`; `metric_error` `metrics.conformal.few` where
/// they are too few for the coverage.
[[nodiscard]] inline grasp_calibration calibrate_grasps(calibration_data const& data,
                                                        conformal_options const& options = {}) {
  auto const angle = calibrate_intervals(data.angles, data.uncertainties, options);
  auto const opening = calibrate_intervals(data.openings, data.uncertainties, options);
  if (!angle || !opening)
    throw metric_error("metrics.conformal.few", "expected enough labels for a coverage of " +
                                                    text_of(options.coverage) + ", got " + text_of(data.angles.size()));
  return {*angle, *opening, data.drift};
}

/// Where the true pose of a grasp lies, with the probability that its calibration promises, each by itself.
struct grasp_intervals {
  double angle = 0;    ///< the axis is at most so far from the grasp's, radians; at most pi / 2, which says nothing
  interval opening{};  ///< pixels, or whatever the grasp's is in
  friend bool operator==(grasp_intervals const&, grasp_intervals const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"angle", &grasp_intervals::angle, "", "rad"}, field{"opening", &grasp_intervals::opening});
  }
};

/// The intervals of a grasp of this M_uc.
[[nodiscard]] inline grasp_intervals intervals_of(grasp_calibration const& calibration, grasp<double> const& g,
                                                  double uncertainty) {
  auto const log_opening = conformal_interval(calibration.opening, std::log(g.opening), uncertainty);
  return {std::min(calibration.angle.half_width(uncertainty), std::numbers::pi / 2),
          {std::exp(log_opening.low), std::exp(log_opening.high)}};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_GRASP_CALIBRATION_HPP

// suregrasp/robot/grasp_tracker.hpp
#ifndef SUREGRASP_ROBOT_GRASP_TRACKER_HPP
#define SUREGRASP_ROBOT_GRASP_TRACKER_HPP
namespace suregrasp::inline v2 {

/// What makes two grasps of successive frames one.
struct tracker_options {
  double least_iou = 0.25;                              ///< of a grasp with the track it goes on
  double most_angle = radians(30.0);                    ///< between their axes
  std::size_t patience = 5;                             ///< frames that a track is kept unseen
  double memory = 0.85;                                 ///< share of what is known that still holds a frame later
  double least_uncertainty = 1e-3;                      ///< of one sighting: heads that agree by chance are not certain
  uncertainty_scale scale = default_uncertainty_scale;  ///< the model's: units of M_uc
  friend bool operator==(tracker_options const&, tracker_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = tracker_options;
    return list(field{"least_iou", &self::least_iou, "Overlap with the track"}.between(0, 1),
                field{"most_angle", &self::most_angle, "Between the axes", "rad"}.between(0, 1.6),
                field{"patience", &self::patience, "Frames that a track is kept unseen"},
                field{"memory", &self::memory, "Share of what is known that holds a frame later"}.between(0, 0.999),
                field{"least_uncertainty", &self::least_uncertainty, "M_uc of a sighting is at least this"}.above(0),
                field{"scale", &self::scale});
  }
};

/// A grasp followed over frames.
struct grasp_track {
  std::uint64_t id = 0;       ///< kept as long as the track lives, never given twice
  grasp<double> pose{};       ///< by all sightings, each as certain as it was; in the newest frame's pixels
  double uncertainty = 0;     ///< M_uc of `pose`
  point<double> velocity{};   ///< pixels a frame
  std::size_t sightings = 0;  ///< frames in which it was found
  std::size_t unseen = 0;     ///< frames since it was found last: 0 in this one
  std::size_t sighting = 0;   ///< index of the grasp that is its sighting in this frame, where `unseen` is 0
  double weight = 0;          ///< what is known, in 1 / M_uc
  double disagreement = 0;    ///< weighted squares of what sightings differ by
  double count = 0;           ///< sightings, older ones counting less
};

namespace detail {

/// What is found in one frame and the track it fits, best first.
struct track_match {
  double fit = 0;
  std::size_t track = 0, sighting = 0;
};

/// How far a sighting is from a pose, squared, in units of M_uc.
[[nodiscard]] inline double pose_distance(grasp<double> const& a, grasp<double> const& b,
                                          uncertainty_scale const& scale) {
  double const theta = axial_difference(a.theta, b.theta) / scale.theta;
  double const opening = std::log(a.opening / b.opening) / scale.opening;
  double const jaw = std::log(a.jaw / b.jaw) / scale.jaw;
  return theta * theta + opening * opening + jaw * jaw;
}

}  // namespace detail

/// Follows grasps over the frames of a camera: the same grasp keeps its number, and its M_uc shrinks as sightings
/// agree.
///
/// A sighting goes on the track whose predicted pose it overlaps by more than `least_iou` with an axis within
/// `most_angle`, the best fit first. Poses are means weighted by 1 / M_uc, angles axially, sizes by their logarithms,
/// on a constant velocity. M_uc of a track is that of the weighted mean of independent sightings, 1 / sum(1 / M_uc),
/// times how much more than their M_uc they differ (Birge's ratio, 1932); where they disagree, it does not shrink. What
/// is known fades by `memory` a frame. An object may be read by several threads or changed by one.
class grasp_tracker {
 public:
  /// Throws `option_error` `option.field`.
  explicit grasp_tracker(tracker_options const& options = {}) : options_(options) {
    check_fields(options, "grasp_tracker");
  }

  /// Takes the grasps of the next frame: each has a `grasp` and an `uncertainty`, as `detection` does. Returns all
  /// tracks that live, oldest first.
  template <class Detection>
  std::vector<grasp_track> const& update(std::span<Detection const> found) {
    for (auto& track : tracks_) predict(track);
    std::vector<bool> taken(found.size());
    for (auto const& match : matches(found)) {
      auto& track = tracks_[match.track];
      if (track.unseen == 0 || taken[match.sighting]) continue;
      taken[match.sighting] = true;
      correct(track, found[match.sighting].grasp, found[match.sighting].uncertainty);
      track.sighting = match.sighting;
    }
    std::erase_if(tracks_, [&](grasp_track const& track) { return track.unseen > options_.patience; });
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!taken[i]) begin(found[i].grasp, found[i].uncertainty, i);
    return tracks_;
  }

  [[nodiscard]] std::vector<grasp_track> const& tracks() const { return tracks_; }

  /// The track of a number; null where it lives no more.
  [[nodiscard]] grasp_track const* find(std::uint64_t id) const {
    auto const at = std::ranges::find(tracks_, id, &grasp_track::id);
    return at == tracks_.end() ? nullptr : &*at;
  }

 private:
  void predict(grasp_track& track) const {
    track.pose.x += track.velocity.x, track.pose.y += track.velocity.y;
    track.weight *= options_.memory, track.disagreement *= options_.memory, track.count *= options_.memory;
    ++track.unseen;
    set_uncertainty(track);
  }

  template <class Detection>
  [[nodiscard]] std::vector<detail::track_match> matches(std::span<Detection const> found) const {
    std::vector<detail::track_match> all;
    for (std::size_t t = 0; t < tracks_.size(); ++t)
      for (std::size_t i = 0; i < found.size(); ++i) {
        double const angle = axial_distance(found[i].grasp.theta, tracks_[t].pose.theta);
        if (!angle_at_most(angle, options_.most_angle)) continue;
        double const overlap = iou(found[i].grasp, tracks_[t].pose);
        if (overlap > options_.least_iou) all.push_back({overlap - angle / options_.most_angle, t, i});
      }
    std::ranges::stable_sort(all, std::greater{}, &detail::track_match::fit);
    return all;
  }

  [[nodiscard]] double weight_of(double uncertainty) const {
    return 1 / std::max(uncertainty, options_.least_uncertainty);
  }

  void correct(grasp_track& track, grasp<double> const& sighted, double uncertainty) const {
    double const added = weight_of(uncertainty);
    double const gain = added / (track.weight + added);
    auto& pose = track.pose;
    track.disagreement += added * (1 - gain) * detail::pose_distance(sighted, pose, options_.scale);
    // A turn may be under way that the weights know nothing of: the position follows at least by a third.
    double const follow = std::max(gain, 1.0 / 3);
    double const dx = sighted.x - pose.x, dy = sighted.y - pose.y;
    pose.x += follow * dx, pose.y += follow * dy;
    double const turn = follow * follow / (2 - follow);  // Benedict and Bordner, 1962
    track.velocity.x += turn * dx, track.velocity.y += turn * dy;
    pose.theta = axial_wrap(pose.theta + gain * axial_difference(sighted.theta, pose.theta));
    pose.opening *= std::pow(sighted.opening / pose.opening, gain);
    pose.jaw *= std::pow(sighted.jaw / pose.jaw, gain);
    track.weight += added;
    track.count += 1;
    ++track.sightings;
    track.unseen = 0;
    set_uncertainty(track);
  }

  void begin(grasp<double> const& sighted, double uncertainty, std::size_t sighting) {
    grasp_track track{.id = next_++, .pose = sighted, .sightings = 1, .sighting = sighting};
    track.weight = weight_of(uncertainty);
    track.count = 1;
    set_uncertainty(track);
    tracks_.push_back(track);
  }

  static void set_uncertainty(grasp_track& track) {
    double const ratio = track.count > 1 ? track.disagreement / (track.count - 1) : 0;
    track.uncertainty = std::max(1.0, ratio) / track.weight;
  }

  tracker_options options_;
  std::vector<grasp_track> tracks_{};
  std::uint64_t next_ = 1;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_GRASP_TRACKER_HPP

// suregrasp/robot/known_grippers.hpp
#ifndef SUREGRASP_ROBOT_KNOWN_GRIPPERS_HPP
#define SUREGRASP_ROBOT_KNOWN_GRIPPERS_HPP
namespace suregrasp::inline v2 {

/// Grippers that are often met.
enum class known_gripper { robotiq_2f85, robotiq_2f140, franka_hand, onrobot_rg2, onrobot_rg6, wsg50 };

/// Their names; the short ones are for command lines.
[[nodiscard]] constexpr auto names_of(known_gripper) {
  using enum known_gripper;
  return std::array{
      named_value{robotiq_2f85, "robotiq_2f85", "2f85"}, named_value{robotiq_2f140, "robotiq_2f140", "2f140"},
      named_value{franka_hand, "franka_hand", "franka"}, named_value{onrobot_rg2, "onrobot_rg2", "rg2"},
      named_value{onrobot_rg6, "onrobot_rg6", "rg6"},    named_value{wsg50, "wsg50", "wsg50"}};
}

/// A gripper by name, as it leaves its maker: a beginning for one's own.
///
/// Stroke, pads and links are the makers' figures or read from public descriptions of the joints. Palms are boxes about
/// what is behind the pads, to be measured where it matters, as `reach` has to be: it depends on couplings and fingers.
/// - Robotiq 2F-85: links of 57.5 mm; the tips advance by up to 13.5 mm. 2F-140: links of 100 mm, with an offset that
///   meets the known advances (15.7 mm at 93 mm, about 24 mm closed) to half a millimetre.
/// - OnRobot RG2: links of 55 mm, reach of its maker's script when closed. RG6: links of 80 mm; its pads are taken to
/// be
///   the RG2's.
/// - Schunk WSG 50-110: its fingers are the user's; these are 60 mm long.
[[nodiscard]] inline gripper gripper_of(known_gripper which) {
  auto const tool = [](tool_convention axes, double reach) { return tool_frame_of(axes, reach); };
  std::string const name(name_of(which));
  switch (which) {
    case known_gripper::robotiq_2f85:
      return {name,
              0.0854,
              {0.022, 0.0375, 0.008},
              {0.102, 0.075, 0.06},
              {0.0575, 0.0057},
              {},
              tool(tool_convention::robotiq_2f85, 0.16)};
    case known_gripper::robotiq_2f140:
      return {name,
              0.14,
              {0.03, 0.07, 0.0075},
              {0.155, 0.075, 0.1},
              {0.1, 0.0045},
              {},
              tool(tool_convention::robotiq_2f140, 0.2)};
    case known_gripper::franka_hand:
      return {
          name, 0.08, {0.017, 0.017, 0.008}, {0.204, 0.063, 0.045}, {}, {}, tool(tool_convention::franka_hand, 0.111)};
    case known_gripper::onrobot_rg2:
      return {name,
              0.11,
              {0.0202, 0.0298, 0.01145},
              {0.118, 0.037, 0.064},
              {0.055, 0.0025},
              {},
              tool(tool_convention::onrobot_rg2, 0.148)};
    case known_gripper::onrobot_rg6:
      return {name,
              0.16,
              {0.0202, 0.0298, 0.01145},
              {0.17, 0.05, 0.09},
              {0.08, 0.004},
              {},
              tool(tool_convention::onrobot_rg2, 0.2)};
    default:
      return {name, 0.11, {0.02, 0.06, 0.01}, {0.146, 0.05, 0.06}, {}, {}, tool(tool_convention::tool0, 0.1335)};
  }
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_KNOWN_GRIPPERS_HPP

// suregrasp/robot/latency_histogram.hpp
#ifndef SUREGRASP_ROBOT_LATENCY_HISTOGRAM_HPP
#define SUREGRASP_ROBOT_LATENCY_HISTOGRAM_HPP
namespace suregrasp::inline v2 {

/// Times of any number of runs in a fixed amount of memory: 40 buckets a decade from a microsecond to a thousand
/// seconds, so that a quantile is right to 6 %.
class latency_histogram {
 public:
  /// Counts a time in seconds; what is below or beyond all buckets counts in the first or last.
  void add(double seconds) {
    double const at = seconds > 0 ? std::floor(per_decade * std::log10(seconds / shortest)) : 0;
    ++counts_[static_cast<std::size_t>(std::clamp(at, 0.0, double(buckets - 1)))];
    longest_ = std::max(longest_, seconds);
  }

  [[nodiscard]] std::size_t count() const { return std::accumulate(counts_.begin(), counts_.end(), std::size_t(0)); }

  /// The longest time, exactly; 0 without any.
  [[nodiscard]] double longest() const { return longest_; }

  /// A time that at least this share of the runs, in [0, 1], did not exceed; NaN without any.
  [[nodiscard]] double quantile(double share) const {
    auto const all = count();
    if (all == 0) return std::numeric_limits<double>::quiet_NaN();
    double const wanted = std::max(1.0, std::ceil(share * static_cast<double>(all)));
    std::size_t sum = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
      sum += counts_[i];
      if (static_cast<double>(sum) >= wanted)
        return std::min(longest_, shortest * std::pow(10, static_cast<double>(i + 1) / per_decade));
    }
    return longest_;
  }

 private:
  static constexpr double shortest = 1e-6, per_decade = 40;
  static constexpr std::size_t buckets = std::size_t{9} * 40;
  std::array<std::size_t, buckets> counts_{};
  double longest_ = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_LATENCY_HISTOGRAM_HPP

// suregrasp/robot/newest_slot.hpp
#ifndef SUREGRASP_ROBOT_NEWEST_SLOT_HPP
#define SUREGRASP_ROBOT_NEWEST_SLOT_HPP
namespace suregrasp::inline v2 {

/// Room for one value between a thread that makes them and one that uses them: a new value replaces the one that nobody
/// took, so that the one taken is always the newest. All members may be called from any thread.
template <class T>
class newest_slot {
 public:
  /// Puts a value in the place of the one before.
  void put(T value) {
    {
      std::scoped_lock const lock(guard_);
      if (value_) ++replaced_;
      value_.emplace(std::move(value));
    }
    changed_.notify_one();
  }

  /// No more values will come.
  void close() {
    {
      std::scoped_lock const lock(guard_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  /// The newest value; nothing where none came for so long, or none is left after `close`.
  [[nodiscard]] std::optional<T> take(std::chrono::milliseconds patience) {
    std::unique_lock lock(guard_);
    changed_.wait_for(lock, patience, [&] { return value_ || closed_; });
    return std::exchange(value_, std::nullopt);
  }

  /// Whether it is closed and empty.
  [[nodiscard]] bool finished() const {
    std::scoped_lock const lock(guard_);
    return closed_ && !value_;
  }

  /// How many values nobody took.
  [[nodiscard]] std::size_t replaced() const {
    std::scoped_lock const lock(guard_);
    return replaced_;
  }

 private:
  mutable std::mutex guard_;
  std::condition_variable changed_;
  std::optional<T> value_{};
  std::size_t replaced_ = 0;
  bool closed_ = false;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_NEWEST_SLOT_HPP

// suregrasp/robot/live_loop.hpp
#ifndef SUREGRASP_ROBOT_LIVE_LOOP_HPP
#define SUREGRASP_ROBOT_LIVE_LOOP_HPP
namespace suregrasp::inline v2 {

/// How long one stage of an answer took.
struct stage_time {
  std::string_view stage;
  double seconds = 0;
};

/// Takes the time of the stages of one answer, one after the other.
template <class Clock>
class stage_clock {
 public:
  /// The stage that ends now; it began where the one before ended. `stage` must outlive the answer, as a literal does.
  void done(std::string_view stage) {
    auto const now = Clock::now();
    times_.push_back({stage, std::chrono::duration<double>(now - last_).count()});
    last_ = now;
  }
  [[nodiscard]] std::vector<stage_time> const& times() const { return times_; }

 private:
  typename Clock::time_point last_ = Clock::now();
  std::vector<stage_time> times_{};
};

/// What a live loop says of one frame.
template <class Result>
struct live_answer {
  std::uint64_t frame = 0;  ///< its number, from 0 on, among all that the source gave
  frame_verdict verdict = frame_verdict::answered;
  std::string detail{};            ///< why there is no result
  std::optional<Result> result{};  ///< of the detector, where the verdict is `answered`
  double age = 0;                  ///< from the frame's arrival to this answer, seconds
  std::size_t dropped = 0;         ///< frames between the answer before and this one
  std::vector<stage_time> stages{};
};

/// How a live loop runs.
struct live_options {
  double most_age = 0.5;         ///< answers to frames that came longer ago are withheld as `stale`, seconds
  std::function<bool()> stop{};  ///< asked at least every 50 ms while no frame comes; true ends the loop
};

/// What a live loop has done.
struct live_summary {
  std::array<std::size_t, names_of(frame_verdict{}).size()> verdicts{};  ///< answers of each verdict
  std::size_t dropped = 0;
  latency_histogram ages{};  ///< of all answers

  [[nodiscard]] std::size_t count(frame_verdict verdict) const { return verdicts[static_cast<std::size_t>(verdict)]; }
};

namespace detail {

/// A frame, or why there is none.
template <class Image, class Clock>
struct arrived_frame {
  std::uint64_t number = 0;
  typename Clock::time_point arrived{};
  std::optional<Image> image{};
  frame_check fault{frame_verdict::unreadable, {}};
};

/// The verdict on a frame that its source refused.
[[nodiscard]] inline frame_verdict verdict_of_refusal(error const& problem) {
  if (problem.id() == "data.depth.unit") return frame_verdict::other_unit;
  if (problem.id() == "data.depth.size") return frame_verdict::other_size;
  return frame_verdict::unreadable;
}

/// Asks the source for frames until it has none, or until it is to stop, and keeps the newest.
template <class Clock, class Image, class Source>
void keep_newest(std::stop_token const& stop, Source& source, newest_slot<arrived_frame<Image, Clock>>& newest) {
  for (std::uint64_t number = 0; !stop.stop_requested(); ++number) {
    arrived_frame<Image, Clock> frame{.number = number};
    try {
      frame.image = source(stop);
      if (!frame.image) break;
    } catch (error const& problem) {
      frame.fault = {verdict_of_refusal(problem), problem.what()};
    } catch (std::exception const& problem) {
      frame.fault.detail = problem.what();
    }
    frame.arrived = Clock::now();
    newest.put(std::move(frame));
  }
  newest.close();
}

template <class Result, class Clock, class Image, class Check, class Detect>
live_answer<Result> answer_to(arrived_frame<Image, Clock> const& frame, Check& check, Detect& detect, double most_age) {
  live_answer<Result> answer{.frame = frame.number};
  stage_clock<Clock> stages;
  auto const name = [&](frame_verdict verdict, std::string const& why) {
    answer.verdict = verdict, answer.detail = why, answer.result.reset();
  };
  try {
    if (!frame.image) {
      name(frame.fault.verdict, frame.fault.detail);
    } else {
      frame_check const looked = check(*frame.image);
      stages.done("check");
      if (looked.verdict == frame_verdict::answered)
        answer.result = detect(*frame.image, stages);
      else
        name(looked.verdict, looked.detail);
    }
  } catch (std::exception const& problem) {
    name(frame_verdict::failed, problem.what());
  }
  answer.stages = stages.times();
  answer.age = std::chrono::duration<double>(Clock::now() - frame.arrived).count();
  if (answer.verdict == frame_verdict::answered && answer.age > most_age)
    name(frame_verdict::stale,
         "expected an answer within " + text_of(most_age) + " s, this one took " + text_of(answer.age) + " s");
  return answer;
}

}  // namespace detail

/// Looks at what a camera shows now, again and again: never a frame that waited while newer ones came.
///
/// `source(std::stop_token)` gives the next frame as a `std::optional`, nothing at the end, and waits for it; it is
/// called on a thread of its own, all the time, and what it gives replaces the frame that nobody took. What it throws
/// makes its frame `unreadable`, or what an error of ours says of its depth. `check(image)` is a `frame_check` of it;
/// `detect(image, stages)` the result, with `stages.done("network")` and the like after each stage; `sink(answer)` is
/// told and returns whether to go on. These three are called on the calling thread. An error of `detect` is an answer
/// as well.
///
/// So an answer is at most as old as one detection and the wait of its frame, which is at most another, and older than
/// `most_age` it is withheld. Nothing grows with the number of frames. What `sink` throws ends the loop. `Clock` is a
/// steady clock of the standard library or behaves as one.
template <class Clock = std::chrono::steady_clock, class Source, class Check, class Detect, class Sink>
live_summary run_live_loop(Source source, Check check, Detect detect, Sink sink, live_options const& options = {}) {
  using image = typename std::invoke_result_t<Source&, std::stop_token>::value_type;
  using result = std::decay_t<std::invoke_result_t<Detect&, image const&, stage_clock<Clock>&>>;
  newest_slot<detail::arrived_frame<image, Clock>> newest;
  std::jthread const eyes(
      [&](std::stop_token const& stop) { detail::keep_newest<Clock, image>(stop, source, newest); });
  live_summary summary;
  std::uint64_t next = 0;
  while (!newest.finished() && !(options.stop && options.stop())) {
    auto const frame = newest.take(std::chrono::milliseconds(50));
    if (!frame) continue;
    auto answer = detail::answer_to<result>(*frame, check, detect, options.most_age);
    answer.dropped = frame->number - next;
    next = frame->number + 1;
    summary.dropped += answer.dropped;
    ++summary.verdicts[static_cast<std::size_t>(answer.verdict)];
    summary.ages.add(answer.age);
    if (!sink(std::as_const(answer))) break;
  }
  return summary;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_LIVE_LOOP_HPP

// suregrasp/robot/messages/camera_message.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_CAMERA_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_CAMERA_MESSAGE_HPP
namespace suregrasp::inline v2 {

/// Which images of a camera are looked at.
enum class camera_image {
  raw,       ///< as the lens shows them, `image_raw`
  rectified  ///< with the lens taken out, `image_rect`: the matrix P, and no distortion
};

namespace detail {

/// The members have capital letters in ROS 1 and small ones in ROS 2.
template <class Info>
[[nodiscard]] auto const& matrix_k(Info const& info) {
  if constexpr (requires { info.K; })
    return info.K;
  else
    return info.k;
}
template <class Info>
[[nodiscard]] auto const& matrix_p(Info const& info) {
  if constexpr (requires { info.P; })
    return info.P;
  else
    return info.p;
}
template <class Info>
[[nodiscard]] auto const& distortion_d(Info const& info) {
  if constexpr (requires { info.D; })
    return info.D;
  else
    return info.d;
}

/// The camera of the part of the sensor that is read out, and of pixels that stand for several.
template <class Info>
void take_part(pinhole_camera& camera, Info const& info) {
  if (info.roi.width != 0 && info.roi.height != 0) {
    camera.cx -= static_cast<double>(info.roi.x_offset), camera.cy -= static_cast<double>(info.roi.y_offset);
    camera.width = static_cast<int>(info.roi.width), camera.height = static_cast<int>(info.roi.height);
  }
  auto const binned = [](auto count, double& focal, double& centre, int& size) {
    auto const by = std::max<std::int64_t>(1, count);
    focal /= static_cast<double>(by), size = static_cast<int>(size / by);
    centre = (centre + 0.5) / static_cast<double>(by) - 0.5;  // pixel centres are whole numbers
  };
  binned(info.binning_x, camera.fx, camera.cx, camera.width);
  binned(info.binning_y, camera.fy, camera.cy, camera.height);
}

}  // namespace detail

/// The camera of a `sensor_msgs::CameraInfo` of either version of ROS, or anything with the same members; region of
/// interest and binning are taken into account.
///
/// Throws `option_error` `option.camera` for a matrix that is none, as of a camera that was never calibrated, and for
/// more coefficients than OpenCV's model has; `data_error` `data.message.distortion` for another lens model than
/// `plumb_bob` and `rational_polynomial`.
template <class Info>
[[nodiscard]] pinhole_camera camera_from(Info const& info, camera_image which = camera_image::raw) {
  auto const width = static_cast<int>(info.width), height = static_cast<int>(info.height);
  std::array<double, 9> matrix{};
  std::vector<double> coefficients;
  if (which == camera_image::rectified) {
    auto const& p = detail::matrix_p(info);
    matrix = {p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]};
  } else {
    auto const& k = detail::matrix_k(info);
    std::copy_n(k.begin(), 9, matrix.begin());
    auto const& d = detail::distortion_d(info);
    coefficients.assign(d.begin(), d.end());
    std::string_view const model = info.distortion_model;
    bool const none = std::ranges::all_of(coefficients, [](double value) { return value == 0; });
    if (!none && model != "plumb_bob" && model != "rational_polynomial")
      throw data_error("data.message.distortion", "expected the lens model plumb_bob or rational_polynomial, got " +
                                                      text_of(info.distortion_model) +
                                                      ": use rectified images and camera_image::rectified");
    if (none) coefficients.clear();
  }
  auto camera = camera_from_matrix(matrix, width, height, coefficients);
  detail::take_part(camera, info);
  require_valid(camera);
  return camera;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_CAMERA_MESSAGE_HPP

// suregrasp/robot/messages/depth_message.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_DEPTH_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_DEPTH_MESSAGE_HPP
namespace suregrasp::inline v2 {

/// An image of ROS, of either version, or anything with the same members: `sensor_msgs::Image`,
/// `sensor_msgs::msg::Image`.
template <class M>
concept image_message = requires(M const& m) {
  { m.height } -> std::convertible_to<std::size_t>;
  { m.width } -> std::convertible_to<std::size_t>;
  { m.encoding } -> std::convertible_to<std::string_view>;
  { m.is_bigendian } -> std::convertible_to<int>;
  { m.step } -> std::convertible_to<std::size_t>;
  { m.data.data() } -> std::convertible_to<std::uint8_t const*>;
  { m.data.size() } -> std::convertible_to<std::size_t>;
};

/// How depth images of ROS are taken.
struct depth_message_options {
  /// `mono16` is infrared with one driver and depth with another: only who sends it knows.
  bool mono16_is_depth = false;
};

namespace detail {

/// A number as its bytes stand in a message.
template <class Number>
[[nodiscard]] Number number_at(std::uint8_t const* bytes, bool big_endian) {
  std::array<std::uint8_t, sizeof(Number)> own;
  std::copy_n(bytes, own.size(), own.begin());
  if (big_endian != (std::endian::native == std::endian::big)) std::ranges::reverse(own);
  return std::bit_cast<Number>(own);
}

/// What a message with these members must hold.
template <image_message M>
void require_rows(M const& image, std::size_t pixel_bytes) {
  std::size_t const height = image.height, width = image.width, step = image.step, size = image.data.size();
  bool const fits = step / pixel_bytes >= width && height <= size / std::max<std::size_t>(step, 1);
  if (!fits)
    throw data_error("data.message.size", "expected an image of " + text_of(height) + " rows of " + text_of(width) +
                                              " pixels of " + text_of(pixel_bytes) + " bytes, got a step of " +
                                              text_of(step) + " and " + text_of(size) + " bytes");
}

}  // namespace detail

/// The depth image of a message, `[H, W]`, metres along the camera's z, 0 where there is no distance.
///
/// `16UC1` are millimetres: 0 is no distance, 65535 out of range. `32FC1` are metres: NaN is no distance, infinities
/// are out of range (REP 117, 118). Either byte order; rows may be longer than their pixels. Throws `data_error`:
/// `data.message.encoding` for another encoding, `data.message.size` for a message whose bytes do not hold its rows.
template <image_message M>
[[nodiscard]] host_array<float> depth_from(M const& image, depth_message_options const& options = {}) {
  std::string_view const encoding = image.encoding;
  bool const whole = encoding == "16UC1" || (encoding == "mono16" && options.mono16_is_depth);
  if (!whole && encoding != "32FC1")
    throw data_error("data.message.encoding",
                     "expected depth as 16UC1, millimetres, or 32FC1, metres, got " + text_of(image.encoding) +
                         (encoding == "mono16" ? ": if the driver means depth by it, say mono16_is_depth" : ""));
  std::size_t const bytes = whole ? 2 : 4;
  detail::require_rows(image, bytes);
  std::size_t const height = image.height, width = image.width;
  host_array<float> depth({static_cast<std::int64_t>(height), static_cast<std::int64_t>(width)});
  std::uint8_t const* const data = image.data.data();
  bool const big = image.is_bigendian != 0;
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      auto const* const at = data + y * image.step + x * bytes;
      float value = 0;
      if (whole) {
        auto const millimetres = detail::number_at<std::uint16_t>(at, big);
        if (millimetres != std::numeric_limits<std::uint16_t>::max()) value = static_cast<float>(millimetres) / 1000;
      } else {
        value = detail::number_at<float>(at, big);
      }
      depth.values[y * width + x] = is_depth(value) ? value : 0;
    }
  return depth;
}

/// The colours of a message, `[H, W, 3]`, red, green, blue: of `rgb8`, `bgr8`, `rgba8`, `bgra8`, `mono8`. Throws as
/// `depth_from`.
template <image_message M>
[[nodiscard]] host_array<std::uint8_t> colours_from(M const& image) {
  std::string_view const encoding = image.encoding;
  bool const grey = encoding == "mono8";
  std::size_t const bytes = grey ? 1 : encoding.ends_with("a8") ? 4 : 3;
  bool const red_first = encoding == "rgb8" || encoding == "rgba8";
  if (!grey && !red_first && encoding != "bgr8" && encoding != "bgra8")
    throw data_error("data.message.encoding",
                     "expected colours as rgb8, bgr8, rgba8, bgra8 or mono8, got " + text_of(image.encoding));
  detail::require_rows(image, bytes);
  auto const order = grey        ? std::array<std::size_t, 3>{0, 0, 0}
                     : red_first ? std::array<std::size_t, 3>{0, 1, 2}
                                 : std::array<std::size_t, 3>{2, 1, 0};
  std::size_t const height = image.height, width = image.width;
  host_array<std::uint8_t> rgb({static_cast<std::int64_t>(height), static_cast<std::int64_t>(width), 3});
  std::uint8_t const* const data = image.data.data();
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      auto const* const at = data + y * image.step + x * bytes;
      auto* const to = rgb.values.data() + 3 * (y * width + x);
      for (std::size_t i = 0; i < 3; ++i) to[i] = at[order[i]];
    }
  return rgb;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_DEPTH_MESSAGE_HPP

// suregrasp/robot/messages/grasp_command.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_GRASP_COMMAND_HPP
#define SUREGRASP_ROBOT_MESSAGES_GRASP_COMMAND_HPP
namespace suregrasp::inline v2 {

/// The probability that a grasp succeeds, in [0, 1]: of outcomes, as `success_curve` knows it. M_uc is none, and does
/// not become one by a formula.
class success_probability {
 public:
  /// Throws `option_error` `option.probability` for what is not from 0 to 1.
  explicit success_probability(double value) : value_(value) {
    if (!(value >= 0 && value <= 1))
      throw option_error("option.probability", "expected a probability from 0 to 1, got " + text_of(value) +
                                                   ": M_uc is none, calibrate it by outcomes");
  }
  [[nodiscard]] double value() const { return value_; }

 private:
  double value_;
};

/// How the joint that drives a gripper stands by its opening: linear between two positions.
struct gripper_joint {
  std::string name{};
  double closed = 0;  ///< position with the fingers together
  double open = 0;    ///< position at the widest opening

  /// Throws `option_error` `option.gripper_joint` where that is no position, as for a gripper without a stroke.
  [[nodiscard]] double at(double opening, gripper const& hand) const {
    double const position = closed + (open - closed) * opening / hand.stroke;
    if (!(std::abs(position) <= 1e6))
      throw option_error("option.gripper_joint", "expected a joint that stands somewhere at an opening of " +
                                                     text_of(opening) + " m of " + text_of(hand.stroke) +
                                                     " m, got positions from " + text_of(closed) + " to " +
                                                     text_of(open));
    return position;
  }
};

/// A grasp to be sent to a robot.
struct grasp_command {
  transform<frames::tool, frames::base> goal{};     ///< where the gripper closes: a planner's goal in the robot's frame
  transform<frames::tool, frames::flange> mount{};  ///< the gripper on its parent link
  double preshape = 0;                              ///< opening on the way there, metres
  double held = 0;        ///< opening to close to at least, metres; 0: until it meets the thing
  double standoff = 0.1;  ///< from the pre-grasp to the grasp, metres
  success_probability success{0};

  /// Where the parent link goes: the pose that planners take.
  [[nodiscard]] transform<frames::flange, frames::base> link() const { return flange_goal(goal, mount); }

  /// Where it is before, `standoff` back along the approach.
  [[nodiscard]] transform<frames::flange, frames::base> link_before(tool_frame const& tool) const {
    auto before = goal;
    before.translation = before.translation - standoff * (goal.orientation * tool.approach);
    return flange_goal(before, mount);
  }
};

/// Throws `geometry_error` `geometry.grasp_command` for a command that leads nowhere: with a length that is NaN or
/// beyond 1000 km.
inline void require_valid(grasp_command const& command) {
  auto const &goal = command.goal.translation, &mount = command.mount.translation;
  for (double const length :
       {goal.x, goal.y, goal.z, mount.x, mount.y, mount.z, command.preshape, command.held, command.standoff})
    if (!(std::abs(length) <= 1e6))
      throw geometry_error("geometry.grasp_command", "expected a grasp within reach, got a goal at " + text_of(goal) +
                                                         ", a mount at " + text_of(mount) + ", openings " +
                                                         text_of(command.preshape) + " and " + text_of(command.held) +
                                                         ", a standoff of " + text_of(command.standoff) + " m");
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_GRASP_COMMAND_HPP

// suregrasp/robot/quaternion.hpp
#ifndef SUREGRASP_ROBOT_QUATERNION_HPP
#define SUREGRASP_ROBOT_QUATERNION_HPP
namespace suregrasp::inline v2 {

/// A unit quaternion. Four numbers in a row say nothing of their order, which is w, x, y, z in Eigen's constructor and
/// in `isaac_grasp` files, x, y, z, w in ROS and SciPy: whoever reads or writes them names it.
struct quaternion {
  double w = 1;
  double x = 0;
  double y = 0;
  double z = 0;
  friend bool operator==(quaternion const&, quaternion const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"w", &quaternion::w}, field{"x", &quaternion::x}, field{"y", &quaternion::y},
                field{"z", &quaternion::z});
  }

  [[nodiscard]] static constexpr quaternion from_wxyz(std::array<double, 4> const& q) {
    return {q[0], q[1], q[2], q[3]};
  }
  [[nodiscard]] static constexpr quaternion from_xyzw(std::array<double, 4> const& q) {
    return {q[3], q[0], q[1], q[2]};
  }
  [[nodiscard]] constexpr std::array<double, 4> wxyz() const { return {w, x, y, z}; }
  [[nodiscard]] constexpr std::array<double, 4> xyzw() const { return {x, y, z, w}; }
};

/// As a rotation. Throws `geometry_error` `geometry.quaternion.unit` for one whose length is not 1, to a thousandth.
[[nodiscard]] inline rotation rotation_of(quaternion const& q) {
  double const length = std::hypot(std::hypot(q.w, q.x), std::hypot(q.y, q.z));
  if (!(std::abs(length - 1) <= 1e-3))
    throw geometry_error("geometry.quaternion.unit",
                         "expected a quaternion of length 1, got " + text_of(q) + " of length " + text_of(length));
  double const w = q.w / length, x = q.x / length, y = q.y / length, z = q.z / length;
  return rotation::from_columns({1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)},
                                {2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)},
                                {2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)});
}

/// Of the two quaternions of a rotation the one whose first component other than 0, from w on, is above 0.
[[nodiscard]] inline quaternion quaternion_of(rotation const& r) {
  auto const [a, b, c, d, e, f, g, h, i] = r.rows();
  // Four times the squares of w, x, y, z; the largest of them is divided by (Shepperd, 1978).
  std::array<double, 4> const squares{1 + a + e + i, 1 + a - e - i, 1 - a + e - i, 1 - a - e + i};
  auto const largest = std::ranges::max_element(squares) - squares.begin();
  double const s = 1 / (2 * std::sqrt(squares[static_cast<std::size_t>(largest)]));
  double const whole = squares[static_cast<std::size_t>(largest)] * s;
  quaternion q;
  switch (largest) {
    case 0:
      q = {whole, (h - f) * s, (c - g) * s, (d - b) * s};
      break;
    case 1:
      q = {(h - f) * s, whole, (b + d) * s, (c + g) * s};
      break;
    case 2:
      q = {(c - g) * s, (b + d) * s, whole, (f + h) * s};
      break;
    default:
      q = {(d - b) * s, (c + g) * s, (f + h) * s, whole};
  }
  for (double const component : q.wxyz()) {
    if (component > 0) break;
    if (component < 0) return {-q.w, -q.x, -q.y, -q.z};
  }
  return q;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_QUATERNION_HPP

// suregrasp/robot/messages/pose_message.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_POSE_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_POSE_MESSAGE_HPP
namespace suregrasp::inline v2 {

/// A `geometry_msgs::Pose`, of either version of ROS, or anything with the same members.
template <class M>
concept pose_message = requires(M m) {
  m.position.x = m.position.y = m.position.z = 1.0;
  m.orientation.x = m.orientation.y = m.orientation.z = m.orientation.w = 1.0;
};

/// A `geometry_msgs::Transform` likewise, as tf2 gives it.
template <class M>
concept transform_message = requires(M m) {
  m.translation.x = m.translation.y = m.translation.z = 1.0;
  m.rotation.x = m.rotation.y = m.rotation.z = m.rotation.w = 1.0;
};

namespace detail {

template <class Quaternion>
void fill_quaternion(Quaternion& message, rotation const& r) {
  auto const q = quaternion_of(r);
  message.x = q.x, message.y = q.y, message.z = q.z, message.w = q.w;
}

template <class Vector>
void fill_vector(Vector& message, vector3 const& v) {
  message.x = v.x, message.y = v.y, message.z = v.z;
}

template <class Quaternion, class Vector>
[[nodiscard]] std::pair<rotation, vector3> parts_of(Quaternion const& q, Vector const& v) {
  vector3 const way{v.x, v.y, v.z};
  if (!is_finite(way))
    throw geometry_error("geometry.transform.finite", "expected a finite position, got " + text_of(way));
  return {rotation_of(quaternion{q.w, q.x, q.y, q.z}), way};
}

}  // namespace detail

/// Writes a pose into a message: where the frame `From` lies in the frame that the message's header names, `To`.
template <class From, class To, pose_message M>
void fill_pose(M& message, transform<From, To> const& pose) {
  detail::fill_vector(message.position, pose.translation);
  detail::fill_quaternion(message.orientation, pose.orientation);
}

/// Likewise into a message of a transform.
template <class From, class To, transform_message M>
void fill_transform(M& message, transform<From, To> const& pose) {
  detail::fill_vector(message.translation, pose.translation);
  detail::fill_quaternion(message.rotation, pose.orientation);
}

/// The transform in a message, from the frame `From`, a pose's own or tf2's child frame, to the frame `To` that its
/// header names. Only who knows these names can say them. Throws `geometry_error`: `geometry.transform.finite` for a
/// position that is not finite, `geometry.quaternion.unit`, as for a message that was never filled.
template <class From, class To, pose_message M>
[[nodiscard]] transform<From, To> transform_from(M const& message) {
  auto const [turn, way] = detail::parts_of(message.orientation, message.position);
  return {turn, way};
}
template <class From, class To, transform_message M>
[[nodiscard]] transform<From, To> transform_from(M const& message) {
  auto const [turn, way] = detail::parts_of(message.rotation, message.translation);
  return {turn, way};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_POSE_MESSAGE_HPP

// suregrasp/robot/messages/grasp_message.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_GRASP_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_GRASP_MESSAGE_HPP
namespace suregrasp::inline v2 {

/// Fills a `moveit_msgs::Grasp`, or anything with the same members.
///
/// `grasp_pose` is the pose of the gripper's parent link in the frame `base_frame`, not that of the finger tips; the
/// approach is a direction in the parent link's frame `link_frame`, and so is the retreat, back along it. The postures
/// are one joint each. Stamps are the caller's. Throws as `require_valid` of the command, and `option_error`
/// `option.gripper_joint`.
template <class Grasp>
void fill_grasp(Grasp& message, grasp_command const& command, gripper const& hand, gripper_joint const& joint,
                std::string const& base_frame, std::string const& link_frame) {
  require_valid(command);
  message.grasp_quality = command.success.value();
  message.grasp_pose.header.frame_id = base_frame;
  fill_pose(message.grasp_pose.pose, command.link());
  auto const posture = [&](auto& to, double opening) {
    to.joint_names = {joint.name};
    to.points.resize(1);
    to.points[0].positions = {joint.at(opening, hand)};
  };
  posture(message.pre_grasp_posture, command.preshape);
  posture(message.grasp_posture, command.held);
  auto const along = command.mount.orientation * hand.tool.approach;
  auto const translation = [&](auto& to, vector3 const& direction) {
    to.direction.header.frame_id = link_frame;
    detail::fill_vector(to.direction.vector, direction);
    using distance = decltype(to.desired_distance);
    to.desired_distance = static_cast<distance>(command.standoff);
    to.min_distance = static_cast<distance>(command.standoff / 2);
  };
  translation(message.pre_grasp_approach, along);
  translation(message.post_grasp_retreat, -along);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_GRASP_MESSAGE_HPP

// suregrasp/core/impl/utf8.hpp
#ifndef SUREGRASP_CORE_IMPL_UTF8_HPP
#define SUREGRASP_CORE_IMPL_UTF8_HPP

namespace suregrasp::inline v2::detail {

/// One character of a text in UTF-8: its number and its bytes; `size` is 0 where the bytes are no UTF-8.
struct utf8_character {
  std::uint32_t number = 0;
  std::size_t size = 0;
};

/// The character that begins at `at`, which lies in `text`. Source: RFC 3629.
[[nodiscard]] constexpr utf8_character utf8_character_at(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char const first = byte(at);
  if (first < 0x80) return {first, 1};
  std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || size > text.size() - at) return {};
  std::uint32_t number = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return {};
    number = number << 6U | (byte(at + i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  bool const surrogate = number >= 0xd800 && number <= 0xdfff;
  return number < least[size] || number > 0x10ffff || surrogate ? utf8_character{} : utf8_character{number, size};
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto const size = utf8_character_at(text, at).size;
    if (size == 0) return false;
    at += size;
  }
  return true;
}

/// A text for a message: its first `most` bytes, in which what nobody would see (control characters, byte order marks,
/// special blanks, bytes that are no UTF-8) stands as its bytes, such as `\xFC`.
[[nodiscard]] inline std::string visible(std::string_view text, std::size_t most = 60) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string shown;
  for (std::size_t at = 0; at < text.size() && at < most;) {
    auto const [number, size] = utf8_character_at(text, at);
    auto const used = std::max<std::size_t>(size, 1);
    bool const blank = number == 0xa0 || (number >= 0x2000 && number <= 0x200f) || number == 0x202f || number == 0xfeff;
    bool const hidden = size == 0 || number < 0x20 || (number >= 0x7f && number < 0xa0) || blank;
    for (auto const each : text.substr(at, used)) {
      auto const code = static_cast<unsigned char>(each);
      if (hidden)
        shown.append("\\x").append(1, digits[code >> 4U]).append(1, digits[code & 15U]);
      else
        shown += each;
    }
    at += used;
  }
  return shown;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_UTF8_HPP

// suregrasp/robot/messages/isaac_grasp.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_ISAAC_GRASP_HPP
#define SUREGRASP_ROBOT_MESSAGES_ISAAC_GRASP_HPP
namespace suregrasp::inline v2 {

namespace detail {

/// A name as YAML takes it, which is UTF-8.
[[nodiscard]] inline std::string yaml_text(std::string const& text) {
  if (!is_utf8(text)) throw option_error("option.text", "expected a name in UTF-8, got " + visible(text));
  std::string quoted = "\"";
  for (char const letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f)
      throw option_error("option.text", "expected a name of printable letters, got " + visible(text));
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + "\"";
}

/// To a nanometre, and never as 1e-05, which is a text in YAML 1.1. The value must be below 1e7.
[[nodiscard]] inline std::string yaml_number(double value) {
  char buffer[64];
  auto const [end, problem] = std::to_chars(std::begin(buffer), std::end(buffer), std::round(1e9 * value) / 1e9 + 0.0,
                                            std::chars_format::fixed);
  return {std::begin(buffer), end};
}

[[nodiscard]] inline std::string yaml_list(std::array<double, 3> const& values) {
  return "[" + yaml_number(values[0]) + ", " + yaml_number(values[1]) + ", " + yaml_number(values[2]) + "]";
}

}  // namespace detail

/// Grasps as an `isaac_grasp` YAML file of version 1.0, which Isaac and the grasp servers of ROS 2 read: poses of the
/// gripper's frame in `object_frame`, quaternions w first, the position of one joint. Confidence is the probability of
/// success.
///
/// Throws `option_error`: `option.text` for a name with control characters or that is not UTF-8,
/// `option.gripper_joint`; and as `require_valid` of each command.
[[nodiscard]] inline std::string isaac_grasp_yaml(std::span<grasp_command const> commands, gripper const& hand,
                                                  gripper_joint const& joint, std::string const& object_frame,
                                                  std::string const& gripper_frame) {
  std::string text = "format: isaac_grasp\nformat_version: 1.0\n\nobject_frame: " + detail::yaml_text(object_frame) +
                     "\ngripper_frame: " + detail::yaml_text(gripper_frame) + "\n\ngrasps:";
  if (commands.empty()) text += " {}";
  text += "\n";
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const& command = commands[i];
    require_valid(command);
    auto const& at = command.goal.translation;
    auto const q = quaternion_of(command.goal.orientation);
    auto const position = [&](double opening) {
      return "{" + detail::yaml_text(joint.name) + ": " + detail::yaml_number(joint.at(opening, hand)) + "}\n";
    };
    text += "  \"grasp_" + text_of(i) + "\":\n    confidence: " + detail::yaml_number(command.success.value()) +
            "\n    position: " + detail::yaml_list({at.x, at.y, at.z}) +
            "\n    orientation: {w: " + detail::yaml_number(q.w) + ", xyz: " + detail::yaml_list({q.x, q.y, q.z}) +
            "}\n    cspace_position: " + position(command.held) +
            "    pregrasp_cspace_position: " + position(command.preshape);
  }
  return text;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_ISAAC_GRASP_HPP

// suregrasp/robot/messages/ur_script.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_UR_SCRIPT_HPP
#define SUREGRASP_ROBOT_MESSAGES_UR_SCRIPT_HPP
namespace suregrasp::inline v2 {

/// How a script of Universal Robots moves.
struct ur_script_options {
  std::string name = "suregrasp_pick";
  double speed = 0.1;                        ///< metres a second
  double acceleration = 0.5;                 ///< metres a second squared
  std::string open = "rq_move_and_wait_mm";  ///< function of the gripper's package that takes an opening in millimetres
  std::string close = "rq_close_and_wait";   ///< and the one that closes

  static constexpr auto fields(auto list) {
    using o = ur_script_options;
    return list(field{"name", &o::name}, field{"speed", &o::speed, "", "m/s"}.above(0),
                field{"acceleration", &o::acceleration, "", "m/s^2"}.above(0), field{"open", &o::open},
                field{"close", &o::close});
  }
};

/// A rotation as Universal Robots write it: its axis, as long as its angle in radians, which is at most pi.
[[nodiscard]] inline vector3 rotation_vector(rotation const& r) {
  auto const q = quaternion_of(r);  // w is 0 or above
  double const sine = norm({q.x, q.y, q.z});
  if (sine < 1e-12) return {2 * q.x, 2 * q.y, 2 * q.z};
  return 2 * std::atan2(sine, q.w) / sine * vector3{q.x, q.y, q.z};
}

/// A program in URScript that carries a grasp out: pre-shape, straight down, close, straight back. Poses are of the
/// flange in the robot's base, for a tool centre point of zeros, which it sets.
///
/// Throws `option_error` `option.field`, and as `require_valid` of the command.
[[nodiscard]] inline std::string ur_script(grasp_command const& command, tool_frame const& tool,
                                           ur_script_options const& options = {}) {
  check_fields(options, "ur_script");
  require_valid(command);
  auto const pose = [](transform<frames::flange, frames::base> const& at) {
    auto const turn = rotation_vector(at.orientation);
    auto const& p = at.translation;
    std::string text = "p[";
    for (double const value : {p.x, p.y, p.z, turn.x, turn.y, turn.z})
      text += (text.size() > 2 ? ", " : "") + fixed_text(value, 6);
    return text + "]";
  };
  auto const speed = ", a=" + fixed_text(options.acceleration, 3) + ", v=" + fixed_text(options.speed, 3) + ")\n";
  auto const before = pose(command.link_before(tool));
  return "def " + options.name + "():\n  set_tcp(p[0, 0, 0, 0, 0, 0])\n  " + options.open + "(" +
         fixed_text(1000 * command.preshape, 1) + ")\n  movel(" + before + speed + "  movel(" + pose(command.link()) +
         speed + "  " + options.close + "()\n  movel(" + before + speed + "end\n";
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_MESSAGES_UR_SCRIPT_HPP

// suregrasp/robot/messages.hpp
#ifndef SUREGRASP_ROBOT_MESSAGES_HPP
#define SUREGRASP_ROBOT_MESSAGES_HPP
/// The seams to a robot's world: messages of ROS 1 and ROS 2 and texts, without a header of either.
///
/// Functions are templates over anything with the members of the message. Begin with
/// - `depth_from`, `colours_from`: images; `camera_from`: the camera that took them;
/// - `transform_from`, `fill_pose`, `fill_transform`: poses and what tf2 gives;
/// - `grasp_command`: a grasp to be sent; `fill_grasp` as `moveit_msgs::Grasp`, `isaac_grasp_yaml`, `ur_script` as
/// text.
///
/// Needs Boost.Hana, for texts of errors.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// struct {  // as sensor_msgs::Image
///   unsigned height = 1, width = 2, step = 4;
///   std::string encoding = "16UC1";
///   unsigned char is_bigendian = 0;
///   std::vector<unsigned char> data{0xbc, 0x02, 0, 0};
/// } const image;
/// auto const depth = depth_from(image);
/// assert(depth.values[0] == 0.7F && depth.values[1] == 0);  // 700 mm, and none
///
/// grasp_command command;
/// command.goal = {rotation::about({1, 0, 0}, degrees_value<double>(180)), {0.4, 0, 0.2}};
/// command.mount = {{}, {0, 0, 0.05}};  // the gripper's frame before the flange's
/// assert(std::abs(command.link().translation.z - 0.25) < 1e-9);
/// ```
#endif  // SUREGRASP_ROBOT_MESSAGES_HPP

// suregrasp/robot/pose_deviation.hpp
#ifndef SUREGRASP_ROBOT_POSE_DEVIATION_HPP
#define SUREGRASP_ROBOT_POSE_DEVIATION_HPP
namespace suregrasp::inline v2 {

/// Variances of what a pose is made from, each independent of the others.
struct grasp_variance {
  double x = 0;        ///< pixels squared
  double y = 0;        ///< pixels squared
  double theta = 0;    ///< radians squared
  double opening = 0;  ///< pixels squared
  double depth = 0;    ///< metres squared
  friend bool operator==(grasp_variance const&, grasp_variance const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &grasp_variance::x}, field{"y", &grasp_variance::y}, field{"theta", &grasp_variance::theta},
                field{"opening", &grasp_variance::opening}, field{"depth", &grasp_variance::depth});
  }
};

/// Standard deviations of a pose in a robot's units.
struct pose_deviation {
  double closing = 0;   ///< of the position along the closing axis, millimetres
  double across = 0;    ///< across closing axis and approach, millimetres
  double approach = 0;  ///< along the approach, millimetres
  double opening = 0;   ///< millimetres
  double turn = 0;      ///< about the approach, degrees
  friend bool operator==(pose_deviation const&, pose_deviation const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"closing", &pose_deviation::closing, "", "mm"}, field{"across", &pose_deviation::across, "", "mm"},
        field{"approach", &pose_deviation::approach, "", "mm"}, field{"opening", &pose_deviation::opening, "", "mm"},
        field{"turn", &pose_deviation::turn, "", "degrees"});
  }
};

/// How far a pose may be off where the rectangle and the depth are, to first order.
///
/// Arguments and errors as those of `grasp_pose`; each is moved to either side by a small step.
[[nodiscard]] inline pose_deviation pose_deviation_of(pinhole_camera const& camera, grasp<double> const& g,
                                                      double depth, grasp_variance const& variance,
                                                      std::optional<vector3> const& normal = {}) {
  auto const tool = tool_frame_of(tool_convention::tool0);  // x closes, z approaches, no reach
  auto const axes = grasp_pose(camera, g, depth, tool, normal).wrists[0].orientation;
  std::array<double, 5> sum{};
  auto const add = [&](double grasp<double>::*member, double step, double of) {
    auto const moved = [&](double by) {
      auto at = g;
      if (member) at.*member += by;
      return grasp_pose(camera, at, member ? depth : depth + by, tool, normal);
    };
    auto const low = moved(-step), high = moved(step);
    auto const &from = low.wrists[0], &to = high.wrists[0];
    auto const way = to.translation - from.translation;
    std::array const change{1000 * dot(way, axes.x()), 1000 * dot(way, axes.y()), 1000 * dot(way, axes.z()),
                            1000 * (high.opening - low.opening),
                            degrees(dot(to.orientation.x() - from.orientation.x(), axes.y()))};
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += of * std::pow(change[i] / (2 * step), 2);
  };
  add(&grasp<double>::x, 0.01, variance.x);
  add(&grasp<double>::y, 0.01, variance.y);
  add(&grasp<double>::theta, 1e-4, variance.theta);
  add(&grasp<double>::opening, 0.01 * g.opening, variance.opening);
  add(nullptr, 1e-3 * depth, variance.depth);
  return {std::sqrt(sum[0]), std::sqrt(sum[1]), std::sqrt(sum[2]), std::sqrt(sum[3]), std::sqrt(sum[4])};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_ROBOT_POSE_DEVIATION_HPP

// suregrasp/robot.hpp
#ifndef SUREGRASP_ROBOT_HPP
#define SUREGRASP_ROBOT_HPP
/// From a grasp on a picture to a gripper that closes: camera, frames, poses of a tool, clearance.
///
/// Begin with
/// - `pinhole_camera`: what a calibration gives, with OpenCV's lens model;
/// - `surface_depth_at`: the depth of what lies between the fingers, or nothing;
/// - `grasp_pose`: both poses of a tool that grasps it, in metres; `least_turn` chooses one, `pose_deviation_of` says
/// how
///   far off they may be;
/// - `tool_frame_of`: the axes of a gripper's frame, by name; `tool_frame`: one's own;
/// - `gripper_of`: six grippers by name; `gripper`: one's own, as data; `tool_at`: its frame at an opening, with the
/// tips
///   where their arc has brought them;
/// - `clearance_checker`: whether its fingers and palm get there past what a depth image shows, and how wide open;
/// - `grasp_planner`: all of this for the grasps of a picture, with the table it finds; `clear_success` counts what is
///   correct and clear;
/// - `run_live_loop`: the newest frame of a camera, again and again; `grasp_tracker` follows grasps over them,
///   `drift_alarm` says when scenes are no longer those of the calibration, `intervals_of` how far off a grasp may be;
/// - `<suregrasp/robot/messages.hpp>`: messages of ROS and texts for robots;
/// - `transform<From, To>`: a frame in another; only those that fit multiply. `camera_in_base`, `flange_goal`:
/// hand-eye.
///
/// Poses are double and metres, angles radians. Needs Boost.Hana, for its options; `<suregrasp/robot/files.hpp>`
/// reads cameras and grippers from JSON.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// pinhole_camera const camera{.width = 640, .height = 480, .fx = 615, .fy = 612, .cx = 318, .cy = 244};
/// host_array<float> const depth({480, 640}, 0.6F);  // metres
/// grasp<double> const found{.x = 318, .y = 244, .theta = 0, .opening = 60, .jaw = 20};
/// auto const surface = surface_depth_at(depth.view(), found);
/// assert(surface);  // no depth, no pose
/// auto const tool = tool_frame_of(tool_convention::franka_hand, 0.1034);
/// gripper_pose const pose = grasp_pose(camera, found, surface->depth, tool);
/// assert(std::abs(pose.opening - 60 * 0.6 / 615) < 1e-6);
///
/// eye_in_hand const hand_eye{{}, {0.05, 0, 0.02}};  // from a calibration
/// auto const down = rotation::about({1, 0, 0}, degrees_value<double>(180));
/// transform<frames::flange, frames::base> const flange{down, {0.4, 0, 0.7}};
/// auto const wrists = carried(camera_in_base(hand_eye, flange), pose.wrists);
/// auto const goal = least_turn(wrists, {down, {}});
/// assert(std::abs(goal.translation.z - (0.7 - 0.02 - 0.6 + 0.1034)) < 1e-6);  // the hand stays above what it holds
/// ```
#endif  // SUREGRASP_ROBOT_HPP

// suregrasp/teacher/buffer_snapshot.hpp
#ifndef SUREGRASP_TEACHER_BUFFER_SNAPSHOT_HPP
#define SUREGRASP_TEACHER_BUFFER_SNAPSHOT_HPP
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

// suregrasp/teacher/carried_targets.hpp
#ifndef SUREGRASP_TEACHER_CARRIED_TARGETS_HPP
#define SUREGRASP_TEACHER_CARRIED_TARGETS_HPP
/// Targets that travel from the teacher's view of a sample into the student's. A view is known by its map, from a frame
/// that all views of the sample share, such as the pixels of the photograph, into the view. Compared without it, a
/// student would learn targets in a frame that is not its own.
namespace suregrasp::inline v2 {

/// A map between views: `f * g` maps by `g`, then by `f`; `f.inverse()` leads back. `affine_map` is one.
template <class M>
concept view_map = std::copyable<M> && requires(M const& f, M const& g) {
  { f* g } -> std::same_as<M>;
  { f.inverse() } -> std::same_as<M>;
};

/// What a map acts on: a point, a box, a grasp. `map(target)` is the target as it lies in the map's view.
template <class Target, class Map>
concept mapped_target = requires(Map const& map, Target const& target) {
  { map(target) } -> std::same_as<Target>;
};

/// The maps from the shared frame into the two views of one sample.
template <view_map Map>
struct view_maps {
  Map teacher{};
  Map student{};

  /// From the teacher's view into the student's.
  [[nodiscard]] Map between() const { return student * teacher.inverse(); }
};

/// A target of the teacher's view as the student ought to see it.
template <view_map Map, mapped_target<Map> Target>
[[nodiscard]] Target carried(view_maps<Map> const& views, Target const& target) {
  return views.between()(target);
}

/// Each of several targets of one sample, such as the keypoints of a body.
template <view_map Map, mapped_target<Map> Target>
[[nodiscard]] std::vector<Target> carried(view_maps<Map> const& views, std::vector<Target> const& targets) {
  auto const between = views.between();
  std::vector<Target> moved;
  for (auto const& each : targets) moved.push_back(between(each));
  return moved;
}

/// Encoded targets `[N, P]`, one a sample, carried over row by row: `carry(between, row)` reads the numbers of a row,
/// acts on what they mean and returns its numbers in the student's view. Targets are few: it happens on the host.
///
/// Throws `shape_error` `teacher.views` unless there is a pair of views a row.
template <tensor_backend B, view_map Map, class Carry>
[[nodiscard]] tensor_t<B> carried_rows(B const& be, tensor_t<B> const& rows, std::span<view_maps<Map> const> views,
                                       Carry const& carry) {
  auto const host = be.to_host(rows);
  if (host.shape.size() != 2 || host.shape[0] != std::ssize(views))
    throw shape_error("teacher.views", "expected a row of targets [N, P] for each of " + std::to_string(views.size()) +
                                           " pairs of views, got " + to_string(host.shape));
  auto const columns = static_cast<std::size_t>(host.shape[1]);
  std::vector<scalar_t<B>> moved;
  for (std::size_t i = 0; i < views.size(); ++i) {
    auto const row = std::span<scalar_t<B> const>(host.values).subspan(i * columns, columns);
    for (double const value : carry(views[i].between(), row)) moved.push_back(static_cast<scalar_t<B>>(value));
  }
  return be.from_host(host_view<scalar_t<B> const>(host.shape, moved));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_CARRIED_TARGETS_HPP

// suregrasp/teacher/divergence.hpp
#ifndef SUREGRASP_TEACHER_DIVERGENCE_HPP
#define SUREGRASP_TEACHER_DIVERGENCE_HPP
namespace suregrasp::inline v2 {

/// What to do with a run that has diverged.
enum class divergence_action {
  stop,      ///< throw `training_error` `teacher.diverged`
  roll_back  ///< go back to the last good teacher
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(divergence_action) {
  return std::array{named_value{divergence_action::stop, "stop"},
                    named_value{divergence_action::roll_back, "roll_back"}};
}

/// When a run counts as diverged, and what to do then; by default it never does.
struct divergence_options {
  double factor = std::numeric_limits<double>::infinity();  ///< of the lowest average loss; infinite: never
  double memory = 0.95;                                     ///< of the moving average of the losses, in [0, 1)
  std::int64_t every = 50;                                  ///< steps between checks for a good teacher
  divergence_action action = divergence_action::stop;
  std::int64_t roll_backs = 3;  ///< at most, then it stops
  friend bool operator==(divergence_options const&, divergence_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = divergence_options;
    return list(field{"factor", &o::factor}, field{"memory", &o::memory}.between(0, 1),
                field{"every", &o::every}.at_least(1), field{"action", &o::action},
                field{"roll_backs", &o::roll_backs}.at_least(0));
  }
};

/// Tells from a run's losses when it has diverged: their moving average exceeds `factor` times its own lowest. The
/// average is corrected for its start; the first `every` losses are too few to tell.
class divergence_watch {
 public:
  explicit divergence_watch(divergence_options const& options) : options_(options) {
    if (!(options.factor > 1) || !(options.memory >= 0 && options.memory < 1) || options.every < 1)
      throw option_error("teacher.divergence",
                         "expected a factor above 1, a memory in [0, 1) and looks every step or "
                         "less often, got " +
                             std::to_string(options.factor) + ", " + std::to_string(options.memory) + " and " +
                             std::to_string(options.every));
  }

  [[nodiscard]] bool active() const { return std::isfinite(options_.factor); }

  /// Takes in the loss of one more step; true where the run has diverged.
  [[nodiscard]] bool diverged(double loss) {
    sum_ = options_.memory * sum_ + (1 - options_.memory) * loss;
    weight_ = options_.memory * weight_ + (1 - options_.memory);
    if (++steps_ < options_.every) return false;
    if (average() > options_.factor * best_) return true;
    best_ = std::fmin(best_, average());
    return false;
  }

  /// Whether the teacher of this step is good enough to go back to.
  [[nodiscard]] bool good() const {
    return steps_ % options_.every == 0 && average() <= std::sqrt(options_.factor) * best_;
  }

  /// The moving average of the losses.
  [[nodiscard]] double average() const { return sum_ / weight_; }
  [[nodiscard]] double best() const { return best_; }

  /// Forgets the losses since the last good teacher, but not the lowest average.
  void restart() { sum_ = weight_ = 0, steps_ = 0; }

  [[nodiscard]] std::vector<double> state() const { return {sum_, weight_, best_, static_cast<double>(steps_)}; }
  void load(std::vector<double> const& state) {
    sum_ = state.at(0), weight_ = state.at(1), best_ = state.at(2);
    steps_ = static_cast<std::int64_t>(state.at(3));
  }

 private:
  divergence_options options_;
  double sum_ = 0, weight_ = 0;
  double best_ = std::numeric_limits<double>::infinity();
  std::int64_t steps_ = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_DIVERGENCE_HPP

// suregrasp/teacher/filters/confidence_filter.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_CONFIDENCE_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_CONFIDENCE_FILTER_HPP
/// Which of a teacher's predictions to learn from (Eq. 12).
namespace suregrasp::inline v2 {

/// A rule that gives each of a batch of predictions a weight in [0, 1] from its uncertainty.
template <class F>
concept confidence_filter = requires(F filter, std::span<double const> uncertainties) {
  { filter(uncertainties) } -> std::same_as<std::vector<double>>;
};

/// A filter that judges each prediction among those of its group.
template <class F>
concept group_filter = requires(F filter, std::span<double const> uncertainties, std::span<std::int64_t const> groups) {
  { filter(uncertainties, groups) } -> std::same_as<std::vector<double>>;
};

/// A filter whose memory can be saved and restored.
template <class F>
concept remembering_filter = requires(F filter, std::vector<double> const& memory) {
  { std::as_const(filter).state() } -> std::same_as<std::vector<double>>;
  filter.load(memory);
};

/// A filter that has a threshold T to report.
template <class F>
concept threshold_filter = requires(F const& filter) {
  { filter.threshold() } -> std::convertible_to<double>;
};

namespace detail {

/// 1 for an uncertainty up to `threshold`, 0 for a larger one or a NaN.
[[nodiscard]] inline std::vector<double> up_to(double threshold, std::span<double const> uncertainties) {
  std::vector<double> weights;
  for (double const u : uncertainties) weights.push_back(u <= threshold ? 1.0 : 0.0);
  return weights;
}

/// How many of `count` make a share in [0, 1] of them, rounded up.
[[nodiscard]] inline std::size_t count_of_share(double share, std::size_t count) {
  return static_cast<std::size_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count)));
}

}  // namespace detail

/// Keeps everything: the original mean teacher.
struct keep_all {
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    return std::vector<double>(uncertainties.size(), 1.0);
  }
};

/// Keeps nothing: direct training on the labelled samples.
struct keep_none {
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    return std::vector<double>(uncertainties.size(), 0.0);
  }
};

/// Keeps predictions whose uncertainty is below a fixed T: the paper's form. A NaN is never kept.
struct fixed_threshold {
  double threshold = std::numeric_limits<double>::infinity();

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties) weights.push_back(u < threshold ? 1.0 : 0.0);
    return weights;
  }
};

/// Keeps about the given share of predictions: T is a quantile of the last `window` uncertainties, the current batch
/// included.
///
/// In a new domain a fixed T may keep nothing, because the heads disagree everywhere, or everything, because they agree
/// too well; the running quantile does neither.
struct running_quantile {
  double share = 0.5;  ///< in [0, 1]
  std::size_t window = 256;
  std::vector<double> recent = {};  ///< oldest first

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    for (double const u : uncertainties)
      if (!std::isnan(u)) recent.push_back(u);
    if (recent.size() > window) recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(window));
    return detail::up_to(threshold(), uncertainties);
  }

  /// The T in force; minus infinity before the first uncertainty.
  [[nodiscard]] double threshold() const {
    auto const kept = detail::count_of_share(share, recent.size());
    if (kept == 0) return -std::numeric_limits<double>::infinity();
    auto sorted = recent;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(kept - 1), sorted.end());
    return sorted[kept - 1];
  }

  [[nodiscard]] std::vector<double> state() const { return recent; }
  void load(std::vector<double> const& memory) { recent = memory; }
};

/// Fills the unlabelled slots of a batch from more candidates than there are slots: the first `slots` positive weights
/// stay, all others become 0. Where fewer are positive, slots stay empty.
[[nodiscard]] inline std::vector<double> first_accepted(std::vector<double> weights, std::size_t slots) {
  for (double& weight : weights) {
    if (!(weight > 0)) continue;
    if (slots > 0)
      --slots;
    else
      weight = 0;
  }
  return weights;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_CONFIDENCE_FILTER_HPP

// suregrasp/teacher/filters/adaptive_threshold.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_ADAPTIVE_THRESHOLD_HPP
#define SUREGRASP_TEACHER_FILTERS_ADAPTIVE_THRESHOLD_HPP
/// Filters whose T follows the uncertainties from batch to batch in one or two numbers. Learnt is from finite ones
/// alone: a single infinite one would stay in their memory for ever. NaN is never kept.
namespace suregrasp::inline v2 {

namespace detail {

/// The finite uncertainties, ascending.
[[nodiscard]] inline std::vector<double> sorted_finite(std::span<double const> uncertainties) {
  std::vector<double> numbers;
  for (double const u : uncertainties)
    if (std::isfinite(u)) numbers.push_back(u);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace detail

/// T is a moving average of the batches' own quantiles: smooth where batches are small. The first batch is judged by
/// its own quantile. A share of 0 keeps nothing; of 1, whatever lies below the average of the largest.
struct smoothed_quantile {
  double share = 0.5;                                       ///< in [0, 1]
  double smoothing = 0.9;                                   ///< weight of the T so far
  double level = std::numeric_limits<double>::quiet_NaN();  ///< T so far; NaN before the first batch

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    auto const sorted = detail::sorted_finite(uncertainties);
    auto const kept = detail::count_of_share(share, sorted.size());
    if (kept > 0) level = std::isnan(level) ? sorted[kept - 1] : smoothing * level + (1 - smoothing) * sorted[kept - 1];
    return detail::up_to(threshold(), uncertainties);
  }

  [[nodiscard]] double threshold() const {
    return share > 0 && !std::isnan(level) ? level : -std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] std::vector<double> state() const { return {level}; }
  void load(std::vector<double> const& memory) { level = memory.at(0); }
};

/// Steers T so that in the long run the wanted share passes, whatever the uncertainties do: after each batch T grows by
/// `rate * scale * (coverage - share that passed)`, where `scale` is a moving average of the uncertainties' size.
///
/// The share over n batches differs from `coverage` by at most |T_n - T_0| / (rate scale n): the sum of the corrections
/// (the argument of Gibbs and Candes 2021 for adaptive conformal inference). T begins at the first batch's quantile.
struct target_coverage {
  double coverage = 0.5;  ///< in [0, 1]
  double rate = 0.1;
  double level = std::numeric_limits<double>::quiet_NaN();  ///< T; NaN before the first batch
  double scale = 0;                                         ///< mean |u|, averaged over batches

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    auto const sorted = detail::sorted_finite(uncertainties);
    if (sorted.empty()) return std::vector<double>(uncertainties.size(), 0.0);
    double size = 0, passed = 0;
    for (double const u : sorted) size += std::fabs(u) / static_cast<double>(sorted.size());
    if (std::isnan(level)) {
      scale = size;
      auto const rank = std::clamp(coverage, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
      level = sorted[static_cast<std::size_t>(std::lround(rank))];
    }
    auto weights = detail::up_to(level, uncertainties);
    for (double const u : sorted) passed += u <= level ? 1 / static_cast<double>(sorted.size()) : 0;
    scale = 0.99 * scale + 0.01 * size;
    level += rate * scale * (coverage - passed);
    return weights;
  }

  [[nodiscard]] double threshold() const { return level; }
  [[nodiscard]] std::vector<double> state() const { return {level, scale}; }
  void load(std::vector<double> const& memory) { level = memory.at(0), scale = memory.at(1); }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_ADAPTIVE_THRESHOLD_HPP

// suregrasp/teacher/impl/filter_memory.hpp
#ifndef SUREGRASP_TEACHER_IMPL_FILTER_MEMORY_HPP
#define SUREGRASP_TEACHER_IMPL_FILTER_MEMORY_HPP
/// Memories of filters, of which some have none.
namespace suregrasp::inline v2::detail {

template <class Filter>
[[nodiscard]] std::vector<double> memory_of(Filter const& filter) {
  if constexpr (remembering_filter<Filter>) return filter.state();
  return {};
}

template <class Filter>
void give_memory(Filter& filter, std::vector<double> const& memory) {
  if constexpr (remembering_filter<Filter>) filter.load(memory);
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_FILTER_MEMORY_HPP

// suregrasp/teacher/filters/grouped_filter.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_GROUPED_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_GROUPED_FILTER_HPP
/// Filters that judge by group.
namespace suregrasp::inline v2 {

namespace detail {

/// The positions of each group, in the order of the groups' numbers.
[[nodiscard]] inline std::map<std::int64_t, std::vector<std::size_t>> positions_of(
    std::span<std::int64_t const> groups) {
  std::map<std::int64_t, std::vector<std::size_t>> positions;
  for (std::size_t i = 0; i < groups.size(); ++i) positions[groups[i]].push_back(i);
  return positions;
}

}  // namespace detail

/// A filter of its own for each group, such as a class of objects or a pyramid level: it judges the predictions of that
/// group only. `groups` holds the group of each prediction; without it all are one group.
template <confidence_filter Filter>
struct per_group {
  Filter prototype = {};
  std::map<std::int64_t, Filter> filters = {};

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    std::vector<double> weights(uncertainties.size());
    for (auto const& [group, positions] : detail::positions_of(groups)) {
      std::vector<double> own;
      for (auto const i : positions) own.push_back(uncertainties[i]);
      auto const judged = filters.try_emplace(group, prototype).first->second(own);
      for (std::size_t k = 0; k < positions.size(); ++k) weights[positions[k]] = judged[k];
    }
    return weights;
  }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return (*this)(uncertainties, std::vector<std::int64_t>(uncertainties.size(), 0));
  }

  /// For each group its number, how long its memory is, and its memory.
  [[nodiscard]] std::vector<double> state() const {
    std::vector<double> all;
    for (auto const& [group, filter] : filters) {
      auto const memory = detail::memory_of(filter);
      all.insert(all.end(), {static_cast<double>(group), static_cast<double>(memory.size())});
      all.insert(all.end(), memory.begin(), memory.end());
    }
    return all;
  }
  void load(std::vector<double> const& all) {
    filters.clear();
    for (auto next = all.begin(); next != all.end();) {
      auto& filter = filters.try_emplace(static_cast<std::int64_t>(*next), prototype).first->second;
      auto const first = next + 2, last = first + static_cast<std::ptrdiff_t>(*(next + 1));
      detail::give_memory(filter, {first, last});
      next = last;
    }
  }
};

/// How the uncertainty of a group follows from those of its members.
enum class group_reduction { mean, largest };

/// Judges whole groups, such as images with many locations: all of a group's predictions get the weight of the group.
/// A group with a NaN is never kept.
template <confidence_filter Filter>
struct whole_groups {
  Filter filter = {};
  group_reduction reduction = group_reduction::mean;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    auto const members = detail::positions_of(groups);
    std::vector<double> reduced;
    for (auto const& [group, positions] : members) reduced.push_back(reduce(uncertainties, positions));
    auto const judged = filter(reduced);
    std::vector<double> weights(uncertainties.size());
    std::size_t next = 0;
    for (auto const& [group, positions] : members) {
      for (auto const i : positions) weights[i] = judged[next];
      ++next;
    }
    return weights;
  }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return (*this)(uncertainties, std::vector<std::int64_t>(uncertainties.size(), 0));
  }

  [[nodiscard]] double threshold() const
    requires threshold_filter<Filter>
  {
    return filter.threshold();
  }
  [[nodiscard]] std::vector<double> state() const { return detail::memory_of(filter); }
  void load(std::vector<double> const& memory) { detail::give_memory(filter, memory); }

 private:
  [[nodiscard]] double reduce(std::span<double const> uncertainties, std::vector<std::size_t> const& positions) const {
    double sum = 0, largest = -std::numeric_limits<double>::infinity();
    for (auto const i : positions) {
      sum += uncertainties[i];
      largest = std::fmax(largest, uncertainties[i]);
    }
    if (std::isnan(sum)) return sum;
    return reduction == group_reduction::mean ? sum / static_cast<double>(positions.size()) : largest;
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_GROUPED_FILTER_HPP

// suregrasp/teacher/filters/named_filter_options.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_OPTIONS_HPP
#define SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_OPTIONS_HPP
/// The filters of this room by name, for programs that choose at run time.
namespace suregrasp::inline v2 {

/// A filter of this room.
enum class filter_name {
  all,               ///< `keep_all`
  fixed,             ///< `fixed_threshold`: the paper's
  quantile,          ///< `running_quantile`
  smoothed,          ///< `smoothed_quantile`
  coverage,          ///< `target_coverage`
  soft,              ///< `sigmoid_weight`
  exponential,       ///< `exponential_weight`
  inverse_variance,  ///< `inverse_variance_weight`
};

/// Names in files and on command lines.
[[nodiscard]] constexpr auto names_of(filter_name) {
  return std::array{named_value{filter_name::all, "all"},
                    named_value{filter_name::fixed, "fixed"},
                    named_value{filter_name::quantile, "quantile"},
                    named_value{filter_name::smoothed, "smoothed"},
                    named_value{filter_name::coverage, "coverage"},
                    named_value{filter_name::soft, "soft"},
                    named_value{filter_name::exponential, "exponential"},
                    named_value{filter_name::inverse_variance, "inverse_variance", "inverse-variance"}};
}

/// Which pseudo-labels a student learns from. Each member says which filters read it.
struct named_filter_options {
  std::optional<filter_name> name{};  ///< not given: fixed where there is a threshold, else quantile
  double keep_share = 0.5;            ///< quantile, smoothed, coverage: share of the pseudo-labels to keep
  std::optional<double> threshold{};  ///< fixed: T (Eq. 12); soft: uncertainty of weight one half
  double softness =
      0.1;  ///< soft: width of the edge; exponential: uncertainty of weight 1/e; inverse_variance: of weight one half
  std::size_t window = 256;    ///< quantile: how many uncertainties it remembers
  double smoothing = 0.9;      ///< smoothed: weight of the T so far
  double coverage_rate = 0.1;  ///< coverage: size of its corrections
  std::int64_t warm_up = 0;    ///< all: steps of which nothing is kept
  friend bool operator==(named_filter_options const&, named_filter_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = named_filter_options;
    return list(
        field{"name", &o::name,
              "Of --method confident: which pseudo-labels to keep. fixed: M_uc below T; quantile (default), smoothed, "
              "coverage: a share, three ways; soft, exponential, inverse-variance: weighed by M_uc; all"}
            .typed_as("--filter"),
        field{"keep_share", &o::keep_share,
              "quantile, smoothed, coverage: share of the pseudo-labels to keep, the most certain ones"}
            .between(0, 1),
        field{"threshold", &o::threshold, "fixed, which it implies: T; soft: M_uc of weight one half"},
        field{"softness", &o::softness,
              "soft: width of the edge; exponential: M_uc of weight 1/e; inverse-variance: of weight one half"}
            .above(0),
        field{"window", &o::window, "quantile: pseudo-labels it looks back on"}.between(1, 1e7),
        field{"smoothing", &o::smoothing, "smoothed: weight of the T so far"}.between(0, 1),
        field{"coverage_rate", &o::coverage_rate, "coverage: size of its corrections of T"}.above(0),
        field{"warm_up", &o::warm_up, "Steps before the first pseudo-label"}.at_least(0));
  }

  /// The name in force.
  [[nodiscard]] filter_name chosen() const {
    return name.value_or(threshold ? filter_name::fixed : filter_name::quantile);
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_OPTIONS_HPP

// suregrasp/teacher/filters/soft_weight.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_SOFT_WEIGHT_HPP
#define SUREGRASP_TEACHER_FILTERS_SOFT_WEIGHT_HPP
/// Filters that weigh instead of choosing. A NaN weighs nothing.
namespace suregrasp::inline v2 {

/// `exp(-u / scale)`: 1 for the certain, 1/e at `scale`.
struct exponential_weight {
  double scale = 1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties) weights.push_back(std::isnan(u) ? 0 : std::fmin(1, std::exp(-u / scale)));
    return weights;
  }
};

/// `1 / (1 + exp((u - centre) / width))`: a threshold at `centre` with a soft edge.
struct sigmoid_weight {
  double centre = 1;
  double width = 0.1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties)
      weights.push_back(std::isnan(u) ? 0 : 1 / (1 + std::exp((u - centre) / width)));
    return weights;
  }
  [[nodiscard]] double threshold() const { return centre; }
};

/// `scale / (scale + u)`: what an observation of variance u counts beside others of variance `scale` (inverse-variance
/// weights, in [0, 1]): 1 for the certain, one half at `scale`, never quite 0.
struct inverse_variance_weight {
  double scale = 1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) const {
    std::vector<double> weights;
    for (double const u : uncertainties)
      weights.push_back(std::isnan(u) ? 0 : std::fmin(1, 1 / (1 + std::fmax(u, 0) / scale)));
    return weights;
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_SOFT_WEIGHT_HPP

// suregrasp/teacher/filters/warm_up_filter.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_WARM_UP_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_WARM_UP_FILTER_HPP
namespace suregrasp::inline v2 {

/// Keeps nothing of the first `steps` batches, though `filter` gets them and fills its memory; then does as `filter`
/// does.
template <confidence_filter Filter>
struct after_warm_up {
  std::int64_t steps = 100;
  Filter filter = {};
  std::int64_t steps_done = 0;  ///< batches so far

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    auto weights = filter(uncertainties);
    if (steps_done++ < steps) std::ranges::fill(weights, 0.0);
    return weights;
  }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups)
    requires group_filter<Filter>
  {
    auto weights = filter(uncertainties, groups);
    if (steps_done++ < steps) std::ranges::fill(weights, 0.0);
    return weights;
  }

  [[nodiscard]] double threshold() const
    requires threshold_filter<Filter>
  {
    return filter.threshold();
  }
  [[nodiscard]] std::vector<double> state() const {
    auto memory = detail::memory_of(filter);
    memory.push_back(static_cast<double>(steps_done));
    return memory;
  }
  void load(std::vector<double> memory) {
    steps_done = static_cast<std::int64_t>(memory.back());
    memory.pop_back();
    detail::give_memory(filter, memory);
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_WARM_UP_FILTER_HPP

// suregrasp/teacher/filters/named_filter.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP
/// The filters of this room behind one type, for programs that choose at run time.
namespace suregrasp::inline v2 {

namespace detail {

/// One filter of several kinds: the one that `name` says, while the others are idle. As a `std::variant` it would take
/// the compiler twice as much, in every source that includes this room.
struct any_filter {
  filter_name name = filter_name::all;
  keep_all all{};
  fixed_threshold fixed{};
  running_quantile quantile{};
  smoothed_quantile smoothed{};
  target_coverage coverage{};
  sigmoid_weight soft{};
  exponential_weight exponential{};
  inverse_variance_weight inverse_variance{};

  /// What `use` makes of the filter in force.
  template <class Self, class Use>
  static auto in_force(Self& self, Use const& use) {
    switch (self.name) {
      case filter_name::all:
        return use(self.all);
      case filter_name::fixed:
        return use(self.fixed);
      case filter_name::quantile:
        return use(self.quantile);
      case filter_name::smoothed:
        return use(self.smoothed);
      case filter_name::coverage:
        return use(self.coverage);
      case filter_name::soft:
        return use(self.soft);
      case filter_name::exponential:
        return use(self.exponential);
      case filter_name::inverse_variance:
        break;
    }
    return use(self.inverse_variance);
  }

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return in_force(*this, [&](auto& each) { return each(uncertainties); });
  }

  /// NaN where it has none.
  [[nodiscard]] double threshold() const {
    return in_force(*this, [](auto const& each) -> double {
      if constexpr (threshold_filter<std::remove_cvref_t<decltype(each)>>)
        return each.threshold();
      else if constexpr (requires { double{each.threshold}; })
        return each.threshold;
      else
        return std::numeric_limits<double>::quiet_NaN();
    });
  }

  [[nodiscard]] std::vector<double> state() const {
    return in_force(*this, [](auto const& each) { return memory_of(each); });
  }
  void load(std::vector<double> const& memory) {
    in_force(*this, [&](auto& each) { give_memory(each, memory); });
  }
};

/// The filter that options choose; throws as `named_filter`.
[[nodiscard]] inline any_filter any_filter_of(named_filter_options const& o) {
  auto const name = o.chosen();
  bool const wants_threshold = name == filter_name::fixed || name == filter_name::soft;
  if (wants_threshold && !(o.threshold && !std::isnan(*o.threshold)))
    throw option_error("teacher.filter.options", "the filter '" + std::string(name_of(name)) + "' needs a threshold");
  if (!wants_threshold && o.threshold)
    throw option_error("teacher.filter.options",
                       "a threshold is for the filters fixed and soft, not for '" + std::string(name_of(name)) + "'");
  if (name_of(name).empty())
    throw option_error("teacher.filter.options", "unknown filter number " + std::to_string(static_cast<int>(name)));
  double const threshold = o.threshold.value_or(std::numeric_limits<double>::quiet_NaN());
  return {.name = name,
          .fixed = {threshold},
          .quantile = {.share = o.keep_share, .window = o.window},
          .smoothed = {.share = o.keep_share, .smoothing = o.smoothing},
          .coverage = {.coverage = o.keep_share, .rate = o.coverage_rate},
          .soft = {.centre = threshold, .width = o.softness},
          .exponential = {.scale = o.softness},
          .inverse_variance = {.scale = o.softness}};
}

}  // namespace detail

/// A filter as the options name it, of its own for each group of pseudo-labels.
class named_filter {
 public:
  /// Throws `option_error` `teacher.filter.options` for a value that names no filter, where a threshold is missing, and
  /// where one is given to a filter that reads none.
  explicit named_filter(named_filter_options const& options = {})
      : filter_{.steps = options.warm_up, .filter = {.prototype = detail::any_filter_of(options)}} {}

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) { return filter_(uncertainties); }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    return filter_(uncertainties, groups);
  }

  /// The T in force; NaN where there is none, or one per group.
  [[nodiscard]] double threshold() const {
    auto const& each = filter_.filter.filters;
    return each.size() == 1 ? each.begin()->second.threshold() : std::numeric_limits<double>::quiet_NaN();
  }

  [[nodiscard]] std::vector<double> state() const { return filter_.state(); }
  void load(std::vector<double> const& memory) { filter_.load(memory); }

 private:
  after_warm_up<per_group<detail::any_filter>> filter_;
};

static_assert(group_filter<named_filter> && remembering_filter<named_filter>);

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_NAMED_FILTER_HPP

// suregrasp/teacher/filters/risk_threshold.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_RISK_THRESHOLD_HPP
#define SUREGRASP_TEACHER_FILTERS_RISK_THRESHOLD_HPP
namespace suregrasp::inline v2 {

/// The filter with the largest T for which labelled samples prove that few of the predictions it keeps are wrong by
/// more than `tolerance`; see `control_risk` for what is proven, and when not.
///
/// `uncertainties` and `errors` are of the same predictions, in the unit the filter will see and in any unit. Throws
/// `training_error` `teacher.no_threshold` where no T can be proven, and as `control_risk`.
[[nodiscard]] inline fixed_threshold threshold_by_risk(std::span<double const> uncertainties,
                                                       std::span<double const> errors, double tolerance,
                                                       risk_control_options const& options = {}) {
  std::vector<bool> failed;
  for (double const error : errors) failed.push_back(!(error <= tolerance));
  auto const chosen = control_risk(uncertainties, failed, options);
  if (!chosen)
    throw training_error("teacher.no_threshold",
                         "no T keeps the risk at " + std::to_string(options.risk) + " with " +
                             std::to_string(errors.size()) +
                             " labelled samples; label more, or allow a larger risk, tolerance or delta");
  return {chosen->threshold};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_RISK_THRESHOLD_HPP

// suregrasp/teacher/filters/student_filter.hpp
#ifndef SUREGRASP_TEACHER_FILTERS_STUDENT_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_STUDENT_FILTER_HPP
/// Filters that hold the teacher's uncertainty against the student's own.
namespace suregrasp::inline v2 {

/// A rule that gives each prediction a weight in [0, 1] from the teacher's uncertainty and the student's about the same
/// sample. A student's NaN says that it has none.
template <class F>
concept student_filter = requires(F filter, std::span<double const> teacher, std::span<double const> student) {
  { filter(teacher, student) } -> std::same_as<std::vector<double>>;
};

/// Keeps predictions of which the teacher is more certain than the student: `u <= margin * u_student`. Needs no scale:
/// both uncertainties may be in any unit. A sample about which the student is as certain has little to teach; one about
/// which it is more certain, only errors. Where the student has no uncertainty, all are kept; a teacher's NaN never.
struct more_certain_than_student {
  double margin = 1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> teacher, std::span<double const> student) const {
    std::vector<double> weights;
    for (std::size_t i = 0; i < teacher.size(); ++i) {
      bool const known = i < student.size() && !std::isnan(student[i]);
      weights.push_back(!std::isnan(teacher[i]) && (!known || teacher[i] <= margin * student[i]) ? 1.0 : 0.0);
    }
    return weights;
  }
};

static_assert(student_filter<more_certain_than_student>);

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_FILTERS_STUDENT_FILTER_HPP

// suregrasp/teacher/impl/checkpoint_parts.hpp
#ifndef SUREGRASP_TEACHER_IMPL_CHECKPOINT_PARTS_HPP
#define SUREGRASP_TEACHER_IMPL_CHECKPOINT_PARTS_HPP
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

// suregrasp/teacher/impl/consistency_loss.hpp
#ifndef SUREGRASP_TEACHER_IMPL_CONSISTENCY_LOSS_HPP
#define SUREGRASP_TEACHER_IMPL_CONSISTENCY_LOSS_HPP
/// The consistency term (Eq. 11) from distances and weights.
namespace suregrasp::inline v2::detail {

[[nodiscard]] inline double mean(std::vector<double> const& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The sum of the weighted distances divided by the number of slots. Rejected samples are masked, not multiplied by 0,
/// since their distance may be NaN.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> weighted_mean(B const& be, tensor_t<B> const& distance, std::vector<double> const& weights,
                                        std::size_t slots) {
  std::vector<scalar_t<B>> values;
  for (double const weight : weights) values.push_back(static_cast<scalar_t<B>>(weight));
  auto const weight = be.from_host(host_view<scalar_t<B> const>({std::ssize(values)}, values));
  auto const chosen = be.where(weight, be.mul(weight, distance), suregrasp::constant(be, 0));
  return be.div(suregrasp::sum_all(be, chosen), suregrasp::constant(be, static_cast<double>(slots)));
}

/// Whether a target, a tensor or several, holds neither NaN nor infinity; true for what is neither.
template <tensor_backend B, class Target>
[[nodiscard]] bool finite(B const& be, Target const& target) {
  if constexpr (std::same_as<Target, tensor_t<B>>)
    return std::ranges::all_of(be.to_host(target).values, [](auto value) { return std::isfinite(value); });
  else if constexpr (std::same_as<Target, std::vector<tensor_t<B>>>)
    return std::ranges::all_of(target, [&](auto const& part) { return detail::finite(be, part); });
  else
    return true;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_CONSISTENCY_LOSS_HPP

// suregrasp/teacher/step_report.hpp
#ifndef SUREGRASP_TEACHER_STEP_REPORT_HPP
#define SUREGRASP_TEACHER_STEP_REPORT_HPP
namespace suregrasp::inline v2 {

/// One term of a loss that is a sum, by name.
template <class Value>
struct loss_term {
  std::string name;
  Value value;

  static constexpr auto fields(auto list) {
    return list(field{"name", &loss_term::name}, field{"value", &loss_term::value});
  }
};

/// What one step of a mean teacher did. A figure that was not asked for or does not exist is NaN.
struct step_report {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  std::int64_t step = 0;                      ///< counted from 0
  double supervised_loss = 0;                 ///< the sum of `terms` where there are some
  double consistency_loss = 0;                ///< mean over the slots of the batch, 0 for a rejected one
  double pass_rate = 0;                       ///< mean weight the filter gave
  double threshold = none;                    ///< of the filter, if it has one
  double alpha = 0;                           ///< of the moving average
  double consistency_weight = 0;              ///< factor of the consistency loss
  double gap = none;                          ///< root mean square between the student's and teacher's parameters
  double kept_error = none;                   ///< mean error of the pseudo-labels, by the weights they were given
  double candidate_error = none;              ///< mean error of all of them
  std::int64_t starved_steps = 0;             ///< steps in a row, this one included, of which nothing passed
  bool rolled_back = false;                   ///< student and teacher went back to the last good teacher
  std::vector<loss_term<double>> terms = {};  ///< of the supervised loss, where the task names them
  std::vector<double> uncertainties = {};     ///< of each unlabelled sample
  std::vector<double> weights = {};           ///< that it was given
  std::vector<double> errors = {};            ///< of its pseudo-label, NaN where there is no label; may be empty

  static constexpr auto fields(auto list) {
    using r = step_report;
    return list(field{"step", &r::step}, field{"supervised_loss", &r::supervised_loss},
                field{"consistency_loss", &r::consistency_loss}, field{"pass_rate", &r::pass_rate},
                field{"threshold", &r::threshold}, field{"alpha", &r::alpha},
                field{"consistency_weight", &r::consistency_weight}, field{"gap", &r::gap},
                field{"lesson_error", &r::kept_error}, field{"candidate_error", &r::candidate_error},
                field{"starved_steps", &r::starved_steps}, field{"rolled_back", &r::rolled_back},
                field{"terms", &r::terms}, field{"uncertainties", &r::uncertainties}, field{"weights", &r::weights},
                field{"errors", &r::errors});
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_STEP_REPORT_HPP

// suregrasp/teacher/mean_teacher_task.hpp
#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP
namespace suregrasp::inline v2 {

/// A loss, or several by name that add up to one.
template <class R, class B>
concept supervised_result = std::same_as<R, tensor_t<B>> || std::same_as<R, std::vector<loss_term<tensor_t<B>>>>;

/// What a mean teacher has to be told of a problem; it knows nothing else of it.
///
/// - `supervised(be, model, labelled)`: the loss of the student on labelled samples, shape `[]`, or a vector of
///   `loss_term`, whose sum it then is.
/// - `views(unlabelled, random)`: two perturbed views of unlabelled samples, `.teacher` and `.student`, as model
///   inputs.
/// - `target(be, prediction, views)`: the teacher's prediction carried from its own view into the student's.
/// - `uncertainty(be, prediction)`: M_uc of each prediction, `[N]`.
/// - `consistency(be, prediction, target)`: distance of each student prediction to its target, `[N]`.
///
/// A task may also have
/// - `pseudo_label_error(be, target, unlabelled, views)`: for reports, the error of each target as `vector<double>`,
///   NaN where there is no label to tell;
/// - `groups(unlabelled, prediction)`: for filters by group, a number for each prediction as `vector<int64_t>`, such as
///   its image;
/// - `student_input(be, prediction, views)`: what the student is asked, where that depends on what the teacher has
/// found,
///   such as the locations of objects; without it `views.student`.
///
/// On several processes each has a part of every batch. What is drawn for a sample must then depend on `random` and on
/// the sample, or on where it stands in the whole batch; numbers of groups are those of the whole batch. The task may
/// have, and is asked only there:
/// - `label_counts(labelled)`: how many labels each term of the supervised loss is a mean of, by the term's name, as
///   `vector<loss_term<double>>`; without it the size of the batch;
/// - `positions(prediction, views)`: where each prediction stands in the whole batch, as `vector<int64_t>`: smaller
///   numbers first, equal ones by process; without it all of a process stand together;
/// - `count_over(target, sum)`: where distances depend on how many pseudo-labels there are, puts the counts of all
///   processes into the target; `sum(span<double>)` sums numbers over them.
template <class T, class B, class Model>
concept mean_teacher_task = requires(
    T const& task, B const& be, Model model, typename T::labelled_batch const& labelled,
    typename T::unlabelled_batch const& unlabelled, typename T::view_pair const& views,
    typename Model::output_type const& prediction, typename T::target_type const& target, random_stream random) {
  { task.supervised(be, model, labelled) } -> supervised_result<B>;
  { task.views(unlabelled, random) } -> std::same_as<typename T::view_pair>;
  { views.teacher } -> std::convertible_to<typename Model::input_type const&>;
  { views.student } -> std::convertible_to<typename Model::input_type const&>;
  { task.target(be, prediction, views) } -> std::same_as<typename T::target_type>;
  { task.uncertainty(be, prediction) } -> std::same_as<tensor_t<B>>;
  { task.consistency(be, prediction, target) } -> std::same_as<tensor_t<B>>;
};

/// A task that can tell how wrong its pseudo-labels are.
template <class T, class B>
concept judges_pseudo_labels =
    requires(T const& task, B const& be, typename T::target_type const& target,
             typename T::unlabelled_batch const& unlabelled, typename T::view_pair const& views) {
      { task.pseudo_label_error(be, target, unlabelled, views) } -> std::same_as<std::vector<double>>;
    };

/// A task whose predictions come in groups.
template <class T, class Prediction>
concept groups_predictions =
    requires(T const& task, typename T::unlabelled_batch const& unlabelled, Prediction const& prediction) {
      { task.groups(unlabelled, prediction) } -> std::same_as<std::vector<std::int64_t>>;
    };

/// A task whose student is asked about what the teacher has found.
template <class T, class B, class Model>
concept asks_what_was_found = requires(T const& task, B const& be, typename Model::output_type const& prediction,
                                       typename T::view_pair const& views) {
  { task.student_input(be, prediction, views) } -> std::convertible_to<typename Model::input_type>;
};

/// A task that tells how many labels the terms of its supervised loss are means of.
template <class T>
concept counts_labels = requires(T const& task, typename T::labelled_batch const& labelled) {
  { task.label_counts(labelled) } -> std::same_as<std::vector<loss_term<double>>>;
};

/// A task that knows where its predictions stand in the batch of all processes.
template <class T, class Prediction>
concept positions_predictions =
    requires(T const& task, Prediction const& prediction, typename T::view_pair const& views) {
      { task.positions(prediction, views) } -> std::same_as<std::vector<std::int64_t>>;
    };

/// A task whose distances depend on how many pseudo-labels there are.
template <class T>
concept counts_targets = requires(T const& task, typename T::target_type& target,
                                  std::function<void(std::span<double>)> const& sum) { task.count_over(target, sum); };

/// Applies one gradient step of a loss to a model.
template <class O, class B, class Model>
concept model_optimizer =
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss) { optimizer.step(be, model, loss); };

/// One that lets its gradients be summed over several processes before it uses them: `join(gradients)` replaces them by
/// the sums, of the same tensors in the same order in all.
template <class O, class B, class Model>
concept joint_optimizer =
    model_optimizer<O, B, Model> &&
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss,
             std::function<void(std::vector<tensor_t<B>>&)> const& join) { optimizer.step(be, model, loss, join); };

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP

// suregrasp/teacher/impl/joint_batch.hpp
#ifndef SUREGRASP_TEACHER_IMPL_JOINT_BATCH_HPP
#define SUREGRASP_TEACHER_IMPL_JOINT_BATCH_HPP
/// What a step of a mean teacher must know of the batch of all processes.
namespace suregrasp::inline v2::detail {

/// Terms of a loss as means over the batches of all processes, and for each term of this process by what its own mean
/// is to be multiplied so that the sum over the processes is that.
struct joint_terms {
  std::vector<loss_term<double>> values{};
  std::vector<double> shares{};
};

/// `counts`: of how many labels each term is a mean, by name, the same names in all processes. A term that none of them
/// has is left out; one that is not here may be there.
template <process_group Group>
[[nodiscard]] joint_terms joint_terms_of(Group const& group, std::vector<loss_term<double>> own,
                                         std::vector<loss_term<double>> const& counts) {
  if (group.size() == 1) {
    auto const terms = own.size();
    return {std::move(own), std::vector<double>(terms, 1.0)};
  }
  std::vector<double> sums(2 * counts.size());
  auto const number_of = [&](std::string const& name) {
    auto const found = std::ranges::find(counts, name, &loss_term<double>::name);
    if (found == counts.end())
      throw training_error("teacher.counts", "the task counts no labels of the term '" + name + "' of its loss");
    return static_cast<std::size_t>(found - counts.begin());
  };
  for (std::size_t i = 0; i < counts.size(); ++i) sums[counts.size() + i] = counts[i].value;
  for (auto const& [name, value] : own) sums[number_of(name)] = value * counts[number_of(name)].value;
  suregrasp::sum_over(group, std::span(sums));
  joint_terms joint;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (auto const total = sums[counts.size() + i]; total > 0)
      joint.values.push_back({counts[i].name, sums[i] / total});
  for (auto const& [name, value] : own)
    joint.shares.push_back(counts[number_of(name)].value / sums[counts.size() + number_of(name)]);
  return joint;
}

/// The predictions of all processes in one step, in the order in which a single process has them.
template <process_group Group>
class joint_batch {
 public:
  /// `positions`: of the predictions of this process among all: those with a smaller number come before, those with
  /// the same in the order of the processes.
  joint_batch(Group const& group, std::vector<std::int64_t> const& positions)
      : group_(group), count_(positions.size()) {
    if (group.size() == 1) return;
    auto const all = suregrasp::gather_values(group, positions);
    auto const counts = suregrasp::gather_values(group, std::vector<std::size_t>{count_});
    first_ =
        std::accumulate(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(group.rank()), std::size_t{0});
    order_.resize(all.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, {}, [&](std::size_t i) { return all[i]; });
  }

  /// What each process has of its predictions, a number each, of all; nothing where they have none to tell.
  template <class T>
  [[nodiscard]] std::vector<T> gathered(std::vector<T> own) const {
    if (group_.size() == 1) return own;
    auto const all = suregrasp::gather_values(group_, own);
    if (all.size() != order_.size()) return {};
    std::vector<T> ordered;
    for (auto const i : order_) ordered.push_back(all[i]);
    return ordered;
  }

  /// Of numbers of all predictions those of this process.
  [[nodiscard]] std::vector<double> own(std::vector<double> const& all) const {
    if (group_.size() == 1) return all;
    std::vector<double> mine(count_);
    for (std::size_t k = 0; k < order_.size(); ++k)
      if (auto const i = order_[k]; i >= first_ && i < first_ + count_) mine[i - first_] = all[k];
    return mine;
  }

 private:
  Group const& group_;
  std::size_t count_;
  std::size_t first_ = 0;             ///< number of this process's first prediction among all, by rank
  std::vector<std::size_t> order_{};  ///< numbers by rank, in the order of a single process
};

/// Where the task's predictions stand among those of all processes.
template <class Task, tensor_backend B, class Model>
[[nodiscard]] std::vector<std::int64_t> positions_of_predictions(Task const& task,
                                                                 typename Model::output_type const& prediction,
                                                                 typename Task::view_pair const& views,
                                                                 std::size_t count) {
  if constexpr (positions_predictions<Task, typename Model::output_type>)
    return task.positions(prediction, views);
  else
    return std::vector<std::int64_t>(count, 0);
}

/// How many labels each of the terms of the task's loss is a mean of.
template <class Task>
[[nodiscard]] std::vector<loss_term<double>> label_counts_of(Task const& task,
                                                             typename Task::labelled_batch const& labelled,
                                                             std::vector<loss_term<double>> const& terms) {
  if constexpr (counts_labels<Task>) {
    return task.label_counts(labelled);
  } else if constexpr (std::ranges::sized_range<typename Task::labelled_batch const>) {
    auto counts = terms;
    for (auto& each : counts) each.value = static_cast<double>(std::ranges::size(labelled));
    return counts;
  } else {
    static_assert(counts_labels<Task>, "on several processes the task needs label_counts(labelled)");
  }
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_JOINT_BATCH_HPP

// suregrasp/teacher/impl/judged_batch.hpp
#ifndef SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP
#define SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP
/// What a filter says about a batch of pseudo-labels.
namespace suregrasp::inline v2::detail {

/// Throws `training_error` `teacher.filter` unless there is a weight in [0, 1] for each of `count` predictions.
inline void require_weights(std::vector<double> const& weights, std::size_t count, std::int64_t step) {
  if (weights.size() != count ||
      !std::ranges::all_of(weights, [](double weight) { return weight >= 0 && weight <= 1; }))
    throw training_error("teacher.filter", "expected a weight in [0, 1] for each of " + std::to_string(count) +
                                               " predictions at step " + std::to_string(step) + ", the filter gave " +
                                               std::to_string(weights.size()) + ", or others");
}

/// What the student says of the unlabelled samples.
template <class Task, tensor_backend B, class Model>
[[nodiscard]] typename Model::output_type student_answer(Task const& task, B const& be, Model& student,
                                                         typename Model::output_type const& prediction,
                                                         typename Task::view_pair const& views) {
  if constexpr (asks_what_was_found<Task, B, Model>)
    return student.forward(task.student_input(be, prediction, views));
  else
    return student.forward(views.student);
}

/// What a filter says of a batch.
template <class Output>
struct judged_batch {
  std::vector<double> weights;
  std::optional<Output> said{};  ///< the student's answer, where the filter had to know it
};

/// The filter's weights of the batch of all processes, whose uncertainties are given: by group where filter and task
/// know groups, beside the student's uncertainties for a `student_filter`.
template <class Filter, class Task, tensor_backend B, class Model, process_group Group>
[[nodiscard]] judged_batch<typename Model::output_type> judge(
    Filter& filter, std::vector<double> const& uncertainties, joint_batch<Group> const& joint, Task const& task,
    B const& be, Model& student, typename Task::unlabelled_batch const& unlabelled,
    typename Model::output_type const& prediction, typename Task::view_pair const& views, std::int64_t step) {
  judged_batch<typename Model::output_type> judged;
  if constexpr (student_filter<Filter>) {
    judged.said = student_answer(task, be, student, prediction, views);
    auto const own = be.to_host(task.uncertainty(be, *judged.said)).values;
    judged.weights = filter(uncertainties, joint.gathered(std::vector<double>(own.begin(), own.end())));
  } else if constexpr (group_filter<Filter> && groups_predictions<Task, typename Model::output_type>) {
    auto const groups = joint.gathered(task.groups(unlabelled, prediction));
    if (groups.size() != uncertainties.size())
      throw training_error("teacher.groups", "the task has groups for " + std::to_string(groups.size()) + " of " +
                                                 std::to_string(uncertainties.size()) + " predictions");
    judged.weights = filter(uncertainties, groups);
  } else {
    judged.weights = filter(uncertainties);
  }
  require_weights(judged.weights, uncertainties.size(), step);
  return judged;
}

template <class Filter>
[[nodiscard]] double threshold_of(Filter const& filter) {
  if constexpr (threshold_filter<Filter>)
    return filter.threshold();
  else if constexpr (requires {
                       { filter.threshold } -> std::convertible_to<double>;
                     })
    return filter.threshold;
  else
    return step_report::none;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP

// suregrasp/teacher/impl/pseudo_label_errors.hpp
#ifndef SUREGRASP_TEACHER_IMPL_PSEUDO_LABEL_ERRORS_HPP
#define SUREGRASP_TEACHER_IMPL_PSEUDO_LABEL_ERRORS_HPP
namespace suregrasp::inline v2::detail {

/// Writes into the report how wrong the pseudo-labels are, where the task can tell.
template <class Task, tensor_backend B, process_group Group>
void judge_pseudo_labels(Task const& task, B const& be, joint_batch<Group> const& joint,
                         typename Task::target_type const& target, typename Task::unlabelled_batch const& unlabelled,
                         typename Task::view_pair const& views, step_report& report) {
  if constexpr (judges_pseudo_labels<Task, B>) {
    report.errors = joint.gathered(task.pseudo_label_error(be, target, unlabelled, views));
    double all = 0, known = 0, kept = 0, weight = 0;
    for (std::size_t i = 0; i < report.errors.size() && i < report.weights.size(); ++i) {
      if (std::isnan(report.errors[i])) continue;
      all += report.errors[i], ++known;
      if (report.weights[i] > 0) kept += report.weights[i] * report.errors[i];
      weight += report.weights[i];
    }
    if (known > 0) report.candidate_error = all / known;
    if (weight > 0) report.kept_error = kept / weight;
  }
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_PSEUDO_LABEL_ERRORS_HPP

// suregrasp/teacher/impl/refusals.hpp
#ifndef SUREGRASP_TEACHER_IMPL_REFUSALS_HPP
#define SUREGRASP_TEACHER_IMPL_REFUSALS_HPP
/// What a mean teacher refuses to go on with.
namespace suregrasp::inline v2::detail {

/// Refuses a batch that can tell its size, and is empty.
template <class Batch>
void require_labels(Batch const& labelled, std::int64_t step) {
  if constexpr (std::ranges::sized_range<Batch const>)
    if (std::ranges::size(labelled) == 0)
      throw training_error("teacher.no_labels", "the labelled batch of step " + std::to_string(step) +
                                                    " is empty; a mean teacher needs at least one labelled sample, "
                                                    "check the list of labelled samples");
}

[[nodiscard]] inline training_error nothing_passed(std::string const& when) {
  return {"teacher.nothing_passed", "the filter passed nothing in " + when +
                                        ": the teacher teaches nothing; raise its threshold, filter by a share "
                                        "(running_quantile), or train directly (keep_none)"};
}

[[nodiscard]] inline training_error not_finite(std::string const& term, double value, std::int64_t step,
                                               std::string const& broken, bool finite_target) {
  std::string cause = "check the targets for NaN, then try a smaller learning rate";
  if (!finite_target) cause = "the teacher's targets are not finite; check the task's `target`";
  if (!broken.empty()) cause = "the student's '" + broken + "' is not finite; try a smaller learning rate";
  return {"teacher.not_finite",
          term + " loss is " + std::to_string(value) + " at step " + std::to_string(step) + "; " + cause};
}

[[nodiscard]] inline training_error diverged(divergence_watch const& watch, std::int64_t step) {
  return {"teacher.diverged", "the supervised loss averages " + std::to_string(watch.average()) + " at step " +
                                  std::to_string(step) + " after " + std::to_string(watch.best()) +
                                  " at its best; try a smaller learning rate or weight of consistency, or a filter"};
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_REFUSALS_HPP

// suregrasp/teacher/impl/supervised_loss.hpp
#ifndef SUREGRASP_TEACHER_IMPL_SUPERVISED_LOSS_HPP
#define SUREGRASP_TEACHER_IMPL_SUPERVISED_LOSS_HPP
/// The first term of a mean teacher's loss, and the step down the gradient of both, on one process or on several.
namespace suregrasp::inline v2::detail {

/// A loss that has no terms as one that has one, without a name.
template <tensor_backend B>
[[nodiscard]] std::vector<loss_term<tensor_t<B>>> as_terms(B const&, tensor_t<B> loss) {
  return {{"", std::move(loss)}};
}
template <tensor_backend B>
[[nodiscard]] std::vector<loss_term<tensor_t<B>>> as_terms(B const&, std::vector<loss_term<tensor_t<B>>> terms) {
  if (terms.empty()) throw training_error("teacher.no_terms", "the task's supervised loss has no terms");
  return terms;
}

/// This process's share of the student's loss on labelled samples; the report gets that of all processes. `refuse(name,
/// value)` is called for a term that is not finite, and must throw.
template <class Task, tensor_backend B, class Model, process_group Group, class Refuse>
[[nodiscard]] tensor_t<B> supervised_loss(Task const& task, B const& be, Model& student,
                                          typename Task::labelled_batch const& labelled, Group const& group,
                                          step_report& report, Refuse const& refuse) {
  auto const terms = detail::as_terms(be, task.supervised(be, student, labelled));
  std::vector<loss_term<double>> own;
  for (auto const& [name, term] : terms) own.push_back({name, double(suregrasp::item(be, term))});
  std::vector<loss_term<double>> counts;
  if constexpr (!std::same_as<Group, single_process>) counts = detail::label_counts_of(task, labelled, own);
  auto joint = detail::joint_terms_of(group, std::move(own), counts);
  for (auto const& [name, value] : joint.values) {
    if (!std::isfinite(value)) refuse(name.empty() ? "supervised" : "supervised " + name, value);
    report.supervised_loss += value;
  }
  if (!terms.front().name.empty()) report.terms = std::move(joint.values);
  std::optional<tensor_t<B>> loss;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    auto const& term = terms[i].value;
    auto const share = group.size() == 1 ? term : suregrasp::scale(be, term, joint.shares[i]);
    loss = loss ? be.add(*loss, share) : share;
  }
  return *loss;
}

/// Puts the counts of all processes into a target whose distances depend on them.
template <class Task, process_group Group>
void count_targets(Task const& task, typename Task::target_type& target, Group const& group) {
  if constexpr (counts_targets<Task> && !std::same_as<Group, single_process>)
    task.count_over(target, [&](std::span<double> values) { suregrasp::sum_over(group, values); });
}

/// One step of the optimizer, down the gradient of the sum of the losses of all processes.
template <class Optimizer, tensor_backend B, class Model, process_group Group>
void follow_gradient(Optimizer& optimizer, B const& be, Model& model, tensor_t<B> const& loss, Group const& group) {
  if constexpr (std::same_as<Group, single_process>)
    optimizer.step(be, model, loss);
  else
    optimizer.step(be, model, loss, std::function<void(std::vector<tensor_t<B>>&)>([&](auto& gradients) {
                     suregrasp::sum_tensors_over(group, be, gradients);
                   }));
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_IMPL_SUPERVISED_LOSS_HPP

// suregrasp/teacher/tied_tensors.hpp
#ifndef SUREGRASP_TEACHER_TIED_TENSORS_HPP
#define SUREGRASP_TEACHER_TIED_TENSORS_HPP
/// Tensors that go by several names in one model, such as the weights that an encoder and a decoder share.
namespace suregrasp::inline v2::detail {

/// For each tensor, the first one that lies in the same memory: itself where there is no other. Throws `model_error`
/// `model.overlap` where memories overlap and are not the same.
template <tensor_backend B>
[[nodiscard]] std::vector<std::size_t> first_in_memory(B const& be, model_state<tensor_t<B>> const& state,
                                                       std::vector<std::size_t> const& among) {
  struct stretch {
    std::uintptr_t begin, end;
    std::size_t index;
  };
  std::vector<stretch> stretches;
  std::vector<std::size_t> first(state.size());
  std::iota(first.begin(), first.end(), std::size_t{0});
  for (std::size_t const i : among) {
    auto const memory = suregrasp::memory_of(be, state[i].value);
    auto const begin = reinterpret_cast<std::uintptr_t>(memory.data());
    if (!memory.empty()) stretches.push_back({begin, begin + memory.size(), i});
  }
  std::ranges::sort(stretches, {}, [](stretch const& s) { return std::tuple(s.begin, s.end, s.index); });
  for (std::size_t k = 1; k < stretches.size(); ++k) {
    auto const &before = stretches[k - 1], &here = stretches[k];
    if (here.begin >= before.end) continue;
    auto const count = [&](stretch const& s) { return element_count(be.shape(state[s.index].value)); };
    if (here.begin != before.begin || here.end != before.end || count(here) != count(before))
      throw model_error("model.overlap", "tensors '" + state[before.index].name + "' and '" + state[here.index].name +
                                             "' share a part of their memory: expected all of it or none");
    first[here.index] = first[before.index];
  }
  return first;
}

/// The tensors of `among` to move so that each memory moves once. Throws `model_error` `model.tied` where two names are
/// one tensor of the teacher and two of the student.
template <tensor_backend B>
[[nodiscard]] std::vector<std::size_t> each_memory_once(B const& be, model_state<tensor_t<B>> const& teacher,
                                                        model_state<tensor_t<B>> const& student,
                                                        std::vector<std::size_t> among) {
  auto const first = detail::first_in_memory(be, teacher, among);
  auto const where = [&](std::size_t i) { return suregrasp::memory_of(be, student[i].value).data(); };
  std::erase_if(among, [&](std::size_t i) {
    if (first[i] != i && where(i) != where(first[i]))
      throw model_error("model.tied", "tensors '" + teacher[first[i]].name + "' and '" + teacher[i].name +
                                          "' are one in the teacher and two in the student");
    return first[i] != i;
  });
  return among;
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_TEACHER_TIED_TENSORS_HPP

// suregrasp/teacher/moving_average.hpp
#ifndef SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
#define SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
namespace suregrasp::inline v2 {

/// What a moving average does with tensors of one role.
enum class average_rule {
  average,  ///< `teacher = alpha teacher + (1 - alpha) student`
  copy,     ///< `teacher = student`
  skip      ///< the teacher's own, left alone
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(average_rule) {
  return std::array{named_value{average_rule::average, "average"}, named_value{average_rule::copy, "copy"},
                    named_value{average_rule::skip, "skip"}};
}

/// The rule of the moving average for each role of tensor.
struct moving_average_options {
  average_rule parameters = average_rule::average;
  average_rule buffers = average_rule::average;  ///< floating-point statistics such as those of batch normalisation
  average_rule counters = average_rule::copy;    ///< integers, of which there is no average
  friend bool operator==(moving_average_options const&, moving_average_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = moving_average_options;
    return list(field{"parameters", &o::parameters}, field{"buffers", &o::buffers}, field{"counters", &o::counters});
  }

  [[nodiscard]] average_rule rule(tensor_role role) const {
    if (role == tensor_role::parameter) return parameters;
    return role == tensor_role::buffer ? buffers : counters;
  }
};

/// Throws `option_error` unless `alpha` lies in [0, 1] and counters are not averaged.
inline void require_valid_average(double alpha, moving_average_options const& options = {}) {
  if (!(alpha >= 0 && alpha <= 1))
    throw option_error("teacher.alpha", "alpha must lie in [0, 1], got " + std::to_string(alpha));
  if (options.counters == average_rule::average)
    throw option_error("teacher.counters", "counters are integers and have no average: copy or skip them");
}

namespace detail {

/// The tensors that a moving average moves, each memory once. Throws `model_error`, see `ema_update`.
template <tensor_backend B>
[[nodiscard]] std::vector<std::size_t> averaged_tensors(B const& be, model_state<tensor_t<B>> const& teacher,
                                                        model_state<tensor_t<B>> const& student,
                                                        moving_average_options const& options) {
  suregrasp::require_same_structure(be, "teacher", teacher, "student", student);
  std::vector<std::size_t> averaged;
  for (std::size_t i = 0; i < teacher.size(); ++i)
    if (options.rule(teacher[i].role) == average_rule::average) averaged.push_back(i);
  return detail::each_memory_once(be, teacher, student, std::move(averaged));
}

/// Throws `model_error` `teacher.precision` for a tensor to average that holds less than float does: a step of a moving
/// average is mostly smaller than what half precision can tell, and the average would stand still.
template <tensor_backend B>
void require_room_for_average(B const& be, model_state<tensor_t<B>> const& teacher,
                              std::vector<std::size_t> const& averaged) {
  for (std::size_t const i : averaged) {
    double const epsilon = suregrasp::epsilon_of(be, teacher[i].value);
    if (epsilon > static_cast<double>(std::numeric_limits<float>::epsilon()))
      throw model_error("teacher.precision", "tensor '" + teacher[i].name + "' of the teacher tells 1 from " +
                                                 std::to_string(1 + epsilon) +
                                                 " at best, and its moving average would stand still: expected float "
                                                 "or double; the student may hold less");
  }
}

}  // namespace detail

/// Moves the teacher: `teacher = alpha teacher + (1 - alpha) student` (Eq. 10), or as `options` has it for each role.
/// The teacher may be on another device than the student where the backend's `lerp_` and the model's `load` allow.
/// A tensor that goes by several names moves once.
///
/// Throws `option_error` on an alpha outside of [0, 1] and `model_error` when the two differ in structure
/// (`model.structure`, `model.tied`), when tensors share a part of their memory (`model.overlap`) or hold less than
/// float does (`teacher.precision`); the teacher then stays as it is.
template <tensor_backend B, trainable_model<B> Model>
void ema_update(B const& be, Model& teacher, Model const& student, double alpha,
                moving_average_options const& options = {}) {
  require_valid_average(alpha, options);
  auto state = teacher.state();
  auto const target = student.state();
  auto const averaged = detail::averaged_tensors(be, state, target, options);
  if (alpha > 0 && alpha < 1) detail::require_room_for_average(be, state, averaged);
  for (std::size_t i = 0; i < state.size(); ++i)
    if (options.rule(state[i].role) == average_rule::copy) state[i].value = target[i].value;
  std::vector<tensor_t<B>> values, to;
  for (std::size_t const i : averaged) {
    values.push_back(std::move(state[i].value));
    to.push_back(target[i].value);
  }
  suregrasp::lerp_all<B>(be, values, to, 1 - alpha);
  for (std::size_t k = 0; k < averaged.size(); ++k) state[averaged[k]].value = std::move(values[k]);
  teacher.load(state);
}

/// Makes a moving average that started at a copy forget it: the first step takes the student, later ones weigh all
/// students so far as a moving average would that had always run (the correction of Adam, Kingma and Ba 2015).
struct bias_correction {
  double start = 1;  ///< weight of the copy in the average so far, the product of the alphas

  /// The alpha to use in place of `alpha` in this step.
  [[nodiscard]] double operator()(double alpha) {
    start *= alpha;
    return start < 1 ? 1 - (1 - alpha) / (1 - start) : alpha;
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_MOVING_AVERAGE_HPP

// suregrasp/teacher/telemetry.hpp
#ifndef SUREGRASP_TEACHER_TELEMETRY_HPP
#define SUREGRASP_TEACHER_TELEMETRY_HPP
namespace suregrasp::inline v2 {

/// Is called with the report of each step; may throw to stop a run.
using step_callback = std::function<void(step_report const&)>;

/// One callback that calls several, in order.
template <class... Callbacks>
[[nodiscard]] step_callback in_turn(Callbacks... callbacks) {
  return [=](step_report const& report) mutable { (callbacks(report), ...); };
}

/// The figures of a report by name, its terms as `supervised.<name>`; those that there are not are NaN.
[[nodiscard]] inline std::vector<loss_term<double>> figures_of(step_report const& report) {
  std::vector<loss_term<double>> figures;
  for_each_field(report, [&]<class Value>(auto const& field, Value const& value) {
    if constexpr (std::is_arithmetic_v<Value>) figures.push_back({std::string(field.name), static_cast<double>(value)});
  });
  for (auto const& term : report.terms) figures.push_back({"supervised." + term.name, term.value});
  return figures;
}

/// The first line of a CSV table of such reports, without its end.
[[nodiscard]] inline std::string csv_header(step_report const& report) {
  std::string line;
  for (auto const& figure : figures_of(report)) line += (line.empty() ? "" : ",") + detail::csv_text(figure.name);
  return line;
}

/// A report as a line of that table; what is not finite is an empty field.
[[nodiscard]] inline std::string csv_line(step_report const& report) {
  std::string line;
  for (auto const& figure : figures_of(report)) line += (line.empty() ? "" : ",") + detail::csv_cell(figure.value);
  return line;
}

namespace detail {

/// `text` between double quotes, without control characters.
[[nodiscard]] inline std::string json_text(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return quoted_text(text);
}

}  // namespace detail

/// A report as a JSON object on one line, without its end; what is not finite is null.
[[nodiscard]] inline std::string json_line(step_report const& report) {
  std::string line = "{";
  for (auto const& figure : figures_of(report))
    line += (line.size() == 1 ? "" : ",") + detail::json_text(figure.name) + ":" +
            (std::isfinite(figure.value) ? text_of(figure.value, text_style::exact) : "null");
  return line + "}";
}

/// A callback that writes reports to a stream, which must outlive it, as a CSV table. The terms are those of the first
/// report.
[[nodiscard]] inline step_callback csv_writer(std::ostream& stream) {
  return [&stream, begun = false](step_report const& report) mutable {
    if (!begun) stream << csv_header(report) << '\n';
    begun = true;
    stream << csv_line(report) << '\n';
  };
}

/// A callback that writes reports to a stream, which must outlive it, as lines of JSON.
[[nodiscard]] inline step_callback json_lines_writer(std::ostream& stream) {
  return [&stream](step_report const& report) { stream << json_line(report) << '\n'; };
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_TELEMETRY_HPP

// suregrasp/teacher/mean_teacher_options.hpp
#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP
namespace suregrasp::inline v2 {

/// How a `mean_teacher` averages, weighs, reports and gives up.
struct mean_teacher_options {
  std::function<double(std::int64_t)> alpha = linear_schedule{0.5, 0.99, 200};  ///< Eq. 10
  std::function<double(std::int64_t)> consistency_weight =
      constant_schedule{1.0};           ///< factor of the second term, Eq. 11
  moving_average_options average = {};  ///< the rule for each role of tensor
  bool correct_bias = false;            ///< the teacher forgets that it began as a copy (`bias_correction`)
  std::size_t unlabelled_slots = 0;  ///< unlabelled samples of a step, chosen from a larger batch; 0: the whole batch
  std::int64_t starved_after = 500;  ///< steps in a row without a kept pseudo-label that end the run; 0: never
  divergence_options divergence = {};
  std::int64_t gap_every =
      0;  ///< steps between measurements of the student-teacher gap, which read both models; 0: never
  step_callback on_step = {};  ///< called with the report of each step; `in_turn` makes one of several
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP

// suregrasp/teacher/mean_teacher.hpp
#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_HPP
namespace suregrasp::inline v2 {

/// The confidence-driven mean teacher (Zhu et al. 2020, Eq. 10 to 12), for any model, task and backend.
///
/// The student learns from labelled samples and, on unlabelled ones, from pseudo-labels: the predictions of its
/// teacher, the moving average of itself. `filter` decides by the teacher's uncertainty which pseudo-labels count.
/// `keep_all` gives the original mean teacher (Tarvainen and Valpola 2017), `keep_none` direct fine-tuning, step for
/// step.
///
/// A forward pass leaves the teacher as it was: buffers that it changes, such as running means, are put back, and only
/// the moving average moves them. Where the average skips buffers, the teacher keeps its own.
///
/// On several processes (`Group`) each passes its part of every batch to `step`, and the loop is the one on a single
/// process with the whole batches: means, the sums of gradients, the filter's memory and reports are of all of them,
/// the same in each. The optimizer must be a `joint_optimizer`.
template <differentiable_backend B, trainable_model<B> Model, mean_teacher_task<B, Model> Task,
          model_optimizer<B, Model> Optimizer, class Filter, process_group Group = single_process>
  requires(confidence_filter<Filter> || student_filter<Filter>) &&
          (std::same_as<Group, single_process> || joint_optimizer<Optimizer, B, Model>)
class mean_teacher {
 public:
  using labelled_batch = typename Task::labelled_batch;
  using unlabelled_batch = typename Task::unlabelled_batch;
  using checkpoint_type = training_checkpoint<scalar_t<B>>;

  /// Throws `model_error` when the clone of `student` has another structure or there is no moving average of it, as
  /// `ema_update` does, and `option_error` on options without sense.
  mean_teacher(B be, Model student, Task task, Optimizer optimizer, Filter filter, mean_teacher_options options = {},
               Group group = {})
      : be_(std::move(be)),
        student_(std::move(student)),
        teacher_(student_.clone()),
        task_(std::move(task)),
        optimizer_(std::move(optimizer)),
        filter_(std::move(filter)),
        options_(std::move(options)),
        group_(std::move(group)),
        watch_(options_.divergence) {
    auto const state = teacher_.state();
    auto const averaged = detail::averaged_tensors(be_, state, student_.state(), options_.average);
    detail::require_room_for_average(be_, state, averaged);
  }

  /// One step of the student on both batches, then one of the teacher; the report goes to `on_step` too. `random`
  /// perturbs the views.
  ///
  /// Throws `option_error` when a schedule leaves its range and `training_error`: `teacher.no_labels` for an empty
  /// labelled batch, `teacher.not_finite` naming the term of the loss, `teacher.filter` for weights outside of [0, 1],
  /// `teacher.nothing_passed` when the filter has starved the run. Nothing has moved then: neither model with its
  /// statistics, the optimizer, the filter's memory, nor the count of steps. `teacher.diverged` is found after the
  /// step.
  step_report step(labelled_batch const& labelled, unlabelled_batch const& unlabelled, random_stream const& random) {
    auto correction = correction_;
    auto report = scheduled(correction);
    detail::require_labels(labelled, step_);
    buffer_snapshot<B> const student_before(be_, student_), teacher_before(be_, teacher_);
    auto const put_back = [&, filter = filter_] {
      student_before.put_back(student_);
      teacher_before.put_back(teacher_);
      filter_ = filter;
    };
    try {
      auto const loss = total_loss(labelled, unlabelled, random, teacher_before, report);
      detail::follow_gradient(optimizer_, be_, student_, loss, group_);
    } catch (error const& reason) {
      put_back();
      if (reason.id() != "teacher.not_finite" || !roll_back()) throw;
      report.rolled_back = true;
    } catch (...) {
      put_back();
      throw;
    }
    if (!report.rolled_back) suregrasp::ema_update(be_, teacher_, student_, report.alpha, options_.average);
    correction_ = correction;
    starved_ = report.starved_steps;
    if (report.pass_rate > 0) ++steps_with_pseudo_labels_;
    ++step_;
    watch(report);
    if (options_.gap_every > 0 && report.step % options_.gap_every == 0)
      report.gap = suregrasp::parameter_gap(be_, student_, teacher_);
    if (options_.on_step) options_.on_step(report);
    return report;
  }

  /// To be called at the end of a run with a filter. Throws `training_error` `teacher.nothing_passed` when no step
  /// learned from an unlabelled sample: the run was direct training, at a higher cost.
  void require_pseudo_labels() const {
    if constexpr (!std::same_as<Filter, keep_none>)
      if (step_ > 0 && steps_with_pseudo_labels_ == 0)
        throw detail::nothing_passed("the whole run of " + std::to_string(step_) + " steps");
  }

  /// Throws `distributed_error` `distributed.unequal` unless student and teacher are the same in every process, to the
  /// bit. To be called by all of them; costs as much as writing a checkpoint to memory.
  void require_equal_models() const {
    if (group_.size() > 1)
      suregrasp::require_equal(group_, "student and teacher after step " + std::to_string(step_),
                               suregrasp::model_digest(be_, student_) + suregrasp::model_digest(be_, teacher_));
  }

  /// Keeps the teacher and the optimizer as they are now, for `roll_back`.
  void mark_good()
    requires resumable_optimizer<Optimizer, B>
  {
    good_.emplace();
    detail::store_model(be_, "teacher", teacher_.state(), *good_);
    detail::store_optimizer(be_, optimizer_, *good_);
  }

  /// Sets student and teacher to the last good teacher; false where there is none, or after too many roll-backs.
  bool roll_back() {
    if constexpr (resumable_optimizer<Optimizer, B>) {
      if (!good_ || roll_backs_ >= options_.divergence.roll_backs) return false;
      student_.load(detail::stored_model(be_, "teacher", student_.state(), *good_));
      teacher_.load(detail::stored_model(be_, "teacher", teacher_.state(), *good_));
      detail::load_optimizer(be_, optimizer_, *good_);
      watch_.restart();
      ++roll_backs_;
      return true;
    }
    return false;
  }

  /// Everything that the next steps depend on. What the caller passes in, such as options and data, is not part of it:
  /// `configuration` is to name that.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved from, which shows in no template
  [[nodiscard]] checkpoint_type checkpoint(std::map<std::string, std::string> configuration = {}) const
    requires resumable_optimizer<Optimizer, B>
  {
    checkpoint_type moment{.step = step_, .configuration = std::move(configuration)};
    detail::store_model(be_, "student", student_.state(), moment);
    detail::store_model(be_, "teacher", teacher_.state(), moment);
    detail::store_optimizer(be_, optimizer_, moment);
    if (good_) detail::store_good(*good_, moment);
    if constexpr (remembering_filter<Filter>) moment.numbers["filter"] = filter_.state();
    moment.numbers["watch"] = watch_.state();
    moment.numbers["loop"] = {static_cast<double>(starved_), static_cast<double>(steps_with_pseudo_labels_),
                              static_cast<double>(roll_backs_), correction_.start};
    return moment;
  }

  /// Continues from a checkpoint as if there had been no interruption. Throws `model_error` when it belongs to another
  /// configuration, or to a loop with other models or another filter or optimizer; do not use the loop after that.
  void resume(checkpoint_type const& moment, std::map<std::string, std::string> const& configuration = {})
    requires resumable_optimizer<Optimizer, B>
  {
    suregrasp::require_same_configuration(moment.configuration, configuration);
    auto const student = detail::stored_model(be_, "student", student_.state(), moment);
    auto const teacher = detail::stored_model(be_, "teacher", teacher_.state(), moment);
    auto const& loop = detail::stored_part(moment.numbers, "loop");
    if constexpr (remembering_filter<Filter>) filter_.load(detail::stored_part(moment.numbers, "filter"));
    watch_.load(detail::stored_part(moment.numbers, "watch"));
    student_.load(student);
    teacher_.load(teacher);
    detail::load_optimizer(be_, optimizer_, moment);
    good_ = detail::stored_good(moment);
    step_ = moment.step;
    starved_ = static_cast<std::int64_t>(loop.at(0)), steps_with_pseudo_labels_ = static_cast<std::int64_t>(loop.at(1));
    roll_backs_ = static_cast<std::int64_t>(loop.at(2)), correction_.start = loop.at(3);
  }

  [[nodiscard]] Model const& student() const { return student_; }
  [[nodiscard]] Model const& teacher() const { return teacher_; }
  /// The model to use: the teacher, or with `keep_none` the student.
  [[nodiscard]] Model const& best() const { return std::same_as<Filter, keep_none> ? student_ : teacher_; }
  [[nodiscard]] Filter const& filter() const { return filter_; }
  [[nodiscard]] std::int64_t steps_done() const { return step_; }

 private:
  /// A report of the next step that holds the values of the schedules. Throws where they are out of range.
  [[nodiscard]] step_report scheduled(bias_correction& correction) const {
    step_report report{
        .step = step_, .alpha = options_.alpha(step_), .consistency_weight = options_.consistency_weight(step_)};
    require_valid_average(report.alpha, options_.average);
    if (!(report.consistency_weight >= 0 && std::isfinite(report.consistency_weight)))
      throw option_error("teacher.consistency_weight",
                         "the weight of consistency must be finite and not negative, got " +
                             std::to_string(report.consistency_weight));
    if (options_.correct_bias) report.alpha = correction(report.alpha);
    return report;
  }

  [[nodiscard]] tensor_t<B> total_loss(labelled_batch const& labelled, unlabelled_batch const& unlabelled,
                                       random_stream const& random, buffer_snapshot<B> const& teacher_before,
                                       step_report& report) {
    auto loss = detail::supervised_loss(task_, be_, student_, labelled, group_, report,
                                        [&](std::string const& term, double value) { refuse(term, value); });
    if constexpr (!std::same_as<Filter, keep_none>) {
      auto const views = task_.views(unlabelled, random);
      auto const prediction = teacher_prediction(views, teacher_before);
      auto const own = to_doubles(task_.uncertainty(be_, prediction));
      detail::joint_batch const joint(
          group_, detail::positions_of_predictions<Task, B, Model>(task_, prediction, views, own.size()));
      report.uncertainties = joint.gathered(own);
      auto judged = detail::judge(filter_, report.uncertainties, joint, task_, be_, student_, unlabelled, prediction,
                                  views, step_);
      report.weights = std::move(judged.weights);
      report.pass_rate = detail::mean(report.weights);
      report.threshold = detail::threshold_of(filter_);
      report.starved_steps = report.pass_rate > 0 ? 0 : starved_ + 1;
      if (options_.starved_after > 0 && report.starved_steps >= options_.starved_after)
        throw detail::nothing_passed(std::to_string(report.starved_steps) + " steps in a row");
      if (!(report.pass_rate > 0)) return loss;
      auto const slots = options_.unlabelled_slots > 0 ? options_.unlabelled_slots : report.weights.size();
      if (options_.unlabelled_slots > 0) report.weights = first_accepted(report.weights, slots);
      auto target = task_.target(be_, prediction, views);
      detail::count_targets(task_, target, group_);
      detail::judge_pseudo_labels(task_, be_, joint, target, unlabelled, views, report);
      if (!judged.said) judged.said = detail::student_answer(task_, be_, student_, prediction, views);
      auto const distance = task_.consistency(be_, *judged.said, target);
      auto const consistency = detail::weighted_mean(be_, distance, joint.own(report.weights), slots);
      report.consistency_loss = suregrasp::sum_over(group_, double(suregrasp::item(be_, consistency)));
      if (!std::isfinite(report.consistency_loss))
        refuse("consistency", report.consistency_loss, detail::finite(be_, target));
      loss = be_.add(loss, suregrasp::scale(be_, consistency, report.consistency_weight));
    }
    return loss;
  }

  /// `before`: the teacher's buffers, which are put back unless the average skips them.
  [[nodiscard]] typename Model::output_type teacher_prediction(typename Task::view_pair const& views,
                                                               buffer_snapshot<B> const& before) {
    auto prediction = suregrasp::without_gradients(be_, [&] { return teacher_.forward(views.teacher); });
    if (options_.average.buffers != average_rule::skip) before.put_back(teacher_);
    return prediction;
  }

  void watch(step_report& report) {
    if (!watch_.active() || report.rolled_back) return;
    if (watch_.diverged(report.supervised_loss)) {
      if (options_.divergence.action == divergence_action::roll_back) report.rolled_back = roll_back();
      if (!report.rolled_back) throw detail::diverged(watch_, report.step);
    } else if constexpr (resumable_optimizer<Optimizer, B>) {
      if (options_.divergence.action == divergence_action::roll_back && watch_.good()) mark_good();
    }
  }

  [[noreturn]] void refuse(std::string const& term, double value, bool finite_target = true) const {
    auto const broken = suregrasp::first_not_finite(be_, student_);
    throw detail::not_finite(term, value, step_, broken, finite_target);
  }

  [[nodiscard]] std::vector<double> to_doubles(tensor_t<B> const& t) const {
    auto const host = be_.to_host(t);
    return {host.values.begin(), host.values.end()};
  }

  B be_;
  Model student_;
  Model teacher_;
  Task task_;
  Optimizer optimizer_;
  Filter filter_;
  mean_teacher_options options_;
  Group group_;
  divergence_watch watch_;
  bias_correction correction_;
  std::optional<checkpoint_type> good_;
  std::int64_t step_ = 0;
  std::int64_t starved_ = 0;
  std::int64_t steps_with_pseudo_labels_ = 0;
  std::int64_t roll_backs_ = 0;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_HPP

// suregrasp/teacher.hpp
#ifndef SUREGRASP_TEACHER_HPP
#define SUREGRASP_TEACHER_HPP
/// The confidence-driven mean teacher (Eq. 10 to 12) for any regression task: it knows nothing of grasps.
/// docs/bring_your_own_detector.md is the guide, examples/mean_teacher_xtensor.cpp a complete program.
///
/// Begin with
/// - `mean_teacher`: the training loop: one call of `step` per batch;
/// - `trainable_model`, `mean_teacher_task`: the concepts of the two classes that you write;
/// - `running_quantile`, `fixed_threshold`, `keep_all`: filters: which pseudo-labels the student learns from;
/// - `ema_update`: the moving average alone (Eq. 10);
/// - `training_checkpoint`: all that the next step depends on.
///
/// Needs Boost.Hana; checkpoints on disk `suregrasp::io`.
/// Not included by this header, since they need JSON: `teacher/checkpoint_file.hpp`, `teacher/checkpoint_folder.hpp`.
/// Thread safety: functions keep no state; a loop, a filter or a schedule with a memory belongs to one thread at a
/// time.
///
/// ```cpp
/// template <class Backend, class Model, class Task, class Optimizer, class Batches>
/// Model adapt(Backend const& be, Model student, Task task, Optimizer optimizer, Batches const& batches) {
///   random_stream const random(1);
///   mean_teacher loop(be, std::move(student), std::move(task), std::move(optimizer), running_quantile{0.5},
///                     {.consistency_weight = sigmoid_ramp{3, 200}});
///   while (loop.steps_done() < 800) {
///     auto const step = random.fork("step", static_cast<std::uint64_t>(loop.steps_done()));
///     (void)loop.step(batches.labelled(step), batches.unlabelled(step), step);
///   }
///   return loop.best().clone();
/// }
/// ```
#endif  // SUREGRASP_TEACHER_HPP

// suregrasp/suregrasp.hpp
#ifndef SUREGRASP_SUREGRASP_HPP
#define SUREGRASP_SUREGRASP_HPP
/// Everything that needs the standard library and Boost.Hana alone. Backends, and the rooms that need OpenCV or JSON,
/// are included one by one.
#endif  // SUREGRASP_SUREGRASP_HPP
