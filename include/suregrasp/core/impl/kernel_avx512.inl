// The kernel again, for AVX-512.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx512
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]]
