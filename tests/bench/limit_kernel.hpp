#ifndef SUREGRASP_TESTS_BENCH_LIMIT_KERNEL_HPP
#define SUREGRASP_TESTS_BENCH_LIMIT_KERNEL_HPP

#include <cstddef>
#include <cstring>
#include <suregrasp/core/impl/simd.hpp>
#include <suregrasp/geometry/impl/overlap_kernel.hpp>
#include <suregrasp/geometry/impl/rectangle_columns.hpp>

/// The overlap in closed form and a quotient, with none of what makes an answer right: not 0 where rectangles are
/// apart, not 1 where they are equal, not the same bits for both orders or with every instruction set. What an IoU may
/// cost.
#include <suregrasp/core/impl/kernel_baseline.inl>

#include "limit_kernel.inl"
#ifdef __x86_64__
#include <suregrasp/core/impl/kernel_avx2.inl>

#include "limit_kernel.inl"

#include <suregrasp/core/impl/kernel_avx512.inl>

#include "limit_kernel.inl"
#endif
#include <suregrasp/core/impl/kernel_end.inl>

#endif  // SUREGRASP_TESTS_BENCH_LIMIT_KERNEL_HPP
