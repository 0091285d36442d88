#ifndef SUREGRASP_PYRAMID_IMPL_TENSOR_FUSION_HPP
#define SUREGRASP_PYRAMID_IMPL_TENSOR_FUSION_HPP

#include <cstdint>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/pyramid/fusion_options.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The mean of the poses that the heads of a pyramid regress at M locations, and how much they differ.
template <class Tensor>
struct fused_pose {
  Tensor mean;         ///< `[M, P]`, encoded (`pose_encoding`); the angle vector has unit length (Eq. 8)
  Tensor variance;     ///< `[M, 3]` over the heads: theta in rad^2, opening and jaw as encoded (pixels if literal)
  Tensor uncertainty;  ///< `[M]`: M_uc, the scaled sum of the variances (Eq. 9)
};

namespace detail {

/// Population variance over the heads (divided by their number), element by element.
template <tensor_backend B>
tensor_t<B> variance_over(B const& be, std::span<tensor_t<B> const> heads) {
  auto const mean = suregrasp::mean_over(be, heads);
  std::vector<tensor_t<B>> deviations;
  for (auto const& head : heads) deviations.push_back(suregrasp::square(be, be.sub(head, mean)));
  return suregrasp::mean_over(be, std::span<tensor_t<B> const>(deviations));
}

template <tensor_backend B>
std::vector<tensor_t<B>> slices(B const& be, std::span<tensor_t<B> const> heads, std::int64_t first,
                                std::int64_t count) {
  std::vector<tensor_t<B>> result;
  for (auto const& head : heads) result.push_back(suregrasp::slice(be, head, 1, first, count));
  return result;
}

/// Squared length of each row, `[M, 1]`, at least `least`.
template <tensor_backend B>
tensor_t<B> squared_length(B const& be, tensor_t<B> const& vectors, double least = 1e-12) {
  return suregrasp::maximum(be, be.sum(suregrasp::square(be, vectors), 1), suregrasp::constant(be, least));
}

template <tensor_backend B>
tensor_t<B> to_unit_length(B const& be, tensor_t<B> const& vectors) {
  return be.div(vectors, suregrasp::sqrt(be, detail::squared_length(be, vectors)));
}

/// Rows longer than 1 are brought to length 1.
template <tensor_backend B>
tensor_t<B> to_unit_length_at_most(B const& be, tensor_t<B> const& vectors) {
  return be.div(vectors, suregrasp::sqrt(be, detail::squared_length(be, vectors, 1)));
}

/// Mean angle vector `[M, 2]` and variance of theta in rad^2 `[M, 1]` of heads that regress double-angle vectors.
///
/// The variance is `-log(R) / 2` with R the length of the mean vector: what a wrapped normal distribution of the axis
/// has (Mardia and Jupp 2000, section 3.4). In R a vector longer than 1 counts as one of length 1: heads that overshoot
/// must not hide that they differ.
template <tensor_backend B>
std::pair<tensor_t<B>, tensor_t<B>> fuse_axes(B const& be, std::vector<tensor_t<B>> votes,
                                              fusion_options const& options) {
  if (options.unit_heads)
    for (auto& vote : votes) vote = detail::to_unit_length(be, vote);
  auto const mean = suregrasp::mean_over(be, std::span<tensor_t<B> const>(votes));
  for (auto& vote : votes) vote = detail::to_unit_length_at_most(be, vote);
  auto const resultant = detail::squared_length(be, suregrasp::mean_over(be, std::span<tensor_t<B> const>(votes)));
  auto const variance =
      suregrasp::scale(be, be.log(suregrasp::minimum(be, resultant, suregrasp::constant(be, 1))), -0.25);
  return {options.unit_angle ? detail::to_unit_length(be, mean) : mean, variance};
}

/// Opening and jaw in pixels, from their normalised logarithms `[M, 2]`.
template <tensor_backend B>
tensor_t<B> sizes_in_pixels(B const& be, tensor_t<B> const& sizes, pose_encoding const& code) {
  auto const pixels = [&](std::int64_t which, pose_encoding::size_code const& size) {
    return be.exp(be.add(suregrasp::scale(be, suregrasp::column(be, sizes, which), size.log_deviation),
                         suregrasp::constant(be, size.log_mean)));
  };
  std::vector<tensor_t<B>> const columns{pixels(0, code.opening), pixels(1, code.jaw)};
  return be.concat(std::span<tensor_t<B> const>(columns), 1);
}

/// The inverse of `sizes_in_pixels`.
template <tensor_backend B>
tensor_t<B> sizes_from_pixels(B const& be, tensor_t<B> const& sizes, pose_encoding const& code) {
  auto const row = [&](double opening, double jaw) { return suregrasp::constants(be, {opening, jaw}, {1, 2}); };
  return be.div(be.sub(be.log(sizes), row(code.opening.log_mean, code.jaw.log_mean)),
                row(code.opening.log_deviation, code.jaw.log_deviation));
}

/// Variances `[M, 3]` in squares of their units.
template <tensor_backend B>
tensor_t<B> in_units(B const& be, tensor_t<B> const& variance, uncertainty_scale const& unit) {
  auto const weight = [](double one) { return 1 / (one * one); };
  auto const weights = suregrasp::constants(be, {weight(unit.theta), weight(unit.opening), weight(unit.jaw)}, {1, 3});
  return be.mul(variance, weights);
}

/// What `fuse` computes, made of the backend's operations.
template <tensor_backend B>
fused_pose<tensor_t<B>> fuse_tensors(B const& be, std::span<tensor_t<B> const> heads, pose_encoding const& code,
                                     fusion_options const& options) {
  auto const angles = detail::slices(be, heads, 0, code.angle_columns());
  auto sizes = detail::slices(be, heads, code.angle_columns(), 2);
  auto const join = [&](tensor_t<B> const& a, tensor_t<B> const& b) {
    std::vector<tensor_t<B>> const both{a, b};
    return be.concat(std::span<tensor_t<B> const>(both), 1);
  };
  if (options.literal)
    for (auto& size : sizes) size = detail::sizes_in_pixels(be, size, code);
  auto mean_size = suregrasp::mean_over(be, std::span<tensor_t<B> const>(sizes));
  if (options.literal) mean_size = detail::sizes_from_pixels(be, mean_size, code);
  auto const size_variance = detail::variance_over(be, std::span<tensor_t<B> const>(sizes));
  auto const [angle, angle_variance] = code.angle == angle_code::double_angle
                                           ? detail::fuse_axes(be, angles, options)
                                           : std::pair{suregrasp::mean_over(be, std::span<tensor_t<B> const>(angles)),
                                                       detail::variance_over(be, std::span<tensor_t<B> const>(angles))};
  auto const variance = join(angle_variance, size_variance);
  auto const scaled = detail::in_units(be, variance, options.unit());
  return {join(angle, mean_size), variance, be.reshape(be.sum(scaled, 1), {be.shape(variance)[0]})};
}

}  // namespace detail
}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_IMPL_TENSOR_FUSION_HPP
