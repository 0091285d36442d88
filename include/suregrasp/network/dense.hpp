#ifndef SUREGRASP_NETWORK_DENSE_HPP
#define SUREGRASP_NETWORK_DENSE_HPP

#include <suregrasp/backend/derived.hpp>

namespace suregrasp::inline v2 {

/// A fully connected layer: `x` `[N, K]` by `weight` `[K, M]`, plus `bias` `[M]`, to `[N, M]`. Shapes are checked by
/// the backend.
template <linalg_backend B>
[[nodiscard]] tensor_t<B> dense(B const& be, tensor_t<B> const& x, tensor_t<B> const& weight, tensor_t<B> const& bias) {
  return be.add(be.matmul(x, weight), bias);
}

/// max(x, 0), element by element; its derivative at 0 is 0.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> relu(B const& be, tensor_t<B> const& x) {
  return be.where(x, x, suregrasp::constant(be, 0));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_NETWORK_DENSE_HPP
