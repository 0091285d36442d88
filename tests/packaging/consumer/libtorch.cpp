// A small header of LibTorch's, as its large ones cost ten seconds and more: what counts here is that its include
// folders, flags and libraries arrive. The function lies in the library.
#include <ATen/Parallel.h>

#include <suregrasp/geometry/grasp.hpp>

bool use_libtorch() { return at::get_num_threads() > 0; }
