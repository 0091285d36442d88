#include <suregrasp/suregrasp.hpp>

double wrap_elsewhere(double theta) { return suregrasp::axial_wrap(theta); }

bool use_elsewhere() { return true; }
