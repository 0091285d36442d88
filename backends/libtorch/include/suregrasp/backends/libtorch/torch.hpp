#ifndef SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP

// The tensors of LibTorch 1.13 and later, without its networks. ivalue.h comes first because clang refuses 1.13 in
// C++20 otherwise.
#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#endif  // SUREGRASP_BACKENDS_LIBTORCH_TORCH_HPP
