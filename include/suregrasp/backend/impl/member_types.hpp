#ifndef SUREGRASP_BACKEND_IMPL_MEMBER_TYPES_HPP
#define SUREGRASP_BACKEND_IMPL_MEMBER_TYPES_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/backend/concepts.hpp>

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
