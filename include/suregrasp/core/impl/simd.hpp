#ifndef SUREGRASP_CORE_IMPL_SIMD_HPP
#define SUREGRASP_CORE_IMPL_SIMD_HPP

#include <cmath>
#include <cstddef>
#include <cstring>
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

#ifdef __x86_64__
/// Whether this processor runs the kernels for AVX2.
[[nodiscard]] inline bool has_avx2() { return __builtin_cpu_supports("avx2"); }

/// Whether it runs those for AVX-512.
[[nodiscard]] inline bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}
#endif

}  // namespace suregrasp::inline v2::simd

// The arithmetic, once for each instruction set: a compiler lowers a pack to what the function at hand may use, before
// it looks into what that is inlined. So does every kernel, an .inl of functions of its own.
#include <suregrasp/core/impl/kernel_baseline.inl>

#include <suregrasp/core/impl/simd.inl>
#ifdef __x86_64__
#include <suregrasp/core/impl/kernel_avx2.inl>

#include <suregrasp/core/impl/simd.inl>

#include <suregrasp/core/impl/kernel_avx512.inl>

#include <suregrasp/core/impl/simd.inl>
#endif
#include <suregrasp/core/impl/kernel_end.inl>

#endif  // SUREGRASP_CORE_IMPL_SIMD_HPP
