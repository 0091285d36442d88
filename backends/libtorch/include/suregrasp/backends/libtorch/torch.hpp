#ifndef SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP

// The tensors of LibTorch 1.13 and later, without its networks. ivalue.h comes first because clang refuses 1.13 in
// C++20 otherwise.
#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <suregrasp/core/extents.hpp>

namespace suregrasp::inline v2::libtorch {

/// The shape of a tensor. Throws `shape_error` `shape.capacity` on more axes than `extents` hold.
[[nodiscard]] inline extents shape_of(torch::Tensor const& t) { return {t.sizes().begin(), t.sizes().end()}; }

/// A shape as LibTorch takes it; refers to `shape`.
[[nodiscard]] inline at::IntArrayRef sizes_of(extents const& shape) { return {shape.data(), shape.size()}; }

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP
