#include <openvino/runtime/core.hpp>
#include <suregrasp/geometry/grasp.hpp>

// The runtime with its plugin for processors arrives: what a network is computed on.
bool use_openvino() { return !ov::Core().get_available_devices().empty(); }
