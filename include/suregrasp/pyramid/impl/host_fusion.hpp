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

  host_fusion(pose_encoding const& code, fusion_options const& options)
      : code_(code), options_(options), columns_(static_cast<std::size_t>(code.columns())) {}

  /// Begins anew, with room for so many locations.
  void start(std::size_t locations) {
    for (auto* const numbers : {&mean, &variance, &uncertainty}) numbers->clear();
    mean.reserve(columns_ * locations);
    variance.reserve(3 * locations);
    uncertainty.reserve(locations);
  }

  /// Fuses the next locations: `heads` have a row of `code.columns()` numbers for each.
  void add(std::span<std::span<T const> const> heads) {
    heads_ = heads;
    share_ = T(1) / static_cast<T>(heads.size());
    auto const unit = options_.unit();
    std::array const weights{weight(unit.theta), weight(unit.opening), weight(unit.jaw)};
    std::size_t const rows = heads[0].size() / columns_;
    mean_ = longer_by(rows * columns_, mean);
    T* spread = longer_by(3 * rows, variance);
    T* doubt = longer_by(rows, uncertainty);
    for (std::size_t at = 0; at < rows * columns_; at += columns_, spread += 3, ++doubt) {
      fuse_row(at, spread);
      *doubt = spread[0] * weights[0] + spread[1] * weights[1] + spread[2] * weights[2];
    }
  }

 private:
  static T weight(double unit) { return static_cast<T>(1 / (unit * unit)); }

  /// Makes room for more numbers, and returns where.
  static T* longer_by(std::size_t count, std::vector<T>& numbers) {
    numbers.resize(numbers.size() + count);
    return numbers.data() + numbers.size() - count;
  }

  /// Writes mean and variance of the rows that begin at `at`.
  void fuse_row(std::size_t at, T* spread) {
    std::size_t const angles = columns_ - 2, opening = at + angles, jaw = opening + 1;
    spread[0] = angles == 2 ? fuse_axes(at) : fuse_numbers(at);
    spread[1] = options_.literal ? fuse_pixels(opening, code_.opening) : fuse_numbers(opening);
    spread[2] = options_.literal ? fuse_pixels(jaw, code_.jaw) : fuse_numbers(jaw);
  }

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
    mean_[at] = x / size, mean_[at + 1] = y / size;
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
    mean_[at] = encode(middle);
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

  pose_encoding code_;
  fusion_options options_;
  std::size_t columns_;
  std::span<std::span<T const> const> heads_;
  T share_ = 1;        ///< of a head in the mean
  T* mean_ = nullptr;  ///< of the locations at hand
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_PYRAMID_IMPL_HOST_FUSION_HPP
