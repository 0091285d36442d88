// All of core, in two sources of a program.
#include <suregrasp/suregrasp.hpp>

double wrap_elsewhere(double theta);

bool use_everything() { return suregrasp::axial_wrap(2.0) == wrap_elsewhere(2.0); }
