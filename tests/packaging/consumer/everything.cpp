// All of core; elsewhere.cpp is another source of the same.
#include <suregrasp/suregrasp.hpp>

bool use_everything() { return suregrasp::axial_wrap(2.0) < 2.0; }
