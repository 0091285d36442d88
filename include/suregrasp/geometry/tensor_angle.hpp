#ifndef SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP
#define SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP

#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/geometry/angle.hpp>

namespace suregrasp::inline v2 {

/// Angle between two axes, in [0, pi/2], element by element with broadcasting.
///
/// The bits of the scalar form. Differentiable: how many half turns lie between the axes is read from the values and a
/// constant for the derivative, which is 1 or -1 and, where the axes are the same, one of them.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> axial_distance(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const difference = be.sub(a, b);
  auto half_turns = be.to_host(difference);
  for (auto& value : half_turns.values) value = value - suregrasp::axial_wrap(value);
  return suregrasp::abs(be, be.sub(difference, be.from_host(half_turns.view())));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_TENSOR_ANGLE_HPP
