#ifndef SUREGRASP_HEATMAP_IMPL_WINDOW_KERNEL_HPP
#define SUREGRASP_HEATMAP_IMPL_WINDOW_KERNEL_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <suregrasp/core/impl/simd.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2::simd {

/// A map `[height, width]` in row order.
struct heat_map {
  float const* values;
  std::ptrdiff_t height, width;
};

/// Rows `top` to `bottom - 1` and columns `left` to `right - 1` of a map.
struct map_part {
  std::ptrdiff_t top, bottom, left, right;
};

inline constexpr float lane_numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

}  // namespace suregrasp::inline v2::simd

#include <suregrasp/core/impl/kernel_baseline.inl>

#include <suregrasp/heatmap/impl/window_kernel.inl>
#ifdef __x86_64__
#include <suregrasp/core/impl/kernel_avx2.inl>

#include <suregrasp/heatmap/impl/window_kernel.inl>

#include <suregrasp/core/impl/kernel_avx512.inl>

#include <suregrasp/heatmap/impl/window_kernel.inl>
#endif
#include <suregrasp/core/impl/kernel_end.inl>

namespace suregrasp::inline v2::simd {

/// The loops of the kernel, compiled for one instruction set and maps of at least `width` columns.
struct window_loops {
  void (*find_maxima)(heat_map const&, std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, float*, float*);
  void (*find_largest)(float const*, float const*, float const*, std::ptrdiff_t, float*);
  bool (*find_hot)(float const*, float const*, float, std::ptrdiff_t, unsigned char*);
  bool (*find_hotter)(heat_map const&, map_part const&, float);
  bool (*find_equal)(heat_map const&, map_part const&, float);
  std::ptrdiff_t width;
};

/// Those that this processor can run, the widest vectors last.
[[nodiscard]] inline std::vector<window_loops> supported_window_loops() {
#define SUREGRASP_LOOPS(set, ...)                                                               \
  {                                                                                             \
    set::find_maxima<__VA_ARGS__>, set::find_largest<__VA_ARGS__>, set::find_hot<__VA_ARGS__>,  \
        set::find_heat<__VA_ARGS__, false>, set::find_heat<__VA_ARGS__, true>, std::ptrdiff_t { \
      count<__VA_ARGS__>                                                                        \
    }                                                                                           \
  }
  std::vector<window_loops> result{SUREGRASP_LOOPS(baseline, float), SUREGRASP_LOOPS(baseline, pack<float, 16>)};
#ifdef __x86_64__
  if (has_avx2()) result.push_back(SUREGRASP_LOOPS(avx2, pack<float, 32>));
  if (has_avx512()) result.push_back(SUREGRASP_LOOPS(avx512, pack<float, 64>));
#endif
#undef SUREGRASP_LOOPS
  return result;
}

}  // namespace suregrasp::inline v2::simd

#endif  // SUREGRASP_HEATMAP_IMPL_WINDOW_KERNEL_HPP
