#ifndef SUREGRASP_GEOMETRY_IMPL_SIMD_HPP
#define SUREGRASP_GEOMETRY_IMPL_SIMD_HPP

#include <cstddef>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <type_traits>

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

}  // namespace suregrasp::inline v2::simd

#endif  // SUREGRASP_GEOMETRY_IMPL_SIMD_HPP
