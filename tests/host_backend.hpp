#ifndef SUREGRASP_TESTS_HOST_BACKEND_HPP
#define SUREGRASP_TESTS_HOST_BACKEND_HPP

#include <cstdint>
#include <suregrasp/testing/archetype.hpp>
#include <vector>

namespace suregrasp_tests {

/// What algorithms are tested on: the least backend there is.
using host_backend = suregrasp::testing::archetype<double>;
using host_tensor = host_backend::tensor_type;

inline host_backend const host = host_backend::make();

/// A tensor of the given shape and row-major values.
[[nodiscard]] inline host_tensor tensor(suregrasp::extents const& shape, std::vector<double> const& values) {
  return host.from_host(suregrasp::host_view<double const>(shape, values));
}

/// A tensor `[N]`.
[[nodiscard]] inline host_tensor tensor(std::vector<double> const& values) {
  return tensor({static_cast<std::int64_t>(values.size())}, values);
}

[[nodiscard]] inline std::vector<double> values_of(host_tensor const& t) { return host.to_host(t).values; }

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_HOST_BACKEND_HPP
