// The single header with nothing else: it brings all it needs.
#include SUREGRASP_SINGLE_HEADER

static_assert(SUREGRASP_VERSION_MAJOR >= 0);

double through_the_single_header(double theta) { return suregrasp::axial_wrap(theta); }
