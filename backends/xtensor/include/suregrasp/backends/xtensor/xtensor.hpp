#ifndef SUREGRASP_BACKENDS_XTENSOR_XTENSOR_HPP
#define SUREGRASP_BACKENDS_XTENSOR_XTENSOR_HPP

// The arrays of xtensor, whose headers moved in 0.26, and its matrix product.
#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#include <xtensor/core/xmath.hpp>
#else
#include <xtensor/xarray.hpp>
#include <xtensor/xmath.hpp>
#endif
#include <xtensor-blas/xlinalg.hpp>

#endif  // SUREGRASP_BACKENDS_XTENSOR_XTENSOR_HPP
