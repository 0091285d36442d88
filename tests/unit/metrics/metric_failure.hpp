#ifndef SUREGRASP_TESTS_METRIC_FAILURE_HPP
#define SUREGRASP_TESTS_METRIC_FAILURE_HPP

#include <string>
#include <suregrasp/core/error.hpp>

/// The id of the error `call` throws, "none" where it throws none.
template <class Call>
std::string failure_of(Call const& call) {
  try {
    (void)call();
  } catch (suregrasp::error const& failure) {
    return failure.id();
  }
  return "none";
}

#endif  // SUREGRASP_TESTS_METRIC_FAILURE_HPP
