#ifndef SUREGRASP_TESTS_THROWN_HPP
#define SUREGRASP_TESTS_THROWN_HPP

#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp_tests {

/// What an action that should fail said; both texts are empty where it did not fail.
struct thrown {
  std::string id;
  std::string message;
};

template <class Action>
[[nodiscard]] thrown error_of(Action&& action) {
  try {
    action();
  } catch (suregrasp::error const& reason) {
    return {reason.id(), reason.what()};
  }
  return {};
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_THROWN_HPP
