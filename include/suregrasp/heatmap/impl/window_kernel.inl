// Maxima over windows of a map, for V a number or a pack of numbers: included by window_kernel.hpp. A NaN is passed
// over.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Writes a byte for each lane, 0 unless the comparison holds.
template <class V>
SUREGRASP_KERNEL_TARGET inline void write_bytes(mask<V> const& holds, unsigned char* to) {
  if constexpr (count<V> == 1) {
    *to = holds;
#ifdef __x86_64__  // which narrows in a few instructions from AVX-512 on alone: bit k times 1 << k in byte k
  } else if constexpr (count<V> == 4) {
    auto const bytes =
        static_cast<std::uint32_t>(__builtin_ia32_movmskps(reinterpret_cast<V>(holds))) * 0x01010101U & 0x08040201U;
    std::memcpy(to, &bytes, sizeof bytes);
  } else if constexpr (count<V> == 8) {
    auto const bits = static_cast<std::uint64_t>(__builtin_ia32_movmskps256(reinterpret_cast<V>(holds)));
    auto const bytes = bits * 0x0101010101010101U & 0x8040201008040201U;
    std::memcpy(to, &bytes, sizeof bytes);
#endif
  } else {
    auto const bytes = __builtin_convertvector(holds, pack<signed char, count<V>>);
    std::memcpy(to, &bytes, sizeof bytes);
  }
}

/// Whether the comparison holds in any lane.
template <class V>
SUREGRASP_KERNEL bool holds_in_any(mask<V> const& holds) {
  std::uint64_t words[(count<V> + 7) / 8] = {}, any = 0;
  write_bytes<V>(holds, reinterpret_cast<unsigned char*>(words));
  for (auto const word : words) any |= word;
  return any != 0;
}

/// Where the pack lies that begins at `column` of a row; the last one ends with the row.
template <class V>
SUREGRASP_KERNEL std::ptrdiff_t pack_at(std::ptrdiff_t column, std::ptrdiff_t width) {
  return std::min(column, width - static_cast<std::ptrdiff_t>(count<V>));
}

/// Writes for each column the maximum over rows `begin` to `end - 1` and the columns within `reach`. `line` is scratch
/// of `scratch_for` values, minus infinity from `reach + map.width` on.
///
/// Its time grows with the logarithm of `reach` alone: maxima of 4, 16, ... columns, of which the last cover a window.
template <class V>
SUREGRASP_KERNEL_TARGET void find_maxima(heat_map const& map, std::ptrdiff_t begin, std::ptrdiff_t end,
                                         std::ptrdiff_t reach, float* line, float* out) {
  std::ptrdiff_t const width = map.width, window = 2 * reach + 1;
  std::fill_n(line, reach, -std::numeric_limits<float>::infinity());
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = all<V>(-std::numeric_limits<float>::infinity());
    for (auto y = begin; y < end; ++y) maximum = larger<V>(maximum, load<V>(map.values + y * width + x));
    std::memcpy(line + reach + x, &maximum, sizeof(V));
  }
  std::ptrdiff_t covered = 1;
  for (; 4 * covered <= window; covered *= 4)
    for (float* at = line; at < line + width + 2 * reach; at += count<V>) {
      V const maximum = larger<V>(larger<V>(load<V>(at), load<V>(at + covered)),
                                  larger<V>(load<V>(at + 2 * covered), load<V>(at + 3 * covered)));
      std::memcpy(at, &maximum, sizeof(V));
    }
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V maximum = load<V>(line + x + window - covered);
    for (std::ptrdiff_t i = 0; i < window - covered; i += covered) maximum = larger<V>(maximum, load<V>(line + x + i));
    std::memcpy(out + x, &maximum, sizeof(V));
  }
}

/// Writes the largest of three rows' values, column by column.
template <class V>
SUREGRASP_KERNEL_TARGET void find_largest(float const* a, float const* b, float const* c, std::ptrdiff_t width,
                                          float* out) {
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const largest = larger<V>(load<V>(a + x), larger<V>(load<V>(b + x), load<V>(c + x)));
    std::memcpy(out + x, &largest, sizeof(V));
  }
}

/// Marks by bytes that are not 0 which pixels of a row reach their bound and the threshold; whether there are any.
template <class V>
SUREGRASP_KERNEL_TARGET bool find_hot(float const* heats, float const* bounds, float threshold, std::ptrdiff_t width,
                                      unsigned char* hot) {
  mask<V> any = V{} < V{};
  for (std::ptrdiff_t column = 0; column < width; column += count<V>) {
    auto const x = pack_at<V>(column, width);
    V const heat = load<V>(heats + x);
    mask<V> const reached = (heat >= load<V>(bounds + x)) & (heat >= threshold);
    any |= reached;
    write_bytes<V>(reached, hot + x);
  }
  return holds_in_any<V>(any);
}

/// Whether a pixel of a part of a map is hotter than `heat`, or exactly as hot where `Equal`.
template <class V, bool Equal>
SUREGRASP_KERNEL_TARGET bool find_heat(heat_map const& map, map_part const& part, float heat) {
  V const number = load<V>(lane_numbers);
  for (auto y = part.top; y < part.bottom;) {
    mask<V> found = V{} < V{};
    for (auto const stop = std::min(part.bottom, y + 4); y < stop; ++y)
      for (auto column = part.left; column < part.right; column += count<V>) {
        auto const x = pack_at<V>(column, map.width);
        V const heats = load<V>(map.values + y * map.width + x);
        found |= (Equal ? heats == heat : heats > heat) & (number >= static_cast<float>(column - x)) &
                 (number < static_cast<float>(part.right - x));
      }
    if (holds_in_any<V>(found)) return true;
  }
  return false;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
