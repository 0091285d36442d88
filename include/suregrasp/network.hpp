#ifndef SUREGRASP_NETWORK_HPP
#define SUREGRASP_NETWORK_HPP

/// Small networks and the optimizer Adam, on any backend with gradients and matrix products. For the detector's
/// networks see `backends/libtorch/`.
///
/// Begin with
/// - `small_network`: convolutions, fully connected layers, several linear heads;
/// - `adam`: the optimizer, with learning-rate schedules of `teacher/schedule.hpp`;
/// - `convolution`, `dense`, `relu`: the layers as functions.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/loss.hpp>
/// template <class B>
/// double fit(B const& be, tensor_t<B> const& x, tensor_t<B> const& y) {  // x [N, 1], y [N, 1]
///   small_network<B> network(be, {.input = {1}, .dense = {16}, .heads = 4}, random_stream(1));
///   adam<B> optimizer({.rate = constant_schedule{1e-2}});
///   double last = 0;
///   for (int step = 0; step < 200; ++step) {
///     auto loss = constant(be, 0);
///     for (auto const& head : network.forward(x)) loss = be.add(loss, mean_all(be, smooth_l1(be, head, y)));
///     optimizer.step(be, network, loss);
///     last = item(be, loss);
///   }
///   return last;
/// }
/// ```
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/convolution.hpp>
#include <suregrasp/network/dense.hpp>
#include <suregrasp/network/small_network.hpp>

#endif  // SUREGRASP_NETWORK_HPP
