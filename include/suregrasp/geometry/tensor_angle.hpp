#ifndef SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP
#define SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP

#include <numbers>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/trigonometry.hpp>
#include <suregrasp/geometry/angle.hpp>

namespace suregrasp::inline v2 {

namespace tensor_angle_detail {

/// How many half turns to take from angles so that they lie in [-pi/2, pi/2), times pi; `axial_wrap` as operations of
/// the backend.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> half_turns(B const& be, tensor_t<B> const& angles) {
  using T = scalar_t<B>;
  constexpr T pi = std::numbers::pi_v<T>;
  auto const number = [&](T value) { return suregrasp::constant(be, static_cast<double>(value)); };
  auto const right = number(pi / 2), left = number(-pi / 2), whole = number(pi);
  auto const turns = trigonometry_detail::floor(be, be.add(be.div(angles, whole), number(T(0.5))));
  auto const once = be.sub(angles, be.mul(whole, turns));
  auto const wrapped = be.where(be.sub(right, once), suregrasp::maximum(be, once, left), be.sub(once, whole));
  auto const off = be.sub(angles, wrapped);
  return be.where(be.sub(left, angles), off, be.where(be.sub(right, angles), number(0), off));
}

/// The same from the values in the host's memory.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> half_turns_on_host(B const& be, tensor_t<B> const& angles) {
  auto turns = be.to_host(angles);
  for (auto& value : turns.values) value = value - suregrasp::axial_wrap(value);
  return be.from_host(turns.view());
}

}  // namespace tensor_angle_detail

/// Angle between two axes, in [0, pi/2], element by element with broadcasting.
///
/// The bits of the scalar form. Differentiable: how many half turns lie between the axes is read from the values and a
/// constant for the derivative, which is 1 or -1 and, where the axes are the same, one of them.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> axial_distance(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const difference = be.sub(a, b);
  auto const turns = suregrasp::on_host(be, difference)
                         ? tensor_angle_detail::half_turns_on_host(be, difference)
                         : tensor_angle_detail::half_turns(be, trigonometry_detail::without_history(be, difference));
  return suregrasp::abs(be, be.sub(difference, turns));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP
