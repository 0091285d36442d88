#ifndef SUREGRASP_NETWORK_HPP
#define SUREGRASP_NETWORK_HPP

/// Small networks and Adam on any backend with gradients.
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/convolution.hpp>
#include <suregrasp/network/dense.hpp>
#include <suregrasp/network/small_network.hpp>

#endif  // SUREGRASP_NETWORK_HPP
