#ifndef SUREGRASP_GEOMETRY_IOU_LANES_HPP
#define SUREGRASP_GEOMETRY_IOU_LANES_HPP

#include <array>
#include <cstddef>
#include <span>
#include <suregrasp/geometry/axis_direction.hpp>
#include <suregrasp/geometry/lanes.hpp>
#include <suregrasp/geometry/overlap_kernel.hpp>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"

/// IoU of many pairs side by side, in the widest vectors the processor has; which those are is asked at run time.
namespace suregrasp::inline v1::iou_lanes {

/// Each vector is at most this long, in elements; columns are padded to whole vectors.
inline constexpr std::size_t widest = 16;

/// Rectangles as seven columns: x, y, theta, opening, jaw, cosine and sine, padded with rectangles without area.
template <class T>
class columns {
 public:
  /// `rows` holds x, y, theta, opening, jaw of one rectangle after the other.
  explicit columns(std::span<T const> rows)
      : size_(rows.size() / 5), stride_((size_ + widest - 1) / widest * widest), values_(7 * stride_) {
    for (std::size_t i = 0; i < size_; ++i)
      for (std::size_t k = 0; k < 5; ++k) values_[k * stride_ + i] = rows[5 * i + k];
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] T* operator[](std::size_t k) { return values_.data() + k * stride_; }
  [[nodiscard]] T const* operator[](std::size_t k) const { return values_.data() + k * stride_; }

 private:
  std::size_t size_, stride_;
  std::vector<T> values_;
};

/// The last two columns from the third.
template <class V, class T = lanes::element<V>>
[[gnu::always_inline]] inline void find_directions(columns<T>& of) {
  T const* const theta = of[2];
  T *const cos = of[5], *const sin = of[6];
  for (std::size_t i = 0; i < of.stride(); i += lanes::count<V>) {
    auto const axis = axis_direction_detail::of_lanes(lanes::load<V>(theta + i));
    lanes::store(axis.cos, cos + i);
    lanes::store(axis.sin, sin + i);
  }
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same, class T = lanes::element<V>>
[[nodiscard, gnu::always_inline]] inline overlap_kernel::rectangle<V> read(columns<T> const& from, std::size_t first) {
  if constexpr (Same) {
    return {lanes::all<V>(from[0][first]), lanes::all<V>(from[1][first]), lanes::all<V>(from[2][first]),
            lanes::all<V>(from[3][first]), lanes::all<V>(from[4][first]), lanes::all<V>(from[5][first]),
            lanes::all<V>(from[6][first])};
  } else {
    return {lanes::load<V>(from[0] + first), lanes::load<V>(from[1] + first), lanes::load<V>(from[2] + first),
            lanes::load<V>(from[3] + first), lanes::load<V>(from[4] + first), lanes::load<V>(from[5] + first),
            lanes::load<V>(from[6] + first)};
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`, and -1 where
/// the pair is too thin for T. Writes b.size() values; tells whether one of them is -1.
template <class V, bool Same, class T = lanes::element<V>>
[[nodiscard, gnu::always_inline]] inline bool find_row(columns<T> const& a, std::size_t row, columns<T> const& b,
                                                       T* out) {
  auto const fixed = read<V, true>(a, row);
  V least = {};
  for (std::size_t i = 0; i < b.size(); i += lanes::count<V>) {
    auto const areas = overlap_kernel::areas_of(Same ? fixed : read<V, false>(a, i), read<V, false>(b, i));
    V const value = lanes::select(areas.unsure, lanes::all<V>(-1), overlap_kernel::ratio(areas));
    least = lanes::smaller(least, value);
    if (i + lanes::count<V> <= b.size()) {
      lanes::store(value, out + i);
    } else {
      std::array<T, lanes::count<V>> rest;
      lanes::store(value, rest.data());
      for (std::size_t k = 0; i + k < b.size(); ++k) out[i + k] = rest[k];
    }
  }
  bool any = false;
  for (std::size_t k = 0; k < lanes::count<V>; ++k) any |= least[k] < 0;
  return any;
}

/// The two loops above and the matrix's, compiled for one instruction set.
template <class T>
struct kernels {
  void (*directions)(columns<T>&);
  bool (*pairs)(columns<T> const&, std::size_t, columns<T> const&, T*);
  bool (*row)(columns<T> const&, std::size_t, columns<T> const&, T*);
};

#define SUREGRASP_IOU_KERNELS(NAME, BYTES, ...)                                                           \
  template <class T>                                                                                      \
  __VA_ARGS__ void directions_##NAME(columns<T>& of) {                                                    \
    find_directions<lanes::pack<T, BYTES>>(of);                                                           \
  }                                                                                                       \
  template <class T, bool Same>                                                                           \
  __VA_ARGS__ bool row_##NAME(columns<T> const& a, std::size_t row, columns<T> const& b, T* out) {        \
    return find_row<lanes::pack<T, BYTES>, Same>(a, row, b, out);                                         \
  }                                                                                                       \
  template <class T>                                                                                      \
  inline constexpr kernels<T> kernels_##NAME{directions_##NAME<T>, row_##NAME<T, false>, row_##NAME<T, true>};

SUREGRASP_IOU_KERNELS(baseline, 16, )
#if defined(__x86_64__) || defined(__i386__)
SUREGRASP_IOU_KERNELS(avx2, 32, [[gnu::target("avx2")]])
SUREGRASP_IOU_KERNELS(avx512, 64, [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]])
#endif
#undef SUREGRASP_IOU_KERNELS

/// What this processor can run, the widest vectors last.
template <class T>
[[nodiscard]] std::vector<kernels<T>> supported_kernels() {
  std::vector<kernels<T>> result{kernels_baseline<T>};
#if defined(__x86_64__) || defined(__i386__)
  if (__builtin_cpu_supports("avx2")) result.push_back(kernels_avx2<T>);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw"))
    result.push_back(kernels_avx512<T>);
#endif
  return result;
}

}  // namespace suregrasp::inline v1::iou_lanes

#pragma GCC diagnostic pop

#endif  // SUREGRASP_GEOMETRY_IOU_LANES_HPP
