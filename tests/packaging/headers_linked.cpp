// Linked to one source for each header: what a header defines, all of them may define.
#include <suregrasp/geometry/angle.hpp>

int main() { return suregrasp::axial_wrap(2.0) < 2.0 ? 0 : 1; }
