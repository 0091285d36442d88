// LibTorch's own small headers only: what counts here is that its include folders, flags and libraries arrive.
#include <c10/core/ScalarType.h>

#include <suregrasp/geometry/grasp.hpp>

int main() { return c10::toString(c10::ScalarType::Float) == std::string("Float") ? 0 : 1; }
