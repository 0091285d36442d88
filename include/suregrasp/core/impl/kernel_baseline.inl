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
