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
