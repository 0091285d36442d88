#include <suregrasp/core/version.hpp>
#include <suregrasp/geometry/grasp.hpp>

int main() { return suregrasp::is_finite(suregrasp::grasp<double>{.opening = 50, .jaw = 20}) ? 0 : 1; }
