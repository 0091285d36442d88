// Included behind the example of the door, whose names it uses.
#include <vector>

#include <suregrasp/backend/tape.hpp>

#include "plain_backend.hpp"

static void run() {
  taped<suregrasp_tests::plain_backend<double>> const be;
  std::vector<double> const x{-1, -0.5, 0, 0.5, 1}, y{2, 0.5, 0, 0.5, 2};  // a parabola
  assert(fit(be, be.from_host({{5, 1}, x}), be.from_host({{5, 1}, y})) < 0.01);
}
