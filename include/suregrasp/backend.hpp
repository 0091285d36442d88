#ifndef SUREGRASP_BACKEND_HPP
#define SUREGRASP_BACKEND_HPP

/// What a tensor library must offer so that the algorithms run on it, and what follows from that. A backend is a small
/// copyable object with const member functions; backends/README.md goes through writing one.
///
/// Begin with
/// - `tensor_backend`: the concept that every algorithm asks for, made of five smaller ones;
/// - `linalg_backend`, `differentiable_backend`: matrix products; gradients;
/// - `reference_backend`: all operations for a new backend, of which it may replace some by faster ones;
/// - `taped`: gives gradients to a backend without;
/// - `extensions.hpp`: what a backend may have beside them, each a concept with its law and its fallback;
/// - `square`, `mean_all`, `slice`, `item`: some of the operations derived from the concepts.
///
/// Needs the standard library.
/// Thread safety: as the tensor library's. A backend of ours is copied freely and its operations may run on several
/// threads at once, on tensors that no thread changes; a tape's tensors share their history, which only one thread may
/// extend.
///
/// ```cpp
/// struct my_backend : reference_backend<my_backend, host_array<double>, double> {
///   host_array<double> from_host(host_view<double const> const& view) const {
///     return {view.shape, std::vector<double>(view.values.begin(), view.values.end())};
///   }
///   host_array<double> to_host(host_array<double> const& t) const { return t; }
/// };
/// taped<my_backend> const be;
/// std::vector<double> const values{1, 2, 3};
/// std::vector const x{be.variable(be.from_host({{3}, values}))};
/// auto const slope = be.gradient(sum_all(be, square(be, x[0])), x);  // of x1^2 + x2^2 + x3^2: 2 x
/// assert(be.to_host(slope[0]).values == std::vector<double>({2, 4, 6}));
/// ```
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backend/trigonometry.hpp>

#endif  // SUREGRASP_BACKEND_HPP
