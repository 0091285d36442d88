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
