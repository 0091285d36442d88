#ifndef SUREGRASP_TESTS_PLAIN_BACKEND_HPP
#define SUREGRASP_TESTS_PLAIN_BACKEND_HPP

#include <concepts>
#include <suregrasp/backend/reference_backend.hpp>
#include <vector>

namespace suregrasp_tests {

/// The reference operations on the host's own arrays, matrix products included.
template <std::floating_point T>
struct plain_backend : suregrasp::reference_backend<plain_backend<T>, suregrasp::host_array<T>, T> {
  [[nodiscard]] suregrasp::host_array<T> from_host(suregrasp::host_view<T const> const& view) const {
    return {view.shape, std::vector<T>(view.values.begin(), view.values.end())};
  }
  [[nodiscard]] suregrasp::host_array<T> to_host(suregrasp::host_array<T> const& t) const { return t; }
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_PLAIN_BACKEND_HPP
