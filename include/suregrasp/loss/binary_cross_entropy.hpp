#ifndef SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP
#define SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP

#include <suregrasp/backend/derived.hpp>

namespace suregrasp::inline v2 {

/// Element-wise binary cross entropy of `sigmoid(logits)` against `target` in [0, 1], both of one shape; nothing is
/// reduced.
///
/// Computed as `max(x, 0) - x t + log(1 + exp(-|x|))`, which overflows for no logit; losses below the rounding error of
/// 1 become 0.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> binary_cross_entropy(B const& be, tensor_t<B> const& logits, tensor_t<B> const& target) {
  auto const zero = suregrasp::constant(be, 0);
  auto const tail = be.log(be.add(suregrasp::constant(be, 1), be.exp(be.sub(zero, suregrasp::abs(be, logits)))));
  return be.add(be.sub(be.where(logits, logits, zero), be.mul(logits, target)), tail);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_LOSS_BINARY_CROSS_ENTROPY_HPP
