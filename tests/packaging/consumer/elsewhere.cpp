// All of core; everything.cpp is another source of the same.
#include <suregrasp/suregrasp.hpp>

bool use_elsewhere() { return suregrasp::axial_wrap(2.0) < 2.0; }
