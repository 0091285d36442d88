#ifndef SUREGRASP_PYRAMID_IMPL_REQUIRE_HEADS_HPP
#define SUREGRASP_PYRAMID_IMPL_REQUIRE_HEADS_HPP

#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>

namespace suregrasp::inline v2::detail {

/// Refuses the answer of heads unless it is one tensor of shape `expected` per head, and at least one. `asked` names
/// the function that answered. Throws `shape_error` `shape.heads`.
template <tensor_backend B>
void require_heads(B const& be, std::span<tensor_t<B> const> heads, extents const& expected, std::string const& asked) {
  auto const refuse = [&](std::string const& got) {
    throw shape_error("shape.heads", asked + ": expected one tensor [M, P] = " + to_string(expected) +
                                         " per head and at least one head, got " + got);
  };
  if (heads.empty()) refuse("none");
  for (std::size_t k = 0; k < heads.size(); ++k)
    if (auto const shape = be.shape(heads[k]); shape != expected)
      refuse("shape " + to_string(shape) + " from head " + std::to_string(k) + " of " + std::to_string(heads.size()));
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_PYRAMID_IMPL_REQUIRE_HEADS_HPP
