// The header that Catch2 2 had, for tests built with Catch2 3.
#include "../../catch2.hpp"
