#ifndef SUREGRASP_CORE_HOST_ARRAY_HPP
#define SUREGRASP_CORE_HOST_ARRAY_HPP

#include <algorithm>
#include <span>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A row-major tensor in host memory that another object owns: what a backend's `from_host` reads. The values must
/// outlive the view. Its constructor throws `shape_error` `shape.host_view` for a negative extent or another number of
/// values than the shape has.
template <class T>
struct host_view {
  extents shape;
  std::span<T> values;

  host_view(extents const& shape_in, std::span<T> values_in) : shape(shape_in), values(values_in) {
    if (values.size() != element_count(shape) || std::ranges::any_of(shape, [](auto extent) { return extent < 0; }))
      throw shape_error("shape.host_view", "a host view of shape " + to_string(shape) + " needs " +
                                               std::to_string(element_count(shape)) + " values, got " +
                                               std::to_string(values.size()));
  }
};

/// A row-major tensor in host memory that owns its values: what a backend's `to_host` returns. Constructed with values,
/// it throws `shape_error` `shape.host_view` where they do not fit the shape.
template <class T>
struct host_array {
  extents shape;
  std::vector<T> values;

  host_array() = default;
  explicit host_array(extents const& shape_in, T fill = T{}) : shape(shape_in), values(element_count(shape), fill) {}
  host_array(extents const& shape_in, std::vector<T> values_in) : shape(shape_in), values(std::move(values_in)) {
    (void)view();  // checks that shape and values fit
  }

  [[nodiscard]] host_view<T const> view() const { return {shape, std::span<T const>(values)}; }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_HOST_ARRAY_HPP
