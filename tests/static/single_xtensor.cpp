// The xtensor backend in one header, which brings the core's, beside the many.
#include SUREGRASP_SINGLE_HEADER

#include <suregrasp/backends/xtensor/backend.hpp>
#include <suregrasp/suregrasp.hpp>

int main() {
  suregrasp::taped<suregrasp::xtensor::backend<double>> const be;
  return suregrasp::item(be, suregrasp::square(be, suregrasp::constant(be, 3))) == 9 ? 0 : 1;
}
