// Is the backend right? Every law it breaks, with what was found and what was expected.
#include <iostream>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/testing/backend_laws.hpp>

#include "eigen_backend.hpp"

static_assert(suregrasp::linalg_backend<eigen_backend_start<double>>);
static_assert(suregrasp::linalg_backend<eigen_backend<double>>);
static_assert(suregrasp::differentiable_backend<suregrasp::taped<eigen_backend<double>>>);

// [check]
/// Prints what speaks against a backend; returns how many laws it breaks.
template <class Backend>
int broken_laws(char const* name, Backend const& be) {
  int broken = 0;
  auto const laws = suregrasp::testing::check_backend(be);
  std::cout << name << ": " << laws.size() << " laws\n";
  for (auto const& law : laws)
    if (!law.passed) ++broken, std::cout << "  broken: " << law.name << ": " << law.detail << '\n';
  return broken;
}
// [check]

int main() {
  return broken_laws("Eigen as first written", eigen_backend_start<double>{}) +
         broken_laws("Eigen, float", eigen_backend<float>{}) + broken_laws("Eigen, double", eigen_backend<double>{}) +
         broken_laws("Eigen, double, with gradients", suregrasp::taped<eigen_backend<double>>{});
}
