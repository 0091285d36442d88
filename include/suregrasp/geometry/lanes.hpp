#ifndef SUREGRASP_GEOMETRY_LANES_HPP
#define SUREGRASP_GEOMETRY_LANES_HPP

#include <cstddef>
#include <cstring>
#include <type_traits>

/// Arithmetic written once for one number and for many side by side.
///
/// A kernel is a template over V, which is a floating-point type or a `pack` of them. It uses the operators and the
/// functions here, decides with `select` and never branches; then each lane of a pack goes through exactly the
/// operations a single number goes through, and holds the same bits. Two things could spoil that, and are kept out:
/// a product that fuses with the sum it enters where the instruction set has such an instruction (write `times`), and
/// functions of a mathematical library. -ffast-math, and clang's -ffp-contract=fast, void the promise of equal bits.
///
/// All of it is inlined into functions compiled for one instruction set, so no call ever passes a pack, whose calling
/// convention depends on that set.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"

namespace suregrasp::inline v1::lanes {

template <class T, std::size_t Bytes>
struct pack_of {
  using type [[gnu::vector_size(Bytes)]] = T;
};

/// As many T as fill `Bytes` bytes: a vector in the sense of g++ and clang, with their operators.
template <class T, std::size_t Bytes>
using pack = typename pack_of<T, Bytes>::type;

/// The type of one lane; that of a number is itself.
template <class V, bool Number = std::is_floating_point_v<V>>
struct element_of {
  using type = V;
};
template <class V>
struct element_of<V, false> {
  using type = std::remove_cvref_t<decltype(V{}[0])>;
};
template <class V>
using element = typename element_of<V>::type;

/// How many numbers a V holds.
template <class V>
inline constexpr std::size_t count = sizeof(V) / sizeof(element<V>);

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
[[nodiscard, gnu::always_inline]] inline V select(Mask holds, V a, V b) {
  return holds ? a : b;
}

/// Whether a comparison does not hold.
template <class Mask>
[[nodiscard, gnu::always_inline]] inline auto none(Mask holds) {
  return holds == Mask{};
}

/// The same number in every lane.
template <class V>
[[nodiscard, gnu::always_inline]] inline V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself whatever is done with it.
template <class V>
[[nodiscard, gnu::always_inline]] inline V times(V a, V b) {
#ifdef __clang__
#pragma clang fp contract(off)
  return a * b;
#else
  return __builtin_assoc_barrier(a * b);
#endif
}

template <class V>
[[nodiscard, gnu::always_inline]] inline V smaller(V a, V b) {
  return select(b < a, b, a);
}

template <class V>
[[nodiscard, gnu::always_inline]] inline V larger(V a, V b) {
  return select(a < b, b, a);
}

template <class V>
[[nodiscard, gnu::always_inline]] inline V magnitude(V a) {
  return larger(a, -a);
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
[[nodiscard, gnu::always_inline]] inline V within(V value, V bound) {
  return larger(smaller(value, bound), -bound);
}

template <class V>
[[nodiscard, gnu::always_inline]] inline V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

template <class V>
[[gnu::always_inline]] inline void store(V value, element<V>* to) {
  std::memcpy(to, &value, sizeof(V));
}

}  // namespace suregrasp::inline v1::lanes

#pragma GCC diagnostic pop

#endif  // SUREGRASP_GEOMETRY_LANES_HPP
