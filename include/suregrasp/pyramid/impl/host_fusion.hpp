#ifndef SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP
#define SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/pyramid/fusion_options.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// What `fuse` computes, on numbers in the host's memory: the same operations, one location after the other.
template <std::floating_point T>
class host_fusion {
 public:
  std::vector<T> mean, variance, uncertainty;  ///< as in `fused_pose`

  /// Fuses `heads`, each with `locations` rows of `code.columns()` numbers.
  host_fusion(std::span<std::vector<T> const> heads, std::size_t locations, pose_encoding const& code,
              fusion_options const& options)
      : mean(heads[0].size()),
        variance(3 * locations),
        uncertainty(locations),
        heads_(heads),
        code_(code),
        options_(options),
        share_(T(1) / static_cast<T>(heads.size())) {
    auto const columns = static_cast<std::size_t>(code.columns()), angles = columns - 2;
    auto const unit = options.unit();
    std::array const weights{weight(unit.theta), weight(unit.opening), weight(unit.jaw)};
    for (std::size_t i = 0; i < locations; ++i) {
      std::size_t const row = i * columns;
      T* const spread = variance.data() + 3 * i;
      spread[0] = angles == 2 ? fuse_axes(row) : fuse_numbers(row);
      for (std::size_t k = 0; k < 2; ++k)
        spread[1 + k] = options.literal ? fuse_pixels(row + angles + k, k == 0 ? code.opening : code.jaw)
                                        : fuse_numbers(row + angles + k);
      uncertainty[i] = spread[0] * weights[0] + spread[1] * weights[1] + spread[2] * weights[2];
    }
  }

 private:
  static T weight(double unit) { return static_cast<T>(1 / (unit * unit)); }

  /// The length of a vector, the square of it being at least `least`, as it also is where it is NaN.
  static T length(T x, T y, T least) {
    T const square = x * x + y * y;
    return std::sqrt(square > least ? square : least);
  }

  /// Mean and variance of double-angle vectors, as `fuse_axes` of tensors.
  T fuse_axes(std::size_t at) {
    constexpr T least = T(1e-12);
    T x = 0, y = 0, unit_x = 0, unit_y = 0;
    for (auto const& head : heads_) {
      T vote_x = head[at], vote_y = head[at + 1];
      if (options_.unit_heads) {
        T const size = length(vote_x, vote_y, least);
        vote_x /= size, vote_y /= size;
      }
      x += vote_x, y += vote_y;
      T const size = length(vote_x, vote_y, 1);
      unit_x += vote_x / size, unit_y += vote_y / size;
    }
    x *= share_, y *= share_, unit_x *= share_, unit_y *= share_;
    T const size = options_.unit_angle ? length(x, y, least) : T(1);
    mean[at] = x / size, mean[at + 1] = y / size;
    T const square = unit_x * unit_x + unit_y * unit_y, resultant = square > least ? square : least;
    return T(-0.25) * std::log(resultant < 1 ? resultant : T(1));
  }

  /// Mean, by way of `encode`, and variance of what `decode` makes of the heads' numbers.
  template <class Decode, class Encode>
  T fuse_column(std::size_t at, Decode const& decode, Encode const& encode) {
    T total = 0, squares = 0;
    for (auto const& head : heads_) total += decode(head[at]);
    T const middle = total * share_;
    for (auto const& head : heads_) squares += (decode(head[at]) - middle) * (decode(head[at]) - middle);
    mean[at] = encode(middle);
    return squares * share_;
  }

  T fuse_numbers(std::size_t at) {
    auto const same = [](T value) { return value; };
    return fuse_column(at, same, same);
  }

  T fuse_pixels(std::size_t at, pose_encoding::size_code const& size) {
    auto const log_mean = static_cast<T>(size.log_mean), deviation = static_cast<T>(size.log_deviation);
    return fuse_column(
        at, [&](T value) { return std::exp(value * deviation + log_mean); },
        [&](T pixels) { return (std::log(pixels) - log_mean) / deviation; });
  }

  std::span<std::vector<T> const> heads_;
  pose_encoding const& code_;
  fusion_options const& options_;
  T share_;  ///< of a head in the mean
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP
