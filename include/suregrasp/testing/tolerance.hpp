#ifndef SUREGRASP_TESTING_TOLERANCE_HPP
#define SUREGRASP_TESTING_TOLERANCE_HPP

#include <limits>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/backend/tape.hpp>

namespace suregrasp::inline v2::testing {

/// How far a result of a backend may lie from the exact one, relative to its size and absolute below 1: 64 roundings of
/// its scalar type, unless the backend says otherwise in a member `tolerance`.
template <class B>
struct tolerance {
  static_assert(
      !suregrasp::detail::names_tolerance<B>,
      "the backend's optional member tolerance has another type than expected: static constexpr double tolerance");
  static constexpr double value = 64 * static_cast<double>(std::numeric_limits<scalar_t<B>>::epsilon());
};

/// That of a backend which states its own.
template <has_tolerance B>
struct tolerance<B> {
  static constexpr double value = B::tolerance;
};

/// A tape rounds as what it records does.
template <class B>
struct tolerance<taped<B>> : tolerance<B> {};

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_TOLERANCE_HPP
