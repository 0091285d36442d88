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
