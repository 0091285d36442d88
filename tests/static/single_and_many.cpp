// A program where one library brought the single header and another the many: the guards are the same.
#include <suregrasp/geometry/angle.hpp>
#include SUREGRASP_SINGLE_HEADER
#include <suregrasp/suregrasp.hpp>

double through_the_single_header(double theta);

int main() { return suregrasp::axial_wrap(2.0) == through_the_single_header(2.0) ? 0 : 1; }
