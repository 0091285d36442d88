#ifndef SUREGRASP_LOSS_SMOOTH_L1_HPP
#define SUREGRASP_LOSS_SMOOTH_L1_HPP

#include <suregrasp/backend/derived.hpp>

namespace suregrasp::inline v2 {

/// Element-wise smooth L1 distance (Girshick 2015): `d^2 / (2 beta)` where `|d| < beta`, `|d| - beta / 2` elsewhere,
/// for `d = prediction - target`. Shapes broadcast; nothing is reduced.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> smooth_l1(B const& be, tensor_t<B> const& prediction, tensor_t<B> const& target,
                                    double beta = 1) {
  auto const distance = suregrasp::abs(be, be.sub(prediction, target));
  auto const quadratic = suregrasp::scale(be, suregrasp::square(be, distance), 0.5 / beta);
  auto const linear = be.sub(distance, suregrasp::constant(be, beta / 2));
  return be.where(be.sub(suregrasp::constant(be, beta), distance), quadratic, linear);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_LOSS_SMOOTH_L1_HPP
