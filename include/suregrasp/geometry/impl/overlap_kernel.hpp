#ifndef SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP
#define SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP

#include <cmath>
#include <cstddef>
#include <cstring>
#include <numbers>
#include <suregrasp/core/impl/simd.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/impl/axis_direction.hpp>
#include <suregrasp/geometry/impl/rectangle.hpp>
#include <suregrasp/geometry/impl/rectangle_columns.hpp>

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

#include <suregrasp/core/impl/kernel_baseline.inl>

#include <suregrasp/geometry/impl/axis_direction.inl>

#include <suregrasp/geometry/impl/overlap_kernel.inl>
#ifdef __x86_64__
#include <suregrasp/core/impl/kernel_avx2.inl>

#include <suregrasp/geometry/impl/axis_direction.inl>

#include <suregrasp/geometry/impl/overlap_kernel.inl>

#include <suregrasp/core/impl/kernel_avx512.inl>

#include <suregrasp/geometry/impl/axis_direction.inl>

#include <suregrasp/geometry/impl/overlap_kernel.inl>
#endif
#include <suregrasp/core/impl/kernel_end.inl>

#endif  // SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP
