#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backends/xtensor/backend.hpp>

static_assert(suregrasp::linalg_backend<suregrasp::xtensor::backend<double>>);

// A matrix product, which BLAS computes.
bool use_xtensor() {
  suregrasp::xtensor::backend<double> const be;
  suregrasp::host_array<double> const two({1, 1}, 2.0);
  return be.to_host(be.matmul(be.from_host(two.view()), be.from_host(two.view()))).values.front() == 4;
}
