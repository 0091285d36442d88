#ifndef SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP
#define SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP

#include <cstddef>
#include <suregrasp/core/impl/simd.hpp>
#include <suregrasp/geometry/impl/overlap_kernel.hpp>
#include <suregrasp/geometry/impl/rectangle_columns.hpp>
#include <vector>

namespace suregrasp::inline v2::simd {

/// The loops of the kernel, compiled for one instruction set.
template <class T>
struct iou_loops {
  void (*find_directions)(rectangle_columns<T>&);
  void (*find_pairs)(rectangle_columns<T> const&, std::size_t, rectangle_columns<T> const&, T*);
  void (*find_row)(rectangle_columns<T> const&, std::size_t, rectangle_columns<T> const&, T*);
};

/// Those that this processor can run, the widest vectors last.
template <class T>
[[nodiscard]] std::vector<iou_loops<T>> supported_iou_loops() {
  using narrow = pack<T, 16>;
  std::vector<iou_loops<T>> result{
      {baseline::find_directions<narrow>, baseline::find_row<narrow, false>, baseline::find_row<narrow, true>}};
#ifdef __x86_64__
  using wide = pack<T, 32>;
  using widest = pack<T, 64>;
  if (has_avx2())
    result.push_back({avx2::find_directions<wide>, avx2::find_row<wide, false>, avx2::find_row<wide, true>});
  if (has_avx512())
    result.push_back(
        {avx512::find_directions<widest>, avx512::find_row<widest, false>, avx512::find_row<widest, true>});
#endif
  return result;
}

}  // namespace suregrasp::inline v2::simd

#endif  // SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP
