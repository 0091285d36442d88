#ifndef SUREGRASP_CORE_EXTENTS_HPP
#define SUREGRASP_CORE_EXTENTS_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The shape of a tensor, outermost axis first; `{}` is a scalar.
using extents = std::vector<std::int64_t>;

/// Number of elements of a tensor of shape `shape`; 1 for a scalar.
[[nodiscard]] inline std::size_t element_count(extents const& shape) {
  std::size_t count = 1;
  for (auto const extent : shape) count *= static_cast<std::size_t>(extent);
  return count;
}

/// `[2, 3, 4]`, for messages.
[[nodiscard]] inline std::string to_string(extents const& shape) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) text += (axis ? ", " : "") + std::to_string(shape[axis]);
  return text + "]";
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_EXTENTS_HPP
