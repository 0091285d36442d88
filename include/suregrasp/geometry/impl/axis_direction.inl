// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
